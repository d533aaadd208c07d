"""``new``: a file with a working entry, to be made into one's own."""

import importlib.util
import keyword
from pathlib import Path

from closedform.errors import InputError
from closedform.formulas._kit.catalogue import catalogue

TEMPLATE = '''"""What {name} is, in one line."""

import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import Symmetric, formula


# Annotate each argument with its shape, or with a domain that it lies in, as SPD[Array, "n n"];
# `k: int` is a dimension. The docstring is TeX, then what the symbols are and when it holds.
# source= says where it is printed.
@formula(source="where it is printed")
def {name}(
    x: Float[Array, " n"], A: Float[Array, "n n"], b: Float[Array, " n"]
) -> Float[Array, ""]:
    r"""x^\\top A x + b^\\top x

    A is any square matrix.
    """
    return jnp.dot(x, A @ x) + jnp.dot(b, x)


# A claim is a function that asks by name for what it needs: variables, dimensions, dx of a
# differential, G of a pullback. Other kinds: jacobian, derivative, pullback, equals, differs,
# stationary, minimum, maximum.
# `closedform formulas show log_det` has examples.
@{name}.gradient("x")
def _(x, A, b):
    r"""(A + A^\\top) x + b"""
    return A @ x + A.T @ x + b


# The same claim where A is symmetric: given= narrows a variable's domain for this claim alone.
@{name}.gradient("x", given={{"A": Symmetric}})
def _(x, A, b):
    r"""2 A x + b"""
    return 2 * A @ x + b


@{name}.differential
def _(x, A, b, dx):
    r"""x^\\top (A + A^\\top) \\,\\mathrm{{d}}x + b^\\top \\mathrm{{d}}x"""
    return x @ (A + A.T) @ dx + b @ dx


@{name}.hessian("x")
def _(A):
    r"""A + A^\\top"""
    return A + A.T


# A way of writing the same claim that may be faster is a form; both are checked, and timed against
# autodiff.
@{name}.hvp("x")
def _(A, dx):
    r"""(A + A^\\top) \\,\\mathrm{{d}}x"""
    return A @ dx + A.T @ dx


@{name}.hvp("x", form="one product")
def _(A, dx):
    r"""(A + A^\\top) \\,\\mathrm{{d}}x"""
    return (A + A.T) @ dx


# What a page prints wrong is kept as printed, beside the corrected claim: it is expected to be
# refuted.
@{name}.hessian("x", as_printed=True)
def _(A):
    r"""2A

    True only of a symmetric A.
    """
    return 2 * A
'''

USED = {"A", "Array", "Float", "Symmetric", "b", "dx", "formula", "jnp", "n", "x"}
"""What stands for something else in the file: a formula of such a name would break it."""


def write(name: str, folder: Path) -> Path:
    """Write the file of a new entry and return its path.

    Raises:
        InputError: the name is no Python name, or is taken by the file itself, by a module or by a
            formula; the folder or the file is not as it should be.
    """
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise InputError(
            f"{name!r} can't name a formula; use letters, digits and underscores, as "
            "trace_of_inverse"
        )
    if name in USED:
        raise InputError(
            f"{name!r} stands for something else in the entry to be written; use a longer name"
        )
    if taken := [f for f in catalogue().formulas.values() if f.name.split(".")[0] == name]:
        raise InputError(
            f"{name} is the name of a formula already, in {taken[0].file}; choose another"
        )
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; make it first, or leave --folder out")
    path = folder / f"{name}.py"
    if not path.exists() and importlib.util.find_spec(
        name
    ):  # beside a json.py, `import json` finds that
        raise InputError(f"{name} names a Python module already; choose another name")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.format(name=name))
    except FileExistsError as error:
        raise InputError(f"{path} exists already; nothing was changed") from error
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}") from error
    return path
