"""The handbook: what stands in a row, and in which order."""

import pytest

from closedform.formulas import Catalogue, catalogue
from closedform.reports.pages.entries import entries
from closedform.reports.pages.handbook import MOST, handbook, row
from closedform.reports.rows.evidence import Evidence
from closedform.reports.rows.run import Run


@pytest.fixture(scope="module")
def found():
    return {entry.name: entry for entry in entries(Run(catalogue(), Evidence([])))}


def said(lines):
    return [(statement.first.kind, statement.first.condition) for statement in lines]


def test_a_row_has_the_first_and_second_derivatives_that_hold_as_they_stand_first(found):
    shown = row(found["quadratic_form"])
    assert said(shown.first) == [("gradient", ""), ("gradient", "if A symmetric")]
    assert said(shown.second) == [("hessian", "")]
    assert shown.more == len(found["quadratic_form"].statements) - 3


def test_a_minimum_stands_after_the_second_derivative(found):
    name = "least_squares.residual_sum_of_squares"
    assert [kind for kind, _ in said(row(found[name]).second)] == ["hessian", "minimum"]


def test_an_identity_stands_with_the_value(found):
    shown = row(found["trace.of_sum"])
    assert said(shown.value) == [("equals", "")]
    assert (shown.first, shown.second) == ([], [])


def test_a_misprint_is_no_line_and_is_told_of(found):
    shown = row(found["log_det"])
    lines = [s.first.id for s in (*shown.value, *shown.first, *shown.second)]
    assert not any("as-printed" in id for id in lines)
    assert {claim.id for claim in shown.misprints} == {
        "log_det.gradient.X.on-Symmetric.as-printed",
        "log_det.hessian.X.given-X-Symmetric.as-printed",
    }


def test_a_row_has_a_few_lines_of_a_kind(found):
    for entry in found.values():
        shown = row(entry)
        assert all(len(lines) <= MOST for lines in (shown.value, shown.first))
        kinds = {statement.first.kind for statement in shown.first}
        assert len(kinds) <= 1, entry.name


def test_subjects_stand_as_in_a_book_with_definitions_last(found, verdict):
    stray = entries(Run(Catalogue(), Evidence([verdict()])))
    sections = handbook([*found.values(), *stray])
    titles = [section.title for section in sections]
    assert titles.index("traces") < titles.index("determinants") < titles.index("definitions")
    assert titles[-2:] == ["definitions", "not in the catalogue"]
    assert sum(len(section.rows) for section in sections) == len(found) + 1
    assert sections[titles.index("traces")].about.startswith("Traces")


def test_within_a_subject_derivatives_come_first_then_what_most_sources_print(found):
    for section in handbook(found.values()):
        keys = [
            (not (r.first or r.second), -len(r.entry.sources))
            for r in section.rows
            if r.entry.statements
        ]
        assert keys == sorted(keys), section.title


@pytest.mark.parametrize(
    "typed", ["Log-determinant", "log_det", "log|X|", "X^-T", "determinants", "S3-MC2g", "kron"]
)
def test_a_search_finds_names_mathematics_and_what_is_cited(found, typed):
    assert typed in row(found["log_det"]).text
