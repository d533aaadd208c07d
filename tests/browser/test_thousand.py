"""A site of 1,000 formulas: small enough to send, and its search still finds one."""

import pytest

import closedform.reports.command as command
from tests.browser import thousand
from tests.browser.conftest import Visit
from tests.browser.thousand import build


def test_without_a_browser_the_command_ends_with_a_line(monkeypatch):
    monkeypatch.setattr(thousand, "CHROMIUM", ("no-such-browser",))
    with pytest.raises(
        SystemExit,
        match=r"^there is no no-such-browser on this machine; .* apt-get install chromium$",
    ):
        thousand.main()


def test_the_first_page_of_a_thousand_formulas_is_small_and_finds_one(
    browser, tmp_path, monkeypatch
):
    monkeypatch.setattr(command, "catalogue", command.catalogue)
    site, _ = build(tmp_path, every=20)
    assert (site / "index.html").stat().st_size < 3 * 2**20
    assert len(list((site / "formulas").iterdir())) == 1000
    context = browser.new_context()
    visit = Visit(context, site)
    page = visit.open()
    page.get_by_label("Search").fill("made_0517")
    assert page.locator("#list [data-row]:visible").count() == 1
    page.locator("#list [data-row]:visible h3 a").click()
    assert page.locator("h1").inner_text() == "Made 0517"
    context.close()
    assert visit.wrong == []
