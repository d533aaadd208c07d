"""Missing and wrong terms: edits of the closed form that make it right, and what is left when it is
taken away."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.causes import edits, factors
from closedform.verify.causes.cause import CLOSE, Cause
from closedform.verify.causes.expressions import Trace, trace
from closedform.verify.causes.readings import numbers_of
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.closed import closed

LOOKS = 2
"""Draws of each round that are looked at."""
POOL = 28
"""Arrays that products are tried of."""


@dataclass
class Look:
    """A draw, looked at closely: the closed form's values there, and what it should be and is."""

    sides: Sides
    d: int
    trace: Trace
    values: dict[Any, Any]
    want: np.ndarray
    got: np.ndarray


def diagnose(claim: Claim, rounds: Sequence[Sides], which: Sequence[int]) -> list[Cause]:
    """A wrong term that one edit puts right; else a term left out, if it can be named."""
    generic = [s for s in rounds if 1 not in s.round.sizes.values()][:2]
    if claim.kind.point or not generic:
        return []
    try:
        looks = [
            _look(claim, s, d, which) for s in generic for d in range(min(LOOKS, len(s.draws)))
        ]
        return _edited(claim, looks, which) or _left_out(claim, looks, which)
    except (
        TypeError,
        ValueError,
        NotImplementedError,
        KeyError,
    ):  # a program that can't be taken apart
        return []


def of_optimum(claim: Claim, rounds: Sequence[Sides]) -> list[Cause]:
    """An edit after which the gradient vanishes at the point."""
    generic = [s for s in rounds if 1 not in s.round.sizes.values()][:2]
    if claim.along is not None or not generic:
        return []
    try:
        spots = [_spot(claim, s) for s in generic]
        found = edits.search(
            spots[0].trace, lambda edit: all(spot.vanishes(edit) for spot in spots)
        )
    except (TypeError, ValueError, NotImplementedError, KeyError):
        return []
    return [Cause("wrong-term", "one edit makes the gradient vanish", found.words)] if found else []


@dataclass
class Spot:
    """An optimum's claim at one draw, with the gradient of the formula there."""

    trace: Trace
    values: dict[Any, Any]
    gradient: Any
    size: float

    def vanishes(self, edit: edits.Edit) -> bool:
        """Whether the gradient vanishes at the edited point."""
        try:
            if edit.at >= len(self.trace.eqns):
                return False
            g = self.gradient(
                self.trace.rerun(self.values, edit.at, edit.outputs(self.trace, self.values))
            )
        except (TypeError, ValueError, ZeroDivisionError, IndexError, KeyError):
            return False
        return bool(np.isfinite(g).all()) and float(np.abs(g).max(initial=0.0)) <= CLOSE * self.size


def _spot(claim: Claim, sides: Sides) -> Spot:
    draw, sizes = sides.draws[0], sides.round.sizes
    traced = trace(closed(claim, sizes), draw.args, draw.tangents)
    values = traced.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))

    def f(point: list[Any]) -> Any:
        return claim.formula.value({**draw.args, **dict(zip(claim.wrt, point, strict=True))}, sizes)

    compiled = jax.jit(jax.grad(f))

    def gradient(point: list[np.ndarray]) -> np.ndarray:
        if [p.shape for p in point] != [draw.args[w].shape for w in claim.wrt]:
            raise ValueError("another shape")
        return np.concatenate([np.asarray(g).reshape(-1) for g in compiled(list(point))])

    there = traced.rerun(values, len(traced.eqns), [])
    return Spot(traced, values, gradient, float(np.abs(gradient(there)).max(initial=0.0)))


def _look(claim: Claim, sides: Sides, d: int, which: Sequence[int]) -> Look:
    draw = sides.draws[d]
    traced = trace(closed(claim, sides.round.sizes), draw.args, draw.tangents)
    values = traced.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))
    want = [a[d] for a in next(iter(sides.modes.values()))]
    got = [a[d] for a in sides.claim]
    return Look(
        sides,
        d,
        traced,
        values,
        _joined(claim, sides, d, want, which),
        _joined(claim, sides, d, got, which),
    )


