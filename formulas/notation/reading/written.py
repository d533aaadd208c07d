"""What stands on the page, before sizes are known: bars that may be either thing, brackets kept."""

from collections.abc import Iterator
from dataclasses import dataclass

Value = str | int | float | None


@dataclass(frozen=True)
class Written:
    """One operation as it is written.

    Attributes:
        rule: which: ``sum``, ``product``, ``bars``, ``call``, ...
        parts: what it is written around.
        value: a number, a name, a function, which norm, how a product is written.
        at: the column of the operation.
    """

    rule: str
    parts: tuple["Written", ...] = ()
    value: Value = None
    at: int = 0

    def inside(self) -> "Written":
        """What stands in the brackets; itself where there are none."""
        return self.parts[0].inside() if self.rule == "bracket" else self


def nodes(written: Written) -> Iterator[Written]:
    """The operation and all within it, each before its parts."""
    yield written
    for part in written.parts:
        yield from nodes(part)


def names(*written: Written | None) -> tuple[str, ...]:
    """Names in order of appearance."""
    found = (n for tree in written if tree for n in nodes(tree) if n.rule == "name")
    return tuple(dict.fromkeys(str(n.value) for n in found))
