"""A few draws, looked at closely: the closed form's values inside, and what it should return."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.causes import factors
from closedform.verify.causes.cause import CLOSE
from closedform.verify.causes.edit import UNFIT, Edit
from closedform.verify.causes.expressions import Trace, trace
from closedform.verify.causes.factors import Seen, numbers_of
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.closed import closed

ROUNDS, DRAWS = 2, 2
"""Rounds that are looked at, and draws of each."""


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

    @classmethod
    def at(cls, claim: Claim, sides: Sides, d: int, which: Sequence[int]) -> "Look":
        """The d-th draw of a round."""
        draw = sides.draws[d]
        traced = trace(closed(claim, sides.round.sizes), draw.args, draw.tangents)
        values = traced.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))
        return cls(claim, sides, d, which, traced, values)

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
        """Whether this is what the wrong arrays should be, and not all of it zero."""
        if value is None:
            return False
        size = np.abs(self.want).max(initial=0.0)
        return bool(size > 0 and np.abs(value - self.want).max(initial=0.0) <= CLOSE * size)

    def factor(self, part: np.ndarray | None) -> float | None:
        """The number c with c times the part being what is left out."""
        found = None if part is None else factors.between([(part, self.rest)])
        return None if found is None or np.isnan(found[0]) else found[0]

    def _joined(self, leaves: Sequence[np.ndarray]) -> np.ndarray:
        if self.sides.frame.along:
            stacked = [np.asarray(leaf)[None] for leaf in leaves]
            frame = self.sides.frame.at(self.d)
            leaves = [a[0] for a in kinds.of(self.claim).reduced(frame, stacked)]
        return np.concatenate([np.asarray(leaves[k]).reshape(-1) for k in self.which])


@dataclass(frozen=True)
class Looks:
    """Draws of some rounds, looked at closely."""

    claim: Claim
    looks: list[Look]

    @classmethod
    def at(cls, claim: Claim, rounds: Sequence[Sides], which: Sequence[int]) -> "Looks | None":
        """The first draws of the first rounds; None where there are none, or where the closed
        form's program can't be taken apart."""
        try:
            looks = [
                Look.at(claim, sides, d, which)
                for sides in rounds[:ROUNDS]
                for d in range(min(DRAWS, len(sides.draws)))
            ]
        except (*UNFIT, NotImplementedError):
            return None
        return cls(claim, looks) if looks else None

    @property
    def first(self) -> Look:
        """The first of them."""
        return self.looks[0]

    @cached_property
    def alike(self) -> list[Look]:
        """Those with as many equations as the first: where the closed form loops over a size, an
        edit speaks of one round alone."""
        return [k for k in self.looks if len(k.trace.eqns) == len(self.first.trace.eqns)]

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
        named = factors.name(seen)
        return named and named.words
