"""The methods of a cell: closed forms, autodiff modes, and the control."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import jax
import numpy as np
from jax.experimental import serialize_executable

from closedform.formulas import Claim
from closedform.verify.oracles.closed import Method

Shapes = Mapping[str, jax.ShapeDtypeStruct]
Arrays = Mapping[str, jax.Array]


@dataclass
class Compiled:
    """A method, compiled for the shapes, dtype and device of one cell; calling it runs it.

    name: unique in its cell; role: one of ``closedform.bench.rows.ROLES``; program: takes arguments
    and tangents by name; dtypes: of the arrays that it returns; the other fields are those of
    ``closedform.bench.rows.Timing``."""

    name: str
    role: str
    program: jax.stages.Compiled
    dtypes: tuple[str, ...]
    trace_seconds: float | None
    compile_seconds: float | None
    flops: float | None
    read_bytes: int | None
    write_bytes: int | None
    peak_bytes: int | None
    temp_bytes: int | None

    @property
    def costs(self) -> dict[str, Any]:
        """What a row has of it: times of tracing and compiling, operations, and bytes."""
        known = {"name", "role", "program", "dtypes"}
        return {field: value for field, value in vars(self).items() if field not in known}

    def on(self, args: Arrays, tangents: Arrays) -> Callable[[], Any]:
        """A call without arguments that runs it on these."""
        return partial(self.program, args, tangents)

    def copy(self, name: str, role: str) -> "Compiled":
        """A second copy of the program, at another place in memory, by another name: nothing is
        compiled again."""
        found = serialize_executable.serialize(self.program)
        again = serialize_executable.deserialize_and_load(*found)
        return replace(
            self, name=name, role=role, program=again, trace_seconds=None, compile_seconds=None
        )


@dataclass(frozen=True)
class Traced:
    """A method, traced for the shapes and dtype of one cell, and what that took (s)."""

    name: str
    role: str
    program: jax.stages.Traced
    seconds: float

    def compiled(self) -> Compiled:
        """The method, compiled."""
        begun = time.perf_counter()
        lowered = self.program.lower()
        ready = time.perf_counter()
        program = lowered.compile()
        done = time.perf_counter()
        return Compiled(
            self.name,
            self.role,
            program,
            tuple(str(out.dtype) for out in jax.tree.leaves(lowered.out_info)),
            self.seconds + ready - begun,
            done - ready,
            (program.cost_analysis() or {}).get("flops"),
            *_bytes(lowered, program),
        )


def forms(claim: Claim) -> list[Claim]:
    """Every form registered for the claim, in order of registration."""
    return [other for other in claim.formula.claims.values() if other.stem == claim.stem]


def name(claim: Claim) -> str:
    """What a closed form is called in its cell."""
    return claim.form or "closed form"


def shapes(claim: Claim, sizes: Mapping[str, int], dtype: str) -> tuple[Shapes, Shapes]:
    """Arguments and tangents by name, as shapes of that dtype: enough to compile for."""

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


def trace(name: str, role: str, method: Method, args: Shapes, tangents: Shapes) -> Traced:
    """Trace a method for arguments of these shapes, every one of which it is passed."""

    def named(args: Arrays, tangents: Arrays) -> Any:
        return method(args, tangents)

    named.__name__ = named.__qualname__ = name.replace(" ", "_")
    begun = time.perf_counter()
    program = jax.jit(named).trace(args, tangents)
    return Traced(name, role, program, time.perf_counter() - begun)


def compile(name: str, role: str, method: Method, args: Shapes, tangents: Shapes) -> Compiled:
    """Trace a method for arguments of these shapes, and compile it."""
    return trace(name, role, method, args, tangents).compiled()


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
