"""A formula's function, and a claim's, read to index form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from closedform.formulas.derive.index.algebra import split
from closedform.formulas.derive.index.atoms import variable
from closedform.formulas.derive.index.form import Sum
from closedform.formulas.derive.index.sizes import Pair, Size
from closedform.formulas.derive.reading import arithmetic, calls, predicates, shaping
from closedform.formulas.derive.reading.reader import Reader
from closedform.formulas.derive.reading.tracing import traced

TABLES = (arithmetic, calls, predicates, shaping)
"""The modules whose import fills the table of primitives."""


@dataclass(frozen=True)
class Argument:
    """An array that a function takes, with its shape in dimensions."""

    name: str
    shape: tuple[Size, ...]

    def at(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Its shape as integers."""
        return tuple(size.at(sizes) for size in self.shape)


def read(
    f: Callable[..., Any], arguments: Sequence[Argument], pair: Pair, static: Sequence[str] = ()
) -> tuple[Sum, ...]:
    """The values of a function in index form.

    Args:
        f: takes arrays by name, and the dimensions in `static` as integers.
        arguments: its arrays.

    Raises:
        CannotDerive: part of its program has no index form.
    """
    programs = []
    for sizes in (pair.first, pair.second):
        shapes = {a.name: a.at(sizes) for a in arguments}
        program, names = traced(f, shapes, **{name: sizes[name] for name in static})
        programs.append(program)
    shapes_of = {a.name: a.shape for a in arguments}
    inputs = [variable(name, split(shapes_of[name])) for name in names]
    reader = Reader((programs[0], programs[1]), pair, inputs)
    return tuple(reader.output(k) for k in range(len(reader.first.outvars)))
