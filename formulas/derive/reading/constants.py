"""Constant parts of a program: their values at both sizes, and what array they are."""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    identity,
    ones,
    scalar,
    spread,
    times,
    zero,
)
from closedform.formulas.derive.index.atoms import duplication as named_duplication
from closedform.formulas.derive.index.atoms import mask
from closedform.formulas.derive.index.form import Sizes, Sum, Term
from closedform.formulas.derive.index.numbers import of_sizes
from closedform.formulas.derive.index.sizes import ONE, Pair, Size
from closedform.formulas.derive.index.wiring import new_axes

Both = tuple[np.ndarray, np.ndarray]
"""An array at the first and at the second sizes."""

TRIANGLES: dict[str, Callable[[int], np.ndarray]] = {
    "lower": lambda n: np.tril(np.ones((n, n))),
    "upper": lambda n: np.triu(np.ones((n, n))),
    "strictly lower": lambda n: np.tril(np.ones((n, n)), -1),
    "strictly upper": lambda n: np.triu(np.ones((n, n)), 1),
    "reversal": lambda n: np.eye(n)[::-1],
}


def constant(both: Both, shape: tuple[Size, ...], pair: Pair) -> Sum:
    """A constant array in index form.

    Raises CannotDerive for an array of no known structure."""
    a, b = (np.asarray(v, float) if v.dtype == bool else v for v in both)
    sizes: Sizes = tuple((size,) if size != ONE else () for size in shape)
    if a.ndim and 1 in a.shape and a.size > 1:
        kept = [k for k, n in enumerate(a.shape) if n != 1]
        small = tuple(v.reshape([v.shape[k] for k in kept]) for v in (a, b))
        inner = constant((small[0], small[1]), tuple(shape[k] for k in kept), pair)
        return spread(inner, sizes, kept)
    if all(v.size and (v == v.flat[0]).all() for v in (a, b)):
        return _multiple(ones(sizes), a.flat[0], b.flat[0], pair)
    found = _vector(a, b, sizes, pair) if a.ndim == 1 else None
    if a.ndim == 2:
        square = a.shape[0] == a.shape[1]
        found = _square(a, b, sizes, pair) if square else _duplication(a, b, pair)
    if found is None:
        raise CannotDerive(f"a constant array of {' x '.join(map(str, shape))}")
    return found


def number(a: float, b: float, pair: Pair) -> Sum:
    """A constant number."""
    return scalar(of_sizes(float(a), float(b), pair))


def _multiple(e: Sum, a: float, b: float, pair: Pair) -> Sum:
    value = number(a, b, pair)
    return times(e, spread(value, e.sizes, ())) if value.terms else zero(e.sizes)


def _vector(a: np.ndarray, b: np.ndarray, sizes: Sizes, pair: Pair) -> Sum | None:
    """A multiple of a unit vector, counted from the start or from the end."""
    if np.count_nonzero(a) != 1 or np.count_nonzero(b) != 1:
        return None
    j, k = int(np.flatnonzero(a)[0]), int(np.flatnonzero(b)[0])
    at = j if j == k else j - len(a)
    if at != (k if j == k else k - len(b)):
        return None
    return _multiple(mask(f"unit {at}", sizes), a[j], b[k], pair)


def _square(a: np.ndarray, b: np.ndarray, sizes: Sizes, pair: Pair) -> Sum | None:
    off, on = a[0, -1], a[0, 0]
    if all(_two_valued(v) for v in (a, b)):
        diagonal = _multiple(identity(sizes[0]), on - off, b[0, 0] - b[0, -1], pair)
        return add(diagonal, _multiple(ones(sizes), off, b[0, -1], pair))
    (p, q), (x, y) = _peaks(a, b)
    for name, made in TRIANGLES.items():
        if all(np.array_equal(v, made(len(v))) for v in (x, y)):
            return _multiple(mask(name, sizes), p, q, pair)
    found = _commutation(x, y, sizes, pair)
    return None if found is None else _multiple(found, p, q, pair)


def _peaks(a: np.ndarray, b: np.ndarray) -> tuple[tuple[float, float], Both]:
    """The first entry that is not zero, and the arrays over it."""
    p, q = (v[np.nonzero(v)][0] for v in (a, b))
    return (p, q), (a / p, b / q)


def _two_valued(v: np.ndarray) -> bool:
    """Whether all entries on the diagonal are one number, and all off it another."""
    n = len(v)
    off = v[~np.eye(n, dtype=bool)]
    return bool((np.diag(v) == v[0, 0]).all() and (off == off[0]).all())


