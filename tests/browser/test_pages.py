"""Every page in a browser: mathematics, accessibility, themes, paper, and life without a script."""

import re

import closedform.reports.command as command
from closedform import formulas
from tests.browser.conftest import Visit
from tests.reports import made_up
from tests.reports.test_hostile import HOSTILE

RAW_TEX = re.compile(r"\\[A-Za-z]+|\^\{|_\{|\$")

LOOK = """() => {
  const maths = [...document.querySelectorAll("math")];
  const sizes = maths.map(m => [m.getBoundingClientRect(), m.textContent]);
  document.querySelectorAll("pre").forEach(e => e.remove());
  return {
    empty: sizes.filter(([box]) => !(box.width > 0 && box.height > 0)).map(([, text]) => text),
    maths: sizes.length,
    text: document.body.innerText,
    wide: document.documentElement.scrollWidth - innerWidth,
  };
}"""


def test_mathematics_is_set_on_every_page_and_no_tex_is_left(visit):
    """One visit a page: at its end none has spoken to the console or asked for anything outside the
    folder."""
    maths = 0
    for path in sorted(visit.site.rglob("*.html")):
        address = str(path.relative_to(visit.site))
        if address.startswith("tables/"):
            continue
        page = visit.open(address)
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        seen = page.evaluate(LOOK)
        assert seen["empty"] == [], address
        assert not RAW_TEX.search(seen["text"]), (address, RAW_TEX.findall(seen["text"]))
        assert seen["wide"] <= 0, address
        maths += seen["maths"]
    assert maths > 2 * len(formulas.catalogue().claims)


def test_the_font_is_the_one_that_comes_along(visit):
    page = visit.open("formulas/log_det.html")
    page.evaluate("document.fonts.ready")
    assert page.evaluate(
        "[...document.fonts].map(f => f.family.replaceAll('\"', '') + ' ' + f.status)"
    ) == ["STIX Two Math loaded", "Noto Sans SC unloaded"]
    visit.open("sources.html")
    assert page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].map(f => f.status))"
    ) == ["unloaded", "loaded"]


def test_nothing_moves_while_a_page_loads(visit):
    page = visit.page
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver("
        "list => list.getEntries().forEach(e => { window.moved += e.value; })"
        ").observe({type: 'layout-shift', buffered: true});"
    )
    for path in ("index.html", "formulas/log_det.html", "timings.html"):
        visit.open(path)
        page.evaluate(
            "document.fonts.ready.then(() => new Promise("
            "done => requestAnimationFrame(() => setTimeout(done))))"
        )
        # letters that the font takes over may be a hair narrower
        assert page.evaluate("window.moved") < 0.001, path


def test_pages_can_be_read_without_their_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = Visit(context, site).open()
    assert not page.locator("form.filters").is_visible()
    assert page.locator("#list [data-row]").count() == len(formulas.catalogue().formulas)
    page.locator("#list h3 a").first.click()
    assert page.locator("h1").is_visible()
    assert not page.locator("button.copy").first.is_visible()
    context.close()


def test_paper_has_the_mathematics_and_no_controls(visit):
    page = visit.open("formulas/log_det.html")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.get_by_role("navigation", name="Site").is_visible()
    assert not page.locator("button.copy").first.is_visible()
    assert page.locator("math").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert len(page.pdf()) > 10_000


def test_the_folder_can_be_moved(browser, elsewhere):
    context = browser.new_context()
    visit = Visit(context, elsewhere)
    page = visit.open()
    page.locator("#list h3 a").first.click()
    page.get_by_role("link", name="Formulas").first.click()
    page.get_by_role("link", name="Timings").first.click()
    page.get_by_role("link", name="csv").first.wait_for()
    for link in page.get_by_role("link", name="csv").all():
        assert (elsewhere / str(link.get_attribute("href"))).is_file()
    context.close()
    assert visit.wrong == []


def test_hostile_rows_do_nothing(browser, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    hostile = [text for text in HOSTILE.values() if text]
    hostile += [
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<a href='http://example.org'>x</a>",
        "javascript:alert(1)",
    ]
    verdicts = [
        made_up.verdict(
            f"{text}.x",
            formula=text,
            kind=text,
            status=text,
            source=text,
            causes=[text],
            counterexample={"snippet": text},
        )
        for text in hostile
    ]
    cells = [
        made_up.cell(text, method=text, outcome="ok", dtype=text, detail=text) for text in hostile
    ]
    made_up.write(tmp_path, verdicts, cells, os=hostile)
    command.report(tmp_path / "verdicts.json", [tmp_path / "bench.jsonl"], tmp_path, ["html"])
    context = browser.new_context()
    visit = Visit(context, tmp_path / "site")
    for path in sorted((tmp_path / "site").rglob("*.html")):
        page = visit.open(str(path.relative_to(tmp_path / "site")).replace("%", "%25"))
        assert page.locator("script").count() == (0 if path.parent.name == "tables" else 1)
    page = visit.open("index.html")
    page.locator("details.more summary").click()
    page.get_by_label("Kind", exact=True).select_option(HOSTILE["separators"])
    assert page.locator("#list [data-row]:visible").count() == 1
    context.close()
    assert visit.wrong == []
