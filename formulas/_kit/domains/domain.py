"""What a domain is: a set of real arrays, {X : h(X) = 0, g(X) > 0}, and all that is asked of it.

One class a domain, in a file of its own; its methods stand in the order of this one. Members are
built, never filtered for: generic (no structure beyond the domain's own) and well conditioned."""

import itertools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jaxtyping import AbstractDtype, Float

from closedform.formulas._kit.notation import lower
from closedform.formulas._kit.shapes import Shape

ROUNDING = 2.0**-40
"""What rounding may leave of an equation that a member satisfies, relative to its largest entry."""
LARGEST = 8
"""Sizes up to which a legal one is looked for."""


class Domain(AbstractDtype):
    """A set of real arrays. Subclass it to add one: a `draw`, its equations and bounds; `basis` if
    it is a linear subspace, `tangents` and `retract` if it is curved."""

    # to type checkers Float is Annotated
    dtypes = Float.dtypes  # pyright: ignore[reportAttributeAccessIssue]
    words = "real"
    """The domain as an adjective."""
    shapes = "arrays"
    """What `allows` allows, in words."""
    open = False
    """Members' neighbours are members: what is equal on the domain has equal derivatives."""
    constrained = False
    """Members have fewer degrees of freedom than entries, so that ``along=`` means something."""
    linear = False
    """A linear subspace, so that ``on=`` has coordinates."""
    rounds = False
    """A member with rounded entries is, more often than not, a member."""

    def __init_subclass__(cls, **options: Any) -> None:
        """A class that draws other members than its parent has other simple ones too."""
        super().__init_subclass__(**options)
        if "draw" in vars(cls):
            for name in {"simple", "rounds"} - set(vars(cls)):
                setattr(cls, name, vars(Domain)[name])

    # ── Shapes ──────────────────────────────────────────────────────────────────

    @classmethod
    def allows(cls, shape: tuple[int, ...]) -> bool:
        """Whether there are members of this shape."""
        return all(size >= 1 for size in shape)

    @classmethod
    def fits(cls, shape: Shape) -> bool:
        """Whether a declared shape has members where its dimensions differ from one another and
        from the sizes it states, as far as those leave any axis."""
        stated = {int(axis) for axis in shape.axes if axis.isdigit()}
        sizes = [n for n in range(1, LARGEST + 1) if n not in stated]
        chosen = itertools.permutations(sizes, len(shape.names))
        tried = (shape.at(dict(zip(shape.names, c, strict=True))) for c in chosen)
        possible = (t for t in tried if min(t, default=1) >= 1)
        first = next(possible, None)
        return first is None or cls.allows(first) or any(map(cls.allows, possible))

    # ── Members ─────────────────────────────────────────────────────────────────

    @classmethod
    def draw(
        cls,
        rng: np.random.Generator,
        shape: tuple[int, ...],
        scale: float = 1.0,
        cond: float | None = None,
    ) -> np.ndarray:
        """A member at random, float64 by NumPy.

        Args:
            scale: typical size of an entry; ignored where the domain fixes it.
            cond: condition number of a matrix; None for the domain's own, a small one.
        """
        raise NotImplementedError(f"{cls.__name__} has no draw: write one that returns a member")

    @classmethod
    def equations(cls, X: Array) -> Array:
        """h(X): zero at members and, of a constrained domain, nowhere else near them."""
        if cls.linear:
            return X - cls.embed(cls.free(X), len(X))
        return X - cls.retract(X, jnp.zeros_like(X)) if cls.curved() else jnp.zeros(0, X.dtype)

    @classmethod
    def bounds(cls, X: Array) -> Array:
        """g(X): positive at members."""
        return jnp.zeros(0, X.dtype)

    @classmethod
    def outside(cls, X: Array) -> Array:
        """How far X lies outside: what its equations leave, and by how much its bounds are below
        zero."""
        return jnp.concatenate([cls.equations(X).ravel(), jnp.minimum(cls.bounds(X), 0).ravel()])

    @classmethod
    def contains(cls, X: np.ndarray) -> bool:
        """Whether X is a member, but for rounding."""
        if not (cls.allows(X.shape) and np.isfinite(X).all()):
            return False
        with jax.enable_x64(True):
            h, g = (np.asarray(f(jnp.asarray(X))) for f in (cls.equations, cls.bounds))
        return bool((np.abs(h) <= ROUNDING * np.abs(X).max(initial=0.0)).all() and (g > 0).all())

    # ── Free coordinates, of a linear domain ────────────────────────────────────

    @classmethod
    def basis(cls, n: int) -> np.ndarray:
        """One n x n matrix for each free coordinate."""
        raise NotImplementedError(f"{cls.__name__} has no free coordinates")

    @classmethod
    def positions(cls, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Row and column of each free coordinate."""
        return lower(n)

    @classmethod
    def free(cls, X: Array) -> Array:
        """Free coordinates of a member."""
        i, j = cls.positions(len(X))
        return X[i, j]

    @classmethod
    def embed(cls, v: Array, n: int) -> Array:
        """The n x n member with free coordinates v: the sum of v_k times the k-th matrix of the
        basis.

        The domains here write it without the basis, whose n^4 entries and their products autodiff
        would be timed with."""
        return jnp.tensordot(v, jnp.asarray(cls.basis(n), v.dtype), 1)

    # ── Tangents ────────────────────────────────────────────────────────────────

    @classmethod
    def tangents(cls, X: Array) -> Array:
        """Directions that span the tangent space at X, k of X's shape (they may be dependent)."""
        return jnp.asarray(cls.basis(len(X)), X.dtype)

    @classmethod
    def retract(cls, X: Array, V: Array) -> Array:
        """The member reached from X along the tangent V, to first order X + V."""
        return X + V

    @classmethod
    def curved(cls) -> bool:
        """Whether to stay inside takes more than adding a tangent."""
        return cls.writes("retract")

    @classmethod
    def writes(cls, method: str) -> bool:
        """Whether it, or a domain that it inherits from, has a method of its own."""
        return getattr(cls, method).__func__ is not getattr(Domain, method).__func__

    # ── Other members ───────────────────────────────────────────────────────────

    @classmethod
    def simple(
        cls, rng: np.random.Generator, shape: tuple[int, ...], largest: int, zeros: float
    ) -> np.ndarray:
        """A member that is easy to read: small integers where there are any, else short fractions;
        as drawn where the domain knows none.

        Args:
            largest: largest magnitude of a free integer; zeros: how many of them are 0 (0 to 1).
        """
        return cls.draw(rng, shape)

    @classmethod
    def rounded(cls, X: np.ndarray, decimals: int) -> np.ndarray | None:
        """A member with its entries rounded, as it is where the domain never survives that; None
        where it left the domain."""
        if not cls.rounds:
            return X
        short = np.round(X, decimals) + 0.0
        return short if cls.contains(short) else None

    @classmethod
    def refined(cls, X: np.ndarray) -> np.ndarray:
        """The member next to X, which is one to float64's rounding: an array of mpmath numbers, to
        the digits that mpmath works with."""
        return X
