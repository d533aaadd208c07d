"""How the forms of a claim compare with autodiff: the best ratio, and what came of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from closedform.reports import words
from closedform.reports.rows.cells import Row, compared, outcome
from closedform.reports.rows.groups import Group

PLAIN = "closed form"
"""What timings call a form without a name."""
Timed = tuple[Group, Row]
"""A closed form's row, with the group it stands in."""


@dataclass(frozen=True)
class Ratio:
    """One comparison of a closed form with autodiff."""

    times: str
    """The ratio in two digits."""
    shown: str
    """The ratio with its interval."""
    word: str
    """wins, ties or loses."""
    method: str
    sizes: str
    place: str
    """Type and device."""
    anchor: str
    value: float

    @property
    def form(self) -> str:
        """Which form it is of, as pages call it."""
        return "as stated" if self.method == PLAIN else self.method


def closed_forms(groups: Iterable[Group], method: str | None = None) -> list[Timed]:
    """The rows of a form, or of all forms where `method` is None."""
    return [
        (group, row) for group in groups for row in group.closed if method in (None, row["method"])
    ]


def best(timed: Iterable[Timed]) -> Ratio | None:
    """The comparison with the greatest ratio that says something; None where none does."""
    found = [(group, row) for group, row in timed if compared(row)]
    group, row = max(found, key=lambda pair: pair[1]["ratio"], default=(None, None))
    return None if group is None or row is None else ratio(group, row)


def ratio(group: Group, row: Row) -> Ratio:
    """A row's ratio in words."""
    return Ratio(
        times=words.figure(row["ratio"]),
        shown=words.ratio(row["ratio"], row["low"], row["high"]),
        word=outcome(row),
        method=words.clean(row["method"]),
        sizes=words.sizes(row["sizes"]),
        place=f"{words.clean(group.dtype)}, {words.clean(group.device)}",
        anchor=group.anchor,
        value=row["ratio"],
    )


def outpaced(cell: Iterable[Row]) -> bool:
    """Whether another autodiff mode turned out faster than the one that the pilot chose."""
    rows = [row for row in cell if row["role"] == "autodiff" and compared(row)]
    return any(row["low"] > 1 for row in rows)
