"""Seeming losers, timed again."""

import sys
from pathlib import Path
from typing import Any

import pytest

from closedform.bench import devices, losers
from closedform.bench.journal import Journal
from closedform.bench.losers import Again
from closedform.command import command
from closedform.formulas import Broken, gather
from tests.bench.made import timing

CLAIM = "least_squares.gradient.x"
SIZES = {"m": 64, "n": 64}


def called(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["closedform.bench.losers", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        command("closedform.bench.losers", losers.main)
    return end.value.code


def journal(folder: Path, ratio: float, claim: str = CLAIM, **more: Any) -> Path:
    fields: dict[str, Any] = {"sizes": SIZES, "reference": "reverse", "write_bytes": 512} | more
    rows = [
        timing(claim, **fields, ratio=ratio, low=ratio * 0.99, high=ratio * 1.01, median=1.0),
        timing(claim, **fields, method="reverse", role="autodiff", median=ratio),
    ]
    with Journal(folder / "b.jsonl") as book:
        book.cell("a", rows)
    return folder / "b.jsonl"


def row(ratio: float) -> dict[str, Any]:
    return vars(timing(CLAIM, sizes=SIZES, ratio=ratio, low=ratio * 0.99, high=ratio * 1.01))


def test_it_loses_only_if_it_does_every_time() -> None:
    assert Again(row(0.5), [row(0.9), row(0.5), row(0.8)]).loses
    assert not Again(row(0.5), [row(0.9), row(0.97), row(0.8)]).loses
    assert not Again(row(0.5), [row(0.9), "timeout", row(0.8)]).loses


def test_a_claim_is_timed_again_in_a_fresh_process(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(losers, "LOSES", 1e-6)  # whatever the timing is, it is above
    path = journal(tmp_path, 0.5)
    assert called(monkeypatch, path, "--times", 2, "--seconds", 0.05) == 0
    out, err = capsys.readouterr()
    (found,) = [line for line in out.splitlines() if line.startswith(CLAIM)]
    assert found.count("[") == 3
    assert found.endswith("does not")
    assert "0 of 1 that seemed to lose do" in out
    assert err == f"1 of 1: {CLAIM}[m=64,n=64]\n"


@pytest.mark.parametrize(
    ("later", "status", "said"),
    [([row(0.5)] * 3, 1, "  loses"), ([row(0.5), "oom", row(0.5)], 1, "  not known")],
)
def test_losers_and_failures_are_told_and_exit_with_1(
    tmp_path: Path, monkeypatch, capsys, later, status, said
) -> None:
    monkeypatch.setattr(losers, "again", lambda *_: iter(later))
    assert called(monkeypatch, journal(tmp_path, 0.5)) == status
    (found,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith(CLAIM)]
    assert found.endswith(said)
    assert ("oom" in found) == ("oom" in later)


def test_a_claim_of_a_file_of_ones_own_is_found_by_the_command_of_its_row(
    entries: Path, tmp_path, monkeypatch, capsys
) -> None:
    asked = []
    monkeypatch.setattr(losers, "again", lambda cell, *_: asked.append(cell) or iter([row(1.5)]))
    command = f"closedform bench {entries} --dtype float64"
    assert (
        called(monkeypatch, journal(tmp_path, 0.5, "mine.squares.gradient.x", command=command)) == 0
    )
    assert [cell.claim.origin for cell in asked] == [str(entries)]
    assert capsys.readouterr().err == "1 of 1: mine.squares.gradient.x[m=64,n=64]\n"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mine.py", ["{path} any more"]),
        ("absent.py", ["there is no file {path}", "{path} any more"]),
    ],
)
def test_a_claim_that_its_file_lacks_is_told(
    entries: Path, tmp_path, monkeypatch, capsys, name: str, told: list[str]
) -> None:
    path = entries.with_name(name)
    assert (
        called(
            monkeypatch,
            journal(tmp_path, 0.5, "mine.gone.gradient.x", command=f"closedform bench {path}"),
        )
        == 1
    )
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(told)
    assert all(line.endswith(end.format(path=path)) for line, end in zip(lines, told, strict=True))


def test_a_module_that_can_not_be_read_is_told(tmp_path: Path, monkeypatch, capsys) -> None:
    claims = gather([CLAIM])[0]
    monkeypatch.setattr(losers, "again", lambda *_: iter([row(1.5)]))
    monkeypatch.setattr(
        losers,
        "gather",
        lambda *_: (claims, [Broken("closedform.formulas.gone", "SyntaxError: no")]),
    )
    assert called(monkeypatch, journal(tmp_path, 0.5)) == 1
    told = "closedform.formulas.gone can't be read, and its formulas were not timed"
    assert capsys.readouterr().err.endswith(f"losers: {told}: SyntaxError: no\n")


def test_a_device_that_is_not_there_is_bad_input(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(devices, "_ask", lambda: [{"platform": "cpu", "kind": "Abacus"}])
    assert called(monkeypatch, journal(tmp_path, 0.5, device="gpu", device_kind="H100")) == 2
    told = "--device gpu: JAX sees no gpu on this machine, only cpu (Abacus)"
    assert capsys.readouterr() == ("", f"closedform.bench.losers: {told}\n")


def test_nothing_seems_to_lose(tmp_path: Path, monkeypatch, capsys) -> None:
    assert called(monkeypatch, journal(tmp_path, 1.5)) == 0
    assert capsys.readouterr().out == "no claim's best form seems to lose\n"


def test_a_claim_that_is_gone_is_told(tmp_path: Path, monkeypatch, capsys) -> None:
    assert called(monkeypatch, journal(tmp_path, 0.5, "gone.gradient.x")) == 1
    assert "gone.gradient.x is no claim of the catalogue any more" in capsys.readouterr().err


def test_a_journal_that_is_missing_is_bad_input(tmp_path: Path, monkeypatch, capsys) -> None:
    assert called(monkeypatch, tmp_path / "none.jsonl") == 2
    assert "none.jsonl" in capsys.readouterr().err
