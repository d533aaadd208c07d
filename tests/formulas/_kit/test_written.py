"""What stands written in an entry's file."""

import pytest

from closedform import formulas
from closedform.formulas import catalogue
from closedform.formulas._kit.written import code, condition

ENTRY = '''
from jaxtyping import Array, Float
from closedform import formula


def long_enough(n):
    return n > 1


@formula(where={where})
def entry(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return x @ x


@entry.gradient("x")
def _(x):
    r"""2x"""
    return 2 * x  # twice
'''


def read(path, where):
    path.write_text(ENTRY.format(where=where))
    return formulas.read(path).formulas["entry"]


@pytest.mark.parametrize(
    ("where", "said"),
    [("lambda n: n > 2", "n > 2"), ("long_enough", "long_enough"), ("None", None)],
)
def test_a_condition_is_said_as_it_is_written(tmp_path, where, said):
    assert condition(read(tmp_path / "entry.py", where)) == said


def test_a_formula_without_a_condition_has_none():
    assert condition(catalogue().formulas["log_det"]) is None


def test_a_claim_is_shown_with_its_decorator_and_comments(tmp_path):
    [claim] = read(tmp_path / "entry.py", "None").claims.values()
    lines = ['@entry.gradient("x")', "def _(x):", '    r"""2x"""', "    return 2 * x  # twice"]
    assert code(claim) == "\n".join(lines)


def test_of_a_file_that_is_gone_there_is_no_code_and_a_condition_by_name(tmp_path):
    found = read(tmp_path / "entry.py", "long_enough")
    (tmp_path / "entry.py").unlink()
    [claim] = found.claims.values()
    assert code(claim) is None
    assert condition(found) == "long_enough"
