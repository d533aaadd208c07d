"""The package's own face: light to import, and journals as data frames."""

from pathlib import Path

from closedform import bench
from closedform.bench import journal
from closedform.bench.journal import Journal
from closedform.bench.rows import COLUMNS
from tests.bench.made import timing
from tests.helpers import ROOT, python


def test_the_last_rows_of_a_cell_count_and_several_journals_are_told_apart(tmp_path: Path) -> None:
    for name, ratios in {"one": (1.0, 2.0), "two": (3.0,)}.items():
        with Journal(tmp_path / name) as book:
            for value in ratios:
                book.cell("k", [timing(ratio=value)])
    frame = bench.load(tmp_path / "one", tmp_path / "two")
    assert list(frame.columns) == [*COLUMNS, "journal"]
    assert list(frame["ratio"]) == [2.0, 3.0]
    assert list(frame["journal"]) == [str(tmp_path / "one"), str(tmp_path / "two")]


def test_rows_of_a_cell_whose_code_changed_take_the_place_of_the_older_ones(tmp_path: Path) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        book.cell("k float64 cpu #old", [timing(ratio=1.0)])
        book.cell("k float64 cpu #new", [timing(ratio=2.0)])
    assert list(journal.cells(tmp_path / "b.jsonl")) == ["k float64 cpu #old", "k float64 cpu #new"]
    assert list(bench.load(tmp_path / "b.jsonl")["ratio"]) == [2.0]


def test_rows_that_were_measured_with_older_code_last_are_the_latest(tmp_path: Path) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        for ratio, code in enumerate(("old", "new", "old")):
            book.cell(f"k float64 cpu #{code}", [timing(ratio=float(ratio))])
    assert list(bench.load(tmp_path / "b.jsonl")["ratio"]) == [2.0]


def test_an_empty_journal_is_an_empty_frame(tmp_path: Path) -> None:
    Journal(tmp_path / "b.jsonl").close()
    frame = bench.load(tmp_path / "b.jsonl")
    assert len(frame) == 0
    assert list(frame.columns) == [*COLUMNS, "journal"]


def test_importing_bench_is_light() -> None:
    code = "import closedform.bench, sys; print({'jax', 'pandas', 'numpy'} & set(sys.modules))"
    done = python("-c", code, cwd=ROOT)
    assert done.stdout == "set()\n"
