"""Sources: coverage, errata and citations."""

import pytest

from closedform.formulas import Catalogue, catalogue
from closedform.formulas._kit import sources as listed
from closedform.formulas._kit.sources import Row, Slip, Source
from closedform.reports.pages import citations, sources
from closedform.reports.pages.entries import entries
from closedform.reports.rows.evidence import Evidence
from closedform.reports.rows.run import Run
from closedform.reports.tables.verdicts import verdicts


@pytest.fixture
def book(monkeypatch):
    """A source of five rows and two slips."""
    rows = (
        Row("B-1", "book", "chapter 1", "gradient", "The gradient of log|X|."),
        Row(
            "B-2",
            "book",
            "chapter 2",
            "identity",
            "A <b>rule</b>.",
            test="tests/test_it.py::test_rule",
        ),
        Row("B-3", "book", "chapter 3", "motivation", "Why.", unchecked="it is prose"),
        Row("B-4", "book", "chapter 4", "gradient", "Another.", flaw="the sign is wrong"),
    )
    slips = (Slip("chapter 1", r"X^{\#}, then X", "the other"), Slip("chapter 2", r"\nosuch", "x"))
    found = Source(
        "book", "A Book", "https://example.org/book", "English", "About it.", rows, slips
    )
    monkeypatch.setattr(listed, "sources", lambda: {"book": found})
    monkeypatch.setattr(listed, "rows", lambda: {row.id: row for row in rows})
    return found


def test_each_statement_is_in_one_state(book, monkeypatch):
    known = catalogue().formulas["log_det"]
    for claim in known.claims.values():
        monkeypatch.setitem(claim.__dict__, "source", "B-1")
    [page] = sources.pages(entries(Run(Catalogue({"log_det": known}), Evidence([]))))
    assert page.coverage == {"registered": 1, "tested": 1, "not checkable": 1, "missing": 1}
    assert [line.reason for line in page.lines] == [
        "",
        "tests/test_it.py::test_rule",
        "it is prose",
        "",
    ]
    assert {claim.id for _, claim in page.lines[0].claims} == set(known.claims)
    assert page.lines[1].says == "A &lt;b&gt;rule&lt;/b&gt;."
    assert page.lines[3].flaw == "the sign is wrong"
    assert page.address == "https://example.org/book"
    assert [claim.id for _, claim, _ in page.misprints] == [
        claim.id for claim in known.claims.values() if claim.as_printed
    ]


def test_slips_are_set_as_mathematics_where_they_can_be(book):
    [page] = sources.pages([])
    (_, printed, corrected), (_, odd, _) = page.slips
    assert "<math" in printed
    assert "then" in printed
    assert corrected == "the other"
    assert odd == r'<code class="tex">\nosuch</code>'


def test_an_address_that_is_none_is_left_out(book, monkeypatch):
    odd = Source("book", "A Book", "javascript:alert(1)", "English", "About.", (), ())
    monkeypatch.setattr(listed, "sources", lambda: {"book": odd})
    assert sources.pages([])[0].address == ""


def test_citations_are_said_in_words(book):
    assert citations.said("B-1; B-4") == "A Book: chapter 1, B-1; chapter 4, B-4"
    assert citations.said("elsewhere, p. 3; B-2") == "elsewhere: p. 3; A Book: chapter 2, B-2"
    assert citations.said(None) == ""
    assert [citation.slug for citation in citations.citations("B-1")] == [sources.pages([])[0].slug]


def test_without_listed_sources_claims_are_grouped_by_what_they_cite(monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr(listed, "sources", gone)
    assert [c.source for c in citations.citations("a book, 3; a paper")] == ["a book", "a paper"]
    assert sources.pages([]) == []


def test_tables_say_citations_in_words(book, verdict):
    found = verdicts([verdict(source="B-1")])
    assert found.shown.loc[0, "source"] == "book, chapter 1 (B-1)"
    assert found.plain.loc[0, "source"] == "B-1"


def test_every_source_of_the_catalogue_has_a_page_of_its_own():
    found = sources.pages(entries(Run(catalogue(), Evidence([]))))
    assert len({page.slug for page in found}) == len(found) >= len(listed.sources())
    assert sum(page.coverage.get("registered", 0) for page in found) > 0
