"""What every domain promises, each promise a function that raises AssertionError where it is
broken: of a domain, a shape that it allows, and a seed."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from closedform.formulas._kit.domains import Domain
from closedform.verify.exact.arithmetic import lift
from closedform.verify.exact.interpreter import evaluate, precision

Shape = tuple[int, ...]
Promise = Callable[[type[Domain], Shape, int], None]
NEAR = 1e-10
"""What float64 leaves of a zero here, and then some."""
DIGITS = 48
"""Of 50 digits, those that a refined member's equations must hold to."""


def drawn(domain: type[Domain], shape: Shape, seed: int) -> np.ndarray:
    return np.asarray(domain.draw(np.random.default_rng(seed), shape, 1.5), float)


def largest(a: Any) -> float:
    return float(np.max(np.abs(np.asarray(a, float)), initial=0.0))


def spanning(domain: type[Domain], X: np.ndarray) -> np.ndarray:
    """The tangents at X, as rows."""
    return np.asarray(domain.tangents(jnp.asarray(X))).reshape(-1, X.size)


def normals(domain: type[Domain], X: np.ndarray) -> int:
    """The number of independent equations at X."""
    J = np.asarray(jax.jacfwd(domain.equations)(jnp.asarray(X))).reshape(-1, X.size)
    return int(np.linalg.matrix_rank(J, tol=1e-8)) if J.size else 0


def tangent(domain: type[Domain], X: np.ndarray, seed: int) -> np.ndarray:
    """A tangent at X, of norm one where there is any."""
    T = spanning(domain, X)
    V = np.random.default_rng([seed, 1]).normal(size=len(T)) @ T
    return (V / max(float(np.linalg.norm(V)), 1e-300)).reshape(X.shape)


# ── Members ─────────────────────────────────────────────────────────────────────


def members_are_contained(domain: type[Domain], shape: Shape, seed: int) -> None:
    X = drawn(domain, shape, seed)
    assert X.shape == shape
    assert domain.contains(X), X


def outsiders_are_not_contained(domain: type[Domain], shape: Shape, seed: int) -> None:
    """A member off by 1e-6, where that breaks an equation; what isn't finite; what has no entry."""
    X = drawn(domain, shape, seed)
    if domain.constrained and normals(domain, X):
        off = X + 1e-6 * np.random.default_rng([seed, 1]).normal(size=shape)
        assert not domain.contains(off), off
    assert not domain.contains(X * np.nan)
    assert not domain.contains(np.zeros((0, *shape)))


def simple_members_are_contained(domain: type[Domain], shape: Shape, seed: int) -> None:
    rng = np.random.default_rng([seed, 1])
    for most, zeros in ((1, 0.6), (2, 0.3), (3, 0.0)):
        X = np.asarray(domain.simple(rng, shape, most, zeros), float)
        assert X.shape == shape
        assert domain.contains(X), X


def rounding_stays_inside(domain: type[Domain], shape: Shape, seed: int) -> None:
    X = drawn(domain, shape, seed)
    for decimals in (0, 1, 2):
        short = domain.rounded(X, decimals)
        assert short is None or domain.contains(short), short
        if short is not None and domain.rounds:
            np.testing.assert_array_equal(short, np.round(X, decimals))


def refinement_reaches_fifty_digits(domain: type[Domain], shape: Shape, seed: int) -> None:
    X = drawn(domain, shape, seed)
    with precision():
        refined = domain.refined(lift(X))
        assert refined.shape == shape
        assert largest(refined - lift(X)) < 1e-14
        h = evaluate(jax.make_jaxpr(domain.equations)(jnp.asarray(X)), [refined])[0]
        assert all(abs(x) < 10.0**-DIGITS for x in h.reshape(-1)), h


# ── Free coordinates and tangents ───────────────────────────────────────────────


def free_coordinates_go_there_and_back(domain: type[Domain], shape: Shape, seed: int) -> None:
    if not domain.linear:
        return
    n, X = shape[0], jnp.asarray(drawn(domain, shape, seed))
    v, B = domain.free(X), domain.basis(n)
    assert v.shape == (len(B),) == np.shape(domain.positions(n)[0])
    np.testing.assert_array_equal(domain.embed(v, n), X)
    w = jnp.arange(1.0, len(B) + 1)
    np.testing.assert_array_equal(domain.free(domain.embed(w, n)), w)
    np.testing.assert_array_equal(domain.embed(w, n), np.tensordot(w, B, 1))


def tangents_stay_inside_to_first_order(domain: type[Domain], shape: Shape, seed: int) -> None:
    """The equations' derivative along a tangent is zero."""
    if not domain.constrained:
        return
    X = drawn(domain, shape, seed)
    V = tangent(domain, X, seed)
    assert largest(jax.jvp(domain.equations, (jnp.asarray(X),), (jnp.asarray(V),))[1]) < NEAR


def tangents_span_the_tangent_space(domain: type[Domain], shape: Shape, seed: int) -> None:
    """As many independent ones as the equations leave."""
    if not domain.constrained:
        return
    X = drawn(domain, shape, seed)
    T = spanning(domain, X)
    dimension = int(np.linalg.matrix_rank(T, tol=1e-8)) if T.size else 0
    assert dimension == X.size - normals(domain, X)


def retraction_lands_inside(domain: type[Domain], shape: Shape, seed: int) -> None:
    if not domain.constrained:
        return
    X = drawn(domain, shape, seed)
    V = tangent(domain, X, seed)
    for h in (0.0, 1e-3, 0.05):
        Y = np.asarray(domain.retract(jnp.asarray(X), jnp.asarray(h * V)))
        assert domain.contains(Y), (h, Y)


def retraction_agrees_to_first_order(domain: type[Domain], shape: Shape, seed: int) -> None:
    """It stays at X for no step, and leaves it along V."""
    if not domain.constrained:
        return
    X = jnp.asarray(drawn(domain, shape, seed))
    V = jnp.asarray(tangent(domain, np.asarray(X), seed))
    at, along = jax.jvp(lambda t: domain.retract(X, t * V), (0.0,), (1.0,))
    assert largest(at - X) < NEAR
    assert largest(along - V) < NEAR


def retraction_accelerates_outward_alone(domain: type[Domain], shape: Shape, seed: int) -> None:
    """To second order it is the geodesic: what it bends by has no part along the tangents."""
    if not domain.constrained:
        return
    X = drawn(domain, shape, seed)
    V = jnp.asarray(tangent(domain, X, seed))

    def velocity(t: Any) -> Any:
        return jax.jvp(lambda t: domain.retract(jnp.asarray(X), t * V), (t,), (1.0,))[1]

    bend = np.asarray(jax.jvp(velocity, (0.0,), (1.0,))[1])
    assert largest(spanning(domain, X) @ bend.reshape(-1)) < NEAR


PROMISES: list[Promise] = [
    members_are_contained,
    outsiders_are_not_contained,
    simple_members_are_contained,
    rounding_stays_inside,
    refinement_reaches_fifty_digits,
    free_coordinates_go_there_and_back,
    tangents_stay_inside_to_first_order,
    tangents_span_the_tangent_space,
    retraction_lands_inside,
    retraction_agrees_to_first_order,
    retraction_accelerates_outward_alone,
]
