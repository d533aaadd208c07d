"""The smallest counterexample: fewer rows and columns first, then small integers."""

import itertools
import time
from collections.abc import Iterator

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify.counterexample.found import Found, Smallest, clear, contradicted, smallest
from closedform.verify.draws.random import Draw, draw
from closedform.verify.draws.simple import cost, rounded, simple
from closedform.verify.draws.sizes import Round
from closedform.verify.judging.comparison import Comparison, compare
from closedform.verify.judging.program import evaluate
from closedform.verify.judging.sides import Sides
from closedform.workers.memory import exhausted

SEEDS = tuple(range(8))
"""Draws tried at each size, and at a time of the simple ones."""
COMPILES = 8
"""Sizes tried at most."""
LEVELS = ((1, 0.6), (1, 0.3), (2, 0.6), (2, 0.3), (3, 0.3), (3, 0.0))
"""Simple draws: the largest integer, and the part of zeros; EACH of each."""
EACH = 16


class _Search:
    """Sizes tried so far, and when to stop."""

    def __init__(self, claim: Claim, budget_s: float) -> None:
        self.claim, self.end, self.compiles = claim, time.monotonic() + budget_s, 0
        self.tried: dict[tuple[int, ...], Sides | None] = {}
        self.clear = self.finite = True

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.end or self.compiles >= COMPILES

    def at(self, sizes: dict[str, int]) -> Found | None:
        """A refutation at these sizes, if there is one and time to look for it."""
        key = tuple(sizes.values())
        if key not in self.tried and not self.over and self.claim.allows(sizes):
            self.tried[key] = self.compiled(sizes)
        sides = self.tried.get(key)
        return sides and self.first(sides)

    def compiled(self, sizes: dict[str, int]) -> Sides | None:
        """What a few draws give at these sizes; None where the claim or the formula can't be
        evaluated."""
        self.compiles += 1
        try:
            return evaluate(
                self.claim,
                Round("smaller", dict(sizes), SEEDS),
                [draw(self.claim, sizes, seed) for seed in SEEDS],
            )
        except Exception as error:
            if exhausted(error):
                raise
            return None

    def first(self, sides: Sides) -> Found | None:
        """The first draw that refutes."""
        (comparison,) = compare(self.claim, [sides])
        hits = np.flatnonzero(self.refuting(comparison))
        return Found(comparison, int(hits[0])) if hits.size else None

    def refuting(self, c: Comparison) -> np.ndarray:
        """Which draws refute, as clearly as the refutation at hand, where the values don't
        contradict autodiff."""
        with np.errstate(invalid="ignore"):
            refuting = c.defined & (c.worst > 1)
            visible, finite = clear(self.claim, c)
        refuting &= finite if self.finite else True
        refuting &= (visible | ~finite) if self.clear else True
        return refuting & ~contradicted(self.claim, c.sides)


def shrink(claim: Claim, sizes: dict[str, int], draw: Draw, budget_s: float = 10.0) -> Smallest:
    """A counterexample of small sizes and simple values, from a draw that refutes the claim at
    `sizes`.

    Deterministic, but for where the time budget (in seconds) ends it. A claim that expressions
    differ has none: the draw is returned as it is."""
    with jax.enable_x64(True):
        search = _Search(claim, budget_s)
        if claim.kind.unequal or search.over:
            return smallest(claim, _original(search, sizes, draw), simple=False)
        found = _smaller(search, sizes)
        if found is None:
            found = _original(
                search, sizes, draw
            )  # which says how clear a refutation may be asked for
            found = _smaller(search, sizes) or found
        plain = _simpler(search, found)
        return smallest(claim, plain or found, simple=plain is not None)


def _original(search: _Search, sizes: dict[str, int], draw: Draw) -> Found:
    """The refutation at hand, by its own draw."""
    sides = evaluate(search.claim, Round("as refuted", dict(sizes), SEEDS), [draw] * len(SEEDS))
    (comparison,) = compare(search.claim, [sides])
    visible, finite = clear(search.claim, comparison)
    search.clear, search.finite = bool(visible[0]), bool(finite[0])
    return Found(comparison, 0)


def _smaller(search: _Search, sizes: dict[str, int]) -> Found | None:
    """The smallest sizes at which it is still refuted; None where no smaller ones were found."""
    best, current = None, dict(sizes)
    for n in (1, 2):
        equal = dict.fromkeys(sizes, n)
        if all(n <= size for size in sizes.values()) and (best := search.at(equal)):
            current = equal
            break
    lowered = True
    while lowered:
        lowered = False
        for name, n in itertools.product(current, (1, 2, 3)):
            if n < current[name] and (found := search.at({**current, name: n})):
                best, current, lowered = found, {**current, name: n}, True
    return best


def _simpler(search: _Search, found: Found) -> Found | None:
    """The simplest draw that refutes at the same sizes, run through the same program."""
    sides = found.sides
    for batch in _batches(search.claim, found):
        if time.monotonic() >= search.end:
            return None
        padded = (batch * len(SEEDS))[: len(SEEDS)]
        assert sides.program is not None
        hit = search.first(sides.program.run(sides.round, padded))
        if hit is not None:
            return hit
    return None


def _batches(claim: Claim, found: Found) -> Iterator[list[Draw]]:
    sizes, like = found.sides.round.sizes, found.draw
    tries = [
        simple(claim, sizes, like, seed, *LEVELS[seed // EACH])
        for seed in range(EACH * len(LEVELS))
    ]
    tries.sort(key=cost)
    for k in range(0, len(tries), len(SEEDS)):
        yield tries[k : k + len(SEEDS)]
    for decimals in (1, 2):
        if (short := rounded(claim, like, decimals)) is not None:
            yield [short]
