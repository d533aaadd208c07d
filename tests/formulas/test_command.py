"""``closedform formulas list`` and ``show``."""

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import closedform.formulas.command as command
from closedform import formulas
from closedform.formulas import Broken, Catalogue, catalogue, citation
from closedform.formulas._kit import written

ENTRY = '''
from jaxtyping import Array, Float
from closedform.formulas import SPD, Domain, Symmetric, formula


class Odd(Domain):
    """Odd ones."""

    words = "odd"


@formula(source="mine [red]", where=lambda n, k: n > k)
def entry(x: Odd[Array, " n"], S: SPD[Array, "n n"], k: int) -> Float[Array, ""]:
    r"""x^\\top S x :smile: [/] \x1b[31m

    Holds for n above k.
    """
    return x @ S @ x


@entry.gradient("x", "S", form="fast", given={"S": Symmetric})
def _(x, S):
    r"""2 S x"""
    return 2 * S @ x, x


@entry.jacobian("x", layout="numerator")
def _(x, S):
    r"""2 x^\\top S"""
    return 2 * S @ x


@entry.hessian("S", on=Symmetric, as_printed=True)
def _(S):
    r"""0"""
    return S


@formula
def bare(x: Float[Array, " n"]) -> Float[Array, " n"]:
    r"""x"""
    return x
'''


@pytest.fixture
def entry(tmp_path):
    path = tmp_path / "entry.py"
    path.write_text(ENTRY)
    return str(path)


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = command.main(list(arguments))
        out, err = capsys.readouterr()
        return status, out, err

    return run


def listed(out):
    return [line.split()[0] for line in out.splitlines()[1:]]


def test_list_has_a_line_a_formula(run):
    status, out, err = run("list")
    assert (status, err) == (0, "")
    assert listed(out) == list(catalogue().formulas)
    line = next(line for line in out.splitlines() if line.startswith("least_squares "))
    kinds = "differential x, gradient x, hessian x, hvp x"
    count = len(catalogue().formulas["least_squares"].claims)
    assert (
        " ".join(line.split())
        == f"least_squares optimisation {count} {kinds} zhihu-39523290 S0-06 S0-07"
    )


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (["--kind", "hvp"], lambda f: any(c.kind.name == "hvp" for c in f.claims.values())),
        (
            ["--domain", "spd"],
            lambda f: any(v.domain.__name__ == "SPD" for v in f.variables.values()),
        ),
        (
            ["--source", "ZHIHU"],
            lambda f: any("zhihu" in str(citation(c.source)) for c in f.claims.values()),
        ),
        (["--subject", "statistics"], lambda f: "/statistics/" in f.file),
        (
            ["--text", "SOFTMAX"],
            lambda f: "softmax" in f.tex or any("softmax" in c.tex for c in f.claims.values()),
        ),
        (["--kind", "hessian", "--source", "S3-MC2h"], lambda f: f.name == "log_det"),
        (["least_squares"], lambda f: f.name.startswith("least_squares")),
        (["*.hvp.*"], lambda f: any(c.kind.name == "hvp" for c in f.claims.values())),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_filters_keep_what_they_say(run, options, kept):
    _, out, _ = run("list", *options)
    expected = [name for name, formula in catalogue().formulas.items() if kept(formula)]
    assert 0 < len(expected) < len(catalogue().formulas)
    assert listed(out) == expected


def test_a_domain_that_a_claim_is_along_counts(run):
    assert "log_det" in listed(run("list", "--domain", "Symmetric")[1])


def test_nothing_found_is_said(run):
    assert run("list", "--text", "no such text") == (0, "", "formulas: no formula matches\n")


def test_json_holds_every_formula_and_claim(run):
    _, out, _ = run("list", "--json")
    found = json.loads(out)
    assert (found["schema"], found["broken"]) == (1, [])
    assert [f["formula"] for f in found["formulas"]] == list(catalogue().formulas)
    assert [c["id"] for f in found["formulas"] for c in f["claims"]] == list(catalogue().claims)
    log_det = next(f for f in found["formulas"] if f["formula"] == "log_det")
    assert log_det["variables"] == {"X": {"shape": ["n", "n"], "domain": "Invertible"}}
    assert log_det["claims"][0] == {
        "id": "log_det.gradient.X",
        "kind": "gradient",
        "wrt": ["X"],
        "tex": r"X^{-\top}",
        "notes": "",
        "form": None,
        "layout": None,
        "source": "matrix-calculus-2022, matrix case 2, log-determinant (S3-MC2g)",
        "rows": ["S3-MC2g"],
        "expected": "verified",
    }


def test_a_file_is_listed(run, entry):
    status, out, err = run("list", entry)
    assert (status, err) == (0, "formulas: entry.bare has no claim\n")
    assert listed(out) == ["entry", "entry.bare"]
    assert "mine [red]" in out
    assert listed(run("list", entry, "--domain", "odd")[1]) == ["entry"]


