"""What is left when a claim is taken away, as a product of arrays that are at hand."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

import jax
import numpy as np

from closedform.verify.causes.clock import ENTRIES, LARGE, Clock
from closedform.verify.causes.edit import UNFIT
from closedform.verify.causes.expressions import trace
from closedform.verify.causes.looks import Look, Looks

POOL = 28
"""Arrays that products are tried of."""
SHORT = 8
"""Of them, those that products of three are tried of; inverses beside."""
CONDITION = 1e6
"""Condition number above which a matrix has no inverse to speak of."""
Shape = tuple[int, ...]
Pool = Mapping[str, np.ndarray]
"""Arrays by name."""


@dataclass(frozen=True)
class Term:
    """An array made of a pool's.

    Attributes:
        words: how it is written; arrays: how many of the pool's it is a product of.
        shape: its shape at the first look; so no array is made whose shape is not wanted.
        value: the array itself, from a pool and the shape of the claim there.
    """

    words: str
    shape: Shape
    value: Callable[[Pool, Shape], np.ndarray]
    arrays: int = 1


@dataclass(frozen=True)
class Remainder:
    """What is left: a term times a factor, in words; or a multiple of a term, by a number that has
    no name."""

    term: Term
    factor: str | None


def search(looks: Looks, clock: Clock) -> Remainder | None:
    """The first term that is left at every draw, the factor named if one can be."""
    first, multiple = looks.first, None
    if len(first.which) > 1 or looks.claim.along is not None:
        return None
    pools = _Pools()
    for term in takewhile(lambda _: not clock.over, terms(pools.of(first), first.shape)):
        if first.factor(_at(term, pools.of(first), first)) is None:
            continue
        if factor := _factor(term, looks, pools):
            return Remainder(term, factor)
        if multiple is None and first.rest.size > 2 and _proportional(term, looks, pools):
            multiple = Remainder(term, None)
    return multiple


def _factor(term: Term, looks: Looks, pools: "_Pools") -> str | None:
    """The factor by which the term is what is left: at the refuting draws, and then at all."""
    factor = None
    for some in (looks.few, looks.all):
        factor = looks.factor(some, [_at(term, pools.of(look), look) for look in some])
        if factor is None:
            return None
    return factor


def _proportional(term: Term, looks: Looks, pools: "_Pools") -> bool:
    """Whether what is left is a multiple of the term at every draw."""
    every = (*looks.few, *looks.all)
    return all(look.factor(_at(term, pools.of(look), look)) is not None for look in every)


def _at(term: Term, pool: Pool, look: Look) -> np.ndarray | None:
    """The term at a look, as a vector; None where it can't be made there."""
    try:
        part = term.value(pool, look.shape)
    except UNFIT:
        return None
    return part.reshape(-1) if part.shape == look.shape and np.isfinite(part).all() else None


class _Pools:
    """Arrays that terms are made of, of each look that is asked for."""

    def __init__(self) -> None:
        self._known: dict[int, Pool] = {}

    def of(self, look: Look) -> Pool:
        """Those of a look."""
        if id(look) not in self._known:
            self._known[id(look)] = _pool(look)
        return self._known[id(look)]


def _pool(look: Look) -> Pool:
    """Arguments, tangents, values inside the closed form and the formula."""
    claim, draw, sizes = look.claim, look.sides.draws[look.d], look.sides.round.sizes
    pool = {**draw.args, **draw.tangents}
    for name, a in list(pool.items()):
        small = a.ndim == 2 and a.shape[0] == a.shape[1] <= LARGE
        if small and np.linalg.cond(a) < CONDITION:
            pool[f"inv({name})"] = np.linalg.inv(a)
    formula = trace(
        lambda args, tangents: claim.formula.value(args, sizes), draw.args, draw.tangents
    )
    if formula.entries > ENTRIES:
        return pool
    inside = formula.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))
    for traced, values in ((look.trace, look.values), (formula, inside)):
        for v in (v for eqn in traced.eqns for v in eqn.outvars):
            a = np.asarray(values[v])
            if a.dtype == np.float64 and a.ndim <= 2 and len(pool) < POOL:
                pool.setdefault(traced.words(v, 5), a)
    return pool


# ── Terms of a shape ────────────────────────────────────────────────────────────


def terms(pool: Pool, shape: Shape) -> Iterator[Term]:
    """Terms of that shape: arrays of the pool and their transposes, one, two, or three of them
    multiplied."""
    own = [_atom(name, a) for name, a in pool.items()]
    both = [*own, *(_transposed(t) for t in own if len(t.shape) == 2)]
    for t in (*both, Term("1", (), lambda pool, shape: np.ones(()))):
        yield from _spread(t, shape)
    for s, t in itertools.product(both, repeat=2):
        yield from (p for p in _products(s, t) if p.shape == shape)
    few = {*list(pool)[:SHORT], *(name for name in pool if name.startswith("inv("))}
    short = [t for t in both if t.words.removesuffix(".T") in few]
    for s, t, u in itertools.product(short, repeat=3):
        if len(t.shape) == 2 and _matches(s, t) and _matches(t, u):
            product = _product(_product(s, t), u)
            if product.shape == shape:
                yield product


def _atom(name: str, a: np.ndarray) -> Term:
    return Term(name, a.shape, lambda pool, shape: pool[name])


def _transposed(t: Term) -> Term:
    return Term(f"{t.words}.T", t.shape[::-1], lambda pool, shape: t.value(pool, shape).T)


def _spread(t: Term, shape: Shape) -> Iterator[Term]:
    """A term as it is; a number everywhere, or on the diagonal; a vector on the diagonal."""
    if t.shape == shape:
        yield t
    elif t.shape in ((), (1,)) and len(shape) <= 2:
        yield Term(
            t.words, shape, lambda pool, shape: np.full(shape, t.value(pool, shape).reshape(()))
        )
        if len(shape) == 2 and shape[0] == shape[1]:
            yield Term(
                f"{t.words} I",
                shape,
                lambda pool, shape: np.eye(shape[0]) * t.value(pool, shape).reshape(()),
            )
    elif shape == t.shape * 2 and len(t.shape) == 1:
        yield Term(f"diag({t.words})", shape, lambda pool, shape: np.diag(t.value(pool, shape)))


def _products(s: Term, t: Term) -> Iterator[Term]:
    if _matches(s, t) and (len(s.shape), len(t.shape)) != (1, 1):
        yield _product(s, t)
    if len(s.shape) == len(t.shape) == 1:
        yield _of_two(f"outer({s.words}, {t.words})", s.shape + t.shape, np.outer, s, t)
    if len(s.shape) == 1 and s.shape == t.shape:
        yield _of_two(f"({s.words} . {t.words})", (), lambda a, b: np.asarray(a @ b), s, t)
    if s.shape == t.shape and s.words <= t.words:
        yield _of_two(f"{s.words} * {t.words}", s.shape, np.multiply, s, t)


def _matches(s: Term, t: Term) -> bool:
    return bool(s.shape and t.shape) and s.shape[-1] == t.shape[0]


def _product(s: Term, t: Term) -> Term:
    return _of_two(f"{s.words} @ {t.words}", s.shape[:-1] + t.shape[1:], np.matmul, s, t)


def _of_two(
    words: str, shape: Shape, f: Callable[[np.ndarray, np.ndarray], np.ndarray], s: Term, t: Term
) -> Term:
    def value(pool: Pool, shape: Shape) -> np.ndarray:
        return f(s.value(pool, shape), t.value(pool, shape))

    return Term(words, shape, value, s.arrays + t.arrays)
