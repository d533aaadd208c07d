"""Claims that only rows tell of have a place too, and every address leads to one."""

from pathlib import Path

import pytest

import closedform.reports.command as command
from closedform import formulas
from closedform.reports.pages.entries import entries
from closedform.reports.pages.overview import remarks
from closedform.reports.pages.site import addresses
from closedform.reports.rows.evidence import Evidence
from closedform.reports.rows.run import Run
from tests.reports.html import Page, pages
from tests.reports.made_up import on

SITE = Path("reports/out/site")

ENTRY = '''
from jaxtyping import Array, Float
from closedform.formulas import formula


@formula(source="a book, 3")
def entry(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return x @ x


@entry.gradient("x", form="twice")
def _(x):
    r"""2x"""
    return 2 * x


@entry.gradient("x", form="sum")
def _(x):
    r"""x + x"""
    return x + x
'''


@pytest.fixture
def entry(registered):
    """A catalogue of one formula, all of whose claims have forms."""
    return registered(ENTRY)


def built() -> dict[str, Page]:
    """The pages by their names; every address on them leads somewhere."""
    assert command.main([]) == 0
    found = pages(SITE)
    for path, page in found.items():
        ids = [a["id"] for _, a in page.elements if "id" in a]
        assert len(ids) == len(set(ids)), path
        for a in page.all("a"):
            assert a.get("href"), path
            file, _, place = a["href"].partition("#")
            target = (
                found.get((path.parent / file).resolve().relative_to(Path.cwd()))
                if file.endswith("html")
                else page
            )
            assert (
                file.endswith((".csv", ".md", ".tex", ".svg"))
                or file.startswith("tables/")
                or target
            ), (path, a)
            assert (
                not place
                or "=" in place
                or (target and any(b.get("id") == place for _, b in target.elements))
            ), (path, a)
    return {str(path.relative_to(SITE)): page for path, page in found.items()}


def test_a_claim_that_was_renamed_stands_with_its_formula(files, verdict, entry):
    files([verdict("entry.gradient.x.form-old", formula="entry", form="old", status="refuted")])
    page = built()["formulas/entry.html"]
    assert "entry.gradient.x.form-old" in page.words
    assert "refuted, expected verified" in page.words
    assert "This claim is not in the catalogue" in page.words


def test_what_was_timed_and_is_neither_known_nor_judged_has_a_page(files, cell, failed, entry):
    renamed = [row | {"formula": "entry"} for row in cell("entry.hessian.x")]
    files([], [cell("strange.gradient.x"), failed("strange.gradient.x", n=64), renamed])
    found = built()
    page = found["formulas/made_up.html"]
    assert "strange.gradient.x" in page.words
    assert "This claim has no verdict" in page.words
    assert "Again: closedform verify" not in page.words
    assert "entry.hessian.x" in found["formulas/entry.html"].words
    links = [a["href"] for a in found["timings.html"].all("a") if "timing-" in a["href"]]
    assert len(set(links)) == 2


def test_the_timings_of_a_claim_with_forms_are_found_by_its_stem(files, verdict, cell, monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    rows = cell("odd.gradient.x", method="by rows", interval=(3.0, 2.9, 3.1))
    claims = [
        verdict(f"odd.gradient.x.form-{form.replace(' ', '-')}", formula="odd", form=form)
        for form in ("by rows", "by columns")
    ]
    files(claims, [rows])
    page = built()["formulas/odd.html"]
    assert "autodiff, reverse" in page.words
    assert len([a for tag, a in page.elements if a.get("class") == "timing"]) == 1
    [found] = entries(Run(formulas.Catalogue(), Evidence(claims, rows)))
    [statement] = found.statements
    assert [claim.outcomes for claim in statement.forms] == [["wins"], []]
    assert len(statement.groups) == 1
    assert statement.best is statement.forms[0].best


def test_a_form_that_is_gone_shares_the_timings_of_those_that_are_there(
    files, verdict, cell, entry
):
    files(
        [verdict("entry.gradient.x.form-old", formula="entry", form="old")],
        [cell("entry.gradient.x", method="twice")],
    )
    page = built()["formulas/entry.html"]
    assert len([a for tag, a in page.elements if a.get("class") == "timing"]) == 1
    assert "not in the catalogue that the report was made with" in page.words


def test_a_claim_without_a_plain_form_leads_to_its_first(entry, cell):
    found = addresses(entries(Run(entry, Evidence([], cell("entry.gradient.x", method="twice")))))
    assert (
        found["entry.gradient.x"]
        == found["entry.gradient.x.form-twice"]
        == "formulas/entry.html#entry.gradient.x.form-twice"
    )
    assert found["entry.gradient.x.form-sum"] != found["entry.gradient.x"]


def test_a_verdict_counts_once_and_a_claim_of_the_catalogue_is_no_stray(entry, verdict):
    known = verdict("entry.gradient.x.form-sum", formula="elsewhere", form="sum")
    found = entries(Run(entry, Evidence([known, verdict("b"), verdict("b")])))
    assert [[claim.id for claim in e.claims] for e in found] == [list(entry.claims), ["b"]]


def test_what_is_missing_is_said(entry, verdict, cell):
    rows = [*cell("c"), *on(cell("d"), "gpu", None), *cell("entry.gradient.x")]
    said = remarks(Run(entry, Evidence([verdict("b")], rows)))
    assert said == [
        "2 of the 2 claims in the catalogue have no verdict here",
        "1 claim with a verdict, not in the catalogue",
        "2 claims with timings, without a verdict here, not in the catalogue",
    ]


def test_a_cell_without_a_place_is_no_link(files, cell, monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    monkeypatch.setattr("closedform.reports.pages.site.addresses", lambda found: {})
    files([], [cell()])
    assert command.main([]) == 0
    page = Page((SITE / "timings.html").read_text("utf-8"))
    assert "wins 2.31 [2.25, 2.36]" in page.words
    assert all(a["href"] for a in page.all("a"))
