"""Shapes in terms of named dimensions, read off jaxtyping annotations."""

import ast
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}


@dataclass(frozen=True)
class Shape:
    """The axes of an array, each a dimension's name, an integer, or an expression such as
    ``p*q``."""

    axes: tuple[str, ...]

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.axes)

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions the axes speak of, in order of appearance."""
        found = [
            node.id
            for axis in self.axes
            for node in ast.walk(ast.parse(axis))
            if isinstance(node, ast.Name)
        ]
        return tuple(dict.fromkeys(found))

    def at(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """The shape as integers."""
        return tuple(_value(ast.parse(axis, mode="eval").body, sizes) for axis in self.axes)

    def __str__(self) -> str:
        """``m x n``; a scalar is ``scalar``, a vector its length."""
        return " x ".join(self.axes) or "scalar"


def shape_of(annotation: Any) -> Shape | None:
    """The shape a jaxtyping annotation states; None for ``"..."`` (derived from the function).

    Raises ValueError for what has no fixed number of axes of known size (``*batch``, ``#n``,
    ``_``)."""
    text: str = annotation.dim_str
    if text.strip() == "...":
        return None
    axes = tuple(text.split())
    for axis in axes:
        try:
            tree = ast.parse(axis, mode="eval").body
        except SyntaxError:
            tree = None
        if tree is None or not _allowed(tree):
            raise ValueError(
                f"the axis {axis!r} in {text!r} is not a name, an integer, or an expression of them"
            )
    return Shape(axes)


def matrix_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of an array: a scalar is 1 x 1, a vector one column.

    Raises ValueError for more than two axes.
    """
    if len(shape) > 2:
        raise ValueError(
            f"a value of shape {shape} has no Jacobian matrix; a scalar, vector or matrix has"
        )
    # a slice's length is not inferred
    return (*shape, 1, 1)[:2]  # pyright: ignore[reportReturnType]


def _allowed(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return name != "_"
        case ast.Constant(value=value):
            return type(value) is int
        case ast.BinOp(left=left, op=op, right=right):
            return type(op) in _OPERATORS and _allowed(left) and _allowed(right)
        case _:
            return False


def _value(node: ast.expr, sizes: Mapping[str, int]) -> int:
    match node:
        case ast.Name(id=name):
            return sizes[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, sizes), _value(right, sizes))
        case ast.Constant(value=int(value)):
            return value
        case _:
            raise ValueError(ast.dump(node))
