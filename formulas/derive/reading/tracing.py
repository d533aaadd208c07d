"""Functions traced at two assignments of sizes, so that n - 1 is not taken for a number."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax.extend.core import ClosedJaxpr

from closedform.formulas._kit.notation import WHOLE
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.sizes import Pair

FIRST = (7, 11, 13, 17, 19, 23, 29, 37)
SECOND = (11, 17, 23, 31, 41, 53, 61, 83)
"""Sizes: no dimension, product, sum or neighbour of theirs is another one at both assignments."""
Shapes = Mapping[str, tuple[int, ...]]


def pair_of_sizes(
    dimensions: Sequence[str], allowed: Callable[[Mapping[str, int]], bool] = lambda sizes: True
) -> Pair:
    """Two assignments of sizes that are allowed.

    Raises CannotDerive where none is found."""
    for order in itertools.islice(itertools.permutations(range(len(dimensions))), 5000):
        pairs = [(FIRST[k], SECOND[k]) for k in order]
        first, second = (dict(zip(dimensions, side, strict=True)) for side in _sides(pairs))
        if allowed(first) and allowed(second):
            return Pair(first, second)
    for pairs in itertools.islice(_small(len(dimensions)), 20_000):
        first, second = (dict(zip(dimensions, side, strict=True)) for side in _sides(pairs))
        if allowed(first) and allowed(second):
            return Pair(first, second)
    raise CannotDerive("no two assignments of sizes are allowed")


def _sides(pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [a for a, _ in pairs], [b for _, b in pairs]


def _small(count: int) -> Iterator[list[tuple[int, int]]]:
    """Assignments of sizes from 2 to 8 that differ in every dimension."""
    for first in itertools.permutations(range(2, 9), count):
        for second in itertools.permutations(range(2, 9), count):
            if all(a != b for a, b in zip(first, second, strict=True)):
                yield list(zip(first, second, strict=True))


def traced(f: Callable[..., Any], shapes: Shapes, **static: Any) -> tuple[ClosedJaxpr, list[str]]:
    """The program of a function of named float64 arrays, and its inputs' names in order."""
    structs = {name: jax.ShapeDtypeStruct(shape, jnp.float64) for name, shape in shapes.items()}
    token = WHOLE.set(True)
    try:
        with jax.enable_x64(True):
            program = jax.make_jaxpr(lambda arrays: f(**arrays, **static))(structs)
    finally:
        WHOLE.reset(token)
    paths = jax.tree_util.tree_leaves_with_path(structs)
    return program, [str(path[-1].key) for path, _ in paths]
