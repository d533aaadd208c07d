"""Names for the sizes of a reading, and the conditions that a claim adds to them."""

from collections.abc import Iterable, Mapping

from closedform.formulas.notation import names
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.inference import Inference
from closedform.formulas.notation.tree import Axis, Size

POOL = tuple("mnpqrsklhuvwabcd") + tuple(f"n{k}" for k in range(1, 60))


class Dimensions:
    """What each unknown size of a reading is called.

    Args:
        reading: the reading.
        variables: names that are variables: no dimension is called so.
    """

    def __init__(self, reading: Inference, variables: Iterable[str]) -> None:
        self.reading = reading
        taken = {names.python(v) for v in variables} | {*variables, "f", "G", "c"}
        taken |= reading.unknowns.given
        axes = [axis for size in reading.names.values() for axis in size]
        axes.sort(key=lambda axis: len(reading.unknowns.found(axis)))  # products last
        free = reading.unknowns.free([*axes, *reading.unknowns.named.values()])
        self.called = self._as_said(free, taken)
        pool = [d for d in POOL if d not in taken and d not in self.called.values()]
        if len(free) == 1 and "n" in pool:
            pool = ["n"]
        left = (part for part in free if part not in self.called)
        self.called |= dict(zip(left, pool, strict=False))

    def _as_said(self, free: list[str], taken: set[str]) -> dict[str, str]:
        """The sizes that a text calls by a letter."""
        found: dict[str, str] = {}
        for name, axis in self.reading.unknowns.named.items():
            (part, *more) = self.reading.unknowns.found(axis)
            if not more and part in free and part not in found and name not in taken:
                found[part] = name
        return found

    def axis(self, axis: Axis, at: Written | None = None) -> Axis:
        """An axis in named dimensions.

        Raises Unread where nothing determines it.
        """
        parts = self.reading.unknowns.found(axis)
        if any(part.startswith("?") and part not in self.called for part in parts):
            told = "the size of this is not determined: write it below, as I_n, 1_n or K_{mn}"
            raise Unread("undetermined", told, at.at if at else None)
        return tuple(self.called.get(part, part) for part in parts)

    def size(self, size: Size) -> Size:
        """A size in named dimensions."""
        return Size(*map(self.axis, size))


def conditions(reading: Inference, before: Mapping[str, Size]) -> list[str]:
    """What a claim asks of the sizes beyond what the function does: ``A square``."""
    places = [
        (part, name, word)
        for name, size in before.items()
        for axis, word in zip(size, ("rows", "columns"), strict=True)
        for part in (axis if len(axis) == 1 else ())
    ]
    found: list[str] = []
    tied: list[set[str]] = []
    pairs = [(p, q) for k, p in enumerate(places) for q in places[k + 1 :]]
    pairs.sort(key=lambda pair: pair[0][1] != pair[1][1])  # A square says more than other ties
    for (a, name, word), (b, other, other_word) in pairs:
        told = any({a, b} <= group for group in tied)
        if a == b or told or not reading.unknowns.same((a,), (b,)):
            continue
        tied = _joined(tied, {a, b})
        first, second = _place(before, name, word), _place(before, other, other_word)
        found.append(f"{name} square" if name == other else f"{first} = {second}")
    for part, name, word in places:
        now = reading.unknowns.found((part,))
        if part.startswith("?") and (len(now) != 1 or now[0].isdigit()):
            found.append(f"{_place(before, name, word)} = {reading.told((part,))}")
    return list(dict.fromkeys(found))


def _joined(groups: list[set[str]], pair: set[str]) -> list[set[str]]:
    """The groups, with those that the pair ties made one."""
    touched = [group for group in groups if group & pair]
    return [g for g in groups if not g & pair] + [pair.union(*touched)]


def _place(before: Mapping[str, Size], name: str, word: str) -> str:
    return f"{word} of {name}" if before[name].kind == "matrix" else f"length of {name}"
