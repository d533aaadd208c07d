"""Whether a mutant equals the claim: both evaluated to 50 digits, at draws that nothing else uses.

A claim that a gradient vanishes at a point is equalled by another such point too (an eigenvector's
negative)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import mpmath
import numpy as np

from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.draws.random import draw
from closedform.verify.draws.streams import Stream
from closedform.verify.exact.arithmetic import boxed, lift
from closedform.verify.exact.interpreter import Unsupported, evaluate, precision
from closedform.verify.judging.trace import output_shape
from closedform.verify.kinds.frame import Frame
from closedform.verify.kinds.stationary import Stationary
from closedform.verify.mutants.leaves import Leaf, leaves
from closedform.verify.mutants.mutations import Mutant
from closedform.verify.oracles.closed import closed
from closedform.verify.oracles.coordinates import projected

DRAWS = 5
"""Draws at which a mutant must equal the claim."""
EQUAL = mpmath.mpf(10) ** -40
"""Largest difference, relative to the claim's largest entry, of what is equal: 50 digits, less what
rounding takes."""
RESIDUE = mpmath.mpf(10) ** -45
"""Largest difference, relative to the largest argument, that is what rounding leaves of a zero, as
in X X^-1 - I."""


@dataclass(frozen=True)
class Point:
    """The claim at one draw, to 50 digits: arguments, its arrays (1 x ...), and what reduces them
    along its directions."""

    args: dict[str, np.ndarray]
    arrays: list[np.ndarray]
    described: list[Leaf]
    sizes: dict[str, int]
    frame: Frame


class Undecided(Exception):
    """The claim can't be evaluated to 50 digits; the message says why."""


def fresh(claim: Claim, seed: int) -> list[Point]:
    """The claim at DRAWS draws of a generator of their own, each of sizes that differ and are not
    1.

    Raises Undecided where it has no value there, or a primitive without a rule.
    """
    rng = Stream.FRESH.at(seed)
    found: list[Point] = []
    for _ in range(4 * DRAWS):
        try:
            point = _point(claim, _sizes(claim, rng), int(rng.integers(2**31, 2**32)))
        except Unsupported as error:
            raise Undecided(str(error)) from error
        except Exception as error:
            raise Undecided(
                f"evaluating the closed form to 50 digits raised {one_line(error)}"
            ) from error
        if all(np.isfinite(a.astype(float)).all() for a in point.arrays):
            found.append(point)
        if len(found) == DRAWS:
            return found
    raise Undecided(
        f"the closed form is finite at {len(found)} of {4 * DRAWS} fresh draws; {DRAWS} are needed"
    )


def why_equal(claim: Claim, mutant: Mutant, points: Sequence[Point]) -> str | None:
    """Why the mutant says the same as the claim, if it does so at all the points, to 50 digits;
    None if it does not.

    Raises Undecided where the mutation changes nothing at the shapes of some point.
    """
    vanishing = False
    with precision():
        for point in points:
            changed, untouched = mutant.changes(point.described), mutant.untouched(point.described)
            if changed is None or all(map(np.array_equal, changed, untouched)):
                raise Undecided(f"the mutation changes nothing at {dict(point.sizes)}")
            arrays = mutant.of(point.arrays, point.described) or []
            if _same(claim, point, arrays):
                continue
            if not claim.kind.point or not _vanishes(claim, point, arrays):
                return None
            vanishing = True
    if vanishing:
        return f"the gradient vanishes there too, at 50 digits on {len(points)} fresh draws"
    directions = f" along {claim.along.__name__} directions" if claim.along else ""
    return f"equal at 50 digits{directions} on {len(points)} fresh draws"


def _same(claim: Claim, point: Point, changed: list[Any]) -> bool:
    before, after = (
        kinds.of(claim).reduced(point.frame, [boxed(a) for a in arrays])
        for arrays in (point.arrays, changed)
    )
    residue = RESIDUE * max((_largest(a) for a in point.args.values()), default=mpmath.mpf(0))
    for raw, a, b in zip(point.arrays, before, after, strict=True):
        scale = max(_largest(raw), _largest(a))
        if not _largest(a - b) <= max(EQUAL * scale, residue):
            return False
    return True


def _vanishes(claim: Claim, point: Point, arrays: Sequence[np.ndarray]) -> bool:
    """Whether the gradient vanishes at the arrays as well, and they lie in the claim's domain."""
    gradient = Stationary(claim).modes(point.sizes)["reverse"]
    drawn = tuple(point.args[w] for w in claim.wrt)
    traced = jax.make_jaxpr(lambda args, xs: gradient(args, xs)[0])(
        *jax.tree.map(lambda a: a.astype(float), (point.args, drawn))
    )

    def at(xs: tuple[np.ndarray, ...]) -> list[np.ndarray]:
        return evaluate(traced, jax.tree.leaves((point.args, xs)))

    try:
        there, usual = at(tuple(a[0] for a in arrays)), at(drawn)
    except Unsupported as error:
        raise Undecided(str(error)) from error
    return all(_largest(x) <= EQUAL * max(_largest(y) for y in usual) for x in there)


def _largest(a: np.ndarray) -> Any:
    return max((abs(x) for x in a.reshape(-1)), default=mpmath.mpf(0))


# ── Fresh draws ─────────────────────────────────────────────────────────────────


def _sizes(claim: Claim, rng: np.random.Generator) -> dict[str, int]:
    """Sizes that differ, from 2 on, if the formula allows any such; else some that it allows."""
    dims = claim.formula.dimensions
    pool = np.arange(2, 5 + len(dims))
    tries = [dict(zip(dims, map(int, rng.permutation(pool)), strict=False)) for _ in range(200)]
    tries += [
        dict(zip(dims, map(int, rng.choice(pool, len(dims))), strict=True)) for _ in range(200)
    ]
    legal = next((sizes for sizes in tries if claim.allows(sizes)), None)
    if legal is None:
        raise Undecided("no sizes from 2 on are legal")
    return legal


def _point(claim: Claim, sizes: dict[str, int], seed: int) -> Point:
    d = draw(claim, sizes, seed)
    output = output_shape(claim, sizes, d.args)

    def program(args: Mapping[str, Any], tangents: Mapping[str, Any]) -> tuple[Any, Any]:
        along = claim.along if not claim.kind.point else None
        spanning = [along.tangents(args[w]) for w in claim.wrt] if along else []
        return closed(claim, sizes)(args, projected(claim, args, tangents)), spanning

    traced, shapes = jax.make_jaxpr(program, return_shape=True)(d.args, d.tangents)
    with precision():
        exact = {name: claim.domain(name).refined(lift(a)) for name, a in d.args.items()}
    results = [a[None] for a in evaluate(traced, jax.tree.leaves((exact, d.tangents)))]
    n = len(jax.tree.leaves(shapes[0]))
    arrays, frame = results[:n], Frame(output, results[n:])
    return Point(exact, arrays, leaves(claim, sizes, output, arrays), sizes, frame)
