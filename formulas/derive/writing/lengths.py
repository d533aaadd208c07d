"""How long code is to a reader."""

import ast
from functools import lru_cache

from closedform.formulas.notation.tree import Expression
from closedform.formulas.notation.writing.python import python

COUNTED = (ast.Name, ast.Constant, ast.BinOp, ast.UnaryOp, ast.Call, ast.Attribute)


def length(code: str) -> int:
    """Names, numbers, signs and calls of a text of Python."""
    return sum(isinstance(node, COUNTED) for node in ast.walk(ast.parse(code)))


@lru_cache(maxsize=20_000)
def length_of(tree: Expression) -> int:
    """The same of a tree, as it is written in Python."""
    return length(python(tree))
