"""Tracing what entries hold: to use it, and once more, at one shape, to see whether it stays the
same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.extend.core import ClosedJaxpr, jaxpr_as_fun

from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.formulas._kit.notation import MARK
from closedform.verify.draws.random import Draw
from closedform.verify.faults import Fault
from closedform.verify.judging.watch import differentiates, opaque, watching
from closedform.verify.kinds.standard import Output, Shapes
from closedform.verify.oracles.closed import Arrays, Leaves, Sizes, closed
from closedform.workers.memory import exhausted

CLOSED_FORM = "the closed form"
"""What messages call a claim's function."""


@dataclass(frozen=True)
class Traced:
    """A claim as a program.

    Attributes:
        circular: how it may hold autodiff itself, so that agreeing with autodiff proves nothing;
            None as a rule.
    """

    program: ClosedJaxpr
    circular: str | None

    @property
    def equations(self) -> int:
        """Equations at any depth."""
        return _count(self.program.jaxpr)

    def method(self, args: Arrays, tangents: Arrays) -> Leaves:
        """The claim's arrays."""
        operands = jax.tree.leaves((dict(args), dict(tangents)))
        return tuple(jaxpr_as_fun(self.program)(*operands))


def output_shape(
    claim: Claim, sizes: Sizes, args: Mapping[str, np.ndarray], twice: bool = True
) -> Output:
    """The shape of the formula's value; traced a second time only if `twice`.

    Raises Fault where the formula raises, returns no float64 array, has another shape than its
    annotation says, or is another function when it is traced again.
    """
    formula = claim.formula
    name = f"the formula {formula.name}"

    def value(args: Arrays) -> Array:
        (found,) = _arrays(formula.value(args, sizes), name, 1)
        return found

    _, (shape,) = _traced(value, (args,), name, twice)
    wanted = formula.output.at(sizes) if formula.output is not None else shape
    if shape != wanted:
        message = f"{name} returned shape {shape} where its annotation says {wanted}"
        raise Fault("error", f"{message}, at {dict(sizes)}")
    if shape and claim.kind.scalar_value:
        raise Fault("error", f"{name} has the shape {shape}; a {claim.kind} needs a scalar")
    return shape


def equations_of_value(claim: Claim, sizes: Sizes) -> int:
    """Equations of the formula's value at these sizes, at any depth."""
    variables = claim.formula.variables
    args = {w: jax.ShapeDtypeStruct(v.shape.at(sizes), jnp.float64) for w, v in variables.items()}
    return _count(value_program(claim, sizes, args).jaxpr)


def value_program(claim: Claim, sizes: Sizes, args: Mapping[str, Any]) -> ClosedJaxpr:
    """The formula's value as a program."""
    return jax.make_jaxpr(lambda args: claim.formula.value(args, sizes))(args)


def custom_rules(jaxpr: Any) -> bool:
    """Whether a program calls, at any depth, what has a derivative rule of its own."""
    return any(
        eqn.primitive.name.startswith("custom_") or any(map(custom_rules, _programs(eqn)))
        for eqn in jaxpr.eqns
    )


def traced(claim: Claim, sizes: Sizes, draw: Draw, wanted: Shapes, twice: bool = True) -> Traced:
    """The claim as a program, its output examined.

    It is traced a second time only if `twice`: at one shape this is enough to see whether it stays
    the same.

    Raises Fault where it raises, returns something else than float64 arrays, or another number of
    them than it has variables (`error`); and where a shape is not the wanted one (`refuted`,
    wrong-shape).
    """

    def arrays(args: Arrays, tangents: Arrays) -> Leaves:
        return _arrays(closed(claim, sizes)(args, tangents), CLOSED_FORM, len(wanted))

    with watching() as seen:
        program, shapes = _traced(arrays, (draw.args, draw.tangents), CLOSED_FORM, twice)
    if shapes != wanted:
        got, want = (str(s[0] if len(s) == 1 else s) for s in (shapes, wanted))
        message = f"{CLOSED_FORM} has shape {got}; a {claim.kind} here has {want}, at {dict(sizes)}"
        raise Fault("refuted", message, "wrong-shape")
    return Traced(program, circular(claim, program, seen))


