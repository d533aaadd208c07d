"""A formula around a claimed point, by tangent coordinates."""

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from closedform.formulas import Claim
from closedform.verify.draws.streams import Stream
from closedform.verify.oracles.closed import Arrays, Leaves, Sizes

RADII = (2.0**-7, 2.0**-9)
"""Distances from a claimed point, relative to its size, at which the values are asked."""
DIRECTIONS = 96
"""Directions in which they are, each both ways."""
NOISE = 2.0**-40
"""Part of a value that its rounding may be."""


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

    outside = [along.outside(x) if along else jnp.zeros(x.size) for x in point]
    return f, jnp.zeros(sum(splits)), jnp.concatenate(outside)


def descents(f: Callable[[Array], Array], t: Array, point: Leaves) -> Array:
    """How far f falls from the origin t, over the distance; zero where it does not fall at both
    radii, in whatever directions, by more than rounding."""
    ways = Stream.AROUND.at(DIRECTIONS).normal(size=(DIRECTIONS, t.size))
    ways = np.concatenate([ways, -ways]) / max(float(np.linalg.norm(ways)), 1.0)
    total = sum(jnp.sum(x**2) for x in point) / max(sum(x.size for x in point), 1)
    size = jnp.where(total > 0, jnp.sqrt(total), 1.0) * np.sqrt(DIRECTIONS * max(t.size, 1))
    here = f(t)

    def fall(radius: float) -> Array:
        there = jax.lax.map(lambda way: f(t + radius * size * way), jnp.asarray(ways))
        fallen = there - here + NOISE * (jnp.abs(there) + jnp.abs(here))
        return jnp.min(jnp.where(jnp.isfinite(fallen), fallen, 0.0))

    most = jnp.maximum(*(fall(radius) for radius in RADII))
    return jnp.minimum(most, 0.0) / (RADII[0] * size)
