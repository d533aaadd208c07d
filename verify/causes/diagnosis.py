"""Why a refuted claim is wrong: hypotheses in the order in which they are tried, each tested by
experiment.

A new one is a file with a `Hypothesis` and a row here. Those that explain every entry stand before
those that explain some; those that say what to write before those that say when a claim holds;
those that cost nothing before those that take seconds; and what is right by itself before what may
be right by luck."""

from collections.abc import Iterator, Sequence

import numpy as np

from closedform.formulas import Claim
from closedform.verify.causes import (
    cases,
    digits,
    entries,
    moved,
    points,
    readings,
    sizes,
    symmetric,
    terms,
)
from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Hypothesis
from closedform.verify.judging.comparison import Comparison

TABLE: tuple[Hypothesis, ...] = (
    digits.NOT_FINITE,
    digits.ROUNDING,
    points.EDITED,
    readings.ANOTHER,
    moved.MOVED,
    symmetric.ONLY,
    readings.WITHOUT_TRANSPOSE,
    digits.LOST,
    terms.WRONG,
    terms.LEFT_OUT,
    cases.SPECIAL,
    entries.SOME,
    terms.PARTLY,
    digits.IN_PLACES,
    sizes.SPECIAL,
    points.WHAT,
)
"""The hypotheses, in the order in which they are tried; each says why it stands where it stands."""
UNKNOWN = Cause("unknown", "no simple change makes it right")
NAMES = tuple(dict.fromkeys(n for h in TABLE for n in (*h.causes, "wrong-shape", "unknown")))
"""Every cause that is named."""


def in_stages(
    claim: Claim, comparisons: Sequence[Comparison], same_at_50_digits: bool | None = None
) -> Iterator[list[Cause]]:
    """Causes that fit, best first: those seen at once, of which there may be none; then all, at
    least one."""
    defined = [c for c in comparisons if c.defined.any()]
    evidence, found, at_once = Evidence(claim, defined, same_at_50_digits), [], True
    for hypothesis in TABLE:
        if not hypothesis.applies(evidence, found):
            continue
        if hypothesis.slow and at_once:
            at_once = False
            yield list(found)
            evidence.clock.restart()
        with np.errstate(all="ignore"):
            causes = hypothesis.tries(evidence)
        found += causes
        if causes and hypothesis.final:
            break
    if at_once:
        yield list(found)
    yield found or [UNKNOWN]


def diagnose(
    claim: Claim, comparisons: Sequence[Comparison], same_at_50_digits: bool | None = None
) -> list[Cause]:
    """Causes that fit, best first; at least one."""
    *_, found = in_stages(claim, comparisons, same_at_50_digits)
    return found
