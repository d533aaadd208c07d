"""The coordinates that a claim is by: its variables, or the free coordinates of a domain."""

from collections.abc import Callable

import jax.numpy as jnp
from jax import Array

from closedform.formulas import Claim
from closedform.verify.oracles.closed import Arrays, Sizes


def restrict(
    claim: Claim, args: Arrays, sizes: Sizes
) -> tuple[Callable[..., Array], tuple[Array, ...]]:
    """The formula as a function of the coordinates of the claim's variables, and those
    coordinates."""
    on, formula = claim.on, claim.formula
    free = tuple(on.free(args[w]) if on else args[w] for w in claim.wrt)

    def f(*xs: Array) -> Array:
        moved = [on.embed(x, len(args[w])) if on else x for x, w in zip(xs, claim.wrt, strict=True)]
        return formula.value({**args, **dict(zip(claim.wrt, moved, strict=True))}, sizes)

    return f, free


def free(claim: Claim, V: Array) -> Array:
    """An array of a variable's shape in the claim's coordinates."""
    return claim.on.free(V) if claim.on else V


def whole(claim: Claim, v: Array, X: Array) -> Array:
    """An array of X's shape, from one of the coordinates that the claim moves X by."""
    return claim.on.embed(v, len(X)) if claim.on else v


def inside(claim: Claim, X: Array, V: Array) -> Array:
    """The tangent V at X, made one of those that the claim is along, or that keep tied entries
    tied."""
    if claim.on is not None:
        return claim.on.embed(claim.on.free(V), len(V))
    if claim.along is None:
        return V
    T = claim.along.tangents(X)
    return jnp.tensordot(jnp.tensordot(T, V, V.ndim), T, 1)


def projected(claim: Claim, args: Arrays, tangents: Arrays) -> dict[str, Array]:
    """The tangents by name, as the claim gets them: `inside` at the arguments; a cotangent as it
    is."""
    return {
        name: V if name == "G" else inside(claim, args[name[1:]], V) for name, V in tangents.items()
    }


def coordinate_shape(claim: Claim, sizes: Sizes) -> tuple[int, ...]:
    """The shape of what the claim's one variable is moved by: its own, or its free coordinates'."""
    shape = claim.formula.variables[claim.wrt[0]].shape.at(sizes)
    return (len(claim.on.positions(shape[0])[0]),) if claim.on else shape
