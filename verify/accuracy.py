"""Accuracy in float32, which is reported and decides nothing: the closed form's and autodiff's,
against float64.

Arguments are rounded to float32 first, so that every evaluation sees the same ones.
"""

from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from closedform.formulas import Claim, find
from closedform.verify import checks, kinds
from closedform.verify.draws.random import Draw, draw
from closedform.verify.draws.sizes import Round, rounds
from closedform.verify.kinds.frame import Frame
from closedform.verify.mutants import tally as mutants
from closedform.verify.oracles.closed import Method, closed
from closedform.verify.oracles.coordinates import projected

CONDITIONS = {"1e1": 1e1, "1e2": 1e2, "1e3": 1e3, "1e4": 1e4, "1e5": 1e5}
"""Name -> condition number of drawn matrices."""
DRAWS = 4
"""Draws at each condition number, all of one size."""
METHODS = ("closed form", "autodiff")
Errors = dict[str, dict[str, float | None]]


def accuracy(claim: Claim, draws: int = DRAWS, seed: int = 0) -> Errors | None:
    """Worst relative float32 error of the closed form and of autodiff (the first mode that the
    function has).

    An array's error is its largest absolute difference from autodiff's float64 value, over that
    value's largest entry; the worst of all arrays and draws counts.

    Args:
        draws: draws at each condition number; draw k has the seed `seed` + k.

    Returns:
        Condition number -> method -> error (of 1); an error is None where a value is not finite.
        None in all for kinds that are no derivatives.
    """
    if not kinds.of(claim).probed:
        return None
    first = rounds(claim, 1, seed)[0]
    drawn = [
        _rounded(claim, first, seed + k, cond) for cond in CONDITIONS.values() for k in range(draws)
    ]
    method = {"closed form": closed(claim, first.sizes), "autodiff": _mode(claim, first, drawn[0])}
    stacked = jax.tree.map(lambda *a: np.stack(a), *[(d.args, d.tangents) for d in drawn])
    single = {name: _evaluated(m, stacked, np.float32) for name, m in method.items()}
    double = _evaluated(method["autodiff"], stacked, np.float64)
    frame = _frame(claim, first, drawn)
    wanted = kinds.of(claim).reduced(frame, double)
    errors = {
        name: _errors(kinds.of(claim).reduced(frame, got), wanted).reshape(-1, draws).max(axis=1)
        for name, got in single.items()
    }
    return {
        cond: {name: _number(e[i]) for name, e in errors.items()}
        for i, cond in enumerate(CONDITIONS)
    }


def _rounded(claim: Claim, first: Round, seed: int, cond: float) -> Draw:
    """A draw whose arguments are float32 numbers, and whose directions are those of the claim to
    that precision."""
    d = draw(claim, first.sizes, seed, cond=cond)
    with jax.enable_x64(True):
        tangents = projected(claim, *jax.tree.map(jnp.asarray, (d.args, d.tangents)))
    return Draw(
        *(
            {name: np.asarray(a, np.float32) for name, a in part.items()}
            for part in (d.args, tangents)
        )
    )


def _mode(claim: Claim, first: Round, d: Draw) -> Method:
    """The first autodiff mode that can be traced: forward can't through a custom_vjp."""
    known = list(kinds.of(claim).modes(first.sizes).values())
    for mode in known[:-1]:
        try:
            jax.eval_shape(mode, d.args, d.tangents)
            return mode
        except Exception:
            continue
    return known[-1]


def _evaluated(method: Method, stacked: Any, dtype: type) -> list[np.ndarray]:
    """The method at stacked draws, in that precision throughout; float64 arrays (draws x ...)."""
    with jax.enable_x64(dtype is np.float64), jax.default_matmul_precision("highest"):
        operands = jax.tree.map(lambda a: jnp.asarray(a, dtype), stacked)
        found = jax.jit(lambda operands: jax.lax.map(lambda o: method(*o), operands))(operands)
        assert all(a.dtype == dtype for a in found)
        return [np.asarray(a, float) for a in found]


def _frame(claim: Claim, first: Round, drawn: list[Draw]) -> Frame:
    """In what the claim is compared: its tangent vectors at each draw, and the value's shape."""
    with jax.enable_x64(True):
        output = claim.formula.value_shape(first.sizes)
        if claim.along is None:
            return Frame(output)
        along = claim.along.tangents
        at = {
            w: [np.asarray(along(jnp.asarray(d.args[w], float))) for d in drawn] for w in claim.wrt
        }
    return Frame(output, [np.stack(at[w]) for w in claim.wrt])


def _errors(got: list[np.ndarray], wanted: list[np.ndarray]) -> np.ndarray:
    """The worst error of each draw; nan where it is not finite."""
    worst = np.zeros(len(wanted[0]))
    for a, b in zip(got, wanted, strict=True):
        with np.errstate(all="ignore"):
            off, size = (np.abs(x).reshape(len(x), -1).max(axis=1, initial=0.0) for x in (a - b, b))
            worst = np.maximum(worst, np.where(off == 0, 0.0, off / size))
    return worst


def _number(error: float) -> float | None:
    return float(error) if np.isfinite(error) else None


def in_child(
    origin: str, id: str, draws: int, seed: int, mutants: bool
) -> Iterator[dict[str, Any]]:
    """Check a claim by its id, with its mutants if asked for, then add its accuracy: what the pool
    calls.

    The verdict is yielded before its accuracy is looked at, and once more with it: whatever happens
    then changes no status."""
    row = _checked(origin, id, draws, seed, mutants)
    yield row
    try:
        yield row | {"accuracy": accuracy(find(origin, id), seed=seed)}
    except Exception:
        return


def _checked(origin: str, id: str, draws: int, seed: int, with_mutants: bool) -> dict[str, Any]:
    return (mutants.in_child if with_mutants else checks.in_child)(origin, id, draws, seed)
