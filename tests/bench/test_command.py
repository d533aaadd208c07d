"""``closedform bench`` and ``pytest bench``, as a person calls them."""

import inspect
import json
import re
import sys
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from pytest_benchmark.session import BenchmarkSession
from pytest_benchmark.stats import Metadata

from closedform import bench
from closedform.bench import best, devices, journal, plan, pytest_benchmark_rows
from closedform.bench.command import main
from closedform.bench.journal import Journal
from closedform.bench.rows import Timing
from closedform.bench.run import Settings, failed
from closedform.command import command
from closedform.formulas import gather
from tests.bench.conftest import MACHINE
from tests.bench.test_journal import timing
from tests.helpers import ROOT, python


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
    assert re.search(r"mine\.cubes\.gradient\.x +- +n=40 +wrong +- +- +- +-$", out, re.MULTILINE)
    assert "wrong: mine.cubes.gradient.x[n=40] float64 cpu, closed form: refuted" in out
    assert "not timed (no autodiff rival): mine.squares.equals.inner-product" in out
    assert (status, err) == (1, "")
    frame = bench.load(tmp_path / "reports" / "out" / "bench.jsonl")
    assert set(frame["outcome"]) == {"ok", "wrong", "too large"}
    assert "too large: mine.vast.hessian.x[] float64 cpu, closed form: needs" in out
    moved = "GB/s for 1 to 128 MiB: read 50 to 20, written anew 40 to 2"
    assert f"limit of cpu in float64: 100 Gflop/s; {moved};" in out
    assert list(journal.limits(tmp_path / "reports" / "out" / "bench.jsonl").values()) == [MACHINE]
    frame = frame[frame["sizes"] == {"n": 40}]
    timed = frame[(frame["outcome"] == "ok") & (frame["formula"] == "mine.squares")]
    assert set(timed["binds"]) == {"bytes"}
    assert list(timed["share"]) == [
        limit / median for limit, median in zip(timed["limit"], timed["median"], strict=True)
    ]
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
    out, err = capsys.readouterr()
    assert out == "not timed (no autodiff rival): least_squares.residual_sum_of_squares.minimum.w\n"
    assert err == "bench: nothing was timed\n"


def kept(path: Path, *outcomes: str) -> list[str]:
    """Arguments of a run that goes on with a journal, in which the smallest of three cells have
    ended so."""
    cells = plan.plan(gather(["least_squares.gradient.x"])[0], "4,8,16")[0]
    with Journal(path) as book:
        for cell, outcome in zip(cells, outcomes, strict=False):
            book.cell(cell.key, failed(cell, outcome, "why", Settings()))
    return ["least_squares.gradient.x", "--sizes", "4,8,16", "--journal", str(path), "--resume"]


