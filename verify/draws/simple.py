"""Simple members of the domains: small integers where there are any, else short fractions."""

from collections.abc import Callable, Mapping

import numpy as np

from closedform.formulas import Claim
from closedform.formulas._kit.drawing import (
    SPD,
    Count,
    Diagonal,
    Domain,
    Invertible,
    LowerTriangular,
    Orthogonal,
    Positive,
    Real,
    Simplex,
    Singular,
    Skew,
    Symmetric,
    Unit,
)
from closedform.verify.draws.random import Draw
from closedform.verify.draws.streams import Stream

Rng = np.random.Generator
Shape = tuple[int, ...]
FRACTION = 5.0
"""What an entry that is no integer costs, in terms of an integer."""
SIGN = 0.25
"""What a minus costs."""


def simple(
    claim: Claim, sizes: Mapping[str, int], like: Draw, seed: int, largest: int, zeros: float
) -> Draw:
    """Simple arguments in their domains, and simple directions.

    Args:
        like: a draw at these sizes, whose directions have the shapes wanted.
        largest: largest magnitude of a free integer; zeros: how many of them are 0 (0 to 1).
    """
    rng = Stream.SIMPLE.at(seed)
    args = {
        name: member(claim.domain(name), rng, v.shape.at(sizes), largest, zeros)
        for name, v in claim.formula.variables.items()
    }
    return Draw(
        args,
        {
            name: _integers(rng, m.shape, min(largest, 2), zeros)
            for name, m in like.tangents.items()
        },
    )


def member(domain: type[Domain], rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    """A simple member of the domain; of a domain not known here, as it draws them."""
    make = _MEMBERS.get(domain)
    return np.asarray(
        domain.draw(rng, shape) if make is None else make(rng, shape, largest, zeros), dtype=float
    )


def rounded(claim: Claim, draw: Draw, decimals: int = 2) -> Draw | None:
    """The draw with short entries where its domains let it; None where a domain would be left."""
    args = {}
    for name, a in draw.args.items():
        domain, short = claim.domain(name), np.round(a, decimals) + 0.0
        args[name] = short if domain in _ROUNDED else a
        if domain in _ROUNDED and not _ROUNDED[domain](short):
            return None
    return Draw(args, {name: np.round(m, decimals) + 0.0 for name, m in draw.tangents.items()})


def cost(draw: Draw) -> float:
    """How much there is to read and to reckon with: the integers' magnitudes, and more for signs
    and fractions."""
    entries = np.concatenate(
        [a.reshape(-1) for a in [*draw.args.values(), *draw.tangents.values()]] or [np.zeros(0)]
    )
    each = np.where(entries == np.round(entries), np.abs(entries), FRACTION) + SIGN * (entries < 0)
    return float(each.sum())


def _integers(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    """Integers from -largest to largest, not all of them 0; positive ones more often than not."""
    values = rng.integers(1, largest + 1, size=shape) * np.where(rng.random(shape) < 0.25, -1, 1)
    values = np.asarray(np.where(rng.random(shape) < zeros, 0, values))
    if values.size and not values.any():
        values.reshape(-1)[rng.integers(values.size)] = 1
    return values.astype(float)


def _positive(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    return 1.0 + np.floor(rng.random(shape) * largest * (1 - zeros))


def _symmetric(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    X = np.tril(_integers(rng, shape, largest, zeros))
    return X + np.tril(X, -1).T


def _skew(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    X = np.tril(_integers(rng, shape, largest, zeros), -1)
    return X - X.T


def _diagonal(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    return np.diag(_integers(rng, shape[:1], largest, 0.0))


def _lower(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    return np.tril(_integers(rng, shape, largest, zeros), -1) + np.diag(
        _positive(rng, shape[:1], largest, zeros)
    )


def _unit_lower(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    return np.tril(_integers(rng, shape, largest, zeros), -1) + np.eye(shape[0])


def _spd(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    L = _unit_lower(rng, shape, max(largest - 1, 1), zeros)
    return L @ L.T + np.diag(_positive(rng, shape[:1], largest, zeros) - 1)


def _invertible(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    return _unit_lower(rng, shape, largest, zeros) @ _lower(rng, shape, largest, zeros).T


def _singular(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    n = shape[0]
    left, right = (
        np.vstack([np.eye(n - 1), _integers(rng, (1, n - 1), largest, zeros)]) for _ in range(2)
    )
    return left[rng.permutation(n)] @ right[rng.permutation(n)].T


def _orthogonal(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    n = shape[0]
    Q = np.eye(n)
    if largest > 1 and n > 1:
        Q[:2, :2] = [[0.6, -0.8], [0.8, 0.6]]
    return Q[rng.permutation(n)] * rng.choice([-1.0, 1.0], n) + 0.0


def _unit(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    x = np.zeros(int(np.prod(shape)))
    x[:2] = [0.6, 0.8][: x.size] if largest > 1 and x.size > 1 else [1.0, 0.0][: x.size]
    return rng.permutation(x * rng.choice([-1.0, 1.0], x.size) + 0.0).reshape(shape)


def _simplex(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    weights = _positive(rng, shape, largest, zeros)
    return weights / weights.sum(-1, keepdims=True)


def _count(rng: Rng, shape: Shape, largest: int, zeros: float) -> np.ndarray:
    return np.abs(_integers(rng, shape, largest, zeros))


_MEMBERS: dict[type[Domain], Callable[[Rng, Shape, int, float], np.ndarray]] = {
    Real: _integers,
    Positive: _positive,
    Symmetric: _symmetric,
    SPD: _spd,
    Skew: _skew,
    Diagonal: _diagonal,
    LowerTriangular: _lower,
    Invertible: _invertible,
    Singular: _singular,
    Orthogonal: _orthogonal,
    Unit: _unit,
    Simplex: _simplex,
    Count: _count,
}

_ROUNDED: dict[type[Domain], Callable[[np.ndarray], bool]] = {
    Real: lambda a: True,
    Positive: lambda a: bool((a > 0).all()),
    Symmetric: lambda a: True,
    SPD: lambda a: bool(np.linalg.eigvalsh(a).min() > 0),
    Skew: lambda a: True,
    Diagonal: lambda a: bool(np.diag(a).all()),
    LowerTriangular: lambda a: bool((np.diag(a) > 0).all()),
    Invertible: lambda a: bool(np.linalg.det(a) > 0),
}
"""Domains that rounding mostly stays within, and whether it did."""
