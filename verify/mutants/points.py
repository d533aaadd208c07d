"""Mutated points: where a claim is that a gradient vanishes, its function is mutated and judged
again.

All mutants of a round run in one program: which of them a draw is for is one more argument of the
formula."""

import copy
import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import jax.numpy as jnp
import numpy as np

from closedform.formulas import Claim, Formula, Real, Shape, Variable
from closedform.verify.draws.random import Draw
from closedform.verify.draws.sizes import Round
from closedform.verify.judging.program import evaluate
from closedform.verify.judging.sides import Sides
from closedform.verify.mutants.leaves import Leaf
from closedform.verify.mutants.mutations import Mutant
from closedform.verify.oracles.closed import closed

WHICH = "which_mutant"


def points(claim: Claim, sides: Sides) -> list[np.ndarray]:
    """The claimed point at the first draw (one array for each variable, 1 x ...)."""
    args, tangents = sides.draws[0].args, sides.draws[0].tangents
    point = closed(claim, sides.round.sizes)(args, tangents)  # type: ignore[arg-type]
    return [np.asarray(x)[None] for x in point]


def mutated(
    claim: Claim, sides: Sides, described: Sequence[Leaf], mutants: Sequence[Mutant]
) -> list[Sides]:
    """A round judged again at each mutant's points."""
    if not mutants:
        return []
    n = len(sides.draws)
    draws = [
        Draw({**d.args, WHICH: np.asarray(float(k))}, d.tangents)
        for k in range(len(mutants))
        for d in sides.draws
    ]
    together = Round(sides.round.name, sides.round.sizes, sides.round.seeds * len(mutants))
    result = evaluate(_selecting(claim, described, mutants), together, draws)
    return [_part(sides, result, np.arange(k * n, (k + 1) * n)) for k in range(len(mutants))]


def _part(sides: Sides, result: Sides, mine: np.ndarray) -> Sides:
    """One mutant's share of what was computed for all."""
    total = len(result.draws)
    copies = len(result.claim[0]) // total
    rows = np.concatenate([mine + total * c for c in range(copies)])
    modes = {name: [a[rows] for a in arrays] for name, arrays in result.modes.items()}
    return replace(
        sides, claim=[a[rows] for a in result.claim], modes=modes, value=result.value[mine]
    )


def _selecting(claim: Claim, described: Sequence[Leaf], mutants: Sequence[Mutant]) -> Claim:
    """The claim with one more argument, which says whose point it returns."""
    formula: Formula[..., Any] = copy.copy(claim.formula)
    formula.variables = {**formula.variables, WHICH: Variable(WHICH, Real, Shape(()))}
    extended = replace(
        claim, formula=formula, function=_selected(claim.function, described, mutants)
    )
    return extended


def _selected(
    f: Callable[..., Any], described: Sequence[Leaf], mutants: Sequence[Mutant]
) -> Callable[..., Any]:
    @functools.wraps(f)
    def wrapped(**known: Any) -> Any:
        which = jnp.round(known.pop(WHICH)).astype(int)
        point = f(**known)
        arrays = [jnp.asarray(x)[None] for x in (point if isinstance(point, tuple) else (point,))]
        every = [mutant.of(arrays, described) for mutant in mutants]
        chosen = tuple(
            jnp.concatenate(candidates)[which] for candidates in zip(*every, strict=True)
        )  # type: ignore[arg-type]
        return chosen if isinstance(point, tuple) else chosen[0]

    signature = inspect.signature(f)
    extra = inspect.Parameter(WHICH, inspect.Parameter.KEYWORD_ONLY)
    wrapped.__signature__ = signature.replace(parameters=[*signature.parameters.values(), extra])  # type: ignore[attr-defined]
    return wrapped
