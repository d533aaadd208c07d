"""A missing program skips a test on a person's machine, and fails it where it is required."""

import pytest

from tests.reports.tools import REQUIRED, need


def test_a_missing_program_is_named_with_how_to_install_it(monkeypatch):
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install a-package"):
        need("no-such-program", package="a-package")


def test_a_missing_program_fails_where_it_is_required(monkeypatch):
    monkeypatch.setenv(REQUIRED, "required")
    with pytest.raises(pytest.fail.Exception, match="no no-such-program"):
        need("no-such-program", package="a-package")


def test_a_program_that_is_there_is_found():
    assert need("no-such-program", "sh", package="a-package").endswith("sh")
