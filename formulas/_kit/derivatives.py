"""A formula as a function whose derivatives are its closed forms.

The rule is a ``jax.custom_jvp``, linear in the tangents, so that JAX transposes it for reverse
mode: ``grad`` of a scalar returns the gradient that is claimed. The gradient is itself such a
function, whose derivative is the claimed Hessian. Whatever no claim speaks of is left to autodiff.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array
from jax.custom_derivatives import SymbolicZero

from closedform.errors import InputError, nearest
from closedform.formulas._kit.choice import SECOND, chosen, second_derivative
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.notation import unvec, vec
from closedform.formulas._kit.shapes import matrix_shape
from closedform.formulas._kit.structure import dense

Arrays = Mapping[str, Array]
Sizes = Mapping[str, int]
Function = Callable[[Arrays], Any]


def with_derivatives(formula: Formula[..., Any], second: str) -> Callable[..., Any]:
    """See ``Formula.with_derivatives``."""
    if second not in SECOND:
        raise InputError(
            f"second={second!r} was given; it is one of {', '.join(map(repr, SECOND))}; "
            f"{nearest(second, SECOND)}"
        )
    signature = inspect.signature(formula.function)

    @functools.wraps(formula.function)
    def function(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        arrays = {name: jnp.asarray(given[name]) for name in formula.variables}
        return _value(formula, sizes(formula, arrays, given), second)(arrays)

    return function


def sizes(formula: Formula[..., Any], arrays: Arrays, given: Mapping[str, Any]) -> dict[str, int]:
    """The size of each dimension, read off arrays and the dimensions that are arguments.

    Raises InputError where an array has another shape than its annotation says at the dimensions
    given."""
    found: dict[str, int] = {}
    for name, variable in formula.variables.items():
        if arrays[name].ndim == variable.shape.ndim:
            found |= {
                axis: n
                for axis, n in zip(variable.shape.axes, arrays[name].shape, strict=True)
                if axis.isidentifier()
            }
    found |= {name: int(given[name]) for name in formula.static}
    for name, variable in formula.variables.items():
        if (
            not set(variable.shape.names) <= set(found)
            or variable.shape.at(found) != arrays[name].shape
        ):
            at = ", ".join(f"{n} = {size}" for n, size in found.items())
            raise InputError(
                f"{name} has shape {arrays[name].shape}; {formula.signature} wants {variable.shape}"
                + f", at {at}" * bool(at)
            )
    return found


def _value(formula: Formula[..., Any], sizes: Sizes, second: str) -> Callable[[Arrays], Any]:
    """The formula's value as a function of its arrays, whose derivative is claimed."""

    def value(arrays: Arrays) -> Any:
        return formula.value(arrays, sizes)

    def known(arrays: Arrays, moved: Arrays, out: Any) -> tuple[list[Any], set[str]]:
        claims = chosen(formula, moved, out.ndim == 0)
        tangents = {
            f"d{w}": moved[w] if w in moved else jnp.zeros_like(arrays[w])
            for c in claims
            for w in c.wrt
        }
        parts = [
            _tangent(claim, value, sizes, second, out)({**arrays, **tangents}) for claim in claims
        ]
        return parts, {w for claim in claims for w in claim.wrt}

    return _ruled(formula, value, value, known)


def _tangent(
    claim: Claim, value: Any, sizes: Sizes, second: str, out: Any
) -> Callable[[Arrays], Any]:
    """What a claim says of the value's tangent, as a function of the arrays and of their tangents
    ``dX``."""
    shape = out.shape

    def by_gradient(given: Arrays) -> Any:
        arrays = {name: given[name] for name in claim.formula.variables}
        found = zip(claim.wrt, _gradient(claim, value, sizes, second)(arrays), strict=True)
        return sum(jnp.vdot(g, given[f"d{w}"]) for w, g in found)

    def by_differential(given: Arrays) -> Any:
        return _called(claim, sizes, given)

    def by_pullback(given: Arrays) -> Any:
        V = [given[f"d{w}"] for w in claim.wrt]
        pull = jax.linear_transpose(
            lambda G: _called(claim, sizes, {**given, "G": G}), jnp.zeros(shape, V[0].dtype)
        )
        (tangent,) = pull(tuple(V) if len(V) > 1 else V[0])
        return tangent

    def by_derivative(given: Arrays) -> Any:
        return _called(claim, sizes, given) * given[f"d{next(iter(claim.wrt))}"]

    def by_jacobian(given: Arrays) -> Any:
        return _unvec(
            dense(_called(claim, sizes, given)).T @ _vec(given[f"d{next(iter(claim.wrt))}"]), shape
        )

    return {
        "gradient": by_gradient,
        "differential": by_differential,
        "pullback": by_pullback,
        "derivative": by_derivative,
        "jacobian": by_jacobian,
    }[claim.kind.name]


