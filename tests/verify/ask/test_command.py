"""``closedform ask`` as a person calls it."""

import json

import pytest

from tests.helpers import python


def ask(*typed, cwd, given=None):
    return python("-m", "closedform", "ask", *typed, cwd=cwd, given=given)


def test_a_question_and_its_entry(tmp_path):
    done = ask(
        *("x'*A*x", "--gradient", "x", "2*A*x", "--given", "A symmetric", "--save", "mine.py"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "verified given A symmetric"
    again = python("-m", "closedform", "verify", "mine.py", cwd=tmp_path)
    assert again.returncode == 0, again.stdout
    done = ask("x'*x", "--gradient", "x", "2*x", "--save", "mine.py", cwd=tmp_path)
    assert done.returncode == 2
    assert "mine.py exists already" in done.stderr


def test_a_claim_that_begins_with_a_minus_sign_and_one_that_is_not_read(tmp_path):
    done = ask("-x'*x", "--gradient", "x", "-3*x", "--hessian", "x", "-2*#", cwd=tmp_path)
    assert done.returncode == 2
    first, second = (line for line in done.stdout.splitlines() if not line.startswith(" "))
    assert first.startswith("refuted: scaled")
    assert second.startswith("not read (character)")


def test_pairs_from_standard_input(tmp_path):
    lines = "\n".join(
        [
            "# function, kind, variable, claim",
            "x'*x\tgradient\tx\t2*x",
            "",
            "nonsense",
            json.dumps({"function": "A*x", "jacobian": {"x": "A"}, "layout": "numerator"}),
        ]
    )
    done = ask("-", "--json", cwd=tmp_path, given=lines)
    assert done.returncode == 2
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["status"], second["status"]) == ("verified", "verified")
    assert second["layout"] == "numerator"
    assert "line 4" in done.stderr


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["x'*x"], "no claim was given"),
        (["x'*x", "--gradient", "x"], "--gradient takes a variable and a claim"),
        (["x'*x", "--gradient", "x", "2*x", "--given", "x tall"], "is no domain"),
        (["x'*x", "--gradient", "x", "2*x", "--save", "mine.txt"], "can't hold an entry"),
    ],
)
def test_bad_input_is_one_line(typed, told, tmp_path):
    done = ask(*typed, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert told in done.stderr
