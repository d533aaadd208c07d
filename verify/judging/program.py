"""One compiled program for a claim and a shape: the claim, autodiff in two modes, and the
function's values.

It takes stacked draws and goes through them in a loop, so that many draws of a shape cost little
more than one. (Batching by ``vmap`` compiles four times as long, and its LAPACK calls can hang
XLA's thread pool on few cores.)"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.formulas._kit.claim import LABELLED, OPTIMA
from closedform.formulas._kit.shapes import matrix_shape
from closedform.verify.draws.random import Draw, Round, draw
from closedform.verify.draws.streams import Stream
from closedform.verify.faults import Fault
from closedform.verify.judging.tolerance import COPIES, LINE, PERTURBATION, SENSITIVITY, STEP
from closedform.verify.judging.trace import output_shape, traced
from closedform.verify.oracles import optima
from closedform.verify.oracles.autodiff import Method, directions, inside, modes, restrict
from closedform.verify.oracles.differences import STEPS
from closedform.verify.oracles.layouts import unfold
from closedform.workers.memory import exhausted

Leaves = tuple[Array, ...]
Output = tuple[int, ...]


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


@dataclass(frozen=True)
class Frame:
    """In what a claim's arrays are compared: what a reduction needs, and nothing that was computed.

    Attributes:
        output: shape of the formula's value.
        along: the tangent vectors that the claim is compared along, one array for each of its
            variables (draws x k x the variable's shape); empty where every entry counts.
    """

    output: Output
    along: list[np.ndarray] = field(default_factory=list)

    def at(self, d: int) -> "Frame":
        """The frame of the d-th draw alone."""
        return Frame(self.output, [T[d : d + 1] for T in self.along])


@dataclass
class Sides:
    """What one round's program computed, as NumPy arrays.

    Arrays are stacked over draws, and then over perturbed copies of them: `draws` first come the
    draws themselves.

    Attributes:
        draws: the draws, with the tangents as the claim gets them.
        frame: in what the arrays are compared.
        claim: what the claim returned, one array for each of its variables.
        modes: what each judging autodiff mode returned, likewise.
        value: the formula's value at the draws.
        predicted: what the claim ("claim") and each mode say of the derivative along the probing
            tangents.
        observed: the function's values around each draw; step: what steps are relative to.
        program: what computed it, for further draws of the same sizes.
    """

    round: Round
    draws: list[Draw]
    frame: Frame
    claim: list[np.ndarray]
    modes: dict[str, list[np.ndarray]]
    value: np.ndarray
    predicted: dict[str, np.ndarray]
    observed: np.ndarray | None
    step: np.ndarray
    program: "Program | None" = None

    def split(self, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(draws x ..., copies x draws x ...)."""
        n = len(self.draws)
        return a[:n], a[n:].reshape(COPIES, n, *a.shape[1:])


def reduced(claim: Claim, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
    """Components along the frame's tangents; everything where it has none. Arrays as in `Sides`."""
    if not frame.along or claim.kind in ("differential", *OPTIMA):
        return leaves
    if claim.kind in ("gradient", "pullback", "hvp"):
        pairs = zip(frame.along, leaves, strict=True)
        return [
            np.einsum(
                "bki,bi->bk",
                T.reshape(*T.shape[:2], leaf[0].size),
                leaf.reshape(len(leaf), -1),
            )
            for T, leaf in pairs
        ]
    (T,), (leaf,) = frame.along, leaves
    m, n = matrix_shape(T.shape[2:])
    T = T.reshape(*T.shape[:2], m, n)
    if claim.kind == "hessian":
        B = T.transpose(0, 1, 3, 2).reshape(*T.shape[:2], m * n)
        return [B @ leaf @ B.transpose(0, 2, 1)]
    J = unfold(leaf, claim.layout or "denominator", (m, n, *matrix_shape(frame.output)))
    return [np.einsum("bkij,bijpq->bkpq", T, J)]


def run(claim: Claim, round: Round, cond: float | None = None, effort: Effort = WHOLE) -> Sides:
    """Draw a round's arguments, compile its program, and run it.

    Raises Fault where the claim or the formula gives nothing to compare.
    """
    draws = [draw(claim, round.sizes, seed, round.scale, cond) for seed in round.seeds]
    return evaluate(claim, round, draws, effort)


def evaluate(claim: Claim, round: Round, draws: list[Draw], effort: Effort = WHOLE) -> Sides:
    """Compile the program of a round's sizes, and run it on draws of those sizes."""
    begun = time.perf_counter()
    output = output_shape(claim, round.sizes, draws[0].args, effort.twice)
    method, circular = traced(claim, round.sizes, draws[0], output, effort.twice)
    examined = time.perf_counter() - begun
    points, centres = _points(claim, draws, round.seeds)
    (compiled, seconds), names = _compile(
        claim, round.sizes, output, method, points, centres, effort
    )
    seconds["tracing"] += examined
    return Program(claim, output, names, compiled, seconds, circular).run(round, draws)


@dataclass(frozen=True)
class Program:
    """A compiled program, for any draws of its sizes that are as many as it was compiled for.

    seconds: what tracing, lowering and compiling it took (s).
    circular: whether the claim holds autodiff itself, so that only the function's values can judge
    it."""

    claim: Claim
    output: Output
    names: list[str]
    compiled: Any
    seconds: dict[str, float] = field(default_factory=dict)
    circular: bool = False

    def run(self, round: Round, draws: list[Draw]) -> "Sides":
        """What it computes at the draws."""
        result = jax.tree.map(np.asarray, self.compiled(*_points(self.claim, draws, round.seeds)))
        return _sides(self, round, draws, result)


def _points(claim: Claim, draws: list[Draw], seeds: tuple[int, ...]) -> tuple[Any, Any]:
    """The operands at the draws and at their perturbed copies, and at the draws alone."""
    base = [_operands(claim, d, seed) for d, seed in zip(draws, seeds, strict=True)]
    copies = [
        _perturbed(claim, o, seed, k)
        for k in range(COPIES)
        for o, seed in zip(base, seeds, strict=True)
    ]
    return _stack(base + copies), _stack(base)


def _operands(claim: Claim, d: Draw, seed: int) -> dict[str, Any]:
    rng = Stream.PROBES.at(seed)
    probes = {name: {w: rng.normal(size=d.args[w].shape) for w in claim.wrt} for name in ("V", "W")}
    nudge = {w: np.zeros(d.args[w].shape) for w in claim.wrt}
    # The seed is there for formulas of dimensions alone: a loop needs something to go over.
    return {
        "args": d.args,
        "tangents": d.tangents,
        "nudge": nudge,
        "seed": np.asarray(seed),
        **probes,
    }


def _perturbed(claim: Claim, operands: dict[str, Any], seed: int, copy: int) -> dict[str, Any]:
    """A perturbed copy of the operands: at random, or a point on a line through them.

    Of an optimum's random copies every other one moves the point instead of the arguments.
    """
    line = copy >= SENSITIVITY
    rng = Stream.COPIES.at(seed, SENSITIVITY if line else copy)
    size = STEP * LINE[copy - SENSITIVITY] if line else PERTURBATION
    at_point = claim.kind in OPTIMA and not line and copy % 2 == 1

    def signs(a: np.ndarray, moving: bool) -> np.ndarray:
        return size * moving * (2.0 * rng.integers(2, size=a.shape) - 1.0)

    moved = {
        part: {k: a * (1 + signs(a, not at_point)) for k, a in operands[part].items()}
        for part in ("args", "tangents")
    }
    return {
        **operands,
        **moved,
        "nudge": {k: signs(a, at_point) for k, a in operands["nudge"].items()},
    }


def _stack(operands: list[dict[str, Any]]) -> dict[str, Any]:
    return jax.tree.map(lambda *leaves: np.stack(leaves), *operands)


def _compile(
    claim: Claim,
    sizes: Mapping[str, int],
    output: Output,
    method: Method,
    points: Any,
    centres: Any,
    effort: Effort,
) -> tuple[tuple[Any, dict[str, float]], list[str]]:
    """The compiled program and its seconds, with as many of the judging modes as there are."""
    known = optima.modes(claim, sizes) if claim.kind in OPTIMA else modes(claim, sizes)
    judges = dict(list(known.items())[: effort.judges])
    try:
        return _lowered(claim, sizes, output, method, judges, points, centres, effort.values), list(
            judges
        )
    except Exception as error:
        if exhausted(error):
            raise
        first = error
    for name in list(
        judges
    ):  # a mode that this function does not have, as forward through a custom_vjp
        try:
            return _lowered(
                claim, sizes, output, method, {name: judges[name]}, points, centres, effort.values
            ), [name]
        except Exception as error:
            if exhausted(error):
                raise
    raise Fault("error", f"autodiff of {claim.formula.name} raised {one_line(first)}") from first


def _lowered(
    claim: Claim,
    sizes: Mapping[str, int],
    output: Output,
    method: Method,
    judges: dict[str, Any],
    points: Any,
    centres: Any,
    values: bool,
) -> tuple[Any, dict[str, float]]:
    one, around = _one_draw(claim, output, method, judges), _around(claim, sizes, values)

    def program(points: Any, centres: Any) -> dict[str, Any]:
        return {"at": jax.lax.map(one, points), "around": jax.lax.map(around, centres)}

    ticks = [time.perf_counter()]
    traced = jax.jit(program).trace(points, centres)
    ticks.append(time.perf_counter())
    lowered = traced.lower()
    ticks.append(time.perf_counter())
    compiled = lowered.compile()
    ticks.append(time.perf_counter())
    return compiled, dict(
        zip(("tracing", "lowering", "compiling"), map(float, np.diff(ticks)), strict=True)
    )


def _one_draw(
    claim: Claim, output: Output, method: Method, judges: dict[str, Any]
) -> Callable[[Any], dict[str, Any]]:
    def one(o: Any) -> dict[str, Any]:
        args = o["args"]
        tangents = directions(claim, args, o["tangents"])
        if claim.kind in OPTIMA:
            point = optima.nudged(method(args, tangents), o["nudge"], claim)
            leaves = {name: judge(args, point) for name, judge in judges.items()}
            return {
                "claim": leaves[next(iter(leaves))][0],
                "modes": {name: want for name, (_, want) in leaves.items()},
            }
        got = method(args, tangents)
        wants = {name: judge(args, tangents) for name, judge in judges.items()}
        result: dict[str, Any] = {"claim": got, "modes": wants, "tangents": tangents}
        if claim.along is not None:
            result["along"] = [claim.along.tangents(args[w]) for w in claim.wrt]
        if claim.kind not in LABELLED:
            result["predicted"] = {
                name: _predicted(claim, output, o, leaves)
                for name, leaves in [("claim", got), *wants.items()]
            }
        return result

    return one


def _predicted(claim: Claim, output: Output, o: Any, leaves: Leaves) -> Array:
    """What leaves of the claim's kind say of the derivative along V (and W): what the values are
    asked."""
    V, W = _probe(claim, o, "V"), _probe(claim, o, "W")
    on = claim.on
    if claim.kind in ("gradient", "pullback"):
        return sum(
            jnp.vdot(on.free(leaf) if on else leaf, v) for leaf, v in zip(leaves, V, strict=True)
        )  # type: ignore[return-value]
    (leaf,) = leaves
    if claim.kind == "differential":
        return leaf
    if claim.kind == "derivative":
        return leaf * V[0]
    if claim.kind == "hvp":
        return jnp.vdot(on.free(leaf) if on else leaf, W[0])
    v, w = (x.reshape(matrix_shape(x.shape)) for x in (V[0], W[0]))
    if claim.kind == "hessian":
        return v.T.reshape(-1) @ leaf @ w.T.reshape(-1)
    J = unfold(leaf, claim.layout or "denominator", (*v.shape, *matrix_shape(output)))
    return jnp.tensordot(v, J, 2).reshape(output)


def _probe(claim: Claim, o: Any, name: str) -> tuple[Array, ...]:
    """Probing directions in the claim's coordinates: along its directions, or what the claim itself
    moves by."""
    own = name == "V" and claim.kind in ("differential", "hvp")
    raw = tuple(
        inside(claim, o["args"][w], o["tangents"][f"d{w}"] if own else o[name][w])
        for w in claim.wrt
    )
    return tuple(claim.on.free(v) for v in raw) if claim.on else raw


def _around(
    claim: Claim, sizes: Mapping[str, int], values: bool
) -> Callable[[Any], dict[str, Array]]:
    """The formula's value at the point and, if `values`, at the points that differences are made
    of."""

    def around(o: Any) -> dict[str, Array]:
        value = claim.formula.value(o["args"], sizes)
        if not values or claim.kind in (*LABELLED, *OPTIMA):
            return {"value": value}
        f, xs = restrict(claim, o["args"], sizes)
        V, W = _probe(claim, o, "V"), _probe(claim, o, "W")
        size = jnp.sqrt(sum(jnp.sum(x**2) for x in xs) / sum(x.size for x in xs))
        h = jnp.where(size > 0, size, 1.0)
        steps = h * jnp.asarray(STEPS)

        def at(cd: tuple[Array, Array]) -> Array:
            c, d = cd
            y = f(*(x + c * v + d * w for x, v, w in zip(xs, V, W, strict=True)))
            return jnp.vdot(o["tangents"]["G"], y) if claim.kind == "pullback" else y

        if claim.kind in ("hessian", "hvp"):
            c = jnp.concatenate([steps, steps, -steps, -steps])
            d = jnp.concatenate([steps, -steps, steps, -steps])
        else:
            c = jnp.concatenate([steps, -steps, jnp.zeros(1)])
            d = jnp.zeros_like(c)
        return {"value": value, "observed": jax.lax.map(at, (c, d)), "step": h}

    return around


def _sides(program: Program, round: Round, draws: list[Draw], result: Any) -> Sides:
    at, around = result["at"], result["around"]
    n = len(draws)
    return Sides(
        round=round,
        frame=Frame(program.output, list(at.get("along", []))),
        draws=[
            Draw(d.args, {name: m[k] for name, m in at.get("tangents", {}).items()})
            for k, d in enumerate(draws)
        ],
        program=program,
        claim=list(at["claim"]),
        modes={name: list(at["modes"][name]) for name in program.names},
        value=around["value"],
        predicted={who: said[:n] for who, said in at.get("predicted", {}).items()},
        observed=around.get("observed"),
        step=around.get("step", np.ones(n)),
    )
