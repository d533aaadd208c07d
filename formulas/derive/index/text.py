"""An expression in index form as text, for whoever looks into a derivation:
``2 X[i,j] x[j] -> [i]``."""

import itertools
import string

from closedform.formulas.derive.index.atoms import (
    Decomposition,
    Divided,
    Elementwise,
    Frechet,
    Mask,
    MatrixFunction,
    Number,
    SizeOf,
    Softmax,
    Variable,
    Whole,
)
from closedform.formulas.derive.index.form import Atom, Factor, Index, Sum, Term


def shown(e: Sum) -> str:
    """The terms, each with its axes."""
    return " + ".join(_term(t) for t in e.terms) or "0"


def _term(t: Term) -> str:
    letters = itertools.chain(string.ascii_lowercase[8:], string.ascii_lowercase[:8])
    names: dict[Index, str] = dict(zip(t.indices, letters, strict=False))
    factors = " ".join(_factor(f, names) for f in t.factors)
    axes = ",".join("".join(names[i] for i in axis) for axis in t.axes)
    c = "" if t.coefficient == 1 and factors else f"{t.coefficient} "
    return f"{c}{factors} -> [{axes}]".replace("  ", " ")


def _factor(f: Factor, names: dict[Index, str]) -> str:
    axes = ",".join("".join(names[i] for i in axis) for axis in f.axes)
    power = "" if f.power == 1 else f"^{f.power}"
    return f"{_atom(f.atom)}{f'[{axes}]' if f.axes else ''}{power}"


def _atom(a: Atom) -> str:
    inner = f"({shown(a.inner)})" if a.inner is not None else ""
    match a:
        case Variable(name=name) | Mask(name=name):
            return name
        case Number(base=base):
            return str(base)
        case SizeOf(size=size):
            return f"#{size}"
        case Whole():
            return inner
        case Elementwise(function=name) | MatrixFunction(function=name):
            return name + inner
        case Softmax(along=along):
            return f"softmax{list(along)}{inner}"
        case Decomposition(part=name) | Frechet(function=name) | Divided(function=name):
            return f"{type(a).__name__} {name}{inner}"
        case _:
            return type(a).__name__ + inner
