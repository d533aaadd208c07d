"""The methods of a cell: closed forms, autodiff modes, and the control, each compiled once."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from formulas import Claim
from verify import oracles

FEW = 32
"""Entries of the variables up to which a mode is sensible that takes a pass for each of them where another takes none."""

Arrays = Mapping[str, jax.Array]


@dataclass
class Compiled:
    """A method, compiled for the shapes and dtype of one cell.

    name: unique in its cell; role: one of ``bench.rows.ROLES``; call: runs it on the cell's arguments;
    traces: how often it was traced; the other fields are those of ``bench.rows.Timing``.
    """

    name: str
    role: str
    call: Callable[[], Any]
    trace_seconds: float
    compile_seconds: float
    flops: float | None
    peak_bytes: int | None
    traces: list[str]


def forms(claim: Claim) -> list[Claim]:
    """Every form registered for the claim, in order of registration."""
    return [other for other in claim.formula.claims.values() if other.stem == claim.stem]


def name(claim: Claim) -> str:
    """What a closed form is called in its cell."""
    return claim.form or "closed form"


def rivals(claim: Claim, sizes: Mapping[str, int]) -> dict[str, oracles.Method]:
    """The autodiff modes that a person would use for what the claim returns."""
    modes = oracles.modes(claim, sizes)
    entries = sum(math.prod(claim.formula.variables[w].shape.at(sizes)) for w in claim.wrt)
    if claim.kind in ("gradient", "pullback") and entries > FEW:
        return {"reverse": modes["reverse"]}
    if claim.kind in ("derivative", "differential"):
        return {"forward": modes["forward"]}
    if claim.kind == "hessian" and entries > FEW:
        return {name: mode for name, mode in modes.items() if name != "forward over forward"}
    return modes


def placed(arrays: Mapping[str, np.ndarray], dtype: str, device: Any) -> dict[str, jax.Array]:
    """The arrays on the device, in that dtype."""
    return {name: jax.device_put(np.asarray(a, dtype), device) for name, a in arrays.items()}


def compile(name: str, role: str, method: oracles.Method, args: Arrays, moves: Arrays) -> Compiled:
    """Trace, lower and compile a method for these arguments, every one of which it is passed.

    A second call compiles a second copy: nothing is shared with the first.
    """
    traces: list[str] = []

    def counted(args: Arrays, moves: Arrays) -> Any:
        traces.append(name)
        return method(args, moves)

    counted.__name__ = counted.__qualname__ = name.replace(" ", "_")
    begun = time.perf_counter()
    lowered = jax.jit(counted).lower(args, moves)
    traced = time.perf_counter()
    compiled = lowered.compile()
    done = time.perf_counter()
    return Compiled(
        name, role, lambda: compiled(args, moves), traced - begun, done - traced, _flops(compiled), _bytes(compiled), traces
    )


def _flops(compiled: jax.stages.Compiled) -> float | None:
    return (compiled.cost_analysis() or {}).get("flops")


def _bytes(compiled: jax.stages.Compiled) -> int | None:
    found = compiled.memory_analysis()
    if found is None:
        return None
    return found.argument_size_in_bytes + found.output_size_in_bytes + found.temp_size_in_bytes - found.alias_size_in_bytes
