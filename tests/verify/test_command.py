"""``python -m verify`` as a person runs it: what it prints, writes, and exits with."""

import json

import pytest

from tests.helpers import RIGHT_AND_WRONG, ROOT, python
from verify.rows import COLUMNS

DRAWS = ["--draws", "6"]


def verify(*arguments, cwd):
    return python("-m", "verify", *arguments, cwd=cwd)


def test_a_wrong_claim_of_a_file_elsewhere(entry, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = verify("../mine.py", *DRAWS, "--json", "out/verdicts.json", cwd=elsewhere)
    assert done.returncode == 1, done.stderr
    assert "verified             mine.energy.gradient.x  [" in done.stdout
    assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout
    assert "again: python -m verify" in done.stdout
    assert "2 claims: 1 verified, 1 refuted;" in done.stdout
    assert done.stderr == ""
    written = json.loads((elsewhere / "out" / "verdicts.json").read_text())
    assert written["schema"] == 1
    assert {"jax", "numpy", "python", "seed", "draws"} <= set(written["environment"])
    right, wrong = written["claims"]
    assert set(right) == set(COLUMNS)
    assert (right["status"], wrong["status"]) == ("verified", "refuted")
    assert wrong["counterexample"]["shape"]
    assert wrong["max_error"] > wrong["tolerance"] > 0


def test_right_claims_exit_with_0(entry):
    done = verify("least_squares.gradient", *DRAWS, cwd=entry.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 claims: 1 verified;" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["least_square"], "no formula or claim is called 'least_square'; did you mean least_squares"),
        (["notes.txt"], "is not a Python file; formulas stand in files that end in .py"),
        (["none.py"], "there is no file"),
        (["broken.py"], "can't be imported: ModuleNotFoundError: No module named 'nothing_of_this_name'"),
        (["empty.py"], "holds no formula; decorate one: from formulas import formula"),
        (["slip.py"], "slip.py:15: gradient of slip.energy: there is no variable 'y' in slip.energy(x: n, A: n x n)"),
        (["asks.py"], "asks.py:15: gradient of asks.energy: asks for 'm', which asks.energy(x: n, A: n x n) lacks"),
        (["twice.py"], "twice.energy.gradient.x is claimed twice"),
        (["least_squares", "--draws", "0"], "--draws"),
        (["least_squares", "--no-such"], "--no-such"),
        (["least_squares", "--json", "notes.txt/verdicts.json"], "verdicts can't be written to notes.txt/verdicts.json"),
    ],
    ids=lambda x: x[0] if isinstance(x, list) else "",
)
def test_bad_input_is_one_line_and_status_2(tmp_path, arguments, says):
    files = {
        "notes.txt": "prose",
        "broken.py": "import nothing_of_this_name",
        "empty.py": "x = 1",
        "slip.py": RIGHT_AND_WRONG.replace('gradient("x")', 'gradient("y")'),
        "asks.py": RIGHT_AND_WRONG.replace("def _(x, A):", "def _(x, A, m):"),
        "twice.py": RIGHT_AND_WRONG.replace(', form="symmetric"', ""),
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    done = verify(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr


BROKEN_CATALOGUE = """
import sys, formulas
from pathlib import Path
formulas.__path__.append({folder!r})
sys.argv = ["verify", "log_det.gradient", "--draws", "3"]
import runpy
runpy.run_module("verify", run_name="__main__")
"""


def test_a_broken_module_leaves_the_others_verified(tmp_path):
    (tmp_path / "of_no_use.py").write_text("import nothing_of_this_name")
    done = python("-c", BROKEN_CATALOGUE.format(folder=str(tmp_path)), cwd=ROOT)
    assert done.returncode == 1
    assert "1 claims: 1 verified;" in done.stdout
    assert "formulas.of_no_use can't be read, and its formulas were not checked: ModuleNotFoundError" in done.stderr


HOSTILE = (
    RIGHT_AND_WRONG
    + """

import os, sys, jax, jax.numpy as jnp


@energy.gradient("x", form="hangs")
def _(x):
    while True:
        pass


@energy.gradient("x", form="hangs in XLA")
def _(x):
    return jax.lax.while_loop(lambda y: jnp.all(y < 1e300), lambda y: y + 1.0, x)


@energy.gradient("x", form="leaves")
def _(x):
    os._exit(3)


@energy.gradient("x", form="exits")
def _(x):
    sys.exit(0)


@energy.gradient("x", form="eats")
def _(x):
    held = []
    while True:
        held.append(bytearray(2**26))


@energy.gradient("x", form="prints")
def _(x, A):
    print('["ok", {"status": "verified"}]')
    return A.T @ x
"""
)


def test_hostile_claims_cost_themselves_only(tmp_path):
    (tmp_path / "mine.py").write_text(HOSTILE)
    done = verify(
        "mine.py", "log_det.gradient", *DRAWS, "--time-limit", "15", "--memory-limit", "1", "--json", "v.json", cwd=tmp_path
    )
    assert done.returncode == 1
    found = {c["id"].rpartition("form-")[2]: c for c in json.loads((tmp_path / "v.json").read_text())["claims"]}
    status = {form: (c["status"], (c["detail"] or "").split(":")[0]) for form, c in found.items()}
    assert status == {
        "mine.energy.gradient.x": ("verified", ""),
        "symmetric": ("refuted", "symmetric-only"),
        "hangs": ("error", "timed out"),
        "hangs-in-XLA": ("error", "timed out"),
        "leaves": ("error", "crashed"),
        "exits": ("error", "failed"),
        "eats": ("error", "out of memory"),
        "prints": ("refuted", "missing-term"),
        "log_det.gradient.X": ("verified", ""),
    }
