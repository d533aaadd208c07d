"""A claim at one draw of given sizes, judged by programs that are compiled already.

This is what timing has at hand: a program for each closed form and each autodiff mode, in the dtype
and on the device that are timed. Truth is decided in float64; what is timed is then held against
it, to a tolerance that follows from the problem's sensitivity in the dtype.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.formulas._kit.structure import dense
from closedform.verify import kinds
from closedform.verify.checks import blank
from closedform.verify.draws.random import Draw
from closedform.verify.draws.sizes import Round
from closedform.verify.draws.streams import Stream
from closedform.verify.judging.comparison import largest_of
from closedform.verify.judging.judge import decide
from closedform.verify.judging.operands import points
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.tolerance import (
    COPIES,
    PRECISIONS,
    SENSITIVITY,
    Precision,
    roughness,
    spread,
)
from closedform.verify.kinds.frame import Frame
from closedform.verify.oracles.coordinates import projected
from closedform.verify.rows import Verdict

Program = Callable[[Mapping[str, np.ndarray], Mapping[str, np.ndarray]], Any]
"""Takes arguments and tangents by name."""
Arrays = list[np.ndarray]


@dataclass(frozen=True)
class Site:
    """One draw of a claim with its perturbed copies, in float64: where programs are run.

    Attributes:
        claim: any one of its forms; round: its sizes and the draw's seed.
        draws: the draw, and then its copies, with the tangents as the claim gets them.
        frame: in what arrays are compared, at all of these.
        value: the formula's value at the draw.
    """

    claim: Claim
    round: Round
    draws: list[Draw]
    frame: Frame
    value: np.ndarray

    def everywhere(self, program: Program) -> Arrays:
        """What a program returns at the draw and at its copies, stacked."""
        found = [arrays(program(d.args, d.tangents)) for d in self.draws]
        return [np.stack(leaf) for leaf in zip(*found, strict=True)]

    def verdict(self, form: Claim, got: Arrays, mode: str, want: Arrays) -> Verdict:
        """The verdict on a form that returned `got` where an autodiff mode returned `want`, both
        `everywhere`."""
        verdict = blank(form)
        wanted = kinds.of(form).shapes(self.round.sizes, self.frame.output)
        if (found := tuple(leaf.shape[1:] for leaf in got)) != wanted:
            verdict.status, verdict.cause = "refuted", "wrong-shape"
            verdict.detail = f"it returns arrays of shapes {found}; wanted {wanted}"
            return verdict
        sides = Sides(
            round=self.round,
            draws=self.draws[:1],
            frame=self.frame,
            claim=got,
            modes={mode: want},
            value=self.value,
            predicted={},
            observed=None,
            step=np.ones(1),
        )
        with np.errstate(all="ignore"):
            decide(form, [sides], verdict)
        return verdict

    def truth(self, program: Program, want: Arrays, dtype: str) -> "Truth":
        """What the claim should be at the draw, to the precision of a dtype.

        Args:
            program: an autodiff mode in float64; want: what it returns `everywhere`.
        """
        precision = PRECISIONS[dtype]
        if dtype == "float64":
            return self._truth(self.draws[0], want, self.frame, precision)
        near = [_rounded(self.draws[0], dtype)]
        near += [_moved(near[0], precision, self.round.seeds[0], k) for k in range(SENSITIVITY)]
        found = [arrays(program(d.args, d.tangents)) for d in near]
        here = Frame(self.frame.output, [T[:1].repeat(len(near), 0) for T in self.frame.along])
        stacked = [np.stack(leaf) for leaf in zip(*found, strict=True)]
        return self._truth(near[0], stacked, here, precision)

    def _truth(self, at: Draw, stacked: Arrays, frame: Frame, precision: Precision) -> "Truth":
        reduced = kinds.of(self.claim).reduced(frame, stacked)
        usual = max(largest_of(leaf[:1]) for leaf in (*stacked, self.value))
        return Truth(self.claim, at, frame.at(0), reduced, usual, precision)


@dataclass(frozen=True)
class Truth:
    """What a claim should be at a draw, and how far what is computed in a dtype may be off.

    Attributes:
        claim: any one of its forms.
        draw: what programs are run on: numbers that the dtype holds.
        frame: in what arrays are compared.
        want: components in float64 at the draw, and then at copies whose arguments are moved by
            what the dtype can just tell.
        usual: the size of such values as a rule.
    """

    claim: Claim
    draw: Draw
    frame: Frame
    want: Arrays
    usual: float
    precision: Precision

    def share(self, got: Arrays, rival: Arrays) -> float:
        """The part of its tolerance by which what was computed is off at worst: above 1 it is not
        right in the dtype. inf where it is not finite; nan where the dtype can't decide of all
        entries.

        Args:
            got: what a program returned at the draw; rival: what an autodiff mode did in the same
                dtype, whose own error says what the dtype is good to.
        """
        worst, certain = 0.0, True
        for a, b, near in zip(self._reduced(got), self._reduced(rival), self.want, strict=True):
            want, copies = near[:1], near[1:, None]
            uncertain = spread(want, copies)
            if len(copies) > SENSITIVITY:
                uncertain = uncertain + roughness(copies)
            with np.errstate(all="ignore"):
                allowed, decides = self.precision.tolerance(want, uncertain, b - want, self.usual)
                share = np.where(a == want, 0.0, np.abs(a - want) / allowed)
                share = np.where(np.isfinite(a), share, np.inf)
            decided = decides & np.isfinite(want)
            worst = float(np.max(share[decided], initial=worst))
            certain = certain and bool(decided.all())
        return worst if certain or worst > 1 else math.nan

    def _reduced(self, leaves: Arrays) -> Arrays:
        return kinds.of(self.claim).reduced(self.frame, [leaf[None] for leaf in leaves])


def site(claim: Claim, sizes: Mapping[str, int], drawn: Draw, seed: int) -> Site:
    """A draw of the claim at these sizes and that seed, with what judging takes."""
    where = Round("as asked", dict(sizes), (seed,), sort="asked")
    operands, _ = points(kinds.of(claim), [drawn], where.seeds)
    parts = (operands["args"], operands["tangents"])
    draws = [
        Draw(*({name: a[k] for name, a in part.items()} for part in parts))
        for k in range(1 + COPIES)
    ]
    value = np.asarray(jax.jit(lambda args: claim.formula.value(args, sizes))(drawn.args))
    along = []
    if claim.along or claim.on:
        inside = jax.jit(lambda d: projected(claim, *d))
        draws = [Draw(d.args, _host(inside((d.args, d.tangents)))) for d in draws]
    if domain := claim.along:
        tangents = jax.jit(lambda args: [domain.tangents(args[w]) for w in claim.wrt])
        found = [tangents(d.args) for d in draws]
        along = [np.stack(T) for T in zip(*found, strict=True)]
    return Site(claim, where, draws, Frame(value.shape, along), value[None])


def arrays(result: Any) -> Arrays:
    """What a program returned, in float64; matrices by their factors are multiplied out."""
    with jax.enable_x64(True), jax.default_device(jax.devices("cpu")[0]):
        wide = jax.tree.map(lambda leaf: np.asarray(leaf, float), result)
        return [np.asarray(leaf) for leaf in jax.tree.leaves(dense(wide))]


def _host(found: Mapping[str, Any]) -> dict[str, np.ndarray]:
    return {name: np.asarray(a) for name, a in found.items()}


def _rounded(d: Draw, dtype: str) -> Draw:
    """The draw, in numbers that the dtype holds."""
    parts = (d.args, d.tangents)
    return Draw(
        *({name: np.asarray(np.asarray(a, dtype), float) for name, a in p.items()} for p in parts)
    )


def _moved(d: Draw, precision: Precision, seed: int, copy: int) -> Draw:
    """A copy of the draw, every number moved by what the dtype can just tell."""
    rng = Stream.COPIES.at(seed, copy)

    def moved(a: np.ndarray) -> np.ndarray:
        return a * (1 + precision.perturbation * (2.0 * rng.integers(2, size=a.shape) - 1))

    return Draw(*({name: moved(a) for name, a in part.items()} for part in (d.args, d.tangents)))
