"""Programs that some tests need: without one they are skipped, saying how to install it, or fail where it must be there."""

import os
import shutil

import pytest

REQUIRED = "CLOSEDFORM_TOOLS"
"""Variable that says ``required`` where a missing program is a failure, as in .ci/run."""


def need(*names: str, package: str) -> str:
    """The path of the first program that is there."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    missing = f"there is no {names[0]} on this machine; on Debian, install it by: apt-get install {package}"
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)
