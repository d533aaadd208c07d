"""The methods of a cell: closed forms, autodiff modes, and the control, each compiled once."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import jax
import numpy as np

from closedform.bench.fingerprint import reaches
from closedform.formulas import Claim
from closedform.formulas._kit.notation import D
from closedform.verify.oracles.closed import Method

Shapes = Mapping[str, jax.ShapeDtypeStruct]
Arrays = Mapping[str, jax.Array]


@dataclass
class Compiled:
    """A method, compiled for the shapes, dtype and device of one cell; calling it runs it.

    name: unique in its cell; role: one of ``closedform.bench.rows.ROLES``; program: takes arguments
    and directions by name; the other fields are those of ``closedform.bench.rows.Timing``."""

    name: str
    role: str
    program: jax.stages.Compiled
    trace_seconds: float
    compile_seconds: float
    flops: float | None
    read_bytes: int | None
    write_bytes: int | None
    peak_bytes: int | None
    temp_bytes: int | None

    def on(self, args: Arrays, tangents: Arrays) -> Callable[[], Any]:
        """A call without arguments that runs it on these."""
        return partial(self.program, args, tangents)


def forms(claim: Claim) -> list[Claim]:
    """Every form registered for the claim, in order of registration, but for those that hold
    autodiff themselves."""
    every = [other for other in claim.formula.claims.values() if other.stem == claim.stem]
    return [form for form in every if not circular(form)]


@cache
def circular(claim: Claim) -> bool:
    """Whether autodiff is inside the claim."""
    return reaches(claim.function, D)


def name(claim: Claim) -> str:
    """What a closed form is called in its cell."""
    return claim.form or "closed form"


def shapes(claim: Claim, sizes: Mapping[str, int], dtype: str) -> tuple[Shapes, Shapes]:
    """Arguments and directions by name, as shapes of that dtype: enough to compile for."""

    def shape(of: tuple[int, ...]) -> jax.ShapeDtypeStruct:
        return jax.ShapeDtypeStruct(of, dtype)

    args = {name: shape(v.shape.at(sizes)) for name, v in claim.formula.variables.items()}
    tangents = {f"{d}{w}": args[w] for d in claim.kind.tangents for w in claim.wrt}
    if claim.kind.cotangent:
        tangents["G"] = shape(claim.formula.value_shape(sizes))
    return args, tangents


def placed(arrays: Mapping[str, np.ndarray], dtype: str, device: Any) -> dict[str, jax.Array]:
    """The arrays on the device, in that dtype."""
    return {name: jax.device_put(np.asarray(a, dtype), device) for name, a in arrays.items()}


def compile(name: str, role: str, method: Method, args: Shapes, tangents: Shapes) -> Compiled:
    """Trace, lower and compile a method for arguments of these shapes, every one of which it is
    passed.

    A second call compiles a second copy: nothing is shared with the first.
    """

    def named(args: Arrays, tangents: Arrays) -> Any:
        return method(args, tangents)

    named.__name__ = named.__qualname__ = name.replace(" ", "_")
    begun = time.perf_counter()
    lowered = jax.jit(named).lower(args, tangents)
    traced = time.perf_counter()
    program = lowered.compile()
    done = time.perf_counter()
    return Compiled(
        name,
        role,
        program,
        traced - begun,
        done - traced,
        _flops(program),
        *_bytes(lowered, program),
    )


def _flops(program: jax.stages.Compiled) -> float | None:
    return (program.cost_analysis() or {}).get("flops")


def _bytes(
    lowered: jax.stages.Lowered, program: jax.stages.Compiled
) -> tuple[int | None, int | None, int | None, int | None]:
    """Bytes of the arguments that are used, of the result, all that a call takes, and temporaries;
    None where nobody says.

    Arguments that the result does not depend on are no arguments of the compiled program.
    """
    found = program.memory_analysis()
    if found is None:
        return None, None, None, None
    read, temporary = found.argument_size_in_bytes, found.temp_size_in_bytes
    written = sum(
        math.prod(out.shape) * out.dtype.itemsize for out in jax.tree.leaves(lowered.out_info)
    )
    peak = (
        read + found.output_size_in_bytes - found.alias_size_in_bytes + temporary
    )  # a tuple's own table included
    return read, written, peak, temporary
