"""Rows as verify and bench write them, made up: for one claim, for a catalogue, and for 1,000
formulas."""

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from closedform.bench.plan import why_not
from closedform.bench.rows import Timing
from closedform.formulas import Catalogue, Claim, catalogue, read
from closedform.verify.rows import Verdict

Row = dict[str, Any]


def verdict(id: str = "made_up.gradient.x", **fields: Any) -> Row:
    row = Verdict(
        id=id,
        formula="made_up",
        kind="gradient",
        wrt=["x"],
        form=None,
        on=None,
        along=None,
        given={},
        layout=None,
        source="a book, 1",
        file="made_up.py",
        status="verified",
        expected="verified",
        comparisons=1200,
        max_error=3.25e-15,
        tolerance=1e-13,
        share=0.0325,
    )
    return dataclasses.asdict(row) | fields


def cell(
    claim: str = "made_up.gradient.x",
    n: int = 16,
    interval: tuple[float, float, float] = (2.31, 2.25, 2.36),
    **fields: Any,
) -> list[Row]:
    """A closed form, two autodiff modes, the control; `fields` are of the closed form."""
    common: Row = {
        "claim": claim,
        "formula": "made_up",
        "kind": "gradient",
        "wrt": ["x"],
        "sizes": {"m": n, "n": 4},
        "dtype": "float64",
        "device": "cpu",
        "device_kind": "cpu",
        "reference": "reverse",
        "environment": {"jax": "0.10.2"},
    }
    ratio, low, high = interval
    rows = [
        Timing(
            **common,
            method="closed form",
            role="closed form",
            ratio=ratio,
            low=low,
            high=high,
            median=1e-5,
        ),
        Timing(
            **common,
            method="reverse",
            role="autodiff",
            ratio=1.0,
            low=1.0,
            high=1.0,
            median=2.31e-5,
        ),
        Timing(
            **common,
            method="forward",
            role="autodiff",
            ratio=0.5,
            low=0.45,
            high=0.55,
            median=4.6e-5,
        ),
        Timing(
            **common,
            method="control",
            role="control",
            ratio=1.001,
            low=0.98,
            high=1.02,
            median=2.3e-5,
        ),
    ]
    closed, *others = [dataclasses.asdict(row) for row in rows]
    return [closed | fields, *others]


def failed(
    claim: str = "made_up.gradient.x", n: int = 16, outcome: str = "crash", **fields: Any
) -> list[Row]:
    """The row of a cell that was not finished, as ``closedform.bench.run.failed`` makes it: the
    device's kind is not known."""
    row = Timing(
        claim=claim,
        formula="made_up",
        kind="gradient",
        wrt=["x"],
        sizes={"m": n, "n": 4},
        dtype="float64",
        device="cpu",
        device_kind=None,
        method="closed form",
        role="closed form",
        outcome=outcome,
        detail="signal 11",
        command="closedform bench made_up.gradient.x",
    )
    return [dataclasses.asdict(row) | fields]


def too_small(claim: str = "made_up.gradient.x", n: int = 16, **fields: Any) -> list[Row]:
    """A cell whose closed form was timed and has a ratio that says nothing, as
    ``closedform.bench.limits`` marks it."""
    told: Row = {
        "outcome": "too small",
        "detail": "at best the work takes less than the 2.1 us of a call that does nothing",
    }
    return cell(claim, n, **(told | fields))


def on(rows: list[Row], device: str, kind: str | None) -> list[Row]:
    """The rows as they would come from another device."""
    return [row | {"device": device, "device_kind": kind} for row in rows]


