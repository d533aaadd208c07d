"""Rows in words for a terminal: the ratio with its interval, what it was held against, and the
control."""

import math
from collections.abc import Callable, Iterable, Sequence

from closedform.bench.plan import Cell, Untimed, shape
from closedform.bench.rows import REFUSED, TIMED, Timing
from closedform.bench.statistics import verdict
from closedform.formulas import Broken

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


def lines(
    results: Iterable[tuple[Cell, list[Timing]]], unfinished: Iterable[Cell] = ()
) -> list[str]:
    """A table, one line for each closed form in each cell, and for each unfinished cell; figures
    that are missing as words."""
    body = [entry for _, rows in results for entry in _entries(rows)]
    body += [
        (cell.claim.stem, "-", shape(cell.sizes) or "-", "unfinished", "-", "-", "-", "-")
        for cell in unfinished
    ]
    return [*aligned([HEADER, *body]), "", *NOTE] if body else []


def left_out(untimed: Iterable[Untimed]) -> list[str]:
    """One line for each reason why claims are not timed."""
    reasons: dict[str, list[str]] = {}
    for claim in untimed:
        reasons.setdefault(claim.reason, []).append(claim.claim)
    return [f"not timed ({reason}): {', '.join(claims)}" for reason, claims in reasons.items()]


def unread(broken: Iterable[Broken]) -> list[str]:
    """A line for each module that can't be read."""
    return [
        f"{module.module} can't be read, and its formulas were not timed: {module.error}"
        for module in broken
    ]


def failures(results: Iterable[tuple[Cell, list[Timing]]]) -> list[str]:
    """A line for each method that failed: what happened, in words."""
    return _told(results, lambda row: row.outcome not in (*TIMED, *REFUSED))


def refused(results: Iterable[tuple[Cell, list[Timing]]]) -> list[str]:
    """A line for each method that was not begun, and why."""
    return _told(results, lambda row: row.outcome in REFUSED)


def _told(
    results: Iterable[tuple[Cell, list[Timing]]], chosen: Callable[[Timing], bool]
) -> list[str]:
    bad = [(cell, row) for cell, rows in results for row in rows if chosen(row)]
    return [f"{row.outcome}: {cell.title}, {row.method}: {row.detail}" for cell, row in bad]


def unreached(cells: Iterable[Cell], results: Iterable[tuple[Cell, list[Timing]]]) -> list[Cell]:
    """The cells that have no rows."""
    done = {cell.key for cell, _ in results}
    return [cell for cell in cells if cell.key not in done]


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
        if row.role == "closed form":
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