def _joined(
    claim: Claim, sides: Sides, d: int, leaves: Sequence[np.ndarray], which: Sequence[int]
) -> np.ndarray:
    """The failing arrays of one draw, along the claim's directions, as one vector."""
    if sides.frame.along:
        stacked = [np.asarray(leaf)[None] for leaf in leaves]
        leaves = [a[0] for a in kinds.of(claim).reduced(sides.frame.at(d), stacked)]
    return np.concatenate([np.asarray(leaves[k]).reshape(-1) for k in which])


def _edited(claim: Claim, looks: Sequence[Look], which: Sequence[int]) -> list[Cause]:
    left: list[tuple[edits.Edit, str]] = []
    first = looks[0]

    def result(look: Look, edit: edits.Edit) -> np.ndarray | None:
        if edit.at >= len(look.trace.eqns):
            return None
        leaves = look.trace.rerun(look.values, edit.at, edit.outputs(look.trace, look.values))
        shapes = [a.shape for a in leaves]
        return (
            _joined(claim, look.sides, look.d, leaves, which)
            if shapes == [a[0].shape for a in look.sides.claim]
            else None
        )

    def accept(edit: edits.Edit) -> bool:
        try:
            value = result(first, edit)
            if value is None or not np.isfinite(value).all():
                return False
            if not left and _factor(value, first.want - first.got) is not None:
                names = _same_factor(claim, looks, [result(look, edit) for look in looks])
                if names:
                    left.append((edit, names))
            return _equal(value, first.want) and all(
                _equal(result(look, edit), look.want) for look in looks[1:]
            )
        except (TypeError, ValueError, ZeroDivisionError, IndexError, KeyError):
            return False

    # Equations differ between rounds where the closed form loops over a size: such an edit is tried
    # in the first alone.
    lengths = {len(look.trace.eqns) for look in looks}
    looks = (
        looks
        if len(lengths) == 1
        else [look for look in looks if len(look.trace.eqns) == len(first.trace.eqns)]
    )
    found = edits.search(first.trace, accept)
    if found is not None:
        return [Cause("wrong-term", "one edit makes it right", found.words)]
    if left:
        edit, factor = left[0]
        return [
            Cause(
                "missing-term",
                f"left out is {'' if factor == '1' else factor + ' times '}the claim with one edit: {edit.words}",
                None,
            )
        ]
    return []


def _equal(a: np.ndarray | None, b: np.ndarray) -> bool:
    return (
        a is not None
        and bool(np.abs(a - b).max(initial=0.0) <= CLOSE * np.abs(b).max(initial=0.0))
        and bool(np.abs(b).max(initial=0.0) > 0)
    )


def _factor(part: np.ndarray, rest: np.ndarray) -> float | None:
    found = factors.between([(part, rest)])
    return None if found is None or found[0] != found[0] else found[0]


def _same_factor(
    claim: Claim, looks: Sequence[Look], parts: Sequence[np.ndarray | None]
) -> str | None:
    """What factor of the parts is left out, if one expression gives it at every look."""
    if any(p is None or not np.isfinite(p).all() for p in parts):
        return None
    fitted = [
        _factor(p, look.want - look.got)
        for p, look in zip(parts, looks, strict=True)
        if p is not None
    ]
    known = [f for f in fitted if f is not None]
    if len(known) < len(looks):
        return None
    return factors.name(
        [
            (k.sides.round.sizes, [f], [numbers_of(claim, k.sides, k.d)])
            for k, f in zip(looks, known, strict=True)
        ]
    )


def _left_out(claim: Claim, looks: Sequence[Look], which: Sequence[int]) -> list[Cause]:
    """What is left, as a known array or a product of two or three."""
    if len(which) > 1 or claim.along is not None:
        return []
    shape = looks[0].sides.claim[which[0]][0].shape
    pools = [_pool(claim, look) for look in looks]
    rest, multiple = looks[0].want - looks[0].got, None
    for words, parts in _candidates(pools, shape):
        if _factor(parts[0].reshape(-1), rest) is None:
            continue
        flat = [p.reshape(-1) for p in parts]
        if name := _same_factor(claim, looks, flat):
            term = words if name == "1" else f"{name} * {words}"
            return [Cause("missing-term", f"what is left is {term}", f"add {term}")]
        if (
            multiple is None
            and rest.size > 2
            and all(
                _factor(p, k.want - k.got) is not None for p, k in zip(flat, looks, strict=True)
            )
        ):
            multiple = words
    if multiple is None:
        return []
    return [
        Cause(
            "missing-term",
            f"what is left is a multiple of {multiple}, by a number that depends on the arguments",
        )
    ]