def write(
    out: Path, verdicts: Iterable[Row] = (), cells: Iterable[list[Row]] = (), **environment: Any
) -> None:
    """``verdicts.json`` in a folder, and ``bench.jsonl`` where there are cells."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "verdicts.json").write_text(
        json.dumps({"schema": 1, "environment": environment, "claims": list(verdicts)})
    )
    journal(out / "bench.jsonl", cells)


def journal(path: Path, cells: Iterable[list[Row]]) -> None:
    lines = [
        {"event": "cell", "schema": 1, "key": str(i), "time": 0.0, "rows": rows}
        for i, rows in enumerate(cells)
    ]
    if lines:
        path.write_text(
            "".join(json.dumps(line) + "\n" for line in [{**lines[0], "event": "start"}, *lines])
        )


def judged(claim: Claim) -> Row:
    """A verdict as expected."""
    misprint = {
        "cause": "sign",
        "causes": [r"sign: write -(X^{-\top})"],
        "share": 2.0,
        "max_error": 2e-13,
    }
    misprint["counterexample"] = {
        "shape": {"n": 2},
        "seed": 1,
        "snippet": "import jax\n\nprint(jax.grad)\n",
    }
    told: Row = {
        "formula": claim.formula.name,
        "kind": claim.kind.name,
        "wrt": list(claim.wrt),
        "form": claim.form,
        "source": claim.source,
    }
    measured = {
        "mutants": {"made": 9, "killed": 8, "equivalent": 1},
        "accuracy": {"10": {"closed form": 1e-7, "autodiff": 2e-7}},
    }
    return verdict(
        claim.id,
        **told,
        **measured,
        status=claim.expected,
        expected=claim.expected,
        draws=8,
        **(misprint if claim.as_printed else {}),
    )


def timed(claim: Claim, n: int, ratio: float) -> list[Row]:
    """The cell of a claim at size n, with the closed form `ratio` times as fast as autodiff."""
    common: Row = {
        "formula": claim.formula.name,
        "kind": claim.kind.name,
        "wrt": list(claim.wrt),
        "sizes": {"m": n, "n": n},
    }
    more: Row = {
        "compile_seconds": 0.12,
        "trace_seconds": 0.03,
        "peak_bytes": 8 * n * n,
        "command": f"closedform bench {claim.stem}",
    }
    seconds = 1e-6 * n**1.5
    rows = cell(claim.stem, interval=(ratio, ratio * 0.96, ratio * 1.05))
    for row, factor in zip(rows, (1 / ratio, 1, 2, 1), strict=True):
        median = seconds * factor
        row |= (
            common
            | more
            | {"median": median, "samples": [median * (1 + 0.01 * k) for k in range(-4, 5)]}
        )
    return rows


def run(known: Catalogue, out: Path, every: int = 1) -> None:
    """Verdicts of every claim, and timings at three sizes of every so many that have a rival."""
    claims = list(known.claims.values())
    stems = {claim.stem: claim for claim in claims if not why_not(claim)}
    ratios = [0.5, 0.97, 1.3, 3.0, 30.0]
    chosen = list(stems.values())[::every]
    cells = [
        timed(c, n, ratios[(i + k) % 5])
        for i, c in enumerate(chosen)
        for k, n in enumerate((16, 64, 256))
    ]
    write(out, map(judged, claims), cells, jax="0.10.2", python="3.11")


def thousand(file: Path, n: int = 1000) -> Catalogue:
    """A catalogue of n formulas with three claims each, whose TeX is that of the real one, in
    turn."""
    real = [(f.tex, f.notes) for f in catalogue().formulas.values()]
    head = "import jax.numpy as jnp\nfrom jaxtyping import Array, Float\n\n"
    head += "from closedform import SPD, formula\n"
    file.write_text(head + "".join(_entry(i, *real[i % len(real)]) for i in range(n)))
    return read(file)


def _entry(i: int, tex: str, notes: str) -> str:
    domain = ("Float", "SPD")[i % 2]
    return f'''

@formula(source="book {i % 7}, {i}")
def made_{i:04d}(A: {domain}[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""{tex}

    {" ".join(notes.split())}
    """
    return x @ A @ x / 2


@made_{i:04d}.gradient("x")
def _(A, x):
    r"""\\tfrac12 (A + A^\\top) x"""
    return (A + A.T) @ x / 2


@made_{i:04d}.gradient("A")
def _(x):
    r"""\\tfrac12 x x^\\top"""
    return jnp.outer(x, x) / 2


@made_{i:04d}.hessian("x")
def _(A):
    r"""\\tfrac12 (A + A^\\top)"""
    return (A + A.T) / 2
'''