def _commutation(a: np.ndarray, b: np.ndarray, sizes: Sizes, pair: Pair) -> Sum | None:
    """K_mn: entry (i n + k, l m + j) of a mn x mn matrix is 1 where i = j and k = l."""
    for m, n in _products(sizes[0], pair):
        shapes = [(m.at(s), n.at(s)) for s in (pair.first, pair.second)]
        if all(np.array_equal(v, commutation(*s)) for v, s in zip((a, b), shapes, strict=True)):
            ((i, k),) = new_axes(((m, n),))
            term = Term(Fraction(1), (), ((i, k), (k, i)))
            return Sum((term,), ((m, n), (n, m)))
    return None


def _products(axis: tuple[Size, ...], pair: Pair) -> Iterator[tuple[Size, Size]]:
    """The ways to write an axis as a product of two sizes, the first a dimension or a digit."""
    (size,) = axis
    first = [*map(Size.named, pair.first), *map(Size.number, range(2, 6))]
    for m in first:
        n = size.over(m)
        if n is not None and n != ONE and size != m:
            yield m, n


def commutation(m: int, n: int) -> np.ndarray:
    """K_mn by NumPy."""
    return np.eye(m * n).reshape(n, m, m * n).transpose(1, 0, 2).reshape(m * n, m * n)


def duplication(n: int) -> np.ndarray:
    """D_n by NumPy."""
    j, i = np.triu_indices(n)
    D = np.zeros((n * n, len(i)))
    D[j * n + i, np.arange(len(i))] = D[i * n + j, np.arange(len(i))] = 1.0
    return D


def _duplication(a: np.ndarray, b: np.ndarray, pair: Pair) -> Sum | None:
    """D_n, or its transpose."""
    for flipped, (x, y) in ((False, (a, b)), (True, (a.T, b.T))):
        roots = [math.isqrt(len(v)) for v in (x, y)]
        n = pair.size(*roots)
        known = all(
            v.shape == (k * k, k * (k + 1) // 2) and np.array_equal(v, duplication(k))
            for v, k in zip((x, y), roots, strict=True)
        )
        if n is not None and known:
            made = named_duplication((n,), Size.number(Fraction(1, 2)) * n * (n + ONE))
            return made.T if flipped else made
    return None


def folded(eqn: Any, operands: list[np.ndarray]) -> list[np.ndarray]:
    """The outputs of an equation at constant operands."""
    name, params = eqn.primitive.name, eqn.params
    if name in FOLDED:
        out = eqn.outvars[0].aval
        return [np.asarray(FOLDED[name](params, *operands), out.dtype)]
    bound = eqn.primitive.get_bind_params(params)
    functions, params = bound if isinstance(bound, tuple) else ((), bound)
    result = eqn.primitive.bind(*functions, *operands, **params)
    many = result if eqn.primitive.multiple_results else [result]
    return [np.asarray(r) for r in many]


def _broadcast(p: Any, x: np.ndarray, *_: Any) -> np.ndarray:
    kept = [1] * len(p["shape"])
    for k, w in enumerate(p["broadcast_dimensions"]):
        kept[w] = x.shape[k]
    return np.broadcast_to(x.reshape(kept), p["shape"])


def _iota(p: Any, *_: Any) -> np.ndarray:
    shape = [1] * len(p["shape"])
    shape[p["dimension"]] = -1
    return np.broadcast_to(np.arange(p["shape"][p["dimension"]]).reshape(shape), p["shape"])


FOLDED: dict[str, Callable[..., Any]] = {
    "add": lambda p, x, y: x + y,
    "sub": lambda p, x, y: x - y,
    "mul": lambda p, x, y: x * y,
    "div": lambda p, x, y: x / y if x.dtype.kind == "f" else x // y,
    "neg": lambda p, x: -x,
    "eq": lambda p, x, y: x == y,
    "ne": lambda p, x, y: x != y,
    "ge": lambda p, x, y: x >= y,
    "gt": lambda p, x, y: x > y,
    "le": lambda p, x, y: x <= y,
    "lt": lambda p, x, y: x < y,
    "and": lambda p, x, y: x & y,
    "or": lambda p, x, y: x | y,
    "not": lambda p, x: ~x,
    "sqrt": lambda p, x: np.sqrt(x),
    "log": lambda p, x: np.log(x),
    "exp": lambda p, x: np.exp(x),
    "integer_pow": lambda p, x: x ** p["y"],
    "convert_element_type": lambda p, x: x,
    "broadcast_in_dim": _broadcast,
    "iota": _iota,
    "reshape": lambda p, x: x.reshape(p["new_sizes"]),
    "transpose": lambda p, x: x.transpose(p["permutation"]),
    "squeeze": lambda p, x: np.squeeze(x, p["dimensions"]),
    "rev": lambda p, x: np.flip(x, p["dimensions"]),
    "select_n": lambda p, which, *xs: np.choose(which.astype(int), xs),
    "reduce_sum": lambda p, x: x.sum(axis=tuple(p["axes"])),
}
"""Primitive -> its value, by NumPy: an equation run by JAX is compiled first."""
