"""Rows in words for a terminal: the ratio with its interval, what it was held against, and the
control."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from closedform.bench.plan import Cell, Untimed, shape
from closedform.bench.rows import REFUSED, TIMED, Timing
from closedform.bench.statistics import verdict
from closedform.formulas import Broken
from closedform.wording import counted

Result = tuple[Cell, list[Timing]]

HEADER = ("claim", "form", "sizes", "ratio [95%]", "verdict", "limit", "against", "A/A control")
MOST_DIGITS = 6
NOTE = (
    "ratio: autodiff's time / the closed form's, above 1 the closed form is faster; "
    "the control is autodiff against itself",
    "limit: share of what this machine allows, and what binds it; "
    "too small: a call that does nothing takes longer than the work",
)


def figure(ratio: float, low: float, high: float) -> str:
    """``2.31 [2.25, 2.36]``: as many digits as the interval's width allows, and as show on which
    side of 1 it lies; far from 1, powers of ten."""
    if not 10**-MOST_DIGITS <= low <= high <= 10**MOST_DIGITS:
        return f"{ratio:.2e} [{low:.2e}, {high:.2e}]"
    width = max((high - low) / 2, ratio / 1000, low / 1000)
    digits = max(-math.floor(math.log10(width)), 1 - math.floor(math.log10(low)))
    while digits < MOST_DIGITS and any(
        _side(end) != _side(round(end, digits)) for end in (low, high)
    ):
        digits += 1
    middle, lower, upper = (f"{round(x, digits):.{max(digits, 0)}f}" for x in (ratio, low, high))
    return f"{middle} [{lower}, {upper}]"


def _side(x: float) -> int:
    return (x > 1) - (x < 1)


def lines(results: Iterable[Result]) -> list[str]:
    """A table, one line for each closed form that was timed in each cell."""
    body = [entry for _, rows in results for entry in _entries(rows)]
    return [*aligned([HEADER, *body]), "", *NOTE] if body else []


def left_out(untimed: Iterable[Untimed]) -> list[str]:
    """One line for each reason why claims are not timed."""
    reasons: dict[str, list[str]] = {}
    for claim in untimed:
        reasons.setdefault(claim.reason, []).append(claim.claim)
    return [f"not timed ({reason}): {', '.join(claims)}" for reason, claims in reasons.items()]


def untold(cells: Sequence[Cell], telling: Sequence[Cell]) -> list[str]:
    """A line for the sizes that are not tried since they would tell nothing."""
    tried = {cell.title for cell in telling}
    left = [cell for cell in cells if cell.title not in tried]
    if not left:
        return []
    claims = counted(len({cell.claim.stem for cell in left}), "claim")
    told = f"{counted(len(left), 'size')} of {claims}, which have larger ones"
    return [f"not tried (too small to tell anything): {told}; to time one all the same, name it"]


def unread(broken: Iterable[Broken]) -> list[str]:
    """A line for each module that can't be read."""
    return [
        f"{module.module} can't be read, and its formulas were not timed: {module.error}"
        for module in broken
    ]


def failures(results: Sequence[Result]) -> list[str]:
    """What failed, in words: a line for each method of a claim, whatever the sizes."""
    untried = _skipped(results)
    told = []
    for fate in _fates(results, lambda row: row.outcome not in (*TIMED, *REFUSED)):
        sizes = untried.get(fate.title, [])
        more = f"; not tried at {', '.join(sizes)}" if sizes else ""
        told.append(f"{fate}{more}")
    return told


def refused(results: Sequence[Result]) -> list[str]:
    """What was not begun, and why: a line for each method of a claim, whatever the sizes."""
    wrong = {fate.title for fate in _fates(results, lambda row: row.outcome == "wrong")}
    fates = _fates(results, lambda row: row.outcome in REFUSED)
    return [str(fate) for fate in fates if not (fate.outcome == "skipped" and fate.title in wrong)]


@dataclass
class _Fate:
    """What befell a method of a claim, which title tells with its dtype and device, and at which
    sizes."""

    outcome: str
    title: str
    method: str
    detail: str | None
    sizes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        at = f" at {', '.join(self.sizes)}" if self.sizes else ""
        return f"{self.outcome}: {self.title}, {self.method}{at}: {self.detail}"


def _fates(results: Iterable[Result], chosen: Callable[[Timing], bool]) -> list[_Fate]:
    """What befell methods, by its first detail."""
    found: dict[tuple[str, ...], _Fate] = {}
    for cell, rows in results:
        title = f"{cell.claim.stem} {cell.dtype} {cell.device}"
        for row in filter(chosen, rows):
            fate = _Fate(row.outcome, title, row.method, row.detail)
            known = found.setdefault((row.outcome, title, row.method), fate)
            known.sizes += [f"[{shape(cell.sizes)}]"] if cell.sizes else []
    return list(found.values())


def _skipped(results: Iterable[Result]) -> dict[str, list[str]]:
    """Claim, dtype and device -> sizes at which none of its methods was attempted."""
    fates = _fates(results, lambda row: row.outcome == "skipped")
    return {fate.title: fate.sizes for fate in fates}


def unreached(cells: Iterable[Cell], results: Iterable[Result]) -> list[Cell]:
    """The cells that have no rows."""
    done = {cell.title for cell, _ in results}
    return [cell for cell in cells if cell.title not in done]


def unfinished(cells: Sequence[Cell], missed: Sequence[Cell], budget: float) -> list[str]:
    """What a run did not reach: a line that counts it, and one for each formula."""
    if not missed:
        return []
    every, left = (Counter(cell.claim.formula for cell in some) for some in (cells, missed))
    told = f"{len(missed)} of {counted(len(cells), 'cell')} were not reached in {budget:g} s"
    return [
        f"unfinished: {told}; go on with --resume",
        *(f"unfinished: {name}: {left[name]} of {counted(every[name], 'cell')}" for name in left),
    ]


def aligned(table: Sequence[Sequence[str]]) -> list[str]:
    """Lines with their columns under each other."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    ]


def _entries(rows: list[Timing]) -> Iterable[Sequence[str]]:
    control = next((_ratio(row) for row in rows if row.role == "control"), "-")
    for row in rows:
        if row.role == "closed form" and row.outcome in TIMED:
            form = "-" if row.method == "closed form" else row.method
            words = (_ratio(row), _verdict(row), _limit(row), row.reference or "-", control)
            yield (row.claim, form, shape(row.sizes) or "-", *words)


def _ratio(row: Timing) -> str:
    if row.ratio is None or row.low is None or row.high is None:
        return row.outcome
    return figure(row.ratio, row.low, row.high)


def _verdict(row: Timing) -> str:
    if row.low is None or row.high is None:
        return "-"
    return verdict(row.low, row.high) if row.outcome == "ok" else row.outcome


def _limit(row: Timing) -> str:
    if row.share is None:
        return "-"
    return f"{100 * row.share:.{0 if row.share > 0.0995 else 1}f}% {row.binds}"
