"""One compiled program for a claim and a shape: the claim, autodiff in two modes, and the
function's values.

It takes stacked draws and goes through them in a loop, so that many draws of a shape cost little
more than one. (Batching by ``vmap`` compiles four times as long, and its LAPACK calls can hang
XLA's thread pool on few cores.)
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.extend.core import ClosedJaxpr

from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.draws.random import Draw, draw
from closedform.verify.draws.sizes import Round
from closedform.verify.faults import Fault
from closedform.verify.judging.operands import points
from closedform.verify.judging.sides import Sides
from closedform.verify.judging.trace import Traced, output_shape, traced
from closedform.verify.kinds.frame import Frame
from closedform.verify.kinds.standard import Operands, Output, Standard
from closedform.verify.oracles.closed import Method, Sizes
from closedform.verify.oracles.coordinates import restrict
from closedform.verify.oracles.differences import offsets
from closedform.workers.memory import exhausted

STAGES = ("tracing", "lowering", "compiling")


@dataclass(frozen=True)
class Effort:
    """What a program does beside evaluating the claim.

    judges: autodiff modes that judge it; values: whether the function's own values are asked;
    twice: whether claim and formula are traced a second time, to see whether they stay the same.
    """

    judges: int = 2
    values: bool = True
    twice: bool = True


WHOLE = Effort()
ONE_MODE = Effort(judges=1)
"""Of rounds beside the first: which mode judges makes no difference there."""


@dataclass(frozen=True)
class Program:
    """A compiled program, for any draws of its sizes that are as many as it was compiled for.

    Attributes:
        modes: the names of the autodiff modes that judge.
        seconds: what tracing, lowering and compiling it took (s).
        equations: of claim and formula as they are traced, at any depth (count).
        circular: how the claim may hold autodiff itself, so that only the function's values can
            judge it; None as a rule.
    """

    standard: Standard
    output: Output
    modes: list[str]
    compiled: Any
    seconds: dict[str, float] = field(default_factory=dict)
    circular: str | None = None
    equations: int = 0

    def run(self, round: Round, draws: list[Draw], reach: float = 1.0) -> Sides:
        """What it computes at the draws.

        Args:
            reach: what the steps of finite differences are multiplied by.
        """
        result = self.compiled(*points(self.standard, draws, round.seeds, reach))
        return self._sides(round, draws, jax.tree.map(np.asarray, result))

    def _sides(self, round: Round, draws: list[Draw], result: Any) -> Sides:
        at, around, n = result["at"], result["around"], len(draws)
        tangents = at.get("tangents", {})
        return Sides(
            round=round,
            draws=[
                Draw(d.args, {w: V[k] for w, V in tangents.items()}) for k, d in enumerate(draws)
            ],
            frame=Frame(self.output, list(at.get("along", []))),
            claim=list(at["claim"]),
            modes={name: list(at["modes"][name]) for name in self.modes},
            value=around["value"],
            predicted={who: said[:n] for who, said in at.get("predicted", {}).items()},
            observed=around.get("observed"),
            step=around.get("step", np.ones(n)),
            program=self,
        )


def run(claim: Claim, round: Round, cond: float | None = None, effort: Effort = WHOLE) -> Sides:
    """Draw a round's arguments, compile its program, and run it.

    Raises Fault where the claim or the formula gives nothing to compare.
    """
    draws = [draw(claim, round.sizes, seed, round.scale, cond) for seed in round.seeds]
    return evaluate(claim, round, draws, effort)


def evaluate(claim: Claim, round: Round, draws: list[Draw], effort: Effort = WHOLE) -> Sides:
    """Compile the program of a round's sizes, and run it on draws of those sizes."""
    begun = time.perf_counter()
    plan = _planned(claim, round, draws, effort)
    examined = time.perf_counter() - begun
    program = plan.compiled(*points(plan.standard, draws, round.seeds))
    program.seconds["tracing"] += examined
    return program.run(round, draws)


def standard_at(claim: Claim, round: Round) -> Standard:
    """What the claim is held to in a round."""
    return kinds.along_one(claim) if round.sort == "long" else kinds.of(claim)


