"""What members are made of: singular values, orthonormal columns, signs, small integers."""

import numpy as np

CONDITION = 6.0
"""Condition number of a drawn matrix where a domain controls it and none is asked for."""


def singular_values(rng: np.random.Generator, k: int, cond: float | None) -> np.ndarray:
    """k distinct positive values of geometric mean near 1, largest over smallest `cond`; in random
    order."""
    c = CONDITION if cond is None else cond
    steps = (
        np.arange(k) + rng.uniform(-0.3, 0.3, k) * ((np.arange(k) > 0) & (np.arange(k) < k - 1))
    ) / max(k - 1, 1)
    return rng.permutation(c ** (steps - 0.5)) if k > 1 else np.exp(rng.uniform(-0.5, 0.5, k))


def orthonormal(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """m x n with orthonormal columns (m >= n), uniform over all such: Q of a normal matrix's QR,
    with the signs that make R's diagonal positive (Mezzadri, Notices of the AMS 54, 2007)."""
    Q, R = np.linalg.qr(rng.normal(size=(m, n)))
    return Q * np.sign(np.diag(R))


def with_singular_values(rng: np.random.Generator, m: int, n: int, s: np.ndarray) -> np.ndarray:
    """m x n with the singular values s, singular vectors uniform."""
    return orthonormal(rng, m, len(s)) * s @ orthonormal(rng, n, len(s)).T


def both_signs(rng: np.random.Generator, k: int) -> np.ndarray:
    """k signs, both of them present where k > 1, in random order."""
    signs = rng.choice([-1.0, 1.0], k)
    if k > 1:
        signs[:2] = 1.0, -1.0
    return rng.permutation(signs)


def integers(
    rng: np.random.Generator, shape: tuple[int, ...], largest: int, zeros: float
) -> np.ndarray:
    """Integers from -largest to largest, not all of them 0; positive ones more often than not."""
    size = rng.integers(1, largest + 1, size=shape)
    signed = size * np.where(rng.random(shape) < 0.25, -1, 1)
    X = np.asarray(np.where(rng.random(shape) < zeros, 0, signed))
    if X.size and not X.any():
        X.reshape(-1)[rng.integers(X.size)] = 1
    return X.astype(float)


def unit_lower(
    rng: np.random.Generator, shape: tuple[int, ...], largest: int, zeros: float
) -> np.ndarray:
    """Integers below a diagonal of ones."""
    return np.tril(integers(rng, shape, largest, zeros), -1) + np.eye(shape[0])
