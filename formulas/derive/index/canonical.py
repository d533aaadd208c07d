"""The form in which two expressions are compared: sums multiplied out, exponentials of sums split,
1 / (1 + e^x) and its powers as logistic functions, sines by cosines."""

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.atoms import Elementwise
from closedform.formulas.derive.index.form import Atom, Sum
from closedform.formulas.derive.index.keys import sum_key
from closedform.formulas.derive.index.normal import collected
from closedform.formulas.derive.index.reductions import reduced
from closedform.formulas.derive.index.remaking import Remaker, multiplied_out
from closedform.formulas.derive.index.splitting import SPLIT
from closedform.formulas.derive.index.wiring import finer, split_as

PASSES = 3
"""So many times an expression is made again until it stays the same."""


def canonical(e: Sum) -> Sum:
    """An expression in the form in which it is compared."""
    for _ in range(PASSES):
        made = Canonical().sum(e)
        if sum_key(made) == sum_key(e):
            return made
        e = made
    return e


def same(a: Sum, b: Sum) -> bool:
    """Whether two expressions are seen to be equal."""
    if a.rank != b.rank:
        return False
    if not a.terms or not b.terms:
        return not canonical(a).terms and not canonical(b).terms
    sizes = tuple(finer(x, y) for x, y in zip(a.sizes, b.sizes, strict=True))
    try:
        a, b = split_as(a, sizes), split_as(b, sizes)
    except CannotDerive:  # one axis of mn in two orders
        return False
    return sum_key(a) == sum_key(b) or sum_key(canonical(a)) == sum_key(canonical(b))


class Canonical(Remaker):
    """Makes expressions again in the form in which they are compared."""

    def __init__(self) -> None:
        super().__init__(after=_after)

    def made(self, a: Atom) -> Sum:
        """An atom, made again: a function of a sum by functions of its terms."""
        if isinstance(a, Elementwise) and a.function in SPLIT:
            return SPLIT[a.function](self.sum(a.written))
        return super().made(a)


def _after(e: Sum) -> Sum:
    try:
        e = multiplied_out(e, lambda f: f.power <= 4)
    except CannotDerive:
        e = collected(e)
    for _ in range(12):
        made = reduced(e)
        if made is None:
            return e
        e = made
    return e
