"""Draws looked at closely: the closed form's values inside, and what it should return."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.causes import factors
from closedform.verify.causes.cause import CLOSE
from closedform.verify.causes.clock import ENTRIES
from closedform.verify.causes.edit import UNFIT, Edit
from closedform.verify.causes.expressions import Trace, trace
from closedform.verify.causes.factors import Seen, numbers_of
from closedform.verify.judging.comparison import Comparison
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.closed import closed

ROUNDS, DRAWS = 2, 2
"""Rounds that are looked at first, and refuting draws of each."""


@dataclass(frozen=True)
class Look:
    """A draw, looked at closely.

    Attributes:
        sides, d: the round, and which of its draws.
        which: the claim's arrays that are wrong.
        trace, values: the closed form's program, and the value of each of its variables here.
    """

    claim: Claim
    sides: Sides
    d: int
    which: Sequence[int]
    trace: Trace
    values: dict[Any, Any]

    @cached_property
    def want(self) -> np.ndarray:
        """What the wrong arrays should be, along the claim's tangents, end to end."""
        return self._joined([a[self.d] for a in self.sides.judge])

    @cached_property
    def rest(self) -> np.ndarray:
        """What has to be added to make them right."""
        return self.want - self._joined([a[self.d] for a in self.sides.claim])

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the first of the wrong arrays."""
        return self.sides.claim[self.which[0]][self.d].shape

    def edited(self, edit: Edit) -> np.ndarray | None:
        """What the wrong arrays are after an edit; None where it can't be made, or is not
        finite."""
        if edit.at >= len(self.trace.eqns):
            return None
        try:
            outputs = edit.outputs(self.trace, self.values)
            leaves = self.trace.rerun(self.values, edit.at, outputs)
        except UNFIT:
            return None
        if [a.shape for a in leaves] != [a[0].shape for a in self.sides.claim]:
            return None
        value = self._joined(leaves)
        return value if np.isfinite(value).all() else None

    def right(self, value: np.ndarray | None) -> bool:
        """Whether this is what the wrong arrays should be."""
        if value is None:
            return False
        return float(np.abs(value - self.want).max(initial=0.0)) <= CLOSE * self.size

    @cached_property
    def size(self) -> float:
        """The largest entry of what the wrong arrays should be."""
        return float(np.abs(self.want).max(initial=0.0))

    def factor(self, part: np.ndarray | None) -> float | None:
        """The number c with c times the part being what is left out; nan where both are zero."""
        if part is None:
            return None
        if not part.any() and not self.rest.any():
            return float("nan")
        found = factors.between([(part, self.rest)])
        return found[0] if found else None

    def _joined(self, leaves: Sequence[np.ndarray]) -> np.ndarray:
        if self.sides.frame.along:
            stacked = [np.asarray(leaf)[None] for leaf in leaves]
            frame = self.sides.frame.at(self.d)
            leaves = [a[0] for a in kinds.of(self.claim).reduced(frame, stacked)]
        return np.concatenate([np.asarray(leaves[k]).reshape(-1) for k in self.which])


@dataclass(frozen=True)
class Looks:
    """Draws that refute a claim, looked at closely; and all others, where a cause has to hold too.

    Attributes:
        few: refuting draws of some rounds.
        comparisons: every round.
    """

    claim: Claim
    few: list[Look]
    comparisons: Sequence[Comparison]

    @classmethod
    def at(
        cls,
        claim: Claim,
        places: Sequence[tuple[Sides, list[int]]],
        comparisons: Sequence[Comparison],
        which: Sequence[int],
    ) -> "Looks | None":
        """The first refuting draws (the second of each place) of the first rounds that have some;
        None where none have, or where the closed form's program can't be taken apart."""
        refuting = [(sides, draws[:DRAWS]) for sides, draws in places if draws]
        try:
            few = [
                look
                for sides, draws in refuting[:ROUNDS]
                for look in _looks(claim, sides, draws, which)
            ]
        except (*UNFIT, NotImplementedError):
            return None
        return cls(claim, few, comparisons) if few else None

    @property
    def first(self) -> Look:
        """The first of the refuting draws."""
        return self.few[0]

    @cached_property
    def alike(self) -> list[Look]:
        """Refuting draws with as many equations as the first: where the closed form loops over a
        size, an edit speaks of one round alone."""
        return [k for k in self.few if len(k.trace.eqns) == len(self.first.trace.eqns)]

    @cached_property
    def all(self) -> list[Look]:
        """Every draw, of every round that has the first one's equations."""
        same = self.first.trace.steps
        found = []
        for c in self.comparisons:
            draws = [int(d) for d in np.flatnonzero(c.defined)]
            looks = _looks(self.claim, c.sides, draws, self.first.which)
            found += [k for k in looks if k.trace.steps == same]
        return found

    @staticmethod
    def factor(looks: Sequence[Look], parts: Sequence[np.ndarray | None]) -> str | None:
        """Times what, in words, the parts (one a look) are what is left out; None where no one
        expression gives it."""
        seen = []
        for look, part in zip(looks, parts, strict=True):
            c = look.factor(part)
            if c is None:
                return None
            seen.append(Seen(look.sides.round.sizes, c, numbers_of(look.sides, look.d)))
        named = factors.name(seen) if any(s.factor == s.factor for s in seen) else None
        return named and named.words


def _looks(
    claim: Claim, sides: Sides, draws: Sequence[int], which: Sequence[int]
) -> Iterator[Look]:
    if not draws:
        return
    first = sides.draws[draws[0]]
    traced = trace(closed(claim, sides.round.sizes), first.args, first.tangents)
    if traced.entries > ENTRIES:
        raise ValueError("the program is too large to be taken apart")
    for d in draws:
        draw = sides.draws[d]
        values = traced.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))
        yield Look(claim, sides, d, which, traced, values)
