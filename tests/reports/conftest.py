"""Rows as verify and bench write them, made up, in a folder of their own."""

import dataclasses
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from bench.rows import Timing
from verify.rows import Verdict

Row = dict[str, Any]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def verdict() -> Callable[..., Row]:
    def make(id: str = "made_up.gradient.x", **fields: Any) -> Row:
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

    return make


@pytest.fixture
def cell() -> Callable[..., list[Row]]:
    def make(
        claim: str = "made_up.gradient.x", n: int = 16, interval: tuple[float, float, float] = (2.31, 2.25, 2.36), **fields: Any
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
            Timing(**common, method="closed form", role="closed form", ratio=ratio, low=low, high=high, median=1e-5),
            Timing(**common, method="reverse", role="autodiff", ratio=1.0, low=1.0, high=1.0, median=2.31e-5),
            Timing(**common, method="forward", role="autodiff", ratio=0.5, low=0.45, high=0.55, median=4.6e-5),
            Timing(**common, method="control", role="control", ratio=1.001, low=0.98, high=1.02, median=2.3e-5),
        ]
        closed, *others = map(dataclasses.asdict, rows)
        return [closed | fields, *others]

    return make


@pytest.fixture
def files(here: Path) -> Callable[..., None]:
    def write(
        verdicts: Iterable[Row] = (),
        cells: Iterable[list[Row]] = (),
        journal: str = "reports/out/bench.jsonl",
        **environment: Any,
    ) -> None:
        """Verdicts at the default path; a journal too where there are cells."""
        out = here / "reports" / "out"
        out.mkdir(parents=True, exist_ok=True)
        (out / "verdicts.json").write_text(json.dumps({"schema": 1, "environment": environment, "claims": list(verdicts)}))
        lines = [{"event": "cell", "schema": 1, "key": str(i), "time": 0.0, "rows": rows} for i, rows in enumerate(cells)]
        if lines:
            (here / journal).write_text("".join(json.dumps(line) + "\n" for line in [{**lines[0], "event": "start"}, *lines]))

    return write
