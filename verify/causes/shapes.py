"""A value of the wrong shape: is it the transpose, or the right entries in another shape?"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import jax.numpy as jnp

from closedform.formulas import Claim
from closedform.verify import kinds
from closedform.verify.causes.cause import Cause, right
from closedform.verify.draws.sizes import Round
from closedform.verify.faults import Fault
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.program import run


def diagnose(claim: Claim, plan: Sequence[Round], detail: str) -> list[Cause]:
    """Causes of a wrong shape, best first."""
    plain = Cause("wrong-shape", detail)
    if claim.kind.point or not plan or len(claim.wrt) > 1:
        return [plain]
    body = claim.tex or "it"
    if _holds(claim, plan, lambda a, shape: jnp.asarray(a).T):
        return [
            Cause(
                "transposed", "its transpose has the right shape, and is right", f"write ({body})^T"
            ),
            plain,
        ]
    if _holds(claim, plan, lambda a, shape: jnp.reshape(a, shape)):
        return [
            replace(
                plain, words=f"{detail}; the entries are right, row by row", instead="reshape it"
            )
        ]
    if _holds(claim, plan, lambda a, shape: jnp.reshape(jnp.asarray(a).T, shape[::-1]).T):
        return [
            replace(
                plain,
                words=f"{detail}; the entries are right, column by column",
                instead="unvec it",
            )
        ]
    return [plain]


def _holds(
    claim: Claim, plan: Sequence[Round], change: Callable[[Any, tuple[int, ...]], Any]
) -> bool:
    rounds = []
    for r in plan:
        shape = (
            None
            if claim.formula.output is None
            else kinds.of(claim).shapes(r.sizes, claim.formula.output.at(r.sizes))[0]
        )
        if shape is None:
            return False
        changed = functools.wraps(claim.function)(
            lambda *a, shape=shape, **k: change(claim.function(*a, **k), shape)
        )
        try:
            rounds.append(run(replace(claim, function=changed), r))
        except Fault:
            return False
    return right(compare(claim, rounds))
