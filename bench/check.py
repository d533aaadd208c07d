"""Whether the methods of a cell are right at its size: closed forms in float64, and then all that
is timed, as it is timed.

Truth is decided in float64 on the CPU, at one draw, against one autodiff mode. Where that is what
is timed, the programs that are timed decide; elsewhere some are compiled for it. What is timed is
then held against the truth in its own dtype, on its own device: a closed form that is right in
float64 may overflow in float32, and so may autodiff."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from closedform.bench import devices, kinds, methods
from closedform.bench.methods import Compiled
from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.verify.draws.random import Draw
from closedform.verify.judging.tolerance import COPIES
from closedform.verify.oracles.closed import Method, closed
from closedform.verify.rows import Verdict
from closedform.verify.site import Site, Truth, arrays, site
from closedform.wording import bytes_in_words
from closedform.workers.memory import exhausted

CHECKING = 8 * (1 + COPIES)
"""Bytes that verifying takes for an entry that it holds at the draw and at its copies."""
HELD, PROBES = {"operand": 3, "result": 5}, 3
"""Times that an entry is held: of an operand as drawn, stacked and placed; of a result by claim and
autodiff, and as they are compared. Operands are the arguments, the tangents, and as many probes of
each variable the claim is by."""

Run = Callable[[Mapping[str, np.ndarray], Mapping[str, np.ndarray]], Any]


@dataclass(frozen=True)
class Said:
    """What checking said of a method.

    outcome: one of ``closedform.bench.rows.OUTCOMES``, ``ok`` where it may be timed; error: worst
    error as a share of its tolerance; detail: why it may not."""

    outcome: str = "ok"
    error: float | None = None
    detail: str | None = None


@dataclass
class Check:
    """Methods to be checked.

    forms, modes, ready: name -> closed form, autodiff mode, and what is to be timed of these;
    drawn, seed: arguments and tangents, and what they were drawn from; memory_limit: GiB that this
    process may hold."""

    claim: Claim
    forms: Mapping[str, Claim]
    modes: Mapping[str, Method]
    ready: Mapping[str, Compiled]
    sizes: dict[str, int]
    drawn: Draw
    seed: int
    dtype: str
    device: Any
    memory_limit: float

    def said(self) -> tuple[dict[str, Said], Draw | None]:
        """What is to be said of each method, and what the right ones are to be timed on."""
        host = jax.devices("cpu")[0]
        forms = self._named("closed form")
        needed, free = memory(self.claim, self.sizes), devices.free_bytes(host, self.memory_limit)
        if needed > free:
            there = f"{bytes_in_words(free)} are free"
            detail = f"verifying it needs about {bytes_in_words(needed)}, {there}"
            return dict.fromkeys(forms, Said("too large", detail=detail)), None
        said = {name: found for name in forms if (found := self._typed(name))}
        with jax.enable_x64(True), jax.default_device(host), devices.quick_to_compile():
            where = site(self.claim, self.sizes, self.drawn, self.seed)
            judge = self._judge(where, said)
            if judge is None:
                return said, None
            for name in forms:
                if name not in said:
                    said[name] = self._truly(where, name, judge)
            truth = where.truth(judge.run, judge.want, self.dtype)
        return said | self._as_timed(truth, judge.name, said), truth.draw

    def _named(self, role: str) -> list[str]:
        return [name for name, program in self.ready.items() if program.role == role]

    def _typed(self, name: str) -> Said | None:
        """What is to be said of a closed form that returns another type than its arguments'."""
        strange = [found for found in self.ready[name].dtypes if found != self.dtype]
        wanted = f"wanted {self.dtype}, the type of its arguments"
        return Said("wrong", detail=f"it returns {strange[0]}; {wanted}") if strange else None

    def _judge(self, where: Site, said: dict[str, Said]) -> "_Judge | None":
        """The first autodiff mode that can be run in float64; of those before it, what is to be
        said."""
        for name in self._named("autodiff"):
            try:
                run = self._own(name, self.modes[name])
                return _Judge(name, run, where.everywhere(run))
            except Exception as error:
                said[name] = _raised(error)
        return None

    def _truly(self, where: Site, name: str, judge: "_Judge") -> Said:
        """What is to be said of a closed form in float64."""
        form = self.forms[name]
        try:
            run = self._own(name, closed(form, self.sizes, factors=True))
            verdict = where.verdict(form, where.everywhere(run), judge.name, judge.want)
        except Exception as error:  # a claim's own code may raise anything; it costs this one only
            return _raised(error)
        if verdict.status == "verified":
            return Said(error=verdict.share)
        return _not_verified(verdict)

    def _own(self, name: str, method: Method) -> Run:
        """A method as a program in float64 on the CPU: the one that is timed, where that is one."""
        if self.dtype == "float64" and self.device.platform == "cpu":
            return self._timed(name)
        shapes = methods.shapes(self.claim, self.sizes, "float64")
        return _on(methods.compile(name, "", method, *shapes), "float64", jax.devices("cpu")[0])

    def _timed(self, name: str) -> Run:
        """A method as it is timed."""
        return _on(self.ready[name], self.dtype, self.device)

    def _as_timed(self, truth: Truth, judge: str, said: Mapping[str, Said]) -> dict[str, Said]:
        """What is to be said of methods as they are timed, of those that are right so far."""
        at = truth.draw.args, truth.draw.tangents
        found: dict[str, Said] = {}
        with jax.enable_x64(self.dtype == "float64"), jax.default_device(self.device):
            rival = arrays(self._timed(judge)(*at))
            for name in self.ready:
                before = said.get(name, Said())
                if before.outcome != "ok":
                    continue
                try:
                    share = truth.share(arrays(self._timed(name)(*at)), rival)
                except Exception as error:
                    found[name] = _raised(error)
                    continue
                found[name] = before if share <= 1 else _off(share, self.dtype)
        return found


