"""Every claim a pytest item, for files of the catalogue and for files elsewhere."""

from tests.helpers import RIGHT_AND_WRONG, ROOT, python

FEW = ["--formula-draws", "8", "-p", "no:cacheprovider"]


def pytest(*arguments, cwd):
    return python("-m", "pytest", *FEW, *arguments, cwd=cwd)


def test_a_file_elsewhere(entry, tmp_path):
    for cwd, path in ((tmp_path, "mine.py"), (ROOT / "tests", entry)):
        done = pytest("-v", path, cwd=cwd)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "mine.py::mine.energy.gradient.x PASSED" in done.stdout
        assert "mine.py::mine.energy.gradient.x.form-symmetric FAILED" in done.stdout
        assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout
        assert "1 failed, 1 passed" in done.stdout
        assert "Traceback" not in done.stdout


def test_a_selection_of_the_catalogue():
    done = pytest("-v", "formulas", "-k", "log_det and hessian and along", cwd=ROOT)
    assert done.returncode == 0, done.stdout
    assert (
        "formulas/determinants/log_det.py::log_det.hessian.X.along-Symmetric PASSED" in done.stdout
    )
    assert "1 passed" in done.stdout


def test_a_misprint_passes_by_being_refuted():
    done = pytest("-v", "formulas/determinants/log_det.py", "-k", "printed", cwd=ROOT)
    assert "log_det.hessian.X.given-X-Symmetric.as-printed PASSED" in done.stdout


def test_a_file_that_declares_nonsense_is_an_error_of_one_line(tmp_path):
    (tmp_path / "mine.py").write_text(RIGHT_AND_WRONG.replace('gradient("x")', 'gradient("y")'))
    done = pytest("mine.py", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no variable 'y' in mine.energy" in done.stdout
    assert "1 error" in done.stdout
    assert "Traceback" not in done.stdout


def test_tests_beside_formulas_are_kept(tmp_path):
    (tmp_path / "test_mine.py").write_text(
        RIGHT_AND_WRONG + "\n\ndef test_of_theirs():\n    assert energy.claims\n"
    )
    done = pytest("-v", cwd=tmp_path)
    assert "test_mine.py::test_of_theirs PASSED" in done.stdout
    assert "test_mine.energy.gradient.x PASSED" in done.stdout


def test_a_jitted_closed_form_is_an_item_too(tmp_path):
    text = RIGHT_AND_WRONG.replace("def _(x, A):", "@jax.jit\ndef _(x, A):").replace(
        "\nfrom closedform", "\nimport jax\nfrom closedform", 1
    )
    (tmp_path / "mine.py").write_text(text)
    done = pytest("mine.py", cwd=tmp_path)
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "mine.energy.gradient.x.form-symmetric: refuted" in done.stdout


def test_in_parallel(entry):
    done = pytest("-n", "2", entry, cwd=entry.parent)
    assert "1 failed, 1 passed" in done.stdout, done.stdout
