"""Every claim a pytest item, for files of the catalogue and for files elsewhere."""

import pytest

from tests.helpers import RIGHT_AND_WRONG, ROOT, python

FEW = ["--formula-draws", "8", "-p", "no:cacheprovider"]


def run(*arguments, cwd):
    return python("-m", "pytest", *FEW, *arguments, cwd=cwd)


def test_a_file_elsewhere(entry, tmp_path):
    for cwd, path in ((tmp_path, "mine.py"), (ROOT / "tests", entry)):
        done = run("-v", path, cwd=cwd)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "mine.py::mine.energy.gradient.x PASSED" in done.stdout
        assert "mine.py::mine.energy.gradient.x.form-symmetric FAILED" in done.stdout
        assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout
        assert "1 failed, 1 passed" in done.stdout
        assert "Traceback" not in done.stdout


def test_a_selection_of_the_catalogue():
    done = run("-v", "formulas", "-k", "log_det and hessian and along", cwd=ROOT)
    assert done.returncode == 0, done.stdout
    assert (
        "formulas/determinants/log_det.py::log_det.hessian.X.along-Symmetric PASSED" in done.stdout
    )
    assert "1 passed" in done.stdout


def test_a_misprint_passes_by_being_refuted():
    done = run("-v", "formulas/determinants/log_det.py", "-k", "printed", cwd=ROOT)
    assert "log_det.hessian.X.given-X-Symmetric.as-printed PASSED" in done.stdout


def test_a_file_that_declares_nonsense_is_an_error_of_one_line(tmp_path):
    (tmp_path / "mine.py").write_text(RIGHT_AND_WRONG.replace('gradient("x")', 'gradient("y")'))
    done = run("mine.py", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no variable 'y' in mine.energy" in done.stdout
    assert "1 error" in done.stdout
    assert "Traceback" not in done.stdout


def test_tests_beside_formulas_are_kept(tmp_path):
    (tmp_path / "test_mine.py").write_text(
        RIGHT_AND_WRONG + "\n\ndef test_of_theirs():\n    assert energy.claims\n"
    )
    done = run("-v", cwd=tmp_path)
    assert "test_mine.py::test_of_theirs PASSED" in done.stdout
    assert "test_mine.energy.gradient.x PASSED" in done.stdout


def test_a_jitted_closed_form_is_an_item_too(tmp_path):
    text = RIGHT_AND_WRONG.replace("def _(x, A):", "@jax.jit\ndef _(x, A):").replace(
        "\nfrom closedform", "\nimport jax\nfrom closedform", 1
    )
    (tmp_path / "mine.py").write_text(text)
    done = run("mine.py", cwd=tmp_path)
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout


def test_in_parallel(entry):
    done = run("-n", "2", entry, cwd=entry.parent)
    assert "1 failed, 1 passed" in done.stdout, done.stdout


RIGHT = RIGHT_AND_WRONG.partition('@energy.gradient("x", form')[0]
WRONG = RIGHT.replace("(A + A.T) @ x", "2 * A @ x")
REGISTERED = """
from jaxtyping import Array, Float
from closedform import formula


def energy_of(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    return x @ A @ x


energy = formula(energy_of)
energy.gradient("x")(lambda x, A: FACTOR)
"""


def written(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        (
            WRONG.replace("import formula", "import formula as register").replace(
                "@formula", "@register"
            ),
            0,
        ),
        (REGISTERED.replace("FACTOR", "(A + A.T) @ x"), 1),
        (REGISTERED.replace("FACTOR", "2 * A @ x"), 0),
        (WRONG.replace("from closedform.formulas", "from helper"), 0),
    ],
    ids=["under another name", "called and right", "called and wrong", "from a file beside it"],
)
def test_what_a_module_holds_decides(tmp_path, text, passes):
    written(tmp_path, mine=text, helper="from closedform import formula\n")
    done = run("-q", cwd=tmp_path)
    assert ("1 passed" if passes else "1 failed") in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1 - passes


def test_what_is_not_ours_is_left_alone(tmp_path):
    """Files with some other formula, and files with another use for ours: none is imported."""
    written(
        tmp_path,
        spreadsheet="def formula(f):\n    return f\n",
        cells="from spreadsheet import formula\nraise RuntimeError('imported')\n"
        "@formula\ndef f(x): ...\n",
        scripts="import closedform\nraise RuntimeError('imported')\n",
        test_theirs="from spreadsheet import formula\n@formula\ndef test_it():\n    pass\n",
        test_ours="from closedform import formula\ndef test_it():\n    assert formula\n",
    )
    done = run("-v", cwd=tmp_path)
    assert "2 passed" in done.stdout, done.stdout
    assert (done.returncode, "warning" in done.stdout) == (0, False)


def test_a_test_file_that_fails_on_import_is_pytests_to_tell(tmp_path):
    written(tmp_path, test_mine="import nothing_of_this_name\n" + RIGHT)
    done = run(cwd=tmp_path)
    assert done.stdout.count("ModuleNotFoundError: No module named 'nothing_of_this_name'") == 1
    assert "1 error" in done.stdout
    written(tmp_path, mine="import nothing_of_this_name\n" + RIGHT)
    (tmp_path / "test_mine.py").unlink()
    done = run(cwd=tmp_path)
    assert "can't be imported: ModuleNotFoundError" in done.stdout
    assert "1 error" in done.stdout


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ("import os\nos._exit(0)\n", "the process died: exit status 0"),
        ("while True:\n    pass\n", "no answer within 4 s"),
    ],
    ids=["leaves", "hangs"],
)
def test_a_file_that_ends_the_process_does_not_end_the_session(tmp_path, first, says):
    tests = "\n\ndef test_it():\n    pass\n"
    written(tmp_path, mine=first + WRONG, test_mine=first + WRONG + tests, test_other=tests)
    done = run("--formula-time-limit", "4", cwd=tmp_path)
    assert done.stdout.count(f"can't be imported: {says}") == 2, done.stdout
    assert "2 errors" in done.stdout
    assert done.returncode == 2
    done = run("--formula-time-limit", "4", "--continue-on-collection-errors", cwd=tmp_path)
    assert "1 passed, 2 errors" in done.stdout


def test_equal_ids_of_two_files_are_two_items(tmp_path):
    for name, text in {"a": RIGHT, "b": WRONG}.items():
        (tmp_path / name).mkdir()
        written(tmp_path / name, mine=text)
    done = run("-v", cwd=tmp_path)
    assert "a/mine.py::mine.energy.gradient.x PASSED" in done.stdout
    assert "b/mine.py::mine.energy.gradient.x FAILED" in done.stdout


def test_a_formula_without_a_claim_is_warned_of(tmp_path):
    written(tmp_path, mine=RIGHT.partition("@energy.gradient")[0])
    done = run("mine.py", cwd=tmp_path)
    assert "mine.energy has no claim, and nothing of it is checked: " in done.stdout
    assert "1 warning" in done.stdout
    assert done.returncode == 5  # no test was collected


def test_a_name_is_shown_and_not_obeyed(tmp_path):
    written(tmp_path, mine=WRONG.replace('gradient("x")', 'gradient("x", form="\\x1b[2J\\n")'))
    done = run("mine.py", cwd=tmp_path)
    assert r"mine.energy.gradient.x.form-\x1b[2J\n: refuted" in done.stdout
    assert "\x1b" not in done.stdout