def _gradient(
    claim: Claim, value: Any, sizes: Sizes, second: str
) -> Callable[[Arrays], tuple[Array, ...]]:
    """A claimed gradient as a function of the arrays, whose derivative is the claimed Hessian, if
    there is one."""
    hessian = second_derivative(claim, sizes, second)
    X, *_ = claim.wrt

    def gradient(arrays: Arrays) -> tuple[Array, ...]:
        found = _called(claim, sizes, arrays)
        return found if isinstance(found, tuple) else (found,)

    def by_autodiff(arrays: Arrays) -> tuple[Array, ...]:
        found = jax.grad(lambda xs: value({**arrays, **xs}))({w: arrays[w] for w in claim.wrt})
        return tuple(found[w] for w in claim.wrt)

    def product_by_autodiff(given: Arrays) -> Any:
        arrays = {name: given[name] for name in claim.formula.variables}
        return _along(by_autodiff, arrays, {X: given[f"d{X}"]})[0]

    def product(given: Arrays) -> Array:
        assert hessian
        found = _called(hessian, sizes, given)
        if hessian.kind.tangents:
            return found
        matrix = (
            dense(found) if second == "hessian" else found
        )  # entries once for all directions, or factors applied to one
        return _unvec(matrix @ _vec(given[f"d{X}"]), given[X].shape)

    def known(arrays: Arrays, moved: Arrays, out: Any) -> tuple[list[Any], set[str]]:
        if not hessian or X not in moved:
            return [], set()
        applied = _ruled(claim.formula, product, product_by_autodiff, _nothing)
        return [(applied({**arrays, f"d{X}": moved[X]}),)], {X}

    return _ruled(claim.formula, gradient, by_autodiff, known)


def _ruled(formula: Formula[..., Any], f: Function, by_autodiff: Function, known: Any) -> Function:
    """f with a rule for its derivative, that is told only of what moves.

    A claim was proven where the variables lie. Where their domain is open, the claim may be
    differentiated further; along the others (a one-hot y, a symmetric X) it may not, and what
    autodiff makes of the formula is.

    Args:
        f, by_autodiff: the same function of named arrays, as it is claimed and by autodiff.
        known: takes the arrays, the tangents of those that move, and f's value; returns parts of
            the tangent and the names that they deal with.
    """
    ruled = jax.custom_jvp(f)
    closed = {name for name, variable in formula.variables.items() if not variable.domain.open}

    def rule(primals: Any, tangents: Any) -> Any:
        (arrays,), (moves,) = primals, tangents
        out = ruled(arrays)
        moved = {name: move for name, move in moves.items() if not isinstance(move, SymbolicZero)}
        parts, dealt = known(arrays, moved, out)
        rest = {name: move for name, move in moved.items() if name not in dealt}
        parts += [
            _along(f, arrays, on)
            for on in [{n: m for n, m in rest.items() if n not in closed}]
            if on
        ]
        parts += [
            _along(by_autodiff, arrays, on)
            for on in [{n: m for n, m in rest.items() if n in closed}]
            if on
        ]
        return out, jax.tree.map(lambda o, *leaves: sum(leaves, jnp.zeros_like(o)), out, *parts)

    ruled.defjvp(rule, symbolic_zeros=True)
    return ruled


def _nothing(arrays: Arrays, moved: Arrays, out: Any) -> tuple[list[Any], set[str]]:
    return [], set()


def _along(f: Function, arrays: Arrays, moved: Arrays) -> Any:
    """The tangent of f along some of its arrays."""
    return jax.jvp(
        lambda xs: f({**arrays, **xs}), ({name: arrays[name] for name in moved},), (dict(moved),)
    )[1]


def _called(claim: Claim, sizes: Sizes, arrays: Arrays) -> Any:
    known = {**sizes, **arrays}
    return claim.function(**{p: known[p] for p in claim.parameters})


def _vec(X: Array) -> Array:
    return vec(X.reshape(matrix_shape(X.shape)))


def _unvec(x: Array, shape: tuple[int, ...]) -> Array:
    return unvec(x, *matrix_shape(shape)).reshape(shape)
