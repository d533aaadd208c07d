"""Tracing what entries hold: to use it, and once more, at one shape, to see whether it stays the
same."""

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.extend.core import ClosedJaxpr, jaxpr_as_fun

from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.formulas._kit.claim import OPTIMA
from closedform.formulas._kit.notation import MARK
from closedform.formulas._kit.shapes import matrix_shape
from closedform.verify.draws.random import Draw
from closedform.verify.faults import Fault
from closedform.verify.oracles.autodiff import Arrays, Method, closed
from closedform.verify.oracles.layouts import ORDERS
from closedform.workers.memory import exhausted

Shapes = tuple[tuple[int, ...], ...]


def output_shape(
    claim: Claim, sizes: Mapping[str, int], args: Mapping[str, np.ndarray], twice: bool = True
) -> tuple[int, ...]:
    """The shape of the formula's value; traced a second time only if `twice`.

    Raises Fault where the formula raises, returns no float64 array, has another shape than its
    annotation says, or is another function when it is traced again."""
    formula = claim.formula

    def value(args: Arrays) -> Array:
        return _arrays(formula.value(args, sizes), f"the formula {formula.name}", (0,))[0]

    _, (shape,) = _traced(value, (args,), f"the formula {formula.name}", twice)
    wanted = formula.output.at(sizes) if formula.output is not None else shape
    if shape != wanted:
        raise Fault(
            "error",
            f"the formula {formula.name} returned shape {shape} where its annotation says {wanted}, at {dict(sizes)}",
        )
    if shape and claim.kind in ("gradient", "hessian", "hvp", *OPTIMA):
        raise Fault(
            "error",
            f"the formula {formula.name} has the shape {shape}; a {claim.kind} needs a scalar",
        )
    return shape


def traced(
    claim: Claim, sizes: Mapping[str, int], draw: Draw, output: tuple[int, ...], twice: bool = True
) -> tuple[Method, bool]:
    """The claim as a program, its output examined, and whether it holds autodiff itself, as ``D(f,
    X)``.

    It is traced a second time only if `twice`: at one shape this is enough to see whether it stays
    the same.

    Raises Fault where it raises, returns something else than float64 arrays, or another number of
    them than it has variables (`error`); and where a shape is not the wanted one (`refuted`,
    wrong-shape)."""
    wanted = wanted_shapes(claim, sizes, output)

    def arrays(args: Arrays, tangents: Arrays) -> tuple[Array, ...]:
        result = closed(claim, sizes)(args, tangents)
        return _arrays(result, "the closed form", wanted)

    program, shapes = _traced(arrays, (draw.args, draw.tangents), "the closed form", twice)
    if shapes != wanted:
        got, want = (str(s[0] if len(s) == 1 else s) for s in (shapes, wanted))
        raise Fault(
            "refuted",
            f"the closed form has shape {got}; a {claim.kind} here has {want}, at {dict(sizes)}",
            "wrong-shape",
        )
    run = jaxpr_as_fun(program)
    return lambda args, tangents: tuple(
        run(*jax.tree.leaves((dict(args), dict(tangents))))
    ), _calls(program.jaxpr, MARK)


def wanted_shapes(claim: Claim, sizes: Mapping[str, int], output: tuple[int, ...]) -> Shapes:
    """The shapes that a claim of this kind returns."""
    shapes = [claim.formula.variables[w].shape.at(sizes) for w in claim.wrt]
    if claim.kind in ("gradient", "pullback", "hvp", *OPTIMA):
        return tuple(shapes)
    if claim.kind not in ("jacobian", "hessian"):
        return (output,)
    free = (len(claim.on.positions(shapes[0][0])[0]),) if claim.on else shapes[0]
    axes = matrix_shape(free) + (
        matrix_shape(free) if claim.kind == "hessian" else matrix_shape(output)
    )
    a, b, c, d = ORDERS[claim.layout or "denominator"]
    return ((axes[a] * axes[b], axes[c] * axes[d]),)


def _calls(jaxpr: Any, name: str) -> bool:
    """Whether a program calls a jitted function of this name, at any depth."""
    inner = (
        v
        for e in jaxpr.eqns
        for v in jax.tree.leaves([*e.params.values()], is_leaf=lambda v: hasattr(v, "eqns"))
    )
    return any(e.params.get("name") == name for e in jaxpr.eqns) or any(
        _calls(getattr(v, "jaxpr", v), name) for v in inner if hasattr(v, "eqns")
    )


def _traced(
    f: Callable[..., Any], operands: tuple[Any, ...], what: str, twice: bool
) -> tuple[ClosedJaxpr, Shapes]:
    try:
        # A new function each time: JAX remembers what it has traced.
        (first, avals), *others = (
            jax.make_jaxpr(lambda *o: f(*o), return_shape=True)(*operands) for _ in range(1 + twice)
        )
    except Fault:
        raise
    except Exception as error:
        if exhausted(error):
            raise
        raise Fault("error", f"{what} raised {one_line(error)}") from error
    if not all(_same(first, other) for other, _ in others):
        raise Fault(
            "error",
            f"nondeterministic: {what}, traced twice, is two functions; it must depend on its arguments alone",
        )
    return first, tuple(tuple(a.shape) for a in jax.tree.leaves(avals))


def _same(a: ClosedJaxpr, b: ClosedJaxpr) -> bool:
    consts = zip(map(np.asarray, a.consts), map(np.asarray, b.consts), strict=True)
    return str(a) == str(b) and all(np.array_equal(x, y, equal_nan=True) for x, y in consts)


def _arrays(result: Any, what: str, wanted: tuple[Any, ...]) -> tuple[Array, ...]:
    leaves = result if isinstance(result, tuple) else (result,)
    if (not isinstance(result, tuple) and len(wanted) > 1) or len(leaves) != len(wanted):
        given = (
            f"a tuple of {len(leaves)}"
            if isinstance(result, tuple)
            else f"one {type(result).__name__}"
        )
        count = (
            f"a tuple of {len(wanted)}, one for each variable" if len(wanted) > 1 else "one array"
        )
        raise Fault(
            "error",
            f"{what} returned {given}; wanted {count}",
        )
    for leaf in leaves:
        if not isinstance(leaf, (jax.Array, np.ndarray, np.generic)):
            raise Fault(
                "error",
                f"{what} returned a {type(leaf).__name__}; wanted a float64 array (jnp.asarray makes one)",
            )
        if leaf.dtype != jnp.float64:
            raise Fault(
                "error", f"{what} returned {leaf.dtype}; wanted float64, the type of its arguments"
            )
    return tuple(jnp.asarray(leaf) for leaf in leaves)