def _pool(claim: Claim, look: Look) -> dict[str, np.ndarray]:
    """Arrays that terms are made of, by name: arguments, directions, values inside the closed form
    and the formula."""
    sides, draw = look.sides, look.sides.draws[look.d]
    pool = {**draw.args, **draw.tangents}
    for name, a in list(pool.items()):
        if a.ndim == 2 and a.shape[0] == a.shape[1] and np.linalg.cond(a) < 1e6:
            pool[f"inv({name})"] = np.linalg.inv(a)
    formula = trace(
        lambda args, tangents: claim.formula.value(args, sides.round.sizes),
        draw.args,
        draw.tangents,
    )
    inside = formula.run(jax.tree.leaves((dict(draw.args), dict(draw.tangents))))
    for traced, values in ((look.trace, look.values), (formula, inside)):
        for eqn in traced.eqns:
            for v in eqn.outvars:
                a = np.asarray(values[v])
                if a.dtype == np.float64 and a.ndim <= 2 and len(pool) < POOL:
                    pool.setdefault(traced.words(v, 5), a)
    return pool


def _candidates(
    pools: Sequence[dict[str, np.ndarray]], shape: tuple[int, ...]
) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Arrays of this shape, each at every look."""
    names = [n for n in pools[0] if all(n in p for p in pools)]
    one = {n: [p[n] for p in pools] for n in names}
    one["1"] = [np.ones(1) for _ in pools]
    both = one | {f"{n}.T": [a.T for a in found] for n, found in one.items() if found[0].ndim == 2}
    for n, found in both.items():
        if found[0].shape == shape:
            yield n, found
        elif found[0].shape in ((), (1,)) and len(shape) <= 2:
            yield (
                n,
                [np.full(_shape_like(shape, pools, k), a.reshape(())) for k, a in enumerate(found)],
            )
            if len(shape) == 2 and shape[0] == shape[1]:
                yield (
                    f"{n} I",
                    [
                        np.eye(_shape_like(shape, pools, k)[0]) * a.reshape(())
                        for k, a in enumerate(found)
                    ],
                )
        elif found[0].ndim == 1 and shape == (*found[0].shape, *found[0].shape):
            yield f"diag({n})", [np.diag(a) for a in found]
    for (a, x), (b, y) in itertools.product(both.items(), repeat=2):
        for words, made in _products(a, x, b, y):
            if made[0].shape == shape:
                yield words, made
    short = {
        n: f
        for n, f in both.items()
        if n.removesuffix(".T") in list(pools[0])[:8] or n.startswith("inv")
    }
    for (a, x), (b, y), (c, z) in itertools.product(short.items(), repeat=3):
        if (
            x[0].ndim
            and y[0].ndim == 2
            and z[0].ndim
            and x[0].shape[-1] == y[0].shape[0]
            and y[0].shape[1] == z[0].shape[0]
        ):
            made = [u @ v @ w for u, v, w in zip(x, y, z, strict=True)]
            if made[0].shape == shape:
                yield f"{a} @ {b} @ {c}", made


def _shape_like(
    shape: tuple[int, ...], pools: Sequence[dict[str, np.ndarray]], k: int
) -> tuple[int, ...]:
    """The same axes at look k: found by the arrays that have this shape at the first."""
    match = next((n for n, a in pools[0].items() if a.shape == shape), None)
    return pools[k][match].shape if match else shape


def _products(
    a: str, x: list[np.ndarray], b: str, y: list[np.ndarray]
) -> Iterator[tuple[str, list[np.ndarray]]]:
    u, v = x[0], y[0]
    if u.ndim and v.ndim and u.shape[-1] == v.shape[0] and (u.ndim, v.ndim) != (1, 1):
        yield f"{a} @ {b}", [p @ q for p, q in zip(x, y, strict=True)]
    if u.ndim == v.ndim == 1:
        yield f"outer({a}, {b})", [np.outer(p, q) for p, q in zip(x, y, strict=True)]
        if u.shape == v.shape:
            yield f"({a} . {b})", [np.asarray(p @ q) for p, q in zip(x, y, strict=True)]
    if u.shape == v.shape and a <= b:
        yield f"{a} * {b}", [p * q for p, q in zip(x, y, strict=True)]
