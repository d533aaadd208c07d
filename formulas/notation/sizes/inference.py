"""One reading: kinds of names, how ambiguous operations are taken, and the sizes that follow."""

from collections.abc import Callable, Mapping

from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.clash import CALLED, Clash
from closedform.formulas.notation.sizes.unknowns import Unknowns
from closedform.formulas.notation.tree import Axis, Size

Shapes = Mapping[str, Size]
"""Name -> the size that is declared for it, in named dimensions."""


class Inference:
    """The sizes of one reading.

    Attributes:
        sizes: the size of each operation, by its identity.
        names: the size of each name.
        extra: what unusual operations cost.
        meant: how operations that may be taken in several ways are taken.
        remarks: what is said below the verdict; headline: doubtful choices, said in its line.
        entrywise: functions of a matrix, taken entry by entry, with the matrix's size.
        dotted: names that stand beside a dot or a cross.
        where: "function" or "claim": what is being looked at.
    """

    def __init__(
        self,
        kinds: Mapping[str, str],
        choices: Mapping[int, str],
        notation: str,
        declared: Shapes,
    ) -> None:
        self.kinds, self.choices, self.notation, self.declared = kinds, choices, notation, declared
        self.unknowns, self.names = Unknowns(), dict[str, Size]()
        self.unknowns.given = {d for s in declared.values() for axis in s for d in axis}
        self.sizes: dict[int, Size] = {}
        self.extra, self.where = 0.0, "function"
        self.meant: dict[int, str] = {}
        self.remarks: dict[str, None] = {}
        self.headline: dict[str, None] = {}
        self.entrywise: list[tuple[Written, Size]] = []
        self.dotted: dict[str, Written] = {}

    def of_name(self, name: str) -> Size:
        """The size of a name."""
        if name not in self.names:
            self.names[name] = self._first(name)
        return self.names[name]

    def _first(self, name: str) -> Size:
        if name in self.declared:
            return self.declared[name]
        axes = {"scalar": 0, "column": 1, "matrix": 2}[self.kinds.get(name, "scalar")]
        return Size(*(self.unknowns.new() for _ in range(axes)))

    def of(self, w: Written) -> Size:
        """The size of an operation that was looked at."""
        return self.sizes[id(w)]

    # ── What rules use ──────────────────────────────────────────────────────────

    def clash(self, message: str, at: Written, reason: str = "sizes") -> Clash:
        """What does not fit, to be raised."""
        return Clash(reason, message, at, self.where)

    def alike(self, a: Size, b: Size, at: Written, what: str) -> Size:
        """Make two sizes one."""
        if a.kind != b.kind:
            raise self.clash(f"{what} of {CALLED[a.kind]} and {CALLED[b.kind]} does not fit", at)
        self.unify(a.rows, b.rows, at, what)
        self.unify(a.columns, b.columns, at, what)
        return a

    def unify(self, a: Axis, b: Axis, at: Written, what: str) -> None:
        """Make two axes one, or say what does not fit."""
        if not self.unknowns.unify(a, b):
            raise self.clash(f"{what} of {self.told(a)} and {self.told(b)} does not fit", at)

    def square(self, size: Size, at: Written, what: str) -> Size:
        """Make a matrix square."""
        if size.kind != "matrix":
            raise self.clash(f"{what} of {CALLED[size.kind]}", at)
        if not self.unknowns.unify(*size):
            sides = f"{self.told(size.rows)}, {self.told(size.columns)}"
            raise self.clash(f"{what} of a matrix that is not square: {sides}", at)
        return size

    def told(self, axis: Axis) -> str:
        """An axis by the names whose rows or columns it is."""
        return " times ".join(map(self._whose, self.unknowns.found(axis))) or "1"

    def _whose(self, part: str) -> str:
        for name, size in self.names.items():
            words = (
                ("the rows of", "the columns of") if size.kind == "matrix" else ("the length of",)
            )
            for axis, word in zip(size, words, strict=False):
                if self.unknowns.found(axis) == (part,):
                    return f"{word} {name}"
        called = [
            n for n, axis in self.unknowns.named.items() if self.unknowns.found(axis) == (part,)
        ]
        return called[0] if called else "an unknown size" if part.startswith("?") else part


Rule = Callable[[Inference, Written], Size]
"""The size of an operation; its parts by `size`."""
