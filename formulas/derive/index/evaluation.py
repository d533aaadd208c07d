"""The value of an expression in index form at arrays: by NumPy, with no use of what it was read
from."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy.linalg
import scipy.special
import scipy.stats

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.atoms import (
    Decomposition,
    Determinant,
    Divided,
    Elementwise,
    Inverse,
    LogDeterminant,
    Mask,
    MatrixFunction,
    Number,
    SizeOf,
    Softmax,
    Variable,
    Whole,
)
from closedform.formulas.derive.index.form import Atom, Sum, Term
from closedform.formulas.derive.index.functions import coefficients
from closedform.formulas.derive.index.sizes import product

NUMPY: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    **{
        name: getattr(np, name)
        for name in [
            "exp",
            "log",
            "tanh",
            "sinh",
            "cosh",
            "sin",
            "cos",
            "tan",
            "arcsin",
            "arccos",
            "arctan",
            "sign",
        ]
    },
    **{name: getattr(np, name) for name in ("arcsinh", "arccosh", "arctanh")},
    "logistic": scipy.special.expit,
    "step": lambda x: (x > 0).astype(float),
    "erf": scipy.special.erf,
    "gammaln": scipy.special.gammaln,
    "digamma": scipy.special.digamma,
    "trigamma": lambda x: scipy.special.polygamma(1, x),
    "log_ndtr": scipy.special.log_ndtr,
    "normal_cdf": scipy.special.ndtr,
    "mills": lambda x: np.exp(scipy.stats.norm.logpdf(x) - scipy.special.log_ndtr(x)),
}
MASKS: dict[str, Callable[[int], np.ndarray]] = {
    "lower": lambda n: np.tril(np.ones((n, n))),
    "upper": lambda n: np.triu(np.ones((n, n))),
    "strictly lower": lambda n: np.tril(np.ones((n, n)), -1),
    "strictly upper": lambda n: np.triu(np.ones((n, n)), 1),
    "reversal": lambda n: np.eye(n)[::-1],
}


def duplication(n: int) -> np.ndarray:
    """D_n: D_n vech(X) = vec(X) for symmetric X of n x n."""
    j, i = np.triu_indices(n)
    k = np.arange(len(i))
    D = np.zeros((n * n, len(i)))
    D[j * n + i, k] = D[i * n + j, k] = 1.0
    return D


@dataclass
class Evaluation:
    """Arrays by name, and sizes by dimension; values of atoms are kept."""

    arrays: Mapping[str, Any]
    sizes: Mapping[str, int]
    known: dict[str, np.ndarray] = field(default_factory=dict)

    def sum(self, e: Sum) -> np.ndarray:
        """The value, an axis for each axis."""
        shape = tuple(size.at(self.sizes) for size in e.shape)
        return np.asarray(sum((self.term(t) for t in e.terms), start=np.zeros(shape)))

    def term(self, t: Term) -> np.ndarray:
        """The value of a term."""
        letters = {i: n for n, i in enumerate(t.indices)}
        sizes = {i: i.size.at(self.sizes) for i in letters}
        operands: list[Any] = []
        for f in t.factors:
            value = self.atom(f.atom).reshape([sizes[i] for i in f.indices])
            operands += [value ** float(f.power), [letters[i] for i in f.indices]]
        flat = [i for axis in t.axes for i in axis]
        free = list(dict.fromkeys(flat))
        for i in free:
            operands += [np.ones(sizes[i]), [letters[i]]]
        value = np.einsum(*operands, [letters[i] for i in free]) if operands else np.ones(())
        on_diagonals = _spread_diagonals(value, free, flat, sizes)
        shape = [math.prod(sizes[i] for i in axis) for axis in t.axes]
        return float(t.coefficient) * on_diagonals.reshape(shape)

    def atom(self, a: Atom) -> np.ndarray:
        """The value of an atom."""
        if a.key not in self.known:
            self.known[a.key] = np.asarray(self._atom(a), float)
        return self.known[a.key]

    def _atom(self, a: Atom) -> Any:
        match a:
            case Variable(name=name):
                return np.asarray(self.arrays[name])
            case Number(base="pi"):
                return math.pi
            case Number(base=base):
                return base
            case SizeOf(size=size):
                return size.at(self.sizes)
            case Mask(name=name):
                return self._mask(name, product(a.sizes[0]).at(self.sizes))
            case _:
                assert a.inner is not None
                x = self.sum(a.inner)
                if isinstance(a, Elementwise) and (c := coefficients(a.function)) is not None:
                    return _wave(a, x, np.asarray(self.arrays[c]))
                return _function(a, x)

    def _mask(self, name: str, n: int) -> np.ndarray:
        if name in MASKS:
            return MASKS[name](n)
        if name == "duplication":
            return duplication(n)
        kind, _, k = name.partition(" ")
        if kind != "unit":
            raise CannotDerive(f"the value of {name}")
        return np.eye(n)[int(k)]


def _spread_diagonals(
    value: np.ndarray, free: list[Any], flat: list[Any], sizes: Any
) -> np.ndarray:
    """The array with an axis for each index of the axes: zero but where equal indices agree."""
    if len(free) == len(flat):
        return value
    spread = np.zeros([sizes[i] for i in flat])
    grid = np.indices(value.shape)
    spread[tuple(grid[free.index(i)] for i in flat)] = value
    return spread


def _function(a: Atom, x: np.ndarray) -> Any:
    match a:
        case Whole():
            return x
        case Elementwise(function=name):
            return NUMPY[name](x)
        case Softmax(along=along):
            return scipy.special.softmax(x, axis=along)
        case Inverse():
            return np.linalg.inv(x)
        case Determinant():
            return np.linalg.det(x)
        case LogDeterminant():
            return np.linalg.slogdet(x)[1]
        case MatrixFunction(function="expm"):
            return scipy.linalg.expm(x)
        case Decomposition(part=part):
            return _part(part, x)
        case Divided(function=name):
            return _divided(name, x)
        case _:
            raise CannotDerive(f"the value of {type(a).__name__}")


def _wave(a: Elementwise, x: np.ndarray, c: np.ndarray) -> np.ndarray:
    """The sum of c_k sin((1 + k/K) x + k), or its derivative."""
    k = np.arange(len(c))
    rates = 1 + k / len(c)
    at = rates * x[..., None] + k
    prime = a.function.startswith("dwave")
    return (rates * np.cos(at) if prime else np.sin(at)) @ c


def _part(name: str, x: np.ndarray) -> np.ndarray:
    if name == "cholesky":
        return np.linalg.cholesky(x)
    if name.startswith("eigen"):
        values, vectors = np.linalg.eigh(x)
        return values if name == "eigenvalues" else vectors
    U, s, Vt = np.linalg.svd(x, full_matrices=False)
    return {"singular values": s, "left singular vectors": U}.get(name, Vt)


def _divided(name: str, x: np.ndarray) -> np.ndarray:
    """1 / (x_j - x_i), and 0 on the diagonal."""
    apart = x[None, :] - x[:, None] + np.eye(len(x))
    return (1 - np.eye(len(x))) / apart
