"""Functions called by name: those that are known before they expand, and all others by what is in
them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    contract,
    diagonal,
    diagonal_matrix,
    times,
    trace,
)
from closedform.formulas.derive.index.atoms import Variable, mask
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Factor, Sum, Term
from closedform.formulas.derive.index.functions import with_coefficients
from closedform.formulas.derive.index.matrices import (
    cholesky,
    determinant,
    eigenvalues,
    eigenvectors,
    inverse,
    log_determinant,
    matrix_function,
    singular,
)
from closedform.formulas.derive.reading.arithmetic import operands
from closedform.formulas.derive.reading.reader import Equation, Reader, reads

Named = Callable[[Reader, Equation], Sum]


@reads("jit", "pjit")
def _jit(r: Reader, e: Equation) -> Sum:
    name = str(e.params.get("name", ""))
    if name in NAMED:
        return NAMED[name](r, e)
    if name in REFUSED:
        raise CannotDerive(REFUSED[name])
    return _expanded(r, e, "jaxpr")


@reads("custom_jvp_call", "custom_vjp_call", "custom_vjp_call_jaxpr")
def _custom(r: Reader, e: Equation) -> Sum:
    key = next(k for k in ("call_jaxpr", "fun_jaxpr") if k in e.params)
    inner = getattr(e.params[key], "jaxpr", e.params[key])
    name = getattr(getattr(inner, "debug_info", None), "func_name", "") or ""
    if name in NAMED:
        return NAMED[name](r, e)
    return _expanded(r, e, key)


@reads("closed_call", "remat", "remat2", "checkpoint", "core_call")
def _call(r: Reader, e: Equation) -> Sum:
    return _expanded(r, e, next(k for k in ("call_jaxpr", "jaxpr") if k in e.params))


@reads("cond")
def _cond(r: Reader, e: Equation) -> Sum:
    which = r.operand_numbers(e, 0)
    maker = r.maker(e.first.invars[0])
    if maker is not None and maker.primitive.name == "platform_index":
        branch = len(e.params["branches"]) - 1
    elif which is not None and int(which[0]) == int(which[1]):
        branch = int(which[0])
    else:
        raise CannotDerive("cond")
    programs = (e.first.params["branches"][branch], e.second.params["branches"][branch])
    return r.inside(e, programs, 1).output(e.output)


def _expanded(r: Reader, e: Equation, key: str) -> Sum:
    programs = (e.first.params[key], e.second.params[key])
    return r.inside(e, programs).output(e.output)


# ── Functions that are known by name ────────────────────────────────────────────


def _of_matrix(f: Callable[[Sum], Sum]) -> Named:
    def read(r: Reader, e: Equation) -> Sum:
        x = r.operand(e, 0)
        if x.rank != 2:
            raise CannotDerive("a stack of matrices")
        return f(x)

    return read


def _slogdet(r: Reader, e: Equation) -> Sum:
    if e.output == 0:
        raise CannotDerive("the sign of a determinant")
    return log_determinant(r.operand(e, 0))


def _solve(r: Reader, e: Equation) -> Sum:
    A, b = inverse(r.operand(e, 0)), as_factor(r.operand(e, 1))
    return contract(A, b, [(1, 0)], [(0, 0), *((1, k) for k in range(1, b.rank))])


def _diag(r: Reader, e: Equation) -> Sum:
    x = r.operand(e, 0)
    return diagonal_matrix(x) if x.rank == 1 else diagonal(x)


def _eigh(r: Reader, e: Equation) -> Sum:
    return (eigenvalues, eigenvectors)[e.output](r.operand(e, 0))


def _svd(r: Reader, e: Equation) -> Sum:
    x = r.operand(e, 0)
    shape = e.first.invars[0].aval.shape
    small = x.sizes[0] if shape[0] <= shape[1] else x.sizes[1]
    vectors = ("left singular vectors", "singular values", "right singular vectors")
    names = vectors if len(e.first.outvars) == 3 else ("singular values",)
    if len(names) == 3 and e.output != 1:
        wanted = r.out_shape(e)[1 if e.output == 0 else 0]
        if (wanted,) != small:
            raise CannotDerive("singular vectors beyond the rank")
    return singular(x, names[e.output], small)


def _matrix_power(r: Reader, e: Equation) -> Sum:
    """The power, where it is one number at both sizes; it is read off at a multiple of I."""
    exponents = [_exponent(x) for x in (e.first, e.second)]
    if exponents[0] == exponents[1]:
        return _expanded(r, e, "jaxpr")
    size = r.pair.size(*exponents)
    if size is None:
        raise CannotDerive("a matrix power that depends on sizes in no known way")
    return matrix_function(r.operand(e, 0), "power", size)


def _exponent(eqn: Any) -> int:
    from jax.extend.core import jaxpr_as_fun

    n = eqn.invars[0].aval.shape[-1]
    (value,) = jaxpr_as_fun(eqn.params["jaxpr"])(2.0 * np.eye(n))
    return round(float(np.log2(np.asarray(value)[0, 0])))


def _logaddexp(r: Reader, e: Equation) -> Sum:
    x, y = operands(r, e)
    return apply("log", add(apply("exp", x), apply("exp", y)))


def _unary(name: str) -> Named:
    return lambda r, e: apply(name, r.operand(e, 0))


def _xlogy(r: Reader, e: Equation) -> Sum:
    x, y = r.operand(e, 0), apply("log", r.operand(e, 1))
    return times(as_factor(x), as_factor(y))


def _any_function(name: str) -> Named:
    """A function that stands for any smooth one, its coefficients a variable: by its name; others
    by what is in them."""

    def read(r: Reader, e: Equation) -> Sum:
        match r.operand(e, 1).terms:
            case (Term(coefficient=1, factors=(Factor(atom=Variable(name=c), power=1),)),):
                return apply(with_coefficients(name, c), r.operand(e, 0))
            case _:
                return _expanded(r, e, "jaxpr")

    return read


NAMED: dict[str, Named] = {
    "inv": _of_matrix(inverse),
    "det": _of_matrix(determinant),
    "slogdet": _slogdet,
    "solve": _solve,
    "_solve": _solve,
    "cholesky": _of_matrix(cholesky),
    "trace": _of_matrix(trace),
    "diagonal": _of_matrix(diagonal),
    "_diag": _diag,
    "diag": _diag,
    "eigh": _eigh,
    "eigvalsh": _eigh,
    "svd": _svd,
    "matrix_power": _matrix_power,
    "expm": _of_matrix(lambda x: matrix_function(x, "expm")),
    "logaddexp": _logaddexp,
    "relu": _unary("relu"),
    "softplus": _unary("softplus"),
    "log_ndtr": _unary("log_ndtr"),
    "xlogy": _xlogy,
    "_wave": _any_function("wave"),
    "_wave_prime": _any_function("dwave"),
}
"""Name of a jitted function of JAX's -> how it is read."""

