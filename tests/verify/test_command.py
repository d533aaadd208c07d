"""``closedform verify`` as a person runs it: what it prints, writes, and exits with."""

import json
import signal
import subprocess
import sys

import pytest

from closedform.verify.rows import COLUMNS
from closedform.wording import shown
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
        (["leaves.py"], "leaves.py can't be imported: the process died: exit status 0"),
        (["loops.py", "--time-limit", "3"], "loops.py can't be imported: no answer within 3 s"),
        (["circle.py"], "circle.py can't be read: Too many levels of symbolic links"),
        (["x" * 5000 + ".py"], "xx.py can't be read: File name too long"),
        (["x" * 5000], "no formula or claim is called 'xxx"),
        (["\x1b[31m\n.py"], r"\x1b[31m\n.py"),
        (["least_squares", "--draws", "0"], "--draws"),
        (["least_squares", "--no-such"], "--no-such"),
        (
            ["least_squares", "--json", "notes.txt/verdicts.json"],
            "verdicts can't be written to notes.txt/verdicts.json",
        ),
    ],
    ids=lambda x: shown(x[0], 30) if isinstance(x, list) else "",
)
def test_bad_input_is_one_line_and_status_2(tmp_path, arguments, says):
    files = {
        "notes.txt": "prose",
        "broken.py": "import nothing_of_this_name",
        "empty.py": "x = 1",
        "slip.py": RIGHT_AND_WRONG.replace('gradient("x")', 'gradient("y")'),
        "asks.py": RIGHT_AND_WRONG.replace("def _(x, A):", "def _(x, A, m):"),
        "twice.py": RIGHT_AND_WRONG.replace(', form="symmetric"', ""),
        "leaves.py": "import os\nos._exit(0)",
        "loops.py": "while True:\n    pass",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    (tmp_path / "circle.py").symlink_to("circle.py")
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


TWICE = RIGHT_AND_WRONG.replace("2 * A @ x", "(A + A.T) @ x")


def test_claims_of_one_id_are_all_checked(tmp_path):
    for name, text in {"a/mine.py": TWICE, "b/mine.py": RIGHT_AND_WRONG}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    for files in (["a/mine.py", "b/mine.py"], ["b/mine.py", "a/mine.py"]):
        done = verify(*files, *DRAWS, "--json", "v.json", cwd=tmp_path)
        assert done.returncode == 1, done.stderr
        assert "4 claims: 3 verified, 1 refuted;" in done.stdout
        assert "b/mine.py::mine.energy.gradient.x.form-symmetric: refuted" in done.stdout
        written = json.loads((tmp_path / "v.json").read_text())["claims"]
        assert len({claim["id"] for claim in written}) == 4


def test_what_one_file_changes_the_next_does_not_see(tmp_path):
    changes = """
import os, sys
import jax
import numpy as np
sys.setrecursionlimit(60)
jax.config.update("jax_debug_nans", True)
jax.config.update("jax_numpy_dtype_promotion", "strict")
os.chdir("/")
np.asarray = None
"""
    (tmp_path / "first.py").write_text(changes + TWICE)
    (tmp_path / "second.py").write_text(TWICE)
    files = ["first.py", "second.py", "least_squares.gradient.x"]
    done = verify(*files, *DRAWS, "--workers", "1", cwd=tmp_path)
    lines = [line.split()[:2] for line in done.stdout.splitlines() if " compared, " in line]
    assert len(lines) == 5
    assert ["verified", "second.energy.gradient.x"] in lines
    assert ["verified", "second.energy.gradient.x.form-symmetric"] in lines
    assert ["verified", "least_squares.gradient.x"] in lines
    assert {status for status, id in lines if id.startswith("first")} == {"error"}


def test_a_claim_that_forks_lends_its_verdict_to_no_other(tmp_path):
    forking = "import os, time\n    if os.fork() == 0:\n        time.sleep(0.5)\n    "
    text = RIGHT_AND_WRONG.replace("return (A + A.T) @ x", f"{forking}return (A + A.T) @ x")
    (tmp_path / "mine.py").write_text(text)
    done = verify("mine.py", *DRAWS, "--workers", "1", cwd=tmp_path)
    assert "verified             mine.energy.gradient.x  [" in done.stdout, done.stderr
    assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout
    assert done.returncode == 1


def test_a_formula_without_a_claim_is_told(tmp_path):
    bare = RIGHT_AND_WRONG.partition("@energy.gradient")[0].replace("energy", "bare")
    (tmp_path / "bare.py").write_text(bare)
    (tmp_path / "mine.py").write_text(TWICE)
    told = f"bare has no claim, and nothing of it is checked: {tmp_path / 'bare.py'}:6"
    done = verify("bare.py", "mine.py", *DRAWS, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, f"verify: {told}\n")
    done = verify("bare.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"verify: there is nothing to check: {told}\n"


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
