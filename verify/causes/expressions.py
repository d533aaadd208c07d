"""A closed form's jaxpr: its values at a draw, equation by equation, and its expressions in
words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jax
import numpy as np
from jax.extend.core import ClosedJaxpr, Literal

DEPTH = 6
"""How deep an expression is written out."""
BINARY = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "dot_general": "@",
    "pow": "**",
    "add_any": "+",
}
QUIET = {
    "broadcast_in_dim",
    "reshape",
    "convert_element_type",
    "squeeze",
    "copy",
    "stop_gradient",
    "copy_p",
}


@dataclass(frozen=True)
class Trace:
    """A traced function, and the names of its inputs."""

    program: ClosedJaxpr
    inputs: tuple[str, ...]

    @property
    def eqns(self) -> list[Any]:
        """Its equations, in order."""
        return self.program.jaxpr.eqns

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The names of its equations' primitives."""
        return tuple(eqn.primitive.name for eqn in self.eqns)

    @property
    def entries(self) -> int:
        """Entries of all its values together."""
        return sum(math.prod(v.aval.shape) for eqn in self.eqns for v in eqn.outvars)

    def start(self, operands: Sequence[Any]) -> dict[Any, Any]:
        """Values of inputs and constants."""
        jaxpr = self.program.jaxpr
        return dict(
            zip([*jaxpr.constvars, *jaxpr.invars], [*self.program.consts, *operands], strict=True)
        )

    def run(self, operands: Sequence[Any]) -> dict[Any, Any]:
        """The value of every variable."""
        values = self.start(operands)
        for eqn in self.eqns:
            values.update(
                zip(eqn.outvars, evaluate(eqn, [read(values, v) for v in eqn.invars]), strict=True)
            )
        return values

    def rerun(self, values: Mapping[Any, Any], k: int, outputs: Sequence[Any]) -> list[np.ndarray]:
        """What it returns when equation k gives `outputs` instead."""
        changed = (
            dict(zip(self.eqns[k].outvars, outputs, strict=True)) if k < len(self.eqns) else {}
        )
        for eqn in self.eqns[k + 1 :]:
            if any(not isinstance(v, Literal) and v in changed for v in eqn.invars):
                operands = [
                    changed[v] if not isinstance(v, Literal) and v in changed else read(values, v)
                    for v in eqn.invars
                ]
                changed.update(zip(eqn.outvars, evaluate(eqn, operands), strict=True))
        results = self.program.jaxpr.outvars
        return [
            np.asarray(
                changed[v] if not isinstance(v, Literal) and v in changed else read(values, v)
            )
            for v in results
        ]

    def words(self, v: Any, depth: int = DEPTH) -> str:
        """A variable as an expression of the inputs."""
        if isinstance(v, Literal):
            return f"{float(v.val):g}" if np.ndim(v.val) == 0 else "c"
        jaxpr = self.program.jaxpr
        if v in jaxpr.invars:
            return self.inputs[jaxpr.invars.index(v)]
        if v in jaxpr.constvars:
            value = np.asarray(self.program.consts[jaxpr.constvars.index(v)])
            return f"{float(value):g}" if value.ndim == 0 else "a constant"
        eqn = next(e for e in self.eqns if v in e.outvars)
        return (
            self.equation(eqn, [self.words(u, depth - 1) for u in eqn.invars]) if depth else "..."
        )

    def equation(self, eqn: Any, operands: Sequence[str]) -> str:
        """An equation in words, its operands already in words."""
        name = eqn.primitive.name
        if name in QUIET:
            return operands[0] if operands else name
        if name in BINARY and len(operands) == 2:
            return f"({operands[0]} {BINARY[name]} {operands[1]})"
        if name == "neg":
            return f"-{operands[0]}"
        if name == "transpose":
            return f"{operands[0]}.T"
        if name == "integer_pow":
            return f"{operands[0]}**{eqn.params['y']}"
        if name == "square":
            return f"{operands[0]}**2"
        if name == "eq" and all("iota" in operand for operand in operands):
            return "I"
        called = (
            eqn.params.get("name", name) if name in ("jit", "pjit") else name.replace("reduce_", "")
        )
        return f"{str(called).strip('_')}({', '.join(operands)})"


def trace(method: Any, args: Mapping[str, Any], tangents: Mapping[str, Any]) -> Trace:
    """A method of args and tangents, traced at arrays of their shapes."""
    operands = (dict(args), dict(tangents))
    paths = jax.tree_util.tree_leaves_with_path(operands)
    return Trace(jax.make_jaxpr(method)(*operands), tuple(str(path[-1].key) for path, _ in paths))


def floating(v: Any) -> bool:
    """Whether a variable or literal is real."""
    return np.issubdtype(v.aval.dtype, np.floating)


def read(values: Mapping[Any, Any], v: Any) -> Any:
    """A variable's or a literal's value."""
    return np.asarray(v.val, _dtype(v)) if isinstance(v, Literal) else values[v]


def _dtype(v: Any) -> Any:
    return v.aval.dtype


def evaluate(eqn: Any, operands: Sequence[Any]) -> list[Any]:
    """An equation's outputs at other operands."""
    bound = eqn.primitive.get_bind_params(eqn.params)
    functions, params = bound if isinstance(bound, tuple) else ((), bound)  # a pair until JAX 0.9
    result = eqn.primitive.bind(*functions, *operands, **params)
    return list(result) if eqn.primitive.multiple_results else [result]
