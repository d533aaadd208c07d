"""Checking one claim, start to verdict."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import jax

from closedform.errors import one_line
from closedform.formulas import Claim, find
from closedform.formulas._kit.description import describe
from closedform.verify import kept
from closedform.verify.causes import shapes
from closedform.verify.causes.cause import Cause
from closedform.verify.causes.diagnosis import in_stages
from closedform.verify.causes.elsewhere import elsewhere
from closedform.verify.counterexample.example import example
from closedform.verify.derive.proof import Proven
from closedform.verify.derive.right import right
from closedform.verify.draws.random import even
from closedform.verify.draws.sizes import Round, rounds, sorts
from closedform.verify.faults import Fault
from closedform.verify.judging import arbiter
from closedform.verify.judging.comparison import Comparison
from closedform.verify.judging.judge import decide, separating
from closedform.verify.judging.program import WHOLE, Effort
from closedform.verify.judging.seen import seen
from closedform.verify.rows import Verdict, unchecked
from closedform.workers.memory import exhausted

GENERIC = ("main", "equal", "ones", "asked")
"""Sorts of rounds in which causes are looked for, where these refute."""
DRAWS = 20
"""Draws of a claim where none are asked for."""


def blank(claim: Claim) -> Verdict:
    """The verdict row of a claim that has not been checked."""
    return unchecked(describe(claim))


def check_claim(
    claim: Claim, draws: int = DRAWS, seed: int = 0, cond: float | None = None
) -> Verdict:
    """Check a claim in this process, in float64.

    Args:
        draws: draws over all rounds; draw k has the seed `seed` + k.
        cond: condition number of drawn matrices, where a domain controls it.
    """
    verdict = Check(claim, rounds(claim, draws, seed), draws, seed, cond).whole()
    return enough(verdict, claim)


def check_at(claim: Claim, sizes: dict[str, int], seed: int = 0) -> Verdict:
    """Check a claim at these sizes alone: one draw, against one autodiff mode.

    For large sizes, of a claim that is verified: a second mode would cost a pass for every entry,
    and differences of the function's values resolve little there. No cause is looked for."""
    plan = [Round("as asked", dict(sizes), (seed,), even(sizes), "asked")]
    check = Check(claim, plan, 1, seed, effort=Effort(judges=1, values=False), causes=False)
    return check.judge()


def enough(verdict: Verdict, claim: Claim) -> Verdict:
    """The verdict; where it was reached by fewer draws than there are sorts of sizes, a claim that
    none refuted is not verified."""
    needed = len(sorts(claim, verdict.seed))
    if verdict.status == "verified" and verdict.draws < needed:
        verdict.status = "unexercised"
        verdict.detail = (
            f"too few draws to tell: {verdict.draws} of {needed} sorts of sizes were tried; "
            f"draw at least {needed} times"
        )
    return verdict


