"""Accuracy in float32, in words."""

from collections.abc import Sequence

from closedform.verify.rows import Verdict


def report(verdicts: Sequence[Verdict]) -> str:
    """One line a claim: at each condition number the relative error of the closed form and of
    autodiff."""
    found = [(v.id, v.accuracy) for v in verdicts if v.accuracy]
    if not found:
        return "accuracy in float32: no claim here is a derivative that could be evaluated"
    width = max(len(id) for id, _ in found)
    head = "".join(f"  {cond:^15}" for cond in found[0][1])
    lines = [
        f"{id:<{width}}"
        + "".join(f"  {' / '.join(map(_short, e.values())):^15}" for e in at.values())
        for id, at in found
    ]
    title = "relative error in float32, closed form / autodiff, by condition number"
    title += " (reported, never deciding):"
    return "\n".join([title, f"{'':<{width}}{head}".rstrip(), *(line.rstrip() for line in lines)])


def _short(error: float | None) -> str:
    return "-" if error is None else f"{error:.0e}" if error else "0"
