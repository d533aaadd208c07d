"""Expressions in index form as trees: the shortest of a few ways to write them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from closedform.formulas.derive.errors import CannotDerive, NoNotation
from closedform.formulas.derive.index.algebra import add
from closedform.formulas.derive.index.form import Factor, Index, Sum, Term
from closedform.formulas.derive.index.normal import collected
from closedform.formulas.derive.index.remaking import multiplied_out
from closedform.formulas.derive.writing.definitions import Definition, Definitions
from closedform.formulas.derive.writing.elements import Elements
from closedform.formulas.derive.writing.factoring import factorised
from closedform.formulas.derive.writing.sums import total
from closedform.formulas.derive.writing.terms import summand
from closedform.formulas.derive.writing.trees import axis, plain
from closedform.formulas.notation.tree import Expression, Size


@dataclass(frozen=True)
class Written:
    """An expression as a tree, with the definitions that it needs."""

    tree: Expression
    definitions: tuple[Definition, ...] = ()


class Writer:
    """Writes expressions of at most two axes."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.definitions = Definitions(set(taken))
        self.elements = Elements(self.tree, self.definitions)

    def tree(self, e: Sum) -> Expression:
        """An expression as it stands.

        Raises NoNotation where a term is no product of matrices."""
        e = _without_high_sums(collected(e))
        found = factorised([summand(t, self.elements) for t in e.terms])
        rows, columns = (*map(axis, e.sizes), (), ())[:2]
        return total(found, Size(rows, columns))


def candidates(e: Sum, taken: Iterable[str]) -> list[Written]:
    """The ways to write an expression.

    Raises NoNotation where there is none."""
    taken, found, failed = set(taken), [], None
    for change in FORMS:
        try:
            writer = Writer(taken)
            tree = plain(writer.tree(change(_calm(e))))
        except (NoNotation, CannotDerive) as error:
            failed = error
            continue
        lines = tuple(
            Definition(d.names, d.template, d.argument and plain(d.argument))
            for d in writer.definitions.lines
        )
        found.append(Written(tree, lines))
    if not found:
        raise NoNotation(str(failed))
    return list(dict.fromkeys(found))


FORMS: tuple[Callable[[Sum], Sum], ...] = (
    lambda e: e,
    lambda e: multiplied_out(e, lambda f: f.power == 1),
    lambda e: multiplied_out(e),
)
"""As it stands; with sums multiplied out; with their squares too."""


def _calm(e: Sum) -> Sum:
    """Sums over an index of one factor go inside the sum that is kept whole."""
    return multiplied_out_where(e, lambda t, f: f.power == 1 and bool(_lone(t) & set(f.indices)))


def multiplied_out_where(e: Sum, which: Callable[[Term, Factor], bool]) -> Sum:
    """Terms multiplied out where a factor of theirs asks for it."""
    parts: list[Sum] = []
    for t in e.terms:
        one = Sum((t,), t.sizes)
        asked = any(which(t, f) for f in t.factors)
        parts.append(multiplied_out(one, lambda f, t=t: which(t, f)) if asked else one)
    return add(*parts) if parts else e


def _lone(t: Term) -> set[Index]:
    """Indices that are summed over and that one factor has, once."""
    free = t.free
    every = [i for f in t.factors for i in f.indices]
    return {i for i in every if i not in free and every.count(i) == 1}


def _without_high_sums(e: Sum) -> Sum:
    """Sums on three indices or more multiplied out: no matrix has so many axes."""
    high = any(len(f.indices) > 2 for t in e.terms for f in t.factors)
    return multiplied_out(e, lambda f: len(f.indices) > 2) if high else e