class Check:
    """The check of one claim, in two steps: the verdict, and why.

    Attributes:
        verdict: what is known so far.
        right: what a refuted claim should be, where that is known.
    """

    def __init__(
        self,
        claim: Claim,
        plan: list[Round],
        draws: int,
        seed: int,
        cond: float | None = None,
        effort: Effort = WHOLE,
        causes: bool = True,
    ) -> None:
        self.claim, self.plan, self.cond, self.effort = claim, plan, cond, effort
        self.causes = causes
        self.verdict = replace(blank(claim), draws=draws, seed=seed)
        self._comparisons: list[Comparison] = []
        self._causes: Iterator[list[Cause]] = iter(())
        self.right: Proven | None = None

    @property
    def defined(self) -> int:
        """Draws at which formula and autodiff are defined (count)."""
        return sum(int(c.defined.sum()) for c in self._comparisons)

    def whole(self) -> Verdict:
        """Both steps."""
        self.judge()
        return self.explain()

    def judge(self) -> Verdict:
        """The verdict, with the causes of a refutation that are seen at once."""
        begun, verdict = time.perf_counter(), self.verdict
        with jax.enable_x64(True):
            try:
                done = seen(self.claim, self.plan, self.cond, self.effort)
                self._comparisons = decide(self.claim, done, verdict)
                if verdict.status == "refuted" and not self.claim.kind.unequal:
                    self._settle()
                if verdict.status == "verified" and self.claim.kind.unequal:
                    self._separate()
            except Fault as fault:
                verdict.status, verdict.detail = fault.status, fault.detail
                verdict.cause = fault.cause
                if fault.cause == "wrong-shape":
                    _say(verdict, shapes.diagnose(self.claim, self.plan[:2], fault.detail))
            except Exception as error:
                if exhausted(error):
                    raise
                verdict.status, verdict.detail = "error", f"raised {one_line(error)}"
        verdict.seconds = time.perf_counter() - begun
        return verdict

    def explain(self) -> Verdict:
        """The verdict with all that is said of a refutation; where looking fails, it stands."""
        if self.verdict.status != "refuted" or self.claim.kind.unequal:
            return self.verdict
        begun, judging = time.perf_counter(), self.verdict.seconds
        with jax.enable_x64(True):
            if self._comparisons:
                self._guarded(lambda: example(self.claim, self._comparisons, self.verdict))
                self._guarded(self._next_causes)
            self._put_right(judging)
        self.verdict.seconds += time.perf_counter() - begun
        return self.verdict

    def _put_right(self, judging: float) -> None:
        """Look for the right form, which is checked at as few draws as see every sort of sizes."""
        self.right = right(self.claim, self._seen_once, judging)
        if self.right is not None:
            self.verdict.right, self.verdict.right_tex = self.right.form.code, self.right.tex

    def _seen_once(self, claim: Claim) -> Verdict:
        seed, draws = self.verdict.seed, len(sorts(claim, self.verdict.seed))
        return Check(claim, rounds(claim, draws, seed), draws, seed, causes=False).judge()

    def _settle(self) -> None:
        """Take a refutation back where autodiff is at fault and the claim is right to its last
        digit; else look at what costs nothing for its causes."""
        places = elsewhere(self._comparisons)
        generic = [c for c in self._comparisons if c.sides.round.sort in GENERIC]
        short = [c for c in self._comparisons if c.sides.round.sort != "long"]
        refuting = (part for part in (generic, short) if any((c.worst > 1).any() for c in part))
        whole = self._comparisons = next(refuting, self._comparisons)
        settled = arbiter.settle(self.claim, whole)
        if settled and settled.same and settled.accurate:
            self.verdict.status, self.verdict.counterexample = "verified", None
            self.verdict.detail = (
                "autodiff loses digits at some draws; there claim and autodiff agree at 50 digits"
            )
        elif settled and settled.same is None:
            self._undecided(settled.why)
        elif not self.causes:
            error, allowed = self.verdict.max_error, self.verdict.tolerance
            self.verdict.detail = f"off by {error:.2g}, where {allowed:.2g} is tolerated"
        elif places:
            _say(self.verdict, places)
        else:
            same = settled.same if settled else None
            self._guarded(lambda: self._look(same))

    def _separate(self) -> None:
        """Take it back that two expressions differ, where what separates them is rounding."""
        settled = arbiter.separated(self.claim, [separating(c) for c in self._comparisons])
        if settled and settled.same:
            self.verdict.status = "refuted"
            self.verdict.detail = "equal at 50 digits in every draw: rounding is all that differs"
        elif settled and settled.same is None:
            self._undecided(settled.why)

    def _undecided(self, why: str) -> None:
        """An error as small as one of rounding refutes nothing, where 50 digits can't tell."""
        self.verdict.status, self.verdict.counterexample = "disputed", None
        told = f"they differ by {self.verdict.max_error:.2g}, as rounding may, and 50 digits"
        self.verdict.detail = f"{told} can't tell: {why}"

    def _look(self, same: bool | None) -> None:
        self._causes = in_stages(self.claim, self._comparisons, same)
        self._next_causes()

    def _next_causes(self) -> None:
        found = next(self._causes, [])
        if found:
            _say(self.verdict, found)

    def _guarded(self, look: Callable[[], None]) -> None:
        try:
            look()
        except Exception as error:
            if exhausted(error):
                raise
            self._causes = iter(())
            told = f"looking for its cause raised {one_line(error)}"
            self.verdict.cause, self.verdict.detail = "unknown", told


def _say(verdict: Verdict, found: Sequence[Cause]) -> None:
    verdict.cause, verdict.detail = found[0].name, str(found[0])
    verdict.causes = list(dict.fromkeys(map(str, found)))


def in_child(origin: str, id: str, draws: int, seed: int, fresh: bool = True) -> dict[str, Any]:
    """Check a claim by its id: what the pool calls.

    Args:
        fresh: check it whatever is kept; else a verdict of which nothing changed is taken as it is.
    """
    claim = find(origin, id)
    if fresh or (under := kept.key(claim, draws, seed)) is None:
        return vars(check_claim(claim, draws, seed))
    if (row := kept.get(under, claim)) is None:
        row = vars(check_claim(claim, draws, seed))
        kept.put(under, row)
    return row
