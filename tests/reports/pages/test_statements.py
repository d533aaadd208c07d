"""Claims by what they state."""

import pytest

from closedform.formulas import catalogue
from closedform.reports.pages.entries import entries
from closedform.reports.pages.statements import statements
from closedform.reports.rows.evidence import Evidence
from closedform.reports.rows.run import Run


def log_det(verdicts=(), timings=()):
    found = entries(Run(catalogue(), Evidence(list(verdicts), list(timings))))
    return next(entry for entry in found if entry.name == "log_det")


def test_forms_of_a_claim_are_one_statement():
    hessian = next(s for s in log_det().statements if s.first.id == "log_det.hessian.X")
    assert [form.form for form in hessian.forms] == ["", "outer", "factors"]
    assert {form.heading for form in hessian.forms} == {"Hessian by X"}
    assert hessian.forms[1].title == "Hessian by X, as outer"


def test_a_misprint_stands_with_what_is_right_and_nowhere_else():
    found = log_det().statements
    right = next(s for s in found if s.first.id == "log_det.gradient.X.on-Symmetric")
    assert [m.id for m in right.misprints] == ["log_det.gradient.X.on-Symmetric.as-printed"]
    assert not [s for s in found if s.first.as_printed]


def test_a_misprint_without_what_is_right_is_a_statement_of_its_own():
    misprints = [claim for claim in log_det().claims if claim.as_printed]
    assert [s.forms for s in statements(misprints, {})] == [[claim] for claim in misprints]


@pytest.mark.parametrize(
    ("statuses", "standing"),
    [(("verified", "refuted", None), "bad"), (("verified", None, None), "none")],
)
def test_a_statement_stands_as_the_worst_of_its_forms(verdict, statuses, standing):
    ids = ["log_det.hessian.X", "log_det.hessian.X.form-outer", "log_det.hessian.X.form-factors"]
    rows = [
        verdict(id, formula="log_det", status=status)
        for id, status in zip(ids, statuses, strict=True)
        if status
    ]
    hessian = next(s for s in log_det(rows).statements if s.first.id == ids[0])
    assert hessian.judged.standing == standing


def test_the_best_ratio_is_that_of_any_form(cell):
    rows = cell("log_det.hessian.X") + cell("log_det.hessian.X", n=64, method="outer", ratio=9.0)
    hessian = next(s for s in log_det((), rows).statements if s.first.id == "log_det.hessian.X")
    assert hessian.best is not None
    assert (hessian.best.times, hessian.best.form, hessian.best.sizes) == (
        "9",
        "outer",
        "m=64, n=4",
    )
    assert hessian.outcomes == ["wins", "wins"]