@dataclass(frozen=True)
class _Judge:
    """The autodiff mode that is held for the truth, as a program in float64, and what it returns
    everywhere."""

    name: str
    run: Run
    want: list[np.ndarray]


def memory(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Bytes that verifying a claim takes, about."""
    args, tangents = methods.shapes(claim, sizes, "float64")
    operands = [*args.values(), *tangents.values(), *[args[w] for w in claim.wrt] * PROBES]
    held = HELD["operand"] * sum(math.prod(shape.shape) for shape in operands)
    return CHECKING * (held + HELD["result"] * kinds.entries(claim, sizes))


def _on(compiled: Compiled, dtype: str, device: Any) -> Run:
    """The program on arrays of the host, which are placed on its device first."""

    def run(args: Mapping[str, np.ndarray], tangents: Mapping[str, np.ndarray]) -> Any:
        operands = (methods.placed(part, dtype, device) for part in (args, tangents))
        return jax.block_until_ready(compiled.program(*operands))

    return run


def _raised(error: Exception) -> Said:
    return Said("oom" if exhausted(error) else "error", detail=one_line(error))


def _not_verified(verdict: Verdict) -> Said:
    """What is to be said of a closed form that is not verified in float64."""
    why = verdict.detail
    if why is None and verdict.max_error is not None and verdict.tolerance is not None:
        why = f"off by {verdict.max_error:.3g} where {verdict.tolerance:.3g} is tolerated"
    detail = f"{verdict.status}: {why}"
    outcome = "wrong" if verdict.status in ("refuted", "error") else "unverified"
    return Said(outcome, verdict.share, detail)


def _off(share: float, dtype: str) -> Said:
    """What is to be said of a method that is right in float64, and not as it is timed."""
    if math.isnan(share):
        return Said("unverified", detail=f"the problem is too sensitive for {dtype} to tell")
    if math.isinf(share):
        return Said("inaccurate", share, f"what it returns in {dtype} is not finite")
    detail = f"in {dtype} it is off by {share:.3g} times what is tolerated"
    return Said("inaccurate", share, detail)
