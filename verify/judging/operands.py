"""What a program is run on: draws, their perturbed copies, and what finite differences probe."""

from collections.abc import Mapping, Sequence
from typing import Any

import jax
import numpy as np

from closedform.verify.draws.random import Draw
from closedform.verify.draws.streams import Stream
from closedform.verify.judging.tolerance import COPIES, LINE, PERTURBATION, SENSITIVITY, STEP
from closedform.verify.kinds.standard import Standard

Operands = Mapping[str, Any]


def points(
    standard: Standard, draws: Sequence[Draw], seeds: Sequence[int], reach: float = 1.0
) -> tuple[Any, Any]:
    """The operands at the draws and at their perturbed copies, and at the draws alone; stacked.

    Args:
        reach: what the steps of finite differences are multiplied by.
    """
    base = [_operands(standard, d, seed, reach) for d, seed in zip(draws, seeds, strict=True)]
    copies = [
        _perturbed(standard, o, seed, k)
        for k in range(COPIES)
        for o, seed in zip(base, seeds, strict=True)
    ]
    return _stack(base + copies), _stack(base)


def _operands(standard: Standard, d: Draw, seed: int, reach: float) -> Operands:
    claim, rng = standard.claim, Stream.PROBES.at(seed)
    count = max(2, claim.kind.order)
    probes = [{w: rng.normal(size=d.args[w].shape) for w in claim.wrt} for _ in range(count)]
    return {
        "args": d.args,
        "tangents": d.tangents,
        "probes": probes,
        "nudge": {w: np.zeros(d.args[w].shape) for w in claim.wrt},
        "reach": np.asarray(reach),  # of formulas of dimensions alone, too: a loop needs something
    }


def _perturbed(standard: Standard, operands: Operands, seed: int, copy: int) -> Operands:
    """A perturbed copy of the operands: at random, or a point on a line through them.

    Of a claimed point's random copies every other one moves the point instead of the arguments.
    """
    line = copy >= SENSITIVITY
    rng = Stream.COPIES.at(seed, SENSITIVITY if line else copy)
    size = STEP * LINE[copy - SENSITIVITY] if line else PERTURBATION
    at_point = not line and standard.moves_point(copy)

    def signs(a: np.ndarray, moving: bool) -> np.ndarray:
        return size * moving * (2.0 * rng.integers(2, size=a.shape) - 1.0)

    moved = {
        part: {k: a * (1 + signs(a, not at_point)) for k, a in operands[part].items()}
        for part in ("args", "tangents")
    }
    nudge = {k: signs(a, at_point) for k, a in operands["nudge"].items()}
    return {**operands, **moved, "nudge": nudge}


def _stack(operands: Sequence[Operands]) -> Any:
    return jax.tree.map(lambda *leaves: np.stack(leaves), *operands)
