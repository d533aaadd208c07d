"""What autodiff says: for each kind of claim, every mode that gives the same array.

A method is a function of the arguments by name and of the directions by name (``dX``, or ``G`` of a
pullback). It returns a tuple, one array for each variable the claim is by.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array

from closedform.formulas import Claim
from closedform.formulas._kit.shapes import matrix_shape
from closedform.formulas._kit.structure import dense
from closedform.verify.oracles.layouts import fold

Arrays = Mapping[str, Array]
Method = Callable[[Arrays, Arrays], tuple[Array, ...]]


def closed(claim: Claim, sizes: Mapping[str, int], factors: bool = False) -> Method:
    """The claim itself as a method; what it returns is passed on unexamined, as a tuple where it
    speaks of several variables.

    Args:
        factors: leave a matrix that it returns by its factors as it is, instead of multiplying it
            out.
    """

    def method(args: Arrays, tangents: Arrays) -> Any:
        known = {**sizes, **args, **tangents}
        result = claim.function(**{p: known[p] for p in claim.parameters})
        return result if factors else dense(result)

    return method if claim.several else lambda args, tangents: (method(args, tangents),)


def modes(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    """Every autodiff mode that gives what the claim should return, by name."""
    if claim.kind in ("equals", "differs"):
        return {"value": lambda args, tangents: (jnp.asarray(claim.formula.value(args, sizes)),)}
    kinds: dict[str, Callable[[Claim, Mapping[str, int]], dict[str, Method]]] = {
        "gradient": _gradient,
        "jacobian": _jacobian,
        "hessian": _hessian,
        "hvp": _hvp,
        "differential": _differential,
        "pullback": _pullback,
        "derivative": _derivative,
    }
    return kinds[claim.kind](claim, sizes)


def restrict(
    claim: Claim, args: Arrays, sizes: Mapping[str, int]
) -> tuple[Callable[..., Array], tuple[Array, ...]]:
    """The formula as a function of the coordinates of the claim's variables, and those
    coordinates."""
    on, formula = claim.on, claim.formula
    free = tuple(on.free(args[w]) if on else args[w] for w in claim.wrt)

    def f(*xs: Array) -> Array:
        moved = [on.embed(x, len(args[w])) if on else x for x, w in zip(xs, claim.wrt, strict=True)]
        return formula.value({**args, **dict(zip(claim.wrt, moved, strict=True))}, sizes)

    return f, free


def inside(claim: Claim, X: Array, V: Array) -> Array:
    """The direction V at X, made one of those that the claim is along, or that keep tied entries
    tied."""
    if claim.on is not None:
        return claim.on.embed(claim.on.free(V), len(V))
    if claim.along is None:
        return V
    T = claim.along.tangents(X)
    return jnp.tensordot(jnp.tensordot(T, V, V.ndim), T, 1)


def directions(claim: Claim, args: Arrays, tangents: Arrays) -> dict[str, Array]:
    """The directions by name, as the claim gets them: `inside` at the arguments; a pullback's G as
    it is."""
    return {
        name: m if name == "G" else inside(claim, args[name[1:]], m) for name, m in tangents.items()
    }


def _gradient(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    def by(transform: Any) -> Method:
        def method(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
            f, xs = restrict(claim, args, sizes)
            gradients = transform(f, argnums=tuple(range(len(xs))))(*xs)
            return tuple(
                _whole(claim, g, args[w]) for g, w in zip(gradients, claim.wrt, strict=True)
            )

        return method

    return {"reverse": by(jax.grad), "forward": by(jax.jacfwd)}


def _whole(claim: Claim, g: Array, X: Array) -> Array:
    """An array of X's shape, from one of the coordinates that the claim moves X by."""
    return claim.on.embed(g, len(X)) if claim.on else g


def _jacobian(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    def by(transform: Any) -> Method:
        def method(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
            f, (x,) = restrict(claim, args, sizes)
            J = transform(f)(x)
            output = matrix_shape(J.shape[: J.ndim - x.ndim])
            T = J.reshape(*output, *matrix_shape(x.shape)).transpose(2, 3, 0, 1)
            return (fold(T, claim.layout or "denominator"),)

        return method

    found = {"forward": by(jax.jacfwd), "reverse": by(jax.jacrev)}
    return dict(reversed(found.items())) if _narrows(claim, sizes) else found


def _narrows(claim: Claim, sizes: Mapping[str, int]) -> bool:
    """Whether the value has fewer entries than the variable, so that reverse mode takes fewer
    passes."""
    formula = claim.formula
    entries = math.prod(formula.variables[claim.wrt[0]].shape.at(sizes))
    return formula.output is not None and math.prod(formula.output.at(sizes)) < entries


def _hessian(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    def by(outer: Any, inner: Any) -> Method:
        def method(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
            f, (x,) = restrict(claim, args, sizes)
            H = outer(inner(f))(x)
            return (fold(H.reshape(matrix_shape(x.shape) * 2), "denominator"),)

        return method

    return {
        "forward over reverse": by(jax.jacfwd, jax.jacrev),
        "forward over forward": by(jax.jacfwd, jax.jacfwd),
        "reverse over reverse": by(jax.jacrev, jax.jacrev),
    }


def _hvp(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    (w,) = claim.wrt

    def by(product: Callable[[Any, Array, Array], Array]) -> Method:
        def method(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
            f, (x,) = restrict(claim, args, sizes)
            v = claim.on.free(tangents[f"d{w}"]) if claim.on else tangents[f"d{w}"]
            return (_whole(claim, product(f, x, v), args[w]),)

        return method

    return {
        "forward over reverse": by(lambda f, x, v: jax.jvp(jax.grad(f), (x,), (v,))[1]),
        "reverse over forward": by(
            lambda f, x, v: jax.grad(lambda x: jax.jvp(f, (x,), (v,))[1])(x)
        ),
        "reverse over reverse": by(
            lambda f, x, v: jax.grad(lambda x: jnp.vdot(jax.grad(f)(x), v))(x)
        ),
    }


def _differential(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    def push(f: Any, xs: tuple[Array, ...], vs: tuple[Array, ...]) -> Array:
        return jax.jvp(f, xs, vs)[1]

    def push_by_pulling(f: Any, xs: tuple[Array, ...], vs: tuple[Array, ...]) -> Array:
        value, pull = jax.vjp(f, *xs)  # linear in G, so that its transpose is the differential
        return jax.vjp(pull, jnp.zeros_like(value))[1](vs)[0]

    def by(product: Any) -> Method:
        def method(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
            f, xs = restrict(claim, args, sizes)
            return (product(f, xs, tuple(tangents[f"d{w}"] for w in claim.wrt)),)

        return method

    return {"forward": by(push), "reverse over reverse": by(push_by_pulling)}


def _pullback(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    def reverse(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
        f, xs = restrict(claim, args, sizes)
        return tuple(jax.vjp(f, *xs)[1](tangents["G"]))

    def forward(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
        f, xs = restrict(claim, args, sizes)
        jacobians = jax.jacfwd(f, argnums=tuple(range(len(xs))))(*xs)
        return tuple(jnp.tensordot(tangents["G"], J, tangents["G"].ndim) for J in jacobians)

    return {"reverse": reverse, "forward": forward}


def _derivative(claim: Claim, sizes: Mapping[str, int]) -> dict[str, Method]:
    def by(transform: Any) -> Method:
        def method(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
            f, (t,) = restrict(claim, args, sizes)
            return (transform(f)(t),)

        return method

    return {"forward": by(jax.jacfwd), "reverse": by(jax.jacrev)}
