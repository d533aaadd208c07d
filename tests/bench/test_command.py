"""``closedform bench``, as a person calls it."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from closedform import bench
from closedform.bench import best, devices, events, journal, plan
from closedform.bench.command import main
from closedform.bench.events import Done
from closedform.bench.journal import Journal
from closedform.bench.settings import Settings
from closedform.bench.unfinished import failed
from closedform.command import command
from closedform.formulas import gather
from closedform.workers import pool
from tests.bench.made import MACHINE, Children
from tests.helpers import ROOT, python

SCALED = '''
import table


@formula(source="a test")
def scaled(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return jnp.sum(x * x)


@scaled.gradient("x")
def _(x):
    r"""2x"""
    return table.FACTORS["of"][0] * x
'''


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    """The exit status of ``closedform bench ARGUMENTS``, in this process."""
    monkeypatch.setattr(sys, "argv", ["bench", *arguments])
    with pytest.raises(SystemExit) as end:
        command("bench", main)
    return end.value.code


@pytest.mark.usefixtures("machine")
def test_the_table_shows_ratio_interval_limit_rival_and_control(
    entries: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    status = called(monkeypatch, str(entries), "--sizes", "40", "--seconds", "0.02")
    out, err = capsys.readouterr()
    figure = r"[\d.]+ \[[\d.]+, [\d.]+\]"
    for form in ("-", "sum"):
        compared = rf"{figure} +(wins|ties|loses) +[\d.]+% bytes +reverse +{figure}$"
        line = rf"mine\.squares\.gradient\.x +{form} +n=40 +{compared}"
        assert re.search(line, out, re.MULTILINE), out
    refuted = "wrong: mine.cubes.gradient.x float64 cpu, closed form at [n=40]: refuted: off by"
    assert refuted in out
    assert out.count("mine.cubes.gradient.x") == 1
    assert "not timed (no autodiff rival): mine.squares.equals.inner-product" in out
    assert (status, err) == (1, "")
    frame = bench.load(tmp_path / "reports" / "out" / "bench.jsonl")
    assert set(frame["outcome"]) == {"ok", "wrong", "too large"}
    assert "too large: mine.vast.hessian.x float64 cpu, closed form: needs" in out
    moved = "GB/s for 1 to 128 MiB: read 50 to 20, written anew 40 to 2"
    assert f"limit of cpu in float64: 100 Gflop/s; {moved};" in out
    assert list(journal.limits(tmp_path / "reports" / "out" / "bench.jsonl").values()) == [MACHINE]
    frame = frame[frame["sizes"] == {"n": 40}]
    timed = frame[(frame["outcome"] == "ok") & (frame["formula"] == "mine.squares")]
    assert set(timed["binds"]) == {"bytes"}
    assert list(timed["share"]) == list(timed["limit"] / timed["median"])
    again = f"closedform bench {entries} --dtype float64 --device cpu"
    assert set(frame["command"]) == {f"{again} --sizes n=40 --seconds 0.02 --seed 0"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["least_squres"], "did you mean least_squares"),
        (["--dtype", "float16"], "write float64 or float32"),
        (["--device", "abacus"], "write cpu, gpu, tpu"),
        (["--device", "gpu"], "no gpu on this machine, only cpu"),
        (["--sizes", "medium"], "write small, full"),
        (["log_det", "--sizes", "m=3"], "write n=..."),
        (["--budget", "0"], "--budget 0 is no time"),
        (["--seconds", "-1"], "--seconds -1 is no time"),
        (["absent.py"], "absent.py"),
        (["log_det", "--journal", "/dev/null/b.jsonl"], "can't be written"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    arguments: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(devices, "_ask", lambda: [{"platform": "cpu", "kind": "Abacus"}])
    monkeypatch.chdir(tmp_path)
    assert called(monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("bench: ")
    assert err.count("\n") == 1
    assert says in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--budget", "soon"], ["--seed", "-1"], ["--juornal", "x"]])
def test_an_option_that_is_none_is_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert arguments[0] in err
    assert "Traceback" not in err


def test_nothing_that_can_be_timed_is_no_success(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "least_squares.residual_sum_of_squares.minimum.w"
    assert called(monkeypatch, name, "--journal", str(tmp_path / "b.jsonl")) == 1
    told = f"not timed (no autodiff rival): {name}\n"
    assert capsys.readouterr() == (told, "bench: nothing was timed\n")


def kept(monkeypatch: pytest.MonkeyPatch, path: Path, *outcomes: str) -> list[str]:
    """Arguments of a run that goes on with a journal, in which the smallest of three cells have
    ended so, and whose children say that nothing has changed."""
    cells = plan.plan(gather(["least_squares.gradient.x"])[0], "4,8,16")[0]
    with Journal(path) as book:
        for cell, outcome in zip(cells, outcomes, strict=False):
            book.cell(events.key(cell.title, "hash"), failed(cell, outcome, "why", Settings()))
    children = Children(monkeypatch, cells)
    words = [word for k in range(len(outcomes)) for word in (f"start {k}", f"kept {k}")]
    said = (children.report(0, word) for word in [*words, "end"])
    monkeypatch.setattr(pool.Pool, "results", lambda _: said)
    return ["least_squares.gradient.x", "--sizes", "4,8,16", "--journal", str(path), "--resume"]


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("outcome", ["too large", "circular", "unverified"])
def test_a_run_in_which_nothing_was_timed_is_no_success(
    outcome: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = kept(monkeypatch, tmp_path / "b.jsonl", outcome, outcome, outcome)
    assert called(monkeypatch, *asked) == 1
    assert capsys.readouterr().err == "bench: nothing was timed\n"


@pytest.mark.usefixtures("machine")
def test_a_run_in_which_one_cell_was_timed_is_a_success_and_knows_what_is_stuck(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = kept(monkeypatch, tmp_path / "b.jsonl", "too small", "too large")
    assert called(monkeypatch, *asked) == 0
    out, err = capsys.readouterr()
    assert err == ""
    skipped = "skipped: least_squares.gradient.x float64 cpu, closed form at [m=16,n=16]"
    assert f"{skipped}: not attempted: it was too large at m=8,n=8;" in out


@pytest.mark.usefixtures("machine")
def test_what_has_not_changed_is_not_measured_again_and_what_has_is(
    entries: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine, book = tmp_path / "mine.py", tmp_path / "b.jsonl"
    mine.write_text(entries.read_text().split("@formula")[0] + SCALED)
    (tmp_path / "table.py").write_text("FACTORS = {'of': [2.0]}")
    monkeypatch.syspath_prepend(tmp_path)
    asked = [str(mine), "--sizes", "4,5", "--seconds", "0.02", "--journal", str(book), "--resume"]
    counts = []
    for factors in ("{'of': [2.0]}", "{'of': [1.0 + 1.0]}  # two", "{'of': (2.0,), 'by': 3}"):
        (tmp_path / "table.py").write_text(f"FACTORS = {factors}")
        assert called(monkeypatch, *asked) == 0
        counts.append(len([e for e in journal.read(book) if isinstance(e, Done)]))
        assert capsys.readouterr().out.count("mine.scaled.gradient.x ") == 2
    assert counts == [2, 2, 2]
    (tmp_path / "table.py").write_text("FACTORS = {'of': [3.0]}")
    assert called(monkeypatch, *asked) == 1
    out = capsys.readouterr().out
    assert "wrong: mine.scaled.gradient.x float64 cpu, closed form at [n=4]: refuted" in out
    assert "; not tried at [n=5]" in out


@pytest.mark.usefixtures("machine")
def test_a_journal_that_is_deleted_meanwhile_is_noticed_and_what_was_measured_is_shown(
    entries: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = tmp_path / "b.jsonl"
    alone = entries.with_name("deleting.py")
    alone.write_text(entries.read_text().split("@squares.equals")[0])
    note = Journal.cell

    def deleting(self: Journal, *what: Any) -> None:
        note(self, *what)
        book.unlink()

    monkeypatch.setattr(Journal, "cell", deleting)
    asked = [str(alone), "--sizes", "4,5", "--seconds", "0.02", "--journal", str(book)]
    assert called(monkeypatch, *asked) == 2
    out, err = capsys.readouterr()
    assert out.count("deleting.squares.gradient.x ") == 2
    assert err == f"bench: the journal {book} was deleted meanwhile; run it again\n"


@pytest.mark.usefixtures("machine")
def test_means_and_seeming_losers_are_told(
    entries: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(best, "LOSES", float("inf"))  # whatever the timing is, it is under that
    alone = entries.with_name("told.py")
    alone.write_text(entries.read_text().split("@squares.equals")[0])
    path = tmp_path / "a b.jsonl"
    how = ["--sizes", "40", "--seconds", "0.02", "--journal", str(path)]
    assert called(monkeypatch, str(alone), *how) == 0
    out = capsys.readouterr().out
    assert re.search(
        r"^geometric means of the ratio, .*: gradient [\d.]+ \(1\)$", out, re.MULTILINE
    ), out
    again = f"to time them again: python -m closedform.bench.losers '{path}'"
    assert f"\nseem to lose by their best form: 1; {again}\n" in out


def test_a_missing_device_is_one_line_and_status_2_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = python("-m", "closedform", "bench", "log_det", "--device", "tpu", cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r"bench: --device tpu: JAX sees no tpu on this machine, only .*cpu \(.*\)\n", done.stderr
    )
