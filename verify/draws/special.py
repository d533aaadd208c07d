"""Special points: members of the domains that a random draw never is.

Zeros and ties, large entries, other signs, repeated singular values, low rank, ill conditioned
ones: what holds at generic points may fail there, where the function is as smooth as anywhere.
"""

from collections.abc import Callable, Sequence

import numpy as np

from closedform.formulas import Claim, Domain
from closedform.formulas._kit.domains.invertible import Invertible
from closedform.verify.draws.random import Draw
from closedform.verify.draws.sizes import Sort
from closedform.verify.draws.streams import Stream

CONDITION = 1e4
"""Condition number of what is ill conditioned."""
Change = Callable[[np.ndarray], np.ndarray]


def _vectors(change: Change) -> Change:
    """A change of what is no matrix of reals: where one is singular, formulas of inverses end."""
    return lambda a: a if a.ndim == 2 and (a != np.round(a)).any() else change(a)


def _zeros(a: np.ndarray) -> np.ndarray:
    return np.where(np.arange(a.size).reshape(a.shape) % 2 == 0, 0.0, a)


def _one_zero(a: np.ndarray) -> np.ndarray:
    return np.where(np.arange(a.size).reshape(a.shape) == 0, 0.0, a)


def _ties(a: np.ndarray) -> np.ndarray:
    return np.full(a.shape, a.reshape(-1)[0] if a.size else 0.0)


def _flat(a: np.ndarray) -> np.ndarray:
    return np.eye(*a.shape) if a.ndim == 2 else np.ones(a.shape)


def _flipped(a: np.ndarray) -> np.ndarray:
    first = np.arange(a.size).reshape(a.shape) < (a.shape[-1] if a.ndim > 1 else 1)
    return np.where(first, -a, a)


def _counts(a: np.ndarray) -> np.ndarray:
    return a + 16.0 if (a == np.round(a)).all() and (a >= 0).all() else a


def _stiff(a: np.ndarray) -> np.ndarray:
    if a.ndim != 2 or min(a.shape) < 2 or not np.isfinite(a).all():
        return a
    U, s, Vt = np.linalg.svd(a, full_matrices=False)
    return (U * np.geomspace(s[0], s[0] / CONDITION, len(s))) @ Vt


WIDE: dict[str, Change] = {
    "entries are large": lambda a: 8.0 * a,
    "entries have the other sign": lambda a: -a,
    "counts are large": _counts,
    "the first row has the other sign": _flipped,
    "entries are very large": lambda a: 32.0 * a,
    "matrices are ill conditioned": _stiff,
}
"""Changes after which a function is as smooth as before."""
CORNERS: dict[str, Change] = {
    "an entry is zero": _one_zero,
    "entries are zero": _vectors(_zeros),
    "entries are equal": _vectors(_ties),
    "singular values are equal": _flat,
    "all entries are zero": _vectors(lambda a: 0.0 * a),
}
"""Changes after which it may have a kink."""
NEAR = 2.0**-20
"""Distance at which a function is asked whether it is smooth at a special point."""


def words(sort: Sort, d: int) -> str:
    """What is special about the d-th draw of a round of special points."""
    changes = CORNERS if sort == "corner" else WIDE
    return list(changes)[d % len(changes)]


def special(claim: Claim, draws: Sequence[Draw], sort: Sort, every: bool) -> list[Draw]:
    """Each draw changed in one way, as far as its arguments stay in their domains.

    Args:
        every: whether all arguments are changed, or one of them, which one changing with the draw.
    """
    changes = list((CORNERS if sort == "corner" else WIDE).values())
    names = list(claim.formula.variables)
    chosen = [names if every else [names[d % len(names)]] for d in range(len(draws))]
    return [
        Draw(_changed(claim, draw.args, changes[d % len(changes)], chosen[d]), draw.tangents)
        for d, draw in enumerate(draws)
    ]


def near(claim: Claim, draws: Sequence[Draw], seed: int, sign: float) -> list[Draw]:
    """Neighbours of draws, moved by NEAR one way in the variables that are free to move."""
    rng = Stream.NEAR.at(seed)
    free = [n for n in claim.formula.variables if claim.domain(n).open]
    moved = []
    for draw in draws:
        steps = {n: sign * NEAR * rng.normal(size=draw.args[n].shape) for n in free}
        args = {n: a + steps[n] if n in steps else a for n, a in draw.args.items()}
        moved.append(Draw(args, draw.tangents))
    return moved


def _changed(
    claim: Claim, args: dict[str, np.ndarray], change: Change, names: Sequence[str]
) -> dict[str, np.ndarray]:
    changed = {name: change(args[name]) for name in names}
    turned = claim.kind.order > 0
    kept = {name: a for name, a in changed.items() if _stays(claim.domain(name), a, turned)}
    return {**args, **kept}


def _stays(domain: type[Domain], a: np.ndarray, turned: bool) -> bool:
    """Whether an array is a member, or would be one in the other orientation of space where that
    counts: not of an equality of values, which need hold on the domain alone."""
    if turned and issubclass(domain, Invertible) and a.ndim == 2 and np.isfinite(a).all():
        a = domain.oriented(a)
    return domain.contains(a)