REFUSED = {
    "sort": "sort",
    "argsort": "argsort",
    "qr": "the QR decomposition",
    "_lstsq": "lstsq",
    "_sqrtm": "sqrtm, which is complex",
}
"""Name -> what is said of it."""


@reads("triangular_solve")
def _triangular_solve(r: Reader, e: Equation) -> Sum:
    """The solution of a triangular system, with the triangle's inverse."""
    p = e.params
    if p["unit_diagonal"]:
        raise CannotDerive("a triangular system with a unit diagonal")
    A, B = r.operand(e, 0), as_factor(r.operand(e, 1))
    triangle = mask("lower" if p["lower"] else "upper", A.sizes)
    L = inverse(times(triangle, as_factor(A)))
    L = L.T if p["transpose_a"] else L
    pair, places = ((1, 0), [(0, 0), (1, 1)]) if p["left_side"] else ((0, 1), [(1, 0), (0, 1)])
    return contract(L, B, [pair], places)


@reads("cholesky")
def _cholesky(r: Reader, e: Equation) -> Sum:
    return cholesky(r.operand(e, 0))


@reads("polygamma")
def _polygamma(r: Reader, e: Equation) -> Sum:
    order = r.operand_numbers(e, 0)
    if order is None or not np.all(np.asarray(order[0]) == 1):
        raise CannotDerive("polygamma")
    return apply("trigamma", r.operand(e, 1))
