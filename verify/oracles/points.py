"""A formula around a claimed point, by tangent coordinates."""

from collections.abc import Callable, Mapping

import jax.numpy as jnp
from jax import Array

from closedform.formulas import Claim
from closedform.verify.oracles.closed import Arrays, Leaves, Sizes


def nudged(point: Leaves, nudge: Mapping[str, Array], claim: Claim) -> Leaves:
    """The claimed point, each entry moved by its nudge times the point's size."""
    return tuple(
        x + nudge[w] * jnp.sqrt(jnp.mean(x**2)) for x, w in zip(point, claim.wrt, strict=True)
    )


def local(
    claim: Claim, sizes: Sizes, args: Arrays, point: Leaves
) -> tuple[Callable[[Array], Array], Array, Array]:
    """The formula over tangent coordinates at the point, their origin, and how far the point lies
    outside the claim's domain."""
    along = claim.along
    tangents = [
        along.tangents(x) if along else jnp.eye(x.size).reshape(-1, *x.shape) for x in point
    ]
    splits = [len(T) for T in tangents]

    def f(t: Array) -> Array:
        parts = jnp.split(t, [sum(splits[: k + 1]) for k in range(len(splits) - 1)])
        steps = [jnp.tensordot(c, T, 1) for c, T in zip(parts, tangents, strict=True)]
        moved = [along.retract(x, v) if along else x + v for x, v in zip(point, steps, strict=True)]
        return claim.formula.value({**args, **dict(zip(claim.wrt, moved, strict=True))}, sizes)

    inside = [along.retract(x, jnp.zeros_like(x)) if along else x for x in point]
    if along is not None and along.linear:
        inside = [along.embed(along.free(x), len(x)) for x in point]
    outside = jnp.concatenate([(x - y).reshape(-1) for x, y in zip(point, inside, strict=True)])
    return f, jnp.zeros(sum(splits)), outside
