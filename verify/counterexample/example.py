"""The counterexample of a verdict: as small and simple as it gets, with both values."""

from collections.abc import Sequence

import numpy as np

from closedform.formulas import Claim
from closedform.verify.counterexample.shrink import shrink
from closedform.verify.counterexample.snippet import snippet
from closedform.verify.judging.comparison import Comparison
from closedform.verify.rows import Verdict


def example(claim: Claim, comparisons: Sequence[Comparison], verdict: Verdict) -> None:
    """Make the counterexample as small and simple as it gets, and write it out as plain JAX."""
    worst = max((c for c in comparisons if c.defined.any()), key=lambda c: np.nanmax(c.worst))
    draw = worst.sides.draws[int(np.nanargmax(worst.worst))]
    small = shrink(claim, worst.sides.round.sizes, draw)
    got, want = small.compared
    assert verdict.counterexample
    verdict.counterexample |= {
        "shape": dict(small.sizes),
        "array": small.array,
        "entry": [int(i) for i in small.entry],
        "claim": float(got[small.entry]),
        "autodiff": float(want[small.entry]),
        "arguments": {
            name: np.asarray(a).tolist()
            for name, a in (small.draw.args | small.draw.tangents).items()
        },
        "values": {"claim": np.asarray(got).tolist(), "autodiff": np.asarray(want).tolist()},
        "snippet": snippet(claim, small),
    }
