"""The site's pages, read as files: what they say, and that every address in them leads
somewhere."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

import pytest

import closedform.reports.command as command
from closedform import formulas
from tests.reports import made_up
from tests.reports.html import Page, pages

SITE = Path("reports/out/site")
INDEX = SITE / "index.html"

ENTRY = '''
from jaxtyping import Array, Float
from closedform.formulas import Symmetric, formula


@formula(source="a book, 3", where=lambda n: n > 1)
def entry(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\\top A x

    Any $A$ <that> is square.
    """
    return x @ A @ x


@entry.gradient("x")
def _(x, A):
    r"""(A + A^\\top) x"""
    return (A + A.T) @ x


@entry.gradient("x", form="two products")
def _(x, A):
    r"""A x + A^\\top x"""
    return A @ x + A.T @ x


@entry.gradient("x", as_printed=True)
def _(x, A):
    r"""2Ax"""
    return 2 * A @ x


@entry.gradient("x", given={"A": Symmetric})
def _(x, A):
    r"""2Ax

    For symmetric A.
    """
    return 2 * A @ x
'''


@pytest.fixture
def entry(registered):
    """A catalogue of one formula with a verdict for each claim."""
    return registered(ENTRY)


def build(known, *arguments: str) -> dict[str, Page]:
    made_up.run(known, Path("reports/out"))
    assert command.main(list(arguments)) == 0
    return {str(path.relative_to(SITE)): page for path, page in pages(SITE).items()}


def test_every_address_leads_to_a_page_and_a_place_on_it(here):
    build(formulas.catalogue())
    found = pages(SITE)
    ids = {
        path.resolve(): [a["id"] for _, a in page.elements if "id" in a]
        for path, page in found.items()
    }
    for path, page in found.items():
        assert len(ids[path.resolve()]) == len(set(ids[path.resolve()])), path
        for address in [a["href"] for tag in ("a", "link") for a in page.all(tag)] + [
            a["src"] for a in page.all("script")
        ]:
            file, _, place = address.partition("#")
            target = (path.parent / file).resolve() if file else path.resolve()
            assert target.is_file() and target.is_relative_to(SITE.resolve()), (path, address)
            assert not place or "=" in place or unquote(place) in ids[target], (path, address)


def test_each_page_is_semantic_and_fetches_only_its_style_and_script(here):
    for path, page in build(formulas.catalogue()).items():
        up = "../" if "/" in path else ""
        assert page.all("html") == [{"lang": "en"}], path
        assert (
            page.raw.partition("<body>")[0].count("<title>")
            == len(page.all("main"))
            == len(page.all("h1"))
            == 1
        ), path
        assert all(th.get("scope") in ("col", "row", "colgroup") for th in page.all("th")), path
        assert [a["src"] for a in page.all("script")] == [up + "assets/site.js"]
        [policy] = [
            a["content"]
            for a in page.all("meta")
            if a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert [a["href"] for a in page.all("link")] == [up + "assets/style.css"]
        assert not [
            tag for tag, _ in page.elements if tag in ("img", "iframe", "style", "object", "base")
        ], path
        assert not [
            name for _, a in page.elements for name in a if name == "style" or name.startswith("on")
        ], path


def test_a_formula_in_a_new_file_has_its_page(entry):
    found = build(entry)
    page = found["formulas/entry.html"]
    for told in (
        "Any A <that> is square.",
        "sizes: n > 1",
        "Gradient by x, given A symmetric",
        "two products: ",
        "1,200 entries over 8 draws",
        "3.2e-15, 3.2% of the tolerance of 1e-13",
        "8 of 9 killed, 1 equal to the claim",
        "Worst relative error in float32",
        "closedform verify entry.gradient.x --draws 8 --seed 0 --mutants --accuracy",
        "2e-13, 2 times the tolerance of 1e-13",
        "Printed wrong in a book, 3",
        "def entry_gradient_x(x, A): return (A + A.T) @ x",
        r"\frac{\partial f}{\partial x} = (A + A^\top) x",
        "Again at m=16, n=16: closedform bench entry.gradient.x",
        "closed form",
        "autodiff, reverse",
    ):
        assert told in page.words, told
    assert len(page.all("math")) >= 6


def test_a_misprint_stands_beside_what_is_right(entry):
    [page] = [
        page
        for path, page in build(entry).items()
        if path.startswith("sources/") and "a book" in page.words
    ]
    assert "As printed: refuted, as expected" in page.words
    assert "Right: verified" in page.words


def test_anchors_are_the_ids_of_claims(entry):
    page = build(entry)["formulas/entry.html"]
    assert set(entry.claims) <= {a["id"] for _, a in page.elements if "id" in a}


def test_a_chart_is_a_file_of_its_own(entry):
    build(entry)
    charts = sorted((SITE / "charts").glob("*.svg"))
    # of the claim as it is, and where A is symmetric: the ratio, and the time
    assert [chart.stem.rpartition("-")[2] for chart in charts] == ["ratio", "time"] * 2
    for chart in charts:
        root = ElementTree.fromstring(chart.read_text("utf-8"))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "closed form" in "".join(root.itertext())


def test_the_first_page_says_what_was_found_and_from_what(files, verdict, cell, monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    wrong = verdict("made_up.hessian.x", status="refuted", cause="transposed", detail="X^T agrees")
    files([verdict(), wrong], [cell()], jax="0.10.2")
    assert command.main([]) == 0
    found = {path.name: page for path, page in pages(SITE).items()}
    for told in (
        "2 claims of 1 formula: 1 verified, 1 not as expected.",
        "1 claim timed against the best autodiff mode: none is slower",
        "refuted, expected verified",
        "transposed",
        "2 claims with a verdict, not in the catalogue",
        "2 verdicts in reports/out/verdicts.json",
        "4 timings in reports/out/bench.jsonl",
        "closedform reports --verdicts reports/out/verdicts.json "
        "--out reports/out --format html,md,csv,tex",
    ):
        assert told in found["index.html"].words, told
    assert "X^T agrees" in found["made_up.html"].words
    assert "0.10.2" in found["machine.html"].words


def test_claims_without_a_verdict_and_broken_modules_are_remarked_upon(files, verdict, monkeypatch):
    known = formulas.catalogue()
    broken = formulas.Catalogue(
        known.formulas, [formulas.Broken("closedform.formulas.odd", "SyntaxError: <odd>")]
    )
    monkeypatch.setattr(command, "catalogue", lambda: broken)
    files([verdict("log_det.gradient.X", formula="log_det")])
    assert command.main([]) == 0
    page = Page(INDEX.read_text("utf-8"))
    all_ = len(known.claims)
    told = f"{all_ - 1} of the {all_} claims in the catalogue have no verdict here"
    assert told in page.words
    assert "closedform.formulas.odd can't be read: SyntaxError: <odd>" in page.words
    assert (
        "This claim has no verdict"
        in Page((SITE / "formulas" / "log_det.html").read_text("utf-8")).words
    )


def test_the_map_says_each_outcome_in_words(files, cell, failed, too_small, monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    cells = [
        cell(n=16),
        cell(n=64, interval=(1.0, 0.9, 1.1)),
        failed(n=256, outcome="timeout", detail="60 s"),
    ]
    graphics = made_up.on(cell(n=16, interval=(0.5, 0.4, 0.6)), "gpu", "a card")
    files([], [*cells, graphics, too_small(n=1024, interval=(7.0, 6.9, 7.1))])
    assert command.main([]) == 0
    page = Page((SITE / "timings.html").read_text("utf-8"))
    for told in (
        "wins 2.31 [2.25, 2.36] m=16, n=4",
        "ties 1.00 [0.90, 1.10]",
        "timeout",
        "loses 0.50 [0.40, 0.60]",
        "gpu (a card)",
        "too small 7.00 [6.90, 7.10]",
        "the ratio says nothing, and counts nowhere",
        "1 wins, 1 ties, 1 losses, 2 not compared",
        "made_up.gradient.x at m=256, n=4 in float64: timeout, 60 s",
        "made_up.gradient.x at m=1024, n=4 in float64: too small, at best",
    ):
        assert told in page.words, told
    assert "no ratio" not in Page((SITE / "method.html").read_text("utf-8")).words


def test_a_claim_that_was_timed_and_not_compared_is_not_called_untimed(
    files, too_small, monkeypatch
):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    files([], [too_small()])
    assert command.main([]) == 0
    words = Page((SITE / "formulas" / "made_up.html").read_text("utf-8")).words
    assert "not timed" not in words
    assert "not compared" in words


@pytest.mark.parametrize("causes", [None, [], "transposed", {}, 3])
def test_a_refuted_claim_without_causes_says_its_detail(files, verdict, monkeypatch, causes):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    files([verdict(status="refuted", causes=causes, detail="X^T agrees")])
    assert command.main([]) == 0
    assert "X^T agrees" in Page((SITE / "formulas" / "made_up.html").read_text("utf-8")).words


def test_a_formula_without_claims_or_verdicts_is_not_called_good(files, here, monkeypatch):
    head, _, claims = ENTRY.partition("\n\n@entry.gradient")
    (here / "bare.py").write_text(head)
    (here / "unjudged.py").write_text(
        (head + "\n\n@entry.gradient" + claims).replace("entry", "unjudged")
    )
    known = formulas.Catalogue(
        formulas.read(here / "bare.py").formulas | formulas.read(here / "unjudged.py").formulas
    )
    monkeypatch.setattr(command, "catalogue", lambda: known)
    files([])
    assert command.main([]) == 0
    page = Page(INDEX.read_text("utf-8"))
    assert "4 claims of 2 formulas: 0 verified, none not as expected, 4 not checked." in page.words
    marks = [a["aria-label"] for a in page.all("a") if "tick" in a.get("class", "")]
    assert marks
    assert all(mark.endswith(": not checked") for mark in marks)