def test_show_says_all_there_is(run):
    status, out, err = run("show", "log_det")
    assert (status, err) == (0, "")
    formula = catalogue().formulas["log_det"]
    for told in (
        formula.signature,
        formula.tex,
        formula.notes,
        "X: n x n, invertible, det > 0",
        "value: scalar",
        "matrix-calculus-2022",
    ):
        assert told in out
    for claim in formula.claims.values():
        assert f"\n{claim.id}\n  {claim.tex}\n" in out
        assert all(
            f"  {line}".rstrip() in out for line in inspect.getsource(claim.function).splitlines()
        )
    assert "compared only along symmetric directions" in out
    assert "given: X is symmetric" in out
    assert "expected to be refuted" in out
    assert "In the same file" not in out


def test_show_names_what_else_is_in_the_file(run):
    _, out, _ = run("show", "least_squares")
    assert out.endswith("\nIn the same file: least_squares.residual_sum_of_squares\n")
    assert "\nresidual_sum_of_squares" not in out


def test_show_of_a_claim_shows_that_claim(run):
    _, out, _ = run("show", "log_det.hessian.X.along-Symmetric")
    assert out.startswith("log_det(X: n x n)\n")
    assert out.count("returns: ") == 1


def test_show_of_a_file_shows_all_of_it(run, entry):
    status, out, err = run("show", entry)
    assert (status, err) == (0, "")
    for told in (
        "S: n x n, symmetric positive definite",
        "x: n, odd",
        "k: a dimension",
        "holds where n > k",
        "form: fast",
        "given: S is symmetric",
        "a tuple, for each variable the variable's own shape",
        "numerator layout",
        "in the free coordinates of symmetric matrices",
        "entry.bare(x: n)",
        "source: not stated",
        ":smile: [/]",
    ):
        assert told in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "log_dett"], "'log_dett'; did you mean log_det"),
        (["list", "log_dett"], "'log_dett'; did you mean log_det"),
        (["list", "--kind", "hesian"], "did you mean hessian?"),
        (["list", "--domain", "Symetric"], "did you mean Symmetric?"),
        (["list", "--subject", "determinant"], "did you mean determinants?"),
        (["show", "nowhere.py"], "there is no file"),
        (["list", "nowhere.py"], "there is no file"),
        (["show", "\x1b[31m"], "no formula or claim is called"),
        (["show"], "Missing argument"),
        (["list", "--bogus"], "No such option: --bogus"),
        ([], "Missing command"),
        (["lists"], "No such command 'lists'"),
    ],
)
def test_what_is_not_understood_is_one_line(run, arguments, says):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("formulas: ")
    assert says in err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_file_that_cannot_be_read_is_one_line(run, tmp_path):
    (tmp_path / "broken.py").write_text("x = = 1\n")
    status, out, err = run("list", str(tmp_path / "broken.py"))
    assert (status, out) == (2, "")
    assert "can't be imported: SyntaxError" in err
    assert err.count("\n") == 1


def test_broken_modules_are_reported_and_stop_nothing(run, monkeypatch):
    known = Catalogue(
        catalogue().formulas,
        [
            Broken("closedform.formulas.one", "SyntaxError: \x1b[31mno"),
            Broken("closedform.formulas.two", "clash"),
        ],
    )
    monkeypatch.setattr(command, "catalogue", lambda: known)
    status, out, err = run("list")
    assert status == 0
    assert listed(out) == list(known.formulas)
    assert err.splitlines() == [
        "formulas: closedform.formulas.one can't be read: SyntaxError: \\x1b[31mno",
        "formulas: closedform.formulas.two can't be read: clash",
    ]
    assert run("show", "log_det")[2] == err
    assert json.loads(run("list", "--json")[1])["broken"][1] == {
        "module": "closedform.formulas.two",
        "error": "clash",
    }


def test_what_is_broken_elsewhere_is_not_said_of_a_file(run, monkeypatch, tmp_path):
    monkeypatch.setattr(
        command, "catalogue", lambda: Catalogue({}, [Broken("closedform.formulas.one", "clash")])
    )
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("some notes\n")
    for target in ("notes.txt", "./notes.txt", "folder/none"):
        status, out, err = run("list", target)
        assert (status, out) == (2, "")
        assert err.endswith(
            f"{Path(target).name} is not a Python file; formulas stand in files that end in .py\n"
        )
        assert err.count("\n") == 1


def test_an_interrupt_ends_without_a_word(run, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "catalogue", interrupted)
    assert run("list") == (130, "", "")


def test_code_that_is_nowhere_is_said_so(run, monkeypatch):
    def lost(_):
        raise OSError

    monkeypatch.setattr(written.inspect, "getsource", lost)
    assert "(its code is not in a file)" in run("show", "gaussian_mle")[1]


def test_in_a_pipe_lines_are_plain_and_whole(entry):
    entry_path = Path(entry)
    long = "a source that is longer than any terminal is wide, " * 8
    entry_path.write_text(ENTRY.replace("mine [red]", long.strip()))
    root = Path(formulas.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "closedform", "formulas", "list", entry],
        cwd=entry_path.parent,
        env={"PYTHONPATH": str(root), "PATH": "", "TERM": "xterm-256color", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "formulas: entry.bare has no claim\n"
    assert "\x1b" not in done.stdout
    assert done.stdout.isascii()
    assert done.stdout.splitlines()[1].rstrip().endswith(long.strip())
