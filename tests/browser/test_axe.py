"""Barriers that axe-core finds: none, on any kind of page."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit


def kinds(site: Path) -> list[str]:
    """One page of each kind."""
    source = max((site / "sources").glob("*.html"), key=lambda path: path.stat().st_size)
    return [
        "index.html",
        "errata.html",
        "timings.html",
        "sources.html",
        "method.html",
        "machine.html",
        "tables/timings.html",
        "formulas/log_det.html",
        f"sources/{source.name}",
    ]


def barriers(page) -> list[dict]:
    """What axe-core has against a page. It is not to fetch the stylesheet again, which pages
    forbid; rows and claims that follow many of their kind are left out."""
    many = "tbody tr:nth-child(n+8), section.claim:nth-of-type(n+6), li.row:nth-child(n+5)"
    page.evaluate(f"document.querySelectorAll('{many}').forEach(e => e.remove())")
    return Axe().run(page, options={"preload": False}).response["violations"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_no_page_has_a_barrier(browser, site, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    visit, found = Visit(context, site), {}
    for path in kinds(site):
        page = visit.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for violation in barriers(page):
            found[path, violation["id"]] = [node["html"][:120] for node in violation["nodes"]][:3]
    context.close()
    assert found == {}
    assert visit.wrong == []


def test_axe_finds_a_barrier(visit):
    page = visit.open()
    page.evaluate(
        "const input = document.querySelector('input'); input.placeholder = '';"
        "input.labels[0].replaceWith(input);"
    )
    assert "label" in [violation["id"] for violation in barriers(page)]
