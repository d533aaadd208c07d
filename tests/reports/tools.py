"""Programs that some tests need: without one they are skipped, saying how to install it, or fail
where it must be there."""

import os
import shutil

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
"""What the browser may be called."""

REQUIRED = "CLOSEDFORM_TOOLS"
"""Variable that says ``required`` where a missing program is a failure, as in .ci/run."""


def first(*names: str) -> str | None:
    """The path of the first program that is there."""
    return next(filter(None, map(shutil.which, names)), None)


def advice(name: str, package: str) -> str:
    """What is missing, and how to install it."""
    return (
        f"there is no {name} on this machine; on Debian, install it by: apt-get install {package}"
    )


def need(*names: str, package: str) -> str:
    """The path of the first program that is there; without any, the test is skipped or fails."""
    found = first(*names)
    if found:
        return found
    missing = advice(names[0], package)
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)
