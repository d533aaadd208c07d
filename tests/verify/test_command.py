"""``closedform verify`` as a person runs it: what it prints, writes, and exits with."""

import json
import signal
import subprocess
import sys

import pytest

from closedform.verify.rows import COLUMNS
from tests.helpers import RIGHT_AND_WRONG, ROOT, python

DRAWS = ["--draws", "8"]


def verify(*arguments, cwd):
    return python("-m", "closedform", "verify", *arguments, cwd=cwd)


def test_a_wrong_claim_of_a_file_elsewhere(entry, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = verify("../mine.py", *DRAWS, "--json", "out/verdicts.json", cwd=elsewhere)
    assert done.returncode == 1, done.stderr
    assert "verified             mine.energy.gradient.x  [" in done.stdout
    assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout
    assert "again: closedform verify" in done.stdout
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
    done = verify("least_squares.gradient.x", *DRAWS, cwd=entry.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 claim: 1 verified;" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["least_square"],
            "no formula or claim is called 'least_square'; did you mean least_squares",
        ),
        (["notes.txt"], "is not a Python file; formulas stand in files that end in .py"),
        (["none.py"], "there is no file"),
        (
            ["broken.py"],
            "can't be imported: ModuleNotFoundError: No module named 'nothing_of_this_name'",
        ),
        (["empty.py"], "holds no formula; decorate one: from closedform import formula"),
        (
            ["slip.py"],
            "slip.py:15: gradient of slip.energy: there is no variable 'y' in slip.energy(x: "
            "n, A: n x n)",
        ),
        (
            ["asks.py"],
            "asks.py:15: gradient of asks.energy: asks for 'm', which asks.energy(x: n, A: n "
            "x n) lacks",
        ),
        (["twice.py"], "twice.energy.gradient.x is claimed twice"),
        (["least_squares", "--draws", "0"], "--draws"),
        (["least_squares", "--no-such"], "--no-such"),
        (
            ["least_squares", "--json", "notes.txt/verdicts.json"],
            "verdicts can't be written to notes.txt/verdicts.json",
        ),
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
import sys
from closedform import formulas
formulas.__path__.append({folder!r})
sys.argv = ["closedform", "verify", "log_det.gradient.X", "--draws", "8"]
import runpy
runpy.run_module("closedform", run_name="__main__")
"""


def test_a_broken_module_leaves_the_others_verified(tmp_path):
    (tmp_path / "of_no_use.py").write_text("import nothing_of_this_name")
    done = python("-c", BROKEN_CATALOGUE.format(folder=str(tmp_path)), cwd=ROOT)
    assert done.returncode == 1
    assert "1 claim: 1 verified;" in done.stdout
    assert (
        "closedform.formulas.of_no_use can't be read, and its formulas were not checked: "
        "ModuleNotFoundError" in done.stderr
    )


def test_a_run_that_is_interrupted_keeps_what_it_found(entry):
    entry.write_text(entry.read_text().replace("return 2 * A @ x", "while True:\n        pass"))
    command = [
        sys.executable,
        "-m",
        "closedform",
        "verify",
        "mine.py",
        *DRAWS,
        "--workers",
        "1",
        "--json",
        "v.json",
    ]
    with subprocess.Popen(
        command, cwd=entry.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout and run.stdout.readline().startswith("verified ")
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said == "verify: interrupted; 1 of 2 verdicts are written to v.json\n"
    written = json.loads((entry.parent / "v.json").read_text())
    assert [c["status"] for c in written["claims"]] == ["verified"]
    assert written["environment"]["complete"] is False


def test_where_nothing_is_compared_it_says_so(entry):
    right, _, wrong = entry.read_text().partition('@energy.gradient("x", form="symmetric")')
    declared = right.partition('@energy.gradient("x")')[0]
    entry.write_text(
        f'{declared}@energy.gradient("x", as_printed=True){wrong}'.replace("2 * A @ x", "A")
    )
    done = verify("mine.py", *DRAWS, cwd=entry.parent)
    assert "1 claim: 1 refuted as expected;" in done.stdout
    assert (done.returncode, done.stderr) == (1, "verify: nothing was compared\n")


def test_the_file_has_the_mode_of_others_and_the_command_in_quotes(entry):
    verify("mine.py", *DRAWS, "--json", "my verdicts.json", cwd=entry.parent)
    (entry.parent / "other").write_text("")
    written = entry.parent / "my verdicts.json"
    assert written.stat().st_mode == (entry.parent / "other").stat().st_mode
    command = json.loads(written.read_text())["environment"]["command"]
    assert command == "closedform verify mine.py --draws 8 --json 'my verdicts.json'"
    assert [p.name for p in entry.parent.glob("my*")] == ["my verdicts.json"]


HOSTILE = ROOT / "tests" / "verify" / "claims" / "hostile.py"


def test_hostile_claims_cost_themselves_only(tmp_path):
    limits = ("--time-limit", "20", "--memory-limit", "1")
    done = verify(HOSTILE, "log_det.gradient.X", *DRAWS, *limits, "--json", "v.json", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    claims = json.loads((tmp_path / "v.json").read_text())["claims"]
    right = [c for c in claims if "form-" not in c["id"]]
    assert len(right) > 1
    assert all(c["status"] == c["expected"] for c in right)
    found = {c["id"].rpartition("form-")[2]: c for c in claims if "form-" in c["id"]}
    status = {form: (c["status"], " ".join(c["detail"].split()[:2])) for form, c in found.items()}
    assert {
        form: found[form]["detail"]
        for form in ("of-another-type", "complex", "a-tuple", "a-Python-float")
    } == {
        "of-another-type": "the closed form returned float32; wanted float64, the type of its "
        "arguments",
        "complex": "the closed form returned complex128; wanted float64, the type of its arguments",
        "a-tuple": "the closed form returned a tuple; wanted a float64 array (jnp.asarray makes "
        "one)",
        "a-Python-float": "the closed form returned a float; wanted a float64 array (jnp.asarray "
        "makes one)",
    }
    assert {
        form: said for form, said in status.items() if "returned" not in found[form]["detail"]
    } == {
        "hangs": ("error", "timed out:"),
        "hangs-in-XLA": ("error", "timed out:"),
        "leaves": ("error", "crashed: the"),
        "exits": ("error", "failed: SystemExit:"),
        "eats-memory": ("error", "out of"),
        "prints-a-verdict": ("refuted", "missing-term: left"),
        "raises": ("error", "the closed"),
        "of-another-shape": ("refuted", "wrong-shape: the"),
        "nan": ("refuted", "non-finite: it"),
        "with-hidden-state": ("error", "nondeterministic: the"),
        "at-random": ("error", "nondeterministic: the"),
        "random-by-numpy": ("error", "nondeterministic: the"),
    }
