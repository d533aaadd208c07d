"""``pytest bench``, as a person calls it."""

import json
import re
from pathlib import Path

import pytest

from closedform import bench
from tests.helpers import ROOT, python


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