def whole_programs(claim: Claim, round: Round, draws: list[Draw]) -> Iterator[ClosedJaxpr]:
    """The program of a round by each autodiff mode that there is, as it is traced."""
    plan = _planned(claim, round, draws, WHOLE)
    at = points(plan.standard, draws, round.seeds)
    for name, mode in plan.standard.modes(round.sizes).items():
        with contextlib.suppress(TypeError, NotImplementedError):  # a mode the function lacks
            yield plan.jitted({name: mode}).trace(*at).jaxpr


def _planned(claim: Claim, round: Round, draws: list[Draw], effort: Effort) -> "_Plan":
    standard = standard_at(claim, round)
    output = output_shape(claim, round.sizes, draws[0].args, effort.twice)
    shapes = standard.shapes(round.sizes, output)
    found = traced(claim, round.sizes, draws[0], shapes, effort.twice)
    return _Plan(standard, round.sizes, output, found, effort)


@dataclass(frozen=True)
class _Plan:
    """What a program is made of."""

    standard: Standard
    sizes: Sizes
    output: Output
    claim: Traced
    effort: Effort

    def compiled(self, points: Any, centres: Any) -> Program:
        """The program, with as many of the judging modes as there are."""
        known = list(self.standard.modes(self.sizes).items())
        first: Exception | None = None
        for judges in self._choices(known):
            try:
                compiled, seconds = self._lowered(dict(judges), points, centres)
                names = [name for name, _ in judges]
                return Program(
                    self.standard,
                    self.output,
                    names,
                    compiled,
                    seconds,
                    self.claim.circular,
                    self.claim.equations,
                )
            except Exception as error:
                if exhausted(error):
                    raise
                first = first or error
        assert first
        name = self.standard.claim.formula.name
        raise Fault("error", f"autodiff of {name} raised {one_line(first)}") from first

    def _choices(self, known: list[tuple[str, Method]]) -> Iterator[list[tuple[str, Method]]]:
        """As many modes as asked for; else one, where the function lacks others, as forward through
        a custom_vjp."""
        return itertools.chain([known[: self.effort.judges]], ([mode] for mode in known))

    def jitted(self, judges: Mapping[str, Method]) -> Any:
        """The program, not yet traced."""
        one, around = self._one(judges), self._around()

        def program(points: Any, centres: Any) -> dict[str, Any]:
            return {"at": jax.lax.map(one, points), "around": jax.lax.map(around, centres)}

        return jax.jit(program)

    def _lowered(
        self, judges: Mapping[str, Method], points: Any, centres: Any
    ) -> tuple[Any, dict[str, float]]:
        ticks = [time.perf_counter()]
        traced = self.jitted(judges).trace(points, centres)
        ticks.append(time.perf_counter())
        lowered = traced.lower()
        ticks.append(time.perf_counter())
        compiled = lowered.compile()
        ticks.append(time.perf_counter())
        return compiled, dict(zip(STAGES, map(float, np.diff(ticks)), strict=True))

    def _one(self, judges: Mapping[str, Method]) -> Callable[[Operands], dict[str, Any]]:
        return lambda o: self.standard.evaluate(o, self.claim.method, judges, self.output)

    def _around(self) -> Callable[[Operands], dict[str, Array]]:
        """The formula's value at the point and, where they are asked, at the points that finite
        differences are made of."""
        standard, sizes = self.standard, self.sizes
        claim = standard.claim

        def around(o: Operands) -> dict[str, Array]:
            value = claim.formula.value(o["args"], sizes)
            if not (self.effort.values and standard.probed):
                return {"value": value}
            f, xs = restrict(claim, o["args"], sizes)
            probes = standard.probes(o)
            size = jnp.sqrt(sum(jnp.sum(x**2) for x in xs) / sum(x.size for x in xs))
            h = jnp.where(size > 0, size, 1.0) * o["reach"]

            def at(c: Array) -> Array:
                """The value at x + h (c_1 V_1 + c_2 V_2 + ...)."""
                moved = list(xs)
                for k, vectors in enumerate(probes):
                    moved = [x + h * c[k] * v for x, v in zip(moved, vectors, strict=True)]
                return standard.observed(f(*moved), o)

            steps = jnp.asarray(offsets(claim.kind.order))
            return {"value": value, "observed": jax.lax.map(at, steps), "step": h}

        return around
