"""The timings of a claim: its cells in one dtype on one kind of device, smallest first."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from closedform.reports import words
from closedform.reports.rows.cells import Row, cells, device, kinds


@dataclass(frozen=True)
class Group:
    """The cells of one claim, in all its forms, in one dtype on one kind of device; smallest
    first."""

    claim: str
    dtype: str
    device: str
    cells: list[list[Row]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The address of its chart on its formula's page."""
        name = "-".join(["timing", self.claim, self.dtype, self.device])
        return words.slug(name.replace(" ", "-"), 160)

    @property
    def file(self) -> str:
        """The name of its chart's file, without ending."""
        return words.file_name(self.anchor, 160)

    @property
    def title(self) -> str:
        """What its chart shows."""
        claim, dtype, device = map(words.clean, (self.claim, self.dtype, self.device))
        return f"{claim} in {dtype} on {device}"

    @property
    def closed(self) -> Iterator[Row]:
        """The rows of closed forms."""
        return (row for cell in self.cells for row in cell if row["role"] == "closed form")


def groups(rows: Iterable[Row]) -> dict[str, list[Group]]:
    """Claim's id without form -> its groups. A cell that doesn't say its device's kind has the one
    that the others say."""
    rows = list(rows)
    known = kinds(rows)
    found: dict[tuple[str, str, str], Group] = {}
    for cell in sorted(cells(rows), key=lambda cell: _entries(cell[0])):
        row = cell[0]
        place = (row["claim"], str(row["dtype"]), device(row, known))
        found.setdefault(place, Group(*place)).cells.append(cell)
    by_claim: dict[str, list[Group]] = {}
    for (claim, *_), group in sorted(found.items()):
        by_claim.setdefault(claim, []).append(group)
    return by_claim


def _entries(row: Row) -> tuple[float, str]:
    sizes = row["sizes"]
    return math.prod(n for n in sizes.values() if isinstance(n, int | float)), words.sizes(sizes)
