"""What one round's program computed."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from closedform.verify.draws.random import Draw
from closedform.verify.draws.sizes import Round
from closedform.verify.judging.tolerance import COPIES
from closedform.verify.kinds.frame import Frame


class Compiled(Protocol):
    """A program that can be run on further draws of the sizes it was compiled for."""

    @property
    def circular(self) -> str | None:
        """How the claim may hold autodiff itself; None as a rule."""
        ...

    @property
    def equations(self) -> int:
        """Equations of claim and formula as they are traced."""
        ...

    @property
    def seconds(self) -> dict[str, float]:
        """What tracing, lowering and compiling it took (s)."""
        ...

    def run(self, round: Round, draws: list[Draw], reach: float = 1.0) -> "Sides":
        """What it computes at the draws, as many as it was compiled for."""
        ...


@dataclass
class Sides:
    """What one round's program computed, as NumPy arrays.

    Arrays are stacked over draws, and then over perturbed copies of them: `draws` first come the
    draws themselves.

    Attributes:
        draws: the draws, with the tangents as the claim gets them.
        frame: in what the arrays are compared.
        claim: what the claim returned, one array for each of its variables.
        modes: what each judging autodiff mode returned, likewise.
        value: the formula's value at the draws.
        predicted: what the claim ("claim") and each mode say of the derivative along the probing
            tangents; empty where the values are not asked.
        observed: the function's values around each draw; step: what steps are relative to.
        program: what computed it, for further draws of the same sizes.
    """

    round: Round
    draws: list[Draw]
    frame: Frame
    claim: list[np.ndarray]
    modes: dict[str, list[np.ndarray]]
    value: np.ndarray
    predicted: dict[str, np.ndarray]
    observed: np.ndarray | None
    step: np.ndarray
    program: Compiled | None = None

    @property
    def judge(self) -> list[np.ndarray]:
        """What the mode that judges returned."""
        return next(iter(self.modes.values()))

    def split(self, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(draws x ..., copies x draws x ...)."""
        n = len(self.draws)
        return a[:n], a[n:].reshape(COPIES, n, *a.shape[1:])
