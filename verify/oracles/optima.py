"""Points where a gradient vanishes, and the curvature there."""

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array

from closedform.formulas import Claim

Leaves = tuple[Array, ...]


def nudged(point: Leaves, nudge: Mapping[str, Array], claim: Claim) -> Leaves:
    """The claimed point, each entry moved by its nudge times the point's size."""
    return tuple(
        x + nudge[w] * jnp.sqrt(jnp.mean(x**2)) for x, w in zip(point, claim.wrt, strict=True)
    )


def modes(
    claim: Claim, sizes: Mapping[str, int]
) -> dict[str, Callable[[Mapping[str, Array], Leaves], tuple[Leaves, Leaves]]]:
    """For each autodiff mode, what is found at a point and what it should be.

    Found: the gradient in the point's tangent directions; how far the point lies outside the
    claim's domain; the largest curvature plus the most negative one. Wanted: zero, zero, the
    largest curvature."""

    def by(
        gradient: Any, hessian: Any
    ) -> Callable[[Mapping[str, Array], Leaves], tuple[Leaves, Leaves]]:
        def judge(args: Mapping[str, Array], point: Leaves) -> tuple[Leaves, Leaves]:
            f, t, outside = _local(claim, sizes, args, point)
            found, wanted = (
                [jax.grad(f)(t), outside],
                [jax.grad(f)(t) - gradient(f)(t), jnp.zeros_like(outside)],
            )
            if claim.kind != "stationary":
                none = jnp.zeros(())  # a single orthogonal number has no directions
                low, high = (
                    _extremes(hessian(f)(t) * (-1 if claim.kind == "maximum" else 1))
                    if t.size
                    else (none, none)
                )
                found, wanted = [*found, high + jnp.minimum(low, 0.0)], [*wanted, high]
            return tuple(found), tuple(wanted)

        return judge

    return {
        "reverse": by(jax.grad, jax.hessian),
        "forward": by(jax.jacfwd, lambda f: jax.jacfwd(jax.jacfwd(f))),
    }


def _local(
    claim: Claim, sizes: Mapping[str, int], args: Mapping[str, Array], point: Leaves
) -> tuple[Any, Array, Array]:
    """The formula over tangent coordinates at the point, their origin, and how far the point lies
    outside."""
    along = claim.along
    tangents = [
        along.tangents(x) if along else jnp.eye(x.size).reshape(-1, *x.shape) for x in point
    ]
    splits = [len(T) for T in tangents]

    def f(t: Array) -> Array:
        parts = jnp.split(t, list(_running(splits)))
        steps = [jnp.tensordot(c, T, 1) for c, T in zip(parts, tangents, strict=True)]
        moved = [along.retract(x, v) if along else x + v for x, v in zip(point, steps, strict=True)]
        return claim.formula.value({**args, **dict(zip(claim.wrt, moved, strict=True))}, sizes)

    inside = [along.retract(x, jnp.zeros_like(x)) if along else x for x in point]
    if along is not None and along.linear:
        inside = [along.embed(along.free(x), len(x)) for x in point]
    outside = jnp.concatenate([(x - y).reshape(-1) for x, y in zip(point, inside, strict=True)])
    return f, jnp.zeros(sum(splits)), outside


def _running(splits: list[int]) -> list[int]:
    return [sum(splits[: k + 1]) for k in range(len(splits) - 1)]


def _extremes(H: Array) -> tuple[Array, Array]:
    values = jnp.linalg.eigvalsh((H + H.T) / 2)
    return values[0], jnp.max(jnp.abs(values))
