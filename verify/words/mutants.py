"""What became of mutants, in words."""

from collections.abc import Sequence
from typing import Any

from closedform.verify.rows import Verdict
from closedform.wording import counted

COUNTS = ("made", "killed", "equivalent", "missed")


def report(verdicts: Sequence[Verdict], seconds: float) -> str:
    """Counts of each claim, every survivor under its claim, and the total with its wall time."""
    found = [(v.id, v.mutants) for v in verdicts if v.mutants is not None]
    lines = ["mutants of each claim:"]
    for id, mutants in found:
        skipped = mutants["skipped"]
        lines.append(
            f"{_counts(mutants):<54} {id}"
            if skipped is None
            else f"{'none made':<54} {id}  [{skipped}]"
        )
        lines += [
            f"    {s['status']:<10}  {s['mutation']}: {s['reason']}" for s in mutants["survivors"]
        ]
    return "\n".join([*lines, "", _total([mutants for _, mutants in found], seconds)])


def clean(verdicts: Sequence[Verdict]) -> bool:
    """Whether no mutant was missed."""
    return not any(v.mutants["missed"] for v in verdicts if v.mutants is not None)


def _counts(counts: dict[str, Any]) -> str:
    return ", ".join(f"{counts[name]:3d} {name}" for name in COUNTS)


def _total(found: Sequence[dict[str, Any]], seconds: float) -> str:
    sums = {name: sum(mutants[name] for mutants in found) for name in COUNTS}
    share = (
        f"{sums['equivalent'] / sums['made']:.1%} equivalent"
        if sums["made"]
        else "nothing to judge by"
    )
    counts = ", ".join(f"{sums[name]} {name}" for name in COUNTS)
    judged = sum(bool(mutants["made"]) for mutants in found)
    said = f"mutants of {counted(judged, 'claim')}: {counts} ({share})"
    return f"{said} in {seconds:.1f} s, verification included"
