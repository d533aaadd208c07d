"""``closedform derive`` as a person calls it."""

import json

import pytest

from tests.helpers import python

MINE = '''
import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula


@formula
def energy(A: Float[Array, "n n"], x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top A x"""
    return x @ A @ x


@formula
def largest(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""\\max_i x_i, by sorting"""
    return jnp.sort(x)[-1]
'''


def derive(*typed, cwd):
    return python("-m", "closedform", "derive", *typed, cwd=cwd)


def rows(printed):
    return [tuple(line.split(maxsplit=1)) for line in printed.splitlines() if line.startswith(" ")]


def test_a_formula_of_the_catalogue_and_what_is_registered(tmp_path):
    done = derive("least_squares.gradient.x", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert ("python", "A.T @ (A @ x - b)") in rows(done.stdout)
    assert ("tex", r"A^\top (A x - b)") in rows(done.stdout)
    assert ("registered", r"A^\top (Ax - b)") in rows(done.stdout)


def test_a_typed_function_that_begins_with_a_minus_sign(tmp_path):
    done = derive(
        *("-x'*A*x", "--gradient", "x", "--hessian", "x", "--given", "A symmetric"), cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert ("matrixcalculus", "-2*A*x") in rows(done.stdout)
    assert ("matrixcalculus", "-2*A") in rows(done.stdout)


def test_a_file_one_formula_of_which_can_not_be_derived(tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    done = derive("mine.py", "--gradient", "x", "--json", cwd=tmp_path)
    assert done.returncode == 2
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["function"], first["status"], first["exit"]) == ("mine.energy", "derived", 0)
    assert first["python"] == "(A + A.T) @ x"
    assert first["verdict"]["status"] == "verified"
    assert (second["status"], second["detail"]) == ("not derived", "cannot be derived: sort")
    assert second["python"] is second["tex"] is None
    done = derive("mine.py::mine.energy", "--hessian", "x", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["lest_squares"], "derive: no formula or claim is called 'lest_squares'; did you mean"),
        (["missing.py"], "missing.py"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, list) else "",
)
def test_what_makes_no_sense_is_one_line_and_status_2(typed, told, tmp_path):
    done = derive(*typed, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
