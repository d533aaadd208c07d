"""A summary that leaves nothing out."""

from closedform.formulas import Catalogue
from closedform.reports.pages.entries import entries
from closedform.reports.pages.summary import summary
from closedform.reports.rows.evidence import Evidence
from closedform.reports.rows.run import Run

SLOWER = (0.5, 0.4, 0.6)


def said(verdicts=(), *cells):
    rows = [row for cell in cells for row in cell]
    return summary(entries(Run(Catalogue(), Evidence(list(verdicts), rows))))


def test_verdicts_are_counted_each_once(verdict):
    rows = [
        verdict("a"),
        verdict("b", status="refuted", expected="refuted"),
        verdict("c", status="error"),
    ]
    assert said(rows).verdicts == (
        "3 claims of 1 formula: 1 verified, 1 misprint of sources refuted as expected, "
        "1 not as expected."
    )


def test_what_was_not_checked_is_said(cell):
    assert said((), cell()).verdicts == (
        "1 claim of 1 formula: 0 verified, none not as expected, 1 not checked."
    )


def test_a_textbook_form_that_is_slower_is_said_though_the_fastest_is_not(cell):
    slow = cell(interval=SLOWER)
    fast = cell(method="fast", interval=(3.0, 2.9, 3.1))[0]
    assert said((), [fast, *slow]).timings == (
        "1 claim timed against the best autodiff mode: each one's fastest form is never slower; "
        "1 textbook form is."
    )


def test_a_claim_that_is_slower_at_one_size_is_said(cell):
    found = said((), cell(n=16), cell(n=64, interval=SLOWER), cell("another"))
    assert found.timings == (
        "2 claims timed against the best autodiff mode: 1 slower by the fastest form at some size, "
        "1 by the textbook's."
    )


def test_where_nothing_is_slower_that_is_said(cell, too_small):
    found = said((), cell(), too_small(n=2, interval=SLOWER))
    assert "none is slower by any of its sizes, nor is any textbook form" in found.timings


def test_without_timings_nothing_is_claimed(too_small):
    assert said((), too_small()).timings == "None is compared in time with autodiff here."


def test_a_mode_faster_than_the_one_chosen_is_told_of(cell):
    rows = cell()
    rows[2] |= {"ratio": 1.2, "low": 1.1, "high": 1.3}
    assert said((), rows, cell(n=64)).modes.startswith("In 1 of 2 comparisons another autodiff")
    assert said((), cell()).modes == ""