def circular(claim: Claim, program: ClosedJaxpr, seen: Sequence[str]) -> str | None:
    """Why the claim agrees with autodiff for nothing; None where it does not differentiate.

    Args:
        program: the claim's; seen: what was made to differentiate while it was traced, by
            `watching`.
    """
    if seen or _calls(program.jaxpr, MARK) or differentiates(claim.function):
        return "autodiff is in the claim"
    found = opaque(program.jaxpr)
    return f"the claim goes through {found}" if found else None


def _count(jaxpr: Any) -> int:
    return len(jaxpr.eqns) + sum(_count(inner) for eqn in jaxpr.eqns for inner in _programs(eqn))


def _calls(jaxpr: Any, name: str) -> bool:
    """Whether a program calls a jitted function of this name, at any depth."""
    return any(
        eqn.params.get("name") == name or any(_calls(inner, name) for inner in _programs(eqn))
        for eqn in jaxpr.eqns
    )


def _programs(eqn: Any) -> Iterator[Any]:
    """The programs that an equation holds."""
    params = [*eqn.params.values()]
    for value in jax.tree.leaves(params, is_leaf=lambda v: hasattr(v, "eqns")):
        if hasattr(value, "eqns"):
            yield getattr(value, "jaxpr", value)


def _traced(
    f: Callable[..., Any], operands: tuple[Any, ...], what: str, twice: bool
) -> tuple[ClosedJaxpr, Shapes]:
    """The program, and the shapes of what it returns."""
    try:
        program, values = _anew(f, operands)
        again = [_anew(f, operands)[0]] if twice else []
    except Fault:
        raise
    except Exception as error:
        if exhausted(error):
            raise
        raise Fault("error", f"{what} raised {one_line(error)}") from error
    if not all(_same(program, other) for other in again):
        message = f"nondeterministic: {what}, traced twice, is two functions"
        raise Fault("error", f"{message}; it must depend on its arguments alone")
    return program, tuple(tuple(value.shape) for value in jax.tree.leaves(values))


def _anew(f: Callable[..., Any], operands: tuple[Any, ...]) -> tuple[ClosedJaxpr, Any]:
    """A trace that JAX does not remember from the last time: it knows functions by identity."""
    return jax.make_jaxpr(lambda *o: f(*o), return_shape=True)(*operands)


def _same(a: ClosedJaxpr, b: ClosedJaxpr) -> bool:
    consts = zip(map(np.asarray, a.consts), map(np.asarray, b.consts), strict=True)
    return str(a) == str(b) and all(np.array_equal(x, y, equal_nan=True) for x, y in consts)


def _arrays(result: Any, what: str, count: int) -> Leaves:
    """What a function returned as a tuple of `count` float64 arrays.

    Raises Fault where it is anything else.
    """
    leaves = result if isinstance(result, tuple) else (result,)
    if len(leaves) != count or (count > 1 and not isinstance(result, tuple)):
        given = f"one {type(result).__name__}"
        if isinstance(result, tuple):
            given = f"a tuple of {len(leaves)}"
        wanted = f"a tuple of {count}, one for each variable" if count > 1 else "one array"
        raise Fault("error", f"{what} returned {given}; wanted {wanted}")
    for leaf in leaves:
        if not isinstance(leaf, (jax.Array, np.ndarray, np.generic)):
            wanted = "a float64 array (jnp.asarray makes one)"
            raise Fault("error", f"{what} returned a {type(leaf).__name__}; wanted {wanted}")
        if leaf.dtype != jnp.float64:
            wanted = "float64, the type of its arguments"
            raise Fault("error", f"{what} returned {leaf.dtype}; wanted {wanted}")
    return tuple(jnp.asarray(leaf) for leaf in leaves)
