"""The one place that decides closeness.

Elementwise, and never growing with size. It rests on what can be seen of the problem itself, at
perturbed copies of the arguments: how far values move where arguments move by a few units in the
last place (sensitivity), and how rough they are on a straight line of points (rounding inside the
evaluation, of the oracle's too)."""

from dataclasses import dataclass

import numpy as np

PERTURBATION = 2.0**-50
"""Relative perturbation of every argument in a sensitivity copy."""
SENSITIVITY = 4
"""Sensitivity copies of every draw, perturbed at random."""
LINE = (1.0, -1.0, 2.0, -2.0)
"""Further copies, on a line through the draw, in steps of STEP."""
STEP = 2.0**-28
"""Relative step along the line: far enough for roundings to fall anew, near enough for the function
to be a parabola."""
COPIES = SENSITIVITY + len(LINE)
"""Copies of every draw."""
SPREADS = 32.0
"""Times the spread and the roughness seen."""
SHARED = 0.1
"""Part of the root-mean-square over the array that every entry gets: one entry's own may be small
by luck."""
RELATIVE = 2.0**-40
"""Part of the value."""
PEAK = 2.0**-36
"""Part of the draw's largest value: what library functions (expm, for one) are good to."""
ABSOLUTE = 2.0**-44
"""Part of what such values are as a rule, at that draw and at the others: a value that is nothing
beside these is what is left of them."""
CAP = 2.0**-30
"""Part of the draw's largest value that the claim's own noise and the modes' disagreement may add:
a claim can't buy tolerance by being noisy."""
ROUGH = 2.0**-37
"""Part of the draw's largest value: noise of a claim above it is that of a difference quotient, as
long as autodiff's own lies below."""
COARSE = {"long": 2.0**-24, "corner": 2.0**-18, "wide": 2.0**-18}
"""Sort of round -> part of the draw's largest value that rounding may be there: it is judged at
generic points of small sizes."""
BLIND = 2.0**-10
"""Part of the draw's largest value: where the oracle's own uncertainty reaches it, the draw decides
nothing."""


def spread(base: np.ndarray, copies: np.ndarray) -> np.ndarray:
    """How far each entry moves between sensitivity copies: base is draws x ..., copies are COPIES x
    draws x ..."""
    return _shared(np.abs(copies[:SENSITIVITY] - base).max(axis=0))


def roughness(copies: np.ndarray) -> np.ndarray:
    """Rounding error of each entry: what a parabola along the line leaves over."""
    near, far = (
        copies[SENSITIVITY] - copies[SENSITIVITY + 1],
        copies[SENSITIVITY + 2] - copies[SENSITIVITY + 3],
    )
    return _shared(np.abs(near - far / 2))


def _shared(seen: np.ndarray) -> np.ndarray:
    seen = np.where(np.isfinite(seen), seen, 0.0)
    axes = tuple(range(1, seen.ndim))
    return (
        seen + SHARED * np.sqrt(np.mean(seen**2, axis=axes, keepdims=True)) if seen.size else seen
    )


def peak(a: np.ndarray) -> np.ndarray:
    """The largest magnitude of each draw, broadcastable against it."""
    return np.abs(a).max(axis=tuple(range(1, a.ndim)), keepdims=True, initial=0.0)


def floor(want: np.ndarray, uncertain: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """What the oracle alone allows, for each entry of each draw (draws x ...).

    Args:
        want: autodiff's value in the mode that judges.
        uncertain: its spread and roughness.
        usual: what ABSOLUTE is a part of, for each draw.
    """
    return SPREADS * uncertain + RELATIVE * np.abs(want) + PEAK * peak(want) + ABSOLUTE * usual


def tolerance(
    base: np.ndarray,
    noise: np.ndarray,
    apart: np.ndarray,
    size: np.ndarray,
    usual: np.ndarray,
    cap: float = CAP,
) -> np.ndarray:
    """How far the claim may lie from autodiff.

    Args:
        base: `floor`.
        noise: the claim's own spread and roughness; apart: how far two autodiff modes are apart.
        size: what CAP is a part of, for each draw: as a rule its largest value.
        usual: what ABSOLUTE is a part of, for each draw.
        cap: CAP, but where rounding is not judged.
    """
    doubtful = SPREADS * noise + apart
    most = np.maximum(np.maximum(cap * size, base), ABSOLUTE * usual)
    return base + np.minimum(np.where(np.isfinite(doubtful), doubtful, 0.0), most)


@dataclass(frozen=True)
class Precision:
    """What computing in a dtype is good to.

    Attributes:
        perturbation: relative, of every argument in a sensitivity copy: a few units in the last
            place.
        relative, peak: parts of the value, and of the draw's largest value, that count as rounding.
        cap: part of the largest value that autodiff's own error in the dtype may add.
        blind: part of it up to which a tolerance still tells right from wrong.
    """

    perturbation: float
    relative: float
    peak: float
    cap: float
    blind: float

    def tolerance(
        self, want: np.ndarray, uncertain: np.ndarray, off: np.ndarray, usual: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """How far what was computed in the dtype may lie from the truth, and where that decides.

        Args:
            want: the truth (draws x ...).
            uncertain: how far it moves where arguments move by the dtype's perturbation.
            off: how far autodiff, computed in the dtype, is from it.
            usual: the size that such values have as a rule.
        """
        size = np.maximum(peak(want), usual)
        base = SPREADS * uncertain + self.relative * np.abs(want) + self.peak * peak(want)
        rounding = np.where(np.isfinite(off), SPREADS * _shared(np.abs(off)), 0.0)
        return base + np.minimum(
            rounding, np.maximum(self.cap * size, base)
        ), base <= self.blind * size


PRECISIONS = {
    "float64": Precision(PERTURBATION, RELATIVE, PEAK, CAP, BLIND),
    "float32": Precision(2.0**-21, 2.0**-13, 2.0**-12, 2.0**-6, 2.0**-4),
}
"""Dtype -> what computing in it is good to."""
