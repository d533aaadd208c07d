"""Primitives that move entries and leave them as they are."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from closedform.verify.exact.arithmetic import Rule, boxed, is_precise, mp


def _broadcast(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
    shape, kept = params["shape"], params["broadcast_dimensions"]
    return np.broadcast_to(
        a.reshape([a.shape[kept.index(i)] if i in kept else 1 for i in range(len(shape))]), shape
    )


def _slice(params: dict[str, Any], a: np.ndarray) -> np.ndarray:
    strides = params["strides"] or (1,) * a.ndim
    return a[
        tuple(
            slice(*bounds)
            for bounds in zip(
                params["start_indices"], params["limit_indices"], strides, strict=True
            )
        )
    ]


def _scatter(combine: Callable[[Any, Any], Any]) -> Rule:
    """Scatter in any of its senses: where each update lands is what the transpose of scatter-add
    says."""

    def rule(
        params: dict[str, Any], a: np.ndarray, indices: np.ndarray, updates: np.ndarray
    ) -> np.ndarray:
        def added(u: Any) -> Any:
            zeros = jnp.zeros(a.shape, u.dtype)
            return jax.lax.scatter_add(
                zeros, jnp.asarray(indices), u, params["dimension_numbers"], mode=params["mode"]
            )

        _, transpose = jax.vjp(added, jnp.zeros(updates.shape, jnp.float64))
        places = (
            np.asarray(transpose(jnp.arange(1.0, a.size + 1).reshape(a.shape))[0])
            .astype(int)
            .reshape(-1)
            - 1
        )
        result = a.reshape(-1).copy()
        for place, update in zip(places, updates.reshape(-1), strict=True):
            if place >= 0:
                result[place] = combine(result[place], update)
        return result.reshape(a.shape)

    return rule


SHAPES: dict[str, Rule] = {
    "transpose": lambda params, a: a.transpose(params["permutation"]),
    "reshape": lambda params, a: a.reshape(params["new_sizes"]),
    "squeeze": lambda params, a: a.squeeze(tuple(params["dimensions"])),
    "expand_dims": lambda params, a: np.expand_dims(a, tuple(params["dimensions"])),
    "rev": lambda params, a: np.flip(a, tuple(params["dimensions"])),
    "concatenate": lambda params, *arrays: np.concatenate(arrays, params["dimension"]),
    "broadcast_in_dim": _broadcast,
    "slice": _slice,
}
SCATTERS: dict[str, Rule] = {
    "scatter": _scatter(lambda old, new: new),
    "scatter-add": _scatter(lambda old, new: old + new),
    "scatter-sub": _scatter(lambda old, new: old - new),
    "scatter-mul": _scatter(lambda old, new: old * new),
    "scatter-min": _scatter(min),
    "scatter-max": _scatter(max),
}
MOVES = (
    "gather",
    "dynamic_slice",
    "dynamic_update_slice",
    "pad",
    "split",
    "stack",
    "unstack",
    "tile",
)
"""Primitives that only move entries: applied to an array of positions, they say which entry goes
where."""


def moved(eqn: Any, values: list[np.ndarray]) -> list[np.ndarray]:
    """A moving primitive on arrays of mpf; nan where it fills."""
    pool, positions, start = [], [], 0
    for a in values:
        if is_precise(a):
            positions.append(jnp.arange(start, start + a.size).reshape(a.shape))
            pool.append(a.reshape(-1))
            start += a.size
        else:
            positions.append(a)
    entries = np.append(np.concatenate(pool), boxed(mp.nan))
    params = eqn.params | ({"fill_value": -1} if eqn.primitive.name == "gather" else {})
    result = eqn.primitive.bind(*positions, **params)
    leaves = result if eqn.primitive.multiple_results else [result]
    return [boxed(entries[np.asarray(leaf)]) for leaf in leaves]


RULES: dict[str, Rule] = SHAPES | SCATTERS
"""Primitive -> its rule: of its parameters and operands."""
