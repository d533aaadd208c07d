"""The first page in a browser: search, filter, sort, copy, and all of it by keyboard."""

import pytest


def rows(page) -> list[str]:
    """Names of the formulas shown, in order."""
    return page.locator("#list tbody tr:not([hidden]) th code").all_text_contents()


def column(page, n: int) -> list[str]:
    cells = page.locator(f"#list tbody tr:not([hidden]) > :nth-child({n + 1})")
    return [text.strip() for text in cells.all_text_contents()]


def test_a_search_shows_what_holds_every_word(visit):
    page = visit.open()
    all_ = rows(page)
    page.get_by_label("Search").fill("LOG det")
    found = rows(page)
    assert "log_det" in found
    assert 0 < len(found) < len(all_)
    assert page.locator(".count").inner_text() == f"{len(found)} of {len(all_)} formulas"
    page.get_by_label("Search").fill(r"\otimes")  # TeX is searched too
    assert 0 < len(rows(page)) < len(all_)
    page.get_by_label("Search").fill("no such formula")
    assert rows(page) == []
    page.get_by_role("button", name="Clear the filters").click()
    page.wait_for_function("() => document.querySelector('[data-count]').textContent !== '0'")
    assert rows(page) == all_


@pytest.mark.parametrize(
    ("label", "choice", "cell"),
    [
        ("Kind", "hessian", 3),
        ("Subject", "determinants", 2),
        ("Domain", "symmetric positive definite", None),
        ("Status", "refuted", 4),
    ],
)
def test_a_filter_shows_what_has_the_choice(visit, label, choice, cell):
    page = visit.open()
    before = len(rows(page))
    page.get_by_label(label, exact=True).select_option(choice)
    found = rows(page)
    assert 0 < len(found) < before
    if cell is not None:
        assert all(choice in text for text in column(page, cell))


def test_a_source_is_a_filter_too(visit):
    page = visit.open()
    titles = page.get_by_label("Source", exact=True).locator("option").all_inner_texts()[1:]
    assert len(titles) > 1
    before = len(rows(page))
    for title in titles:
        page.get_by_label("Source", exact=True).select_option(title)
        assert 0 < len(rows(page)) < before
        assert all(title in text for text in column(page, 6))


def test_filters_add_up_and_stay_in_the_address(visit):
    page = visit.open()
    page.get_by_label("Kind", exact=True).select_option("hessian")
    page.get_by_label("Search").fill("log")
    found = rows(page)
    assert found
    address = page.url
    again = visit.page.context.new_page()
    again.goto(address)
    assert rows(again) == found
    assert again.get_by_label("Kind", exact=True).input_value() == "hessian"
    page.get_by_role("button", name="Clear", exact=True).click()
    page.wait_for_function("() => !location.hash.includes('=')")
    assert len(rows(page)) > len(found)


def test_a_formula_leads_back_to_its_subject(visit):
    page = visit.open("formulas/log_det.html")
    page.get_by_role("link", name="determinants").click()
    assert set(column(page, 2)) == {"determinants"}


def test_each_column_sorts_both_ways(visit):
    page = visit.open()
    headers = page.locator("#list thead button").all_inner_texts()
    assert headers == ["Formula", "Subject", "Claims", "Verdicts", "Against autodiff", "Source"]
    for name in headers:
        head = page.locator("#list thead th", has_text=name)
        n = head.evaluate("e => e.cellIndex")
        numbers, keys = name in ("Claims", "Verdicts", "Against autodiff"), []
        for _ in range(2):
            head.get_by_role("button").click()
            cells = page.locator(f"#list tbody tr > :nth-child({n + 1})")
            values = cells.evaluate_all("all => all.map(e => e.dataset.v ?? e.textContent)")
            key = (lambda v: float(v)) if numbers else (lambda v: " ".join(v.split()).casefold())
            keys.append([key(v) for v in values])
        directions = (True, False) if numbers else (False, True)
        for found, falling in zip(keys, directions, strict=True):
            if numbers:
                assert found == sorted(found, reverse=falling), name
            else:
                assert found[0] <= found[-1] if not falling else found[0] >= found[-1], name
        assert head.get_attribute("aria-sort") == ("ascending" if numbers else "descending")
        assert page.locator("#list thead [aria-sort=none]").count() == len(headers) - 1


def test_code_is_copied_with_one_click(visit):
    page = visit.open("formulas/log_det.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = (
        page.locator("#log_det\\.gradient\\.X")
        .locator("xpath=ancestor::section")
        .locator("button.copy")
        .first
    )
    button.click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('button.copy')].some(b => b.textContent === 'Copied')"
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        "from jax.numpy.linalg import inv\n\n\ndef log_det_gradient_X(X):\n    return inv(X).T\n"
    )


def test_code_is_copied_without_the_clipboard_interface(visit):
    page = visit.open("formulas/log_det.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    )
    page.locator("button.copy").first.click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('button.copy')].some(b => b.textContent === 'Copied')"
    )
    assert "def log_det_gradient_X(X):" in page.evaluate("navigator.clipboard.readText()")
    assert page.evaluate("document.activeElement.textContent") == "Copied"


def test_everything_can_be_done_by_keyboard(visit):
    page = visit.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    reach(page, "document.activeElement.name === 'q'")
    page.keyboard.type("log det")
    shown = rows(page)
    assert "log_det" in shown
    page.keyboard.press("Tab")
    page.keyboard.type("hess")
    assert page.get_by_label("Kind", exact=True).input_value() == "hessian"
    assert 0 < len(rows(page)) <= len(shown)
    reach(page, "document.activeElement.textContent === 'Formula'")
    page.keyboard.press("Enter")
    assert page.locator("#list [aria-sort=ascending]").count() == 1
    reach(page, "document.activeElement.getAttribute('href') === 'formulas/log_det.html'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/formulas/log_det.html")
    reach(page, "document.activeElement.className === 'copy'")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Space")
    page.wait_for_function("() => document.activeElement.textContent === 'Copied'")


def reach(page, condition: str, most: int = 60) -> None:
    """Press Tab until something has the focus; each stop on the way is visible."""
    for _ in range(most):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
        if page.evaluate(condition):
            return
    pytest.fail(f"{most} tabs did not reach {condition}")


def test_the_map_of_timings_is_filtered_and_leads_to_a_chart(visit):
    page = visit.open("timings.html")
    shown = page.locator("#map tbody tr:visible")
    before = shown.count()
    page.get_by_label("Search").fill("hessian")
    assert 0 < shown.count() < before
    link = shown.first.locator("td a").first
    address = link.get_attribute("href")
    assert link.inner_text().startswith("wins")
    link.click()
    page.wait_for_url(f"**/{address}")
    assert page.locator(f"[id='{address.partition('#')[2]}'] svg.chart").is_visible()
