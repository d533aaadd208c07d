"""What follows from the rows is worked out once a run."""

import pytest

import closedform.reports.command as command
from closedform.formulas import Catalogue
from closedform.reports.rows import run as runs
from closedform.reports.rows.evidence import Evidence


@pytest.mark.parametrize("part", ["groups", "strays"])
def test_a_report_works_it_out_once(files, verdict, cell, monkeypatch, part):
    calls, real = [], getattr(runs, part)

    def counted(*given):
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(runs, part, counted)
    monkeypatch.setattr(command, "catalogue", Catalogue)
    files([verdict()], [cell()])
    assert command.main([]) == 0
    assert len(calls) == 1


def test_of_two_verdicts_of_a_claim_the_last_counts(verdict):
    first, last = verdict("a"), verdict("a", status="error")
    assert runs.Run(Catalogue(), Evidence([first, last])).verdicts == {"a": last}
