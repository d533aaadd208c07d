"""The domains themselves, drawn with NumPy.

Every ``draw(rng, shape, scale, cond)`` returns float64 of that shape: `scale` is the typical size
of an entry (ignored where the domain fixes it), `cond` the condition number of a matrix (None: the
domain's own, small one)."""

import jax.numpy as jnp
import jax.scipy.linalg
import numpy as np
from jax import Array
from jaxtyping import AbstractDtype, Float

from closedform.formulas._kit.notation import lower

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
    """m x n with orthonormal columns (m >= n), uniform over all such."""
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


class Domain(AbstractDtype):
    """A set of real arrays. Subclass it to add one: a `draw`, and `basis` if it is a linear
    subspace."""

    # to type checkers Float is Annotated
    dtypes = Float.dtypes  # pyright: ignore[reportAttributeAccessIssue]
    words = "real"
    square = False
    """Members are square matrices."""
    open = False
    """Members' neighbours are members: what is equal on the domain has equal derivatives."""
    constrained = False
    """Members have fewer degrees of freedom than entries, so that ``along=`` means something."""
    linear = False
    """A linear subspace, so that ``on=`` has coordinates."""
    smallest = 1
    """The least size an axis may have."""

    @classmethod
    def draw(
        cls,
        rng: np.random.Generator,
        shape: tuple[int, ...],
        scale: float = 1.0,
        cond: float | None = None,
    ) -> np.ndarray:
        """A member."""
        if cond is not None and len(shape) == 2:
            return scale * with_singular_values(rng, *shape, singular_values(rng, min(shape), cond))
        return scale * rng.normal(size=shape)

    @classmethod
    def tangents(cls, X: Array) -> Array:
        """Directions that span the tangent space at X, k of X's shape (they may be dependent)."""
        return jnp.asarray(cls.basis(len(X)), X.dtype)

    @classmethod
    def retract(cls, X: Array, V: Array) -> Array:
        """The member reached from X along the tangent V, to first order X + V."""
        return X + V

    @classmethod
    def basis(cls, n: int) -> np.ndarray:
        """One n x n matrix for each free coordinate, of a linear domain."""
        raise NotImplementedError(f"{cls.__name__} has no free coordinates")

    @classmethod
    def free(cls, X: Array) -> Array:
        """Free coordinates of a member of a linear domain."""
        i, j = cls.positions(len(X))
        return X[i, j]

    @classmethod
    def embed(cls, v: Array, n: int) -> Array:
        """The n x n member with free coordinates v: the sum of v_k times the k-th matrix of the
        basis.

        The domains here write it without the basis, whose n^4 entries and their products autodiff
        would be timed with."""
        return jnp.tensordot(v, jnp.asarray(cls.basis(n), v.dtype), 1)

    @classmethod
    def positions(cls, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Row and column of each free coordinate."""
        return lower(n)


class Real(Domain):
    """No constraint: what ``Float`` in an annotation stands for."""

    open = True


class Positive(Domain):
    """Every entry positive."""

    words = "positive"
    open = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Entries between scale/e and scale*e."""
        return scale * np.exp(rng.uniform(-1, 1, size=shape))


class Invertible(Domain):
    """Square, det > 0, not symmetric."""

    words = "invertible, det > 0"
    open = True
    square = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Prescribed singular values between random rotations; a column's sign makes det
        positive."""
        n = shape[-1]
        X = with_singular_values(rng, n, n, singular_values(rng, n, cond))
        X[:, 0] *= np.sign(np.linalg.det(X))
        return scale * X


class Singular(Domain):
    """Square, of rank n - 1."""

    words = "singular, of rank n - 1"
    square = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """n - 1 prescribed singular values and a zero."""
        n = shape[-1]
        return scale * with_singular_values(
            rng, n, n, np.append(singular_values(rng, n - 1, cond), 0.0)
        )


class Symmetric(Domain):
    """Square, X^T = X; generic members are invertible and indefinite."""

    words = "symmetric"
    square = constrained = linear = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Eigenvalues of both signs in a random basis."""
        n = shape[-1]
        Q = orthonormal(rng, n, n)
        X = scale * (Q * (singular_values(rng, n, cond) * both_signs(rng, n))) @ Q.T
        return (X + X.T) / 2

    @classmethod
    def basis(cls, n):
        """e_i e_j^T + e_j e_i^T for i > j, e_i e_i^T: vech's order."""
        i, j = lower(n)
        B = np.zeros((len(i), n, n))
        B[np.arange(len(i)), i, j] = B[np.arange(len(i)), j, i] = 1.0
        return B

    @classmethod
    def embed(cls, v, n):
        """Each entry from its place in vech."""
        i, j = lower(n)
        place = np.zeros((n, n), int)
        place[i, j] = place[j, i] = np.arange(len(i))
        return v[place]


class SPD(Symmetric):
    """Symmetric and positive definite."""

    words = "symmetric positive definite"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Positive eigenvalues in a random basis."""
        n = shape[-1]
        Q = orthonormal(rng, n, n)
        X = scale * (Q * singular_values(rng, n, cond)) @ Q.T
        return (X + X.T) / 2


class Skew(Domain):
    """Square, X^T = -X."""

    words = "skew-symmetric"
    square = constrained = linear = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Normal entries below the diagonal."""
        X = np.tril(rng.normal(size=shape), -1)
        return scale * (X - X.T)

    @classmethod
    def basis(cls, n):
        """e_i e_j^T - e_j e_i^T for i > j."""
        i, j = lower(n, diagonal=False)
        B = np.zeros((len(i), n, n))
        B[np.arange(len(i)), i, j], B[np.arange(len(i)), j, i] = 1.0, -1.0
        return B

    @classmethod
    def positions(cls, n):
        """Strictly below the diagonal."""
        return lower(n, diagonal=False)

    @classmethod
    def embed(cls, v, n):
        """The triangle below the diagonal, less its transpose."""
        L = jnp.zeros((n, n), v.dtype).at[cls.positions(n)].set(v)
        return L - L.T


class Diagonal(Domain):
    """Square and diagonal, invertible."""

    words = "diagonal"
    square = constrained = linear = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Distinct entries of both signs."""
        n = shape[-1]
        return scale * np.diag(singular_values(rng, n, cond) * both_signs(rng, n))

    @classmethod
    def basis(cls, n):
        """e_i e_i^T."""
        B = np.zeros((n, n, n))
        B[np.arange(n), np.arange(n), np.arange(n)] = 1.0
        return B

    @classmethod
    def positions(cls, n):
        """The diagonal."""
        return np.arange(n), np.arange(n)

    @classmethod
    def embed(cls, v, n):
        """diag(v)."""
        return jnp.diag(v)


class LowerTriangular(Domain):
    """Square and lower triangular, with a positive diagonal."""

    words = "lower triangular, positive diagonal"
    square = constrained = linear = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """The Cholesky factor of a symmetric positive definite matrix."""
        return np.linalg.cholesky(SPD.draw(rng, shape, scale**2, None if cond is None else cond**2))

    @classmethod
    def basis(cls, n):
        """e_i e_j^T for i >= j."""
        i, j = lower(n)
        B = np.zeros((len(i), n, n))
        B[np.arange(len(i)), i, j] = 1.0
        return B

    @classmethod
    def embed(cls, v, n):
        """The triangle, and zeros above it."""
        return jnp.zeros((n, n), v.dtype).at[cls.positions(n)].set(v)


class Orthogonal(Domain):
    """Square, X^T X = I."""

    words = "orthogonal"
    square = constrained = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Uniform (Haar)."""
        return orthonormal(rng, *shape)

    @classmethod
    def tangents(cls, X):
        """X times each skew-symmetric basis matrix."""
        return X @ jnp.asarray(Skew.basis(len(X)), X.dtype)

    @classmethod
    def retract(cls, X, V):
        """X exp(X^T V), of an X first brought nearer to the orthogonal matrices."""
        X = X @ (3 * jnp.eye(len(X), dtype=X.dtype) - X.T @ X) / 2
        return X @ jax.scipy.linalg.expm(X.T @ V)


class Unit(Domain):
    """Euclidean (Frobenius) norm one."""

    words = "of norm one"
    constrained = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Uniform on the sphere."""
        x = rng.normal(size=shape)
        return x / np.linalg.norm(x)

    @classmethod
    def tangents(cls, X):
        """Each unit vector, projected: rows of I - x x^T."""
        x = X.reshape(-1)
        return (jnp.eye(x.size, dtype=X.dtype) - jnp.outer(x, x)).reshape(-1, *X.shape)

    @classmethod
    def retract(cls, X, V):
        """(X + V) / ||X + V||."""
        return (X + V) / jnp.sqrt(jnp.sum((X + V) ** 2))


class Simplex(Domain):
    """Positive, sums to one; of a matrix, each row."""

    words = "on the simplex (positive, sums to one)"
    constrained = True

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Positive entries, normalised."""
        p = Positive.draw(rng, shape)
        return p / p.sum(-1, keepdims=True)

    @classmethod
    def tangents(cls, X):
        """Each unit direction less its row's mean."""
        E = jnp.eye(X.size, dtype=X.dtype).reshape(-1, *X.shape)
        return E - E.mean(-1, keepdims=True)

    @classmethod
    def retract(cls, X, V):
        """X + V, its sums brought to one."""
        return (X + V) / (X + V).sum(-1, keepdims=True)


class OneHot(Domain):
    """Zeros and, along the last axis, one 1."""

    words = "one-hot"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """A uniform class for each sample."""
        return np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]


class OneHotColumns(Domain):
    """Zeros and, in each column, one 1."""

    words = "one-hot in each column"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """A uniform class for each column."""
        return OneHot.draw(rng, shape[::-1]).T


class Binary(Domain):
    """Entries 0 or 1."""

    words = "zeros and ones"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Both values present where there is room."""
        return (Sign.draw(rng, shape) + 1) / 2


class Sign(Domain):
    """Entries -1 or +1."""

    words = "signs"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Both values present where there is room."""
        return both_signs(rng, int(np.prod(shape))).reshape(shape)


class Count(Domain):
    """Entries 0, 1, 2, ..."""

    words = "counts"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Uniform from 0 to 6."""
        return rng.integers(0, 7, size=shape).astype(float)