@pytest.mark.parametrize("outcome", ["too large", "skipped", "unverified"])
def test_a_run_in_which_nothing_was_timed_is_no_success(
    outcome: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert called(monkeypatch, *kept(tmp_path / "b.jsonl", outcome, outcome, outcome)) == 1
    assert capsys.readouterr().err == "bench: nothing was timed\n"


def test_a_run_in_which_one_cell_was_timed_is_a_success(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        called(monkeypatch, *kept(tmp_path / "b.jsonl", "too small", "too large", "skipped")) == 0
    )
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("machine")
def test_a_run_that_goes_on_knows_which_claims_are_stuck(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(monkeypatch, *kept(tmp_path / "b.jsonl", "too small", "too large")) == 0
    out = capsys.readouterr().out
    skipped = "skipped: least_squares.gradient.x[m=16,n=16] float64 cpu, closed form"
    assert f"{skipped}: not attempted: it ran out of time or memory at m=8,n=8;" in out


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
    assert (
        called(
            monkeypatch, str(alone), "--sizes", "40", "--seconds", "0.02", "--journal", str(path)
        )
        == 0
    )
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


def test_importing_bench_is_light() -> None:
    code = "import closedform.bench, sys; print({'jax', 'pandas', 'numpy'} & set(sys.modules))"
    done = python("-c", code, cwd=ROOT)
    assert done.stdout == "set()\n"


def test_pytest_shows_the_methods_as_rows_with_our_medians_and_compares_runs(
    tmp_path: Path,
) -> None:
    options = [
        "-k",
        "least_squares.gradient.x",
        "--bench-sizes",
        "8",
        "--bench-seconds",
        "0.02",
        "-p",
        "no:cacheprovider",
    ]
    for run in ("one", "two"):
        files = [
            f"--bench-journal={tmp_path / run}.jsonl",
            f"--benchmark-json={tmp_path / run}.json",
        ]
        done = python("-m", "pytest", "bench", *options, *files, cwd=ROOT)
        assert done.returncode == 0, done.stdout
    assert re.search(r"least_squares\.gradient\.x +- +m=8,n=8 +[\d.]+ \[", done.stdout)
    shown = {
        b["params"]["method"]: b
        for b in json.loads((tmp_path / "two.json").read_text())["benchmarks"]
    }
    ours = bench.load(tmp_path / "two.jsonl").set_index("method")
    assert set(shown) == set(ours.index) >= {"closed form", "reverse", "forward", "control"}
    for method, benchmark in shown.items():
        assert benchmark["group"] == "least_squares.gradient.x[m=8,n=8]"
        assert benchmark["fullname"].endswith(
            f"test_timing[least_squares.gradient.x[m=8,n=8]]::{method}"
        )
        assert benchmark["stats"]["median"] == ours["median"][method]
        assert benchmark["stats"]["data"] == ours["samples"][method]
        assert benchmark["extra_info"]["ratio"] == ours["ratio"][method]
    compared = python(
        "-m", "pytest_benchmark", "compare", tmp_path / "one.json", tmp_path / "two.json", cwd=ROOT
    )
    assert compared.returncode == 0, compared.stderr
    for method in shown:
        assert (
            len(re.findall(rf"^{method} \(\S*(?:one|two)\) ", compared.stdout, re.MULTILINE)) == 2
        ), compared.stdout


@pytest.mark.parametrize(
    "bad",
    [
        ["--bench-sizes", "some"],
        ["--bench-sizes", "none=3"],
        ["--bench-journal", "/dev/null/b.jsonl"],
    ],
)
def test_pytest_refuses_bad_options_before_it_collects(bad: list[str]) -> None:
    done = python("-m", "pytest", "bench", *bad, "-p", "no:cacheprovider", cwd=ROOT)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert bad[1] in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_pytest_with_several_processes_writes_no_journal_twice(tmp_path: Path) -> None:
    options = [
        "-n",
        "2",
        "-k",
        "least_squares.gradient.x",
        "-p",
        "no:cacheprovider",
        f"--bench-journal={tmp_path / 'b.jsonl'}",
    ]
    done = python("-m", "pytest", "bench", *options, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "benchmarks are disabled" in done.stdout


OFFERS = """
def pytest_configure():
    from closedform import formulas
    from pathlib import Path

    formulas.__path__.append(str(Path(__file__).with_name("more")))
"""


def test_pytest_tells_of_a_module_that_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "of_no_use.py").write_text("import nothing_of_this_name")
    (tmp_path / "offers.py").write_text(OFFERS)
    options = [
        "-p",
        "offers",
        "--collect-only",
        "-k",
        "least_squares.gradient.x",
        "-p",
        "no:cacheprovider",
    ]
    done = python("-m", "pytest", "bench", *options, cwd=ROOT, PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    told = "closedform.formulas.of_no_use can't be read, and its formulas were not timed"
    assert f"bench: {told}: ModuleNotFoundError" in done.stdout


def test_the_private_names_of_pytest_benchmark_are_still_there(pytestconfig: pytest.Config) -> None:
    found = pytest_benchmark_rows.session(pytestconfig)
    assert isinstance(found, BenchmarkSession)
    assert isinstance(found.benchmarks, list)
    assert {found.disabled, found.skip} <= {True, False}
    assert pytest_benchmark_rows.enabled(pytestconfig) == (not found.disabled and not found.skip)
    assert list(inspect.signature(Metadata).parameters) == ["fixture", "iterations", "options"]
    assert "self._mode" in inspect.getsource(BenchmarkFixture._cleanup)


def test_a_row_keeps_its_samples_to_the_last_bit() -> None:
    samples = [0.1 / 3, 0.1 / 7, 0.1 / 11]
    row = timing(
        "c", sizes={"n": 3}, method="reverse", role="autodiff", samples=samples, calls=3, ratio=1.0
    )
    shown: list[Metadata] = []
    config: Any = SimpleNamespace(_benchmarksession=SimpleNamespace(benchmarks=shown))
    fixture: Any = SimpleNamespace(fullname="a test", _mode=None)
    failed = Timing(**{**vars(row), "outcome": "crash"})
    pytest_benchmark_rows.show(fixture, config, "group", [row, failed])
    (entry,) = [found.as_dict() for found in shown]
    assert (entry["stats"]["median"], entry["stats"]["data"]) == (median(samples), samples)
    assert (entry["stats"]["iterations"], entry["stats"]["rounds"]) == (3, 3)
    assert (entry["name"], entry["group"], entry["params"]["n"]) == ("reverse", "group", 3)
    assert fixture._mode
