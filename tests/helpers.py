"""What tests share."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

RIGHT_AND_WRONG = '''
from jaxtyping import Array, Float
from closedform.formulas import formula


@formula(source="a page")
def energy(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\\top A x

    Any square A.
    """
    return x @ A @ x


@energy.gradient("x")
def _(x, A):
    r"""(A + A^\\top) x"""
    return (A + A.T) @ x


@energy.gradient("x", form="symmetric")
def _(x, A):
    r"""2Ax"""
    return 2 * A @ x
'''


def environment() -> dict[str, str]:
    """This process's environment, but for what pytest tells its children."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


def python(
    *arguments: object, cwd: Path, given: str | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run ``python ARGUMENTS`` in a folder, as a person would, who may give it what to read."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        input=given,
        env=environment() | variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
