"""Verdicts in words, for a terminal and for pytest."""

import shlex
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from closedform.verify.rows import Verdict
from closedform.wording import counted


def line(v: Verdict) -> str:
    """One line: status, id, and what it rests on."""
    mark = "" if v.as_expected else f"  (expected: {v.expected})"
    figures = f"{v.comparisons} compared"
    if v.share is not None and v.status == "verified" and v.kind != "differs":
        figures += f", {v.share:.1%} of the tolerance used"
    expected = " as expected" if v.status == "refuted" and v.as_expected else ""
    took = f"kept from {v.kept[:10]}" if v.kept else f"{v.seconds:.1f} s"
    return f"{v.status + expected:<20} {v.id}  [{figures}, {took}]{mark}"


def report(v: Verdict, snippet: bool = True) -> str:
    """What a person needs to see of a verdict that is not the expected one: several lines, no
    trailing newline.

    Args:
        snippet: whether the counterexample is written out as plain JAX, too.
    """
    lines = [f"{v.id}: {v.status}" + (f" ({v.cause})" if v.cause else "")]
    lines += [f"  {text}" for text in v.causes or [v.detail] if text]
    if (c := v.counterexample) is not None:
        lines += _counterexample(v, c)
        if snippet and c.get("snippet"):
            lines += [
                "  in plain JAX:",
                *(f"    {line}".rstrip() for line in c["snippet"].strip().splitlines()),
            ]
    return "\n".join([*lines, *_right(v)])


def _right(v: Verdict) -> list[str]:
    """What a refuted claim should be."""
    if v.right is None:
        return []
    lines = v.right.splitlines()
    one = [f"  the right form: {lines[0]}"]
    several = ["  the right form:", *(f"    {line}" for line in lines)]
    tex = [f"    in TeX: {v.right_tex}"] if v.right_tex else []
    return [*(one if len(lines) == 1 else several), *tex]


def _counterexample(v: Verdict, c: dict[str, Any]) -> list[str]:
    sizes = ", ".join(f"{name} = {size}" for name, size in c["shape"].items()) or "scalars"
    lines = [f"  smallest counterexample: {sizes}"]
    lines += [
        f"    {name:<11} {_array(a)}" for name, a in c.get("arguments", {}).items() if _short(a)
    ]
    said, where = c.get("values", {}), (c["array"] or "") + (str(c["entry"]) if c["entry"] else "")
    whole = bool(said) and all(map(_short, said.values()))
    for name, key in (("closed form", "claim"), ("autodiff", "autodiff")):
        lines.append(
            f"    {name:<11} {_array(said[key])}"
            if whole
            else f"    {name:<11} {c[key]:.12g}" + (f" at {where}" if where else "")
        )
    target = v.id if v.origin and not v.origin.endswith(".py") else v.file
    by = f"(mode {c['mode']}, seed {c['seed']})"
    lines.append(f"  largest error {v.max_error:.2g}, where {v.tolerance:.2g} is tolerated {by}")
    return [
        *lines,
        f"  again: closedform verify {shlex.quote(target)} --seed {v.seed} --draws {v.draws}",
    ]


def _short(a: Any) -> bool:
    return np.size(a) <= 16


def _array(a: Any) -> str:
    """An array on one line, with as few digits as it needs up to 6."""
    if isinstance(a, list):
        return "[" + ", ".join(map(_array, a)) + "]"
    return f"{a:.6g}"


def summary(verdicts: Sequence[Verdict], draws: int, seconds: float) -> str:
    """Counts, in one line."""
    counts = Counter(
        v.status + (" as expected" if v.status != "verified" and v.as_expected else "")
        for v in verdicts
    )
    said = (
        ", ".join(
            f"{n} {status}" for status, n in sorted(counts.items(), key=lambda item: -item[1])
        )
        or "nothing checked"
    )
    compared = sum(v.comparisons for v in verdicts)
    over = f"{counted(compared, 'comparison')} over {counted(draws, 'draw')} a claim"
    kept = sum(v.kept is not None for v in verdicts)
    of_which = f" ({kept} kept, {len(verdicts) - kept} checked)" if kept else ""
    return f"{counted(len(verdicts), 'claim')}: {said}{of_which}; {over} in {seconds:.1f} s"
