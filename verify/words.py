"""Verdicts in words, for a terminal and for pytest."""

import shlex
from collections import Counter
from collections.abc import Sequence

from verify.rows import Verdict


def line(v: Verdict) -> str:
    """One line: status, id, and what it rests on."""
    mark = "" if v.as_expected else f"  (expected: {v.expected})"
    figures = f"{v.comparisons} compared"
    if v.share is not None and v.status == "verified" and v.kind != "differs":
        figures += f", {v.share:.1%} of the tolerance used"
    expected = " as expected" if v.status == "refuted" and v.as_expected else ""
    return f"{v.status + expected:<20} {v.id}  [{figures}, {v.seconds:.1f} s]{mark}"


def report(v: Verdict) -> str:
    """What a person needs to see of a verdict that is not `verified`: several lines, no trailing newline."""
    lines = [f"{v.id}: {v.status}" + (f" ({v.cause})" if v.cause else "")]
    if v.detail:
        lines.append(f"  {v.detail}")
    if (c := v.counterexample) is not None:
        sizes = ", ".join(f"{name} = {size}" for name, size in c["shape"].items()) or "scalars"
        oracle = next(name for name in c if name not in ("shape", "seed", "array", "entry", "claim"))
        where = (f"{c['array']}" if c["array"] else "") + str(c["entry"] if c["entry"] else "")
        lines.append(f"  at {sizes} (seed {c['seed']}), entry {where or '()'}:")
        lines.append(f"    closed form {c['claim']:.12g}")
        lines.append(
            f"    autodiff    {c[oracle]:.12g}  ({oracle}; they differ by {v.max_error:.2g}, the tolerance is {v.tolerance:.2g})"
        )
        target = v.id if v.origin and not v.origin.endswith(".py") else v.file
        lines.append(f"  again: python -m verify {shlex.quote(target)} --seed {v.seed} --draws {v.draws}")
    return "\n".join(lines)


def summary(verdicts: Sequence[Verdict], draws: int, seconds: float) -> str:
    """Counts, in one line."""
    counts = Counter(v.status + (" as expected" if v.status != "verified" and v.as_expected else "") for v in verdicts)
    said = ", ".join(f"{n} {status}" for status, n in sorted(counts.items(), key=lambda item: -item[1])) or "nothing checked"
    compared = sum(v.comparisons for v in verdicts)
    return f"{len(verdicts)} claims: {said}; {compared} comparisons over {draws} draws a claim in {seconds:.1f} s"
