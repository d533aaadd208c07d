"""One new file of at most 20 lines is a formula everywhere: list, verify, pytest, bench,
reports."""

import json

import pytest

from tests.helpers import ROOT, python

ENTRY = '''"""A weighted sum of squares."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform.formulas import Positive, formula


@formula(source="a page")
def weighted_squares(w: Positive[Array, " n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\\tfrac12 \\sum_i w_i x_i^2"""
    return jnp.sum(w * x**2) / 2


@weighted_squares.gradient("x")
def _(w, x):
    r"""w \\odot x"""
    return w * x
'''


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """The package with one file more, linked so that nothing else is edited."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("verify", "bench", "reports", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "formulas").mkdir()
    for path in (ROOT / "formulas").iterdir():
        if path.name != "__pycache__":
            (folder / "formulas" / path.name).symlink_to(path)
    package = folder / "src" / "closedform"
    package.mkdir(parents=True)
    for path in (ROOT / "src" / "closedform").iterdir():
        target = folder / path.name if path.is_symlink() else path
        (package / path.name).symlink_to(target)
    (folder / "formulas" / "weighted_squares.py").write_text(ENTRY)
    return folder


def run(checkout, *arguments):
    done = python(*arguments, cwd=checkout, PYTHONPATH=str(checkout / "src"))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_file_is_short():
    assert len(ENTRY.splitlines()) <= 20


def test_everywhere(checkout):
    assert "weighted_squares" in run(checkout, "-m", "closedform", "formulas", "list")
    assert "verified             weighted_squares.gradient.x" in run(
        checkout,
        "-m",
        "closedform",
        "verify",
        "weighted_squares",
        "--draws",
        "8",
        "--json",
        "out/verdicts.json",
    )
    listed = run(
        checkout,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        "--formula-draws",
        "8",
        "formulas/weighted_squares.py",
    )
    assert "weighted_squares.gradient.x PASSED" in listed
    timed = run(
        checkout,
        "-m",
        "closedform",
        "bench",
        "weighted_squares",
        "--sizes",
        "16",
        "--seconds",
        "0.05",
        "--journal",
        "out/bench.jsonl",
    )
    assert "weighted_squares.gradient.x" in timed
    run(
        checkout,
        "-m",
        "closedform",
        "reports",
        "--verdicts",
        "out/verdicts.json",
        "--rows",
        "out/bench.jsonl",
        "--out",
        "out",
    )
    page = (checkout / "out" / "site" / "index.html").read_text()
    assert "weighted_squares.gradient.x" in page.replace("<wbr>", "")
    for table in ("verdicts", "timings"):
        assert (
            "weighted_squares.gradient.x"
            in (checkout / "out" / "tables" / f"{table}.csv").read_text()
        )
    assert (
        json.loads((checkout / "out" / "verdicts.json").read_text())["claims"][0]["status"]
        == "verified"
    )
