"""The one place that decides closeness.

Elementwise, and never growing with size. Arguments are known to a few units in the last place, so claim and
oracle are evaluated again on copies perturbed by PERTURBATION: how far the values move is what rounding may do.
"""

import numpy as np

PERTURBATION = 2.0**-50
"""Relative perturbation of every argument in a copy."""
COPIES = 4
"""Perturbed copies of every draw."""
SPREADS = 32.0
"""Times the spread seen between the copies."""
SHARED = 0.1
"""Part of the root-mean-square spread over the array that every entry gets: one entry's own may be small by luck."""
RELATIVE = 2.0**-40
"""Part of the value."""
ABSOLUTE = 2.0**-44
"""Part of the largest value over all draws."""
CAP = 2.0**-20
"""Part of the draw's largest value that the claim's own spread and the modes' disagreement may add: a claim can't
buy tolerance by being noisy."""


def spread(base: np.ndarray, copies: np.ndarray) -> np.ndarray:
    """The largest move of each entry: base is draws x ..., copies are COPIES x draws x ..."""
    seen = np.abs(copies - base).max(axis=0)
    seen = np.where(np.isfinite(seen), seen, 0.0)
    axes = tuple(range(1, base.ndim))
    return seen + SHARED * np.sqrt(np.mean(seen**2, axis=axes, keepdims=True)) if seen.size else seen


def tolerance(
    want: np.ndarray,
    want_spread: np.ndarray,
    got_spread: np.ndarray,
    other: np.ndarray,
    largest: float,
    peak: np.ndarray | None = None,
) -> np.ndarray:
    """How far the claim may lie from `want`, for each entry of each draw (draws x ...).

    Args:
        want: autodiff's value in the mode that judges.
        want_spread, got_spread: of autodiff and of the claim.
        other: autodiff's value in the second mode.
        largest: the largest value over all draws.
        peak: what CAP is a part of, for each draw; the draw's largest value where it is None.
    """
    axes = tuple(range(1, want.ndim))
    part = CAP * (np.abs(want).max(axis=axes, keepdims=True, initial=0.0) if peak is None else peak)
    floor = SPREADS * want_spread + RELATIVE * np.abs(want) + ABSOLUTE * largest
    doubtful = SPREADS * got_spread + np.abs(want - other)
    return floor + np.minimum(np.where(np.isfinite(doubtful), doubtful, 0.0), np.maximum(part, floor))
