"""``closedform reports``, from files to files."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import closedform.reports.command as command
from closedform import formulas
from closedform.reports.rows.evidence import read_verdicts
from closedform.verify import store
from closedform.verify.rows import Verdict

ROOT = Path(formulas.__file__).parents[1]
INDEX = Path("reports/out/site/index.html")
TABLES = Path("reports/out/tables")


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)


def refused(capsys, *arguments) -> str:
    """What the command says on one line when it ends with status 2 and writes nothing."""
    assert command.main(list(map(str, arguments))) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("reports: ")
    assert err.count("\n") == 1
    assert not INDEX.exists()
    return err


def test_tables_and_page_are_written_and_their_addresses_printed(
    files, verdict, cell, here, capsys
):
    files([verdict()], [cell()], jax="0.10.2")
    assert command.main([]) == 0
    out, err = capsys.readouterr()
    assert out == f"tables: {here / TABLES}\npage:   {(here / INDEX).as_uri()}\n"
    assert not err
    names = {
        f"{table}.{ending}"
        for table in ("summary", "verdicts", "timings")
        for ending in ("html", "md", "csv", "tex")
    }
    assert {p.name for p in TABLES.iterdir()} == names | {".generated"}
    assert {p.name for p in (INDEX.parent / "tables").iterdir()} == names
    assert {p.name for p in Path("reports/out").iterdir()} == {
        "site",
        "tables",
        "verdicts.json",
        "bench.jsonl",
    }
    assert list(pd.read_csv(TABLES / "timings.csv")["ratio"]) == [2.31]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_build_leaves_the_earlier_report_whole(files, verdict, monkeypatch, error):
    files([verdict("first")])
    command.main([])
    before = {
        p: p.read_bytes()
        for p in Path("reports/out").rglob("*")
        if p.is_file() and p.name != "verdicts.json"
    }

    def fail(*_):
        raise error

    monkeypatch.setattr(command, "build", fail)
    files([verdict("second")])
    if error is KeyboardInterrupt:
        assert command.main([]) == 130
    else:
        with pytest.raises(error):
            command.main([])
    assert {
        p: p.read_bytes()
        for p in Path("reports/out").rglob("*")
        if p.is_file() and p.name != "verdicts.json"
    } == before


def test_without_verdicts_the_command_says_what_to_run(here):
    done = subprocess.run(
        [sys.executable, "-m", "closedform", "reports"],
        cwd=here,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "reports: there is no reports/out/verdicts.json; "
        "to write it, run: closedform verify --json reports/out/verdicts.json\n"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is not JSON"),
        ('{"schema": 1, "claims": [', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "has the schema None"),
        ('{"claims": []}', "has the schema None"),
        ('{"schema": 2, "claims": []}', "has the schema 2, and this version reads 1"),
        ('{"schema": 1}', "lacks its list of claims"),
        ('{"schema": 1, "claims": {}}', "lacks its list of claims"),
        ('{"schema": 1, "environment": 3, "claims": []}', "or its environment"),
        ('{"schema": 1, "claims": [3]}', "claim 1 of"),
        ('{"schema": 1, "claims": [{"id": "a"}]}', "formula = None; wanted text"),
        ('{"schema": 1, "claims": [{"id": ["\\u001b[2J"]}]}', "wanted text"),
    ],
)
def test_a_malformed_verdicts_file_is_refused(here, capsys, content, says):
    (here / "v.json").write_text(content)
    told = refused(capsys, "--verdicts", "v.json")
    assert says in told
    assert "run: python" not in told  # that would write over it


@pytest.mark.parametrize("figure", ["3", True, [1.0]])
def test_a_figure_that_is_none_is_refused(files, verdict, capsys, figure):
    files([verdict(), verdict("b", max_error=figure)])
    assert "claim 2 of reports/out/verdicts.json has max_error = " in refused(capsys)


def test_unreadable_verdicts_are_refused(here, capsys):
    (here / "v.json").write_bytes(b"\xff\xfe\x00")
    assert "is not JSON" in refused(capsys, "--verdicts", "v.json")
    assert "can't be read: Is a directory; give a file that" in refused(capsys, "--verdicts", here)


def test_what_to_run_can_be_pasted_into_a_shell(capsys, here):
    assert "run: closedform verify --json 'my verdicts.json'\n" in refused(
        capsys, "--verdicts", "my verdicts.json"
    )


def test_figures_that_are_not_finite_are_words(here, verdict):
    """As verify writes them: JSON has no number for these."""
    (here / "reports" / "out").mkdir(parents=True)
    odd = {"max_error": float("inf"), "share": float("nan"), "tolerance": None}
    store.write(here / "reports" / "out" / "verdicts.json", [Verdict(**verdict(**odd))], {})
    assert '"max_error": "inf"' in (here / "reports" / "out" / "verdicts.json").read_text()
    assert command.main([]) == 0
    row = (TABLES / "verdicts.md").read_text().splitlines()[-1]
    assert "not finite" in row
    assert "none" in row


def test_without_a_journal_the_report_has_no_timings_and_says_so(files, verdict, capsys):
    files([verdict()])
    assert command.main([]) == 0
    assert capsys.readouterr().err == (
        "reports: no timings: there is no reports/out/bench.jsonl; "
        "to measure some, run: closedform bench\n"
    )
    assert "no timings: there is no reports/out/bench.jsonl" in INDEX.read_text("utf-8")
    assert len(pd.read_csv(TABLES / "timings.csv")) == 0


def test_a_journal_that_was_named_must_be_there(files, verdict, capsys):
    files([verdict()])
    told = refused(capsys, "--rows", "other.jsonl")
    assert (
        "there is no other.jsonl; to write it, run: closedform bench --journal other.jsonl" in told
    )


def test_a_folder_is_no_journal_and_one_in_it_is_named(files, verdict, capsys):
    files([verdict()])
    Path("runs").mkdir()
    assert "runs is a folder; name a journal: runs/bench.jsonl" in refused(capsys, "--rows", "runs")
    Path("runs/gpu.jsonl").touch()
    assert "runs is a folder; name a journal: runs/gpu.jsonl" in refused(capsys, "--rows", "runs")


def test_an_interrupted_run_is_remarked_upon(files, verdict, capsys):
    files([verdict()], complete=False)
    assert command.main([]) == 0
    remark = "reports/out/verdicts.json is of an interrupted run: claims are missing; "
    remark += "to finish it, run: closedform verify --json reports/out/verdicts.json"
    assert f"reports: {remark}\n" in capsys.readouterr().err
    assert remark in INDEX.read_text("utf-8")
    files([verdict()], complete=True)
    assert command.main([]) == 0
    assert "interrupted" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        "not a journal\n",
        "[1, 2]\n",
        '{"event": "cell", "schema": 9, "key": "a", "rows": []}\n',
        '{"event": "cell", "schema": 1, "key": "a"}\n',
        '{"event": "cell", "schema": 1, "key": "a", "rows": 3}\n',
        '{"event": "cell", "schema": 1, "key": "a", "rows": [3]}\n',
        '{"event": "cell", "schema": 1, "key": 3, "rows": [{}]}\n',
        '{"event": "cell", "schema": 1, "key": [], "rows": [{}]}\n',
        "[" * 100_000 + "\n",
    ],
)
def test_a_malformed_journal_is_refused(files, verdict, here, capsys, content):
    files([verdict()])
    (here / "other.jsonl").write_text(content)
    assert "other.jsonl" in refused(capsys, "--rows", "other.jsonl")


@pytest.mark.parametrize(
    "field",
    [
        {"ratio": "2"},
        {"ratio": 0.0},
        {"low": -1.0},
        {"low": True},
        {"role": None},
        {"formula": 3},
        {"sizes": 3},
        {"sizes": {"n": "16"}},
        {"sizes": {"n": None}},
        {"sizes": {"n": True}},
        {"sizes": {"n": 0}},
        {"sizes": {"n": 1.5}},
        {"compile_seconds": "x"},
        {"trace_seconds": "x"},
        {"device_seconds": "x"},
        {"peak_bytes": "x"},
        {"write_bytes": "x"},
        {"error": [1.0]},
    ],
    ids=str,
)
def test_a_malformed_timing_is_refused(files, verdict, cell, capsys, field):
    files([verdict()], [cell(**field)])
    (name,) = field
    told = refused(capsys)
    assert "reports/out/bench.jsonl" in told
    assert f"has {name} = " in told or f"in line 2: {name} is " in told


EXTREMES = {"0": 0, "least": 5e-324, "most": 1.7e308, "1e400": 10**400, "-1e400": -(10**400)}


@pytest.mark.parametrize("value", EXTREMES.values(), ids=EXTREMES)
def test_any_number_of_a_verdict_is_shown(files, verdict, value):
    names = ("comparisons", "max_error", "tolerance", "share", "draws", "seed", "seconds")
    odd = [verdict(name, **{name: value}) for name in names]
    odd.append(verdict(accuracy={"10": {"autodiff": value}}, mutants={"made": value}))
    files(odd)
    assert command.main([]) == 0
    assert len(pd.read_csv(TABLES / "verdicts.csv")) == len(odd)


@pytest.mark.parametrize("value", EXTREMES.values(), ids=EXTREMES)
def test_any_number_of_a_timing_is_shown(files, cell, value):
    names = ("median", "compile_seconds", "peak_bytes", "flops", "share", "error")
    cells = [cell(n=4 + i, **{name: value}) for i, name in enumerate(names)]
    cells.append(cell(n=64, samples=[value] * 9))
    if value > 0:
        cells.append(cell(n=128, interval=(value, value, value)))
    files([], cells)
    assert command.main([]) == 0
    charts = [p.read_text("utf-8") for p in Path("reports/out/site/charts").iterdir()]
    assert charts
    assert not any(word in chart for chart in charts for word in ("nan", "inf"))
    assert len(pd.read_csv(TABLES / "timings.csv")) == len(cells)


def test_a_size_that_no_array_has_is_refused(files, cell, capsys):
    files([], [cell(sizes={"n": 10**400})])
    assert "wanted dimensions with their sizes" in refused(capsys)


def test_formulas_that_differ_by_case_have_files_that_differ_without_it(files, verdict):
    names = ["loss.f", "loss.F", "Loss.f"]
    files([verdict(f"{name}.gradient.x", formula=name) for name in names])
    assert command.main([]) == 0
    made = [p.name for p in Path("reports/out/site/formulas").iterdir()]
    assert len({name.casefold() for name in made}) == len(names)


def test_what_a_user_put_into_the_site_stays_there(files, verdict):
    files([verdict()])
    assert command.main([]) == 0
    mine = INDEX.parent / "formulas" / "my notes.txt"
    mine.write_text("mine")
    (TABLES / "mine.csv").write_text("mine")
    assert command.main([]) == 0
    assert mine.read_text() == (TABLES / "mine.csv").read_text() == "mine"


def test_journals_add_up(files, verdict, cell, failed):
    files([verdict()], [cell(n=16)], journal="a.jsonl")
    files([verdict()], [cell(n=64), failed(n=16)], journal="b.jsonl")
    assert command.main(["--rows", "a.jsonl", "b.jsonl"]) == 0
    assert list(pd.read_csv(TABLES / "timings.csv")["outcome"]) == ["crash", "wins"]


def test_formats_are_chosen_and_the_page_links_to_no_others(files, verdict):
    files([verdict()])
    assert command.main([]) == 0
    assert command.main(["--format", "csv, md,csv"]) == 0
    assert {p.suffix for p in TABLES.iterdir() if p.name != ".generated"} == {".csv", ".md"}
    page = INDEX.with_name("timings.html").read_text("utf-8")
    links = re.findall(r'href="(tables/[^"]+)"', page)
    assert len(links) == 6
    assert all((INDEX.parent / link).is_file() for link in links)


@pytest.mark.parametrize("given", ["pdf", "html,pdf", "", ","])
def test_an_unknown_format_is_refused(files, verdict, capsys, given):
    files([verdict()])
    assert "html, md, csv, tex" in refused(capsys, "--format", given)


def test_a_usage_error_is_one_line(capsys, here):
    assert "--bogus" in refused(capsys, "--bogus")


def test_nothing_outside_the_out_folder_is_touched(files, verdict, here):
    files([verdict()])
    (here / "elsewhere").mkdir()
    (here / "elsewhere" / "keep.txt").write_text("mine")
    before = {p: p.stat().st_mtime_ns for p in here.rglob("*") if p.is_file()}
    assert command.main(["--out", "elsewhere"]) == 0
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert {p.name for p in (here / "elsewhere").iterdir()} == {"keep.txt", "site", "tables"}


def test_an_out_folder_that_cannot_be_is_refused(files, verdict, here, capsys):
    files([verdict()])
    (here / "file").write_text("mine")
    assert "can't be written" in refused(capsys, "--out", "file")
    (here / "mine" / "site").mkdir(parents=True)
    (here / "mine" / "site" / "index.html").write_text("mine")
    assert "not generated here" in refused(capsys, "--out", "mine")
    assert (here / "mine" / "site" / "index.html").read_text() == "mine"
    assert not (here / "mine" / "tables").exists()


def test_verdicts_say_what_a_json_reader_would(files, verdict):
    """What is read is what verify writes: every column of the row type, by its name."""
    files([verdict(seconds=1.5, layout=None)])
    claims = json.loads(Path("reports/out/verdicts.json").read_text())["claims"]
    assert read_verdicts(Path("reports/out/verdicts.json"))[0] == claims
