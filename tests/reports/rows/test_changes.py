"""What changed since an earlier run."""

from pathlib import Path

import pytest

import closedform.reports.command as command
from closedform import formulas
from closedform.formulas import InputError
from closedform.reports.rows.changes import compare, earlier
from closedform.reports.rows.evidence import Evidence
from tests.reports import made_up
from tests.reports.html import Page


def found(verdicts=(), cells=()) -> Evidence:
    return Evidence(list(verdicts), [row for rows in cells for row in rows])


def said(changes) -> list[tuple[str, str, bool]]:
    return [(change.before, change.after, change.worse) for change in changes]


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [
        ((2.0, 1.9, 2.1), (2.3, 2.2, 2.4), [("2.0 [1.9, 2.1]", "2.30 [2.20, 2.40]", False)]),
        ((2.0, 1.9, 2.1), (1.5, 1.4, 1.6), [("2.0 [1.9, 2.1]", "1.5 [1.4, 1.6]", True)]),
        ((2.0, 1.9, 2.1), (2.2, 2.1, 2.3), []),  # they share 2.1
        ((2.0, 1.0, 4.0), (2.6, 2.5, 2.7), []),
        ((2.0, 1.9, 2.1), (2.0, 1.9, 2.1), []),
    ],
)
def test_only_what_lies_outside_the_intervals_is_a_change(cell, then, now, change):
    changes = compare(found([], [cell(interval=now)]), found([], [cell(interval=then)]), "old")
    assert said(changes.timings) == change
    assert changes.timed == 1


def test_other_sizes_devices_and_forms_are_not_compared(cell):
    old = [cell(n=16), [row | {"device": "gpu"} for row in cell(n=64)], cell(n=256, method="fast")]
    new = [cell(n=n, interval=(9.0, 8.9, 9.1)) for n in (32, 64, 256)]
    changes = compare(found([], new), found([], old), "old")
    assert (changes.timed, changes.timings) == (0, [])


def test_statuses_and_outcomes_that_differ_are_changes(verdict, cell, failed):
    old = found(
        [verdict("a"), verdict("b", status="refuted"), verdict("c")],
        [cell(n=16), failed(n=64, outcome="oom")],
    )
    new = found(
        [verdict("a", status="refuted"), verdict("b"), verdict("d")],
        [failed(n=16, outcome="timeout"), cell(n=64)],
    )
    changes = compare(new, old, "old")
    assert said(changes.verdicts) == [("verified", "refuted", True), ("refuted", "verified", False)]
    assert said(changes.timings) == [("ok", "timeout", True), ("oom", "ok", False)]
    assert (changes.added, changes.gone, changes.judged, changes.timed) == (["d"], ["c"], 2, 0)


def test_a_side_without_verdicts_adds_and_loses_none(verdict):
    assert compare(found([verdict()]), found(), "old").added == []
    assert compare(found(), found([verdict()]), "old").gone == []


def test_an_earlier_run_is_a_folder_or_one_of_its_files(here, verdict, cell):
    made_up.write(Path("old"), [verdict()], [cell()])
    assert [
        len(rows) for rows in (earlier(Path("old")).verdicts, earlier(Path("old")).timings)
    ] == [1, 4]
    assert len(earlier(Path("old/verdicts.json")).verdicts) == 1
    assert len(earlier(Path("old/bench.jsonl")).timings) == 4
    Path("old/verdicts.json").unlink()
    assert len(earlier(Path("old")).timings) == 4


def test_what_is_no_earlier_run_is_refused(here, files, verdict, capsys):
    files([verdict()])
    Path("empty").mkdir()
    Path("notes.txt").write_text("mine")
    for given in ("empty", "nowhere", "nowhere.jsonl", "notes.txt"):
        with pytest.raises(InputError):
            earlier(Path(given))
        assert command.main(["--against", given]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "run: python" not in said  # an earlier run is not made now
    assert not Path("reports/out/site").exists()


def test_the_first_page_tells_of_changes(files, verdict, cell, monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    made_up.write(
        Path("old"), [verdict("a.gradient.x"), verdict("b.gradient.x")], [cell(), cell(n=64)]
    )
    files(
        [verdict("a.gradient.x", status="refuted"), verdict("b.gradient.x")],
        [cell(interval=(1.1, 1.05, 1.2)), cell(n=64)],
    )
    assert command.main(["--against", "old"]) == 0
    page = Page(Path("reports/out/site/index.html").read_text("utf-8"))
    for told in (
        "Changes against old",
        "2 verdicts and 2 ratios could be compared",
        "a.gradient.x, status: verified became refuted (worse)",
        "2.31 [2.25, 2.36] became 1.10 [1.05, 1.20] (worse)",
        "--against old",
    ):
        assert told in page.words, told
    assert command.main(["--against", "reports/out"]) == 0
    assert "Nothing changed." in Page(Path("reports/out/site/index.html").read_text("utf-8")).words
