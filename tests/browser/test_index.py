"""The first page in a browser: search, filter, copy, and all of it by keyboard."""

import json

import pytest


def rows(page) -> list[str]:
    """Names of the formulas shown, in order."""
    return page.locator("#list [data-row]:not([hidden]) h3").all_text_contents()


def attribute(page, name: str) -> list[str]:
    """A data attribute of the formulas shown, in order."""
    shown = page.locator("#list [data-row]:not([hidden])")
    return shown.evaluate_all(f"all => all.map(e => e.dataset.{name})")


def test_a_search_shows_what_holds_every_word(visit):
    page = visit.open()
    all_ = rows(page)
    page.get_by_label("Search").fill("LOG det")
    found = rows(page)
    assert "Log-determinant" in found
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
    ("typed", "title"),
    [
        ("tr(Y^T M Y)", "Trace of a quadratic form"),
        (r"\operatorname{tr}(Y^\top M Y)", "Trace of a quadratic form"),
        ("softmax", "Softmax"),
        ("X^-T", "Log-determinant"),
        ("matrix-calculus-2022 S3-MC2g", "Log-determinant"),
        ("case 2 log-determinant", "Log-determinant"),
    ],
)
def test_mathematics_is_found_as_it_is_typed_and_sources_by_their_places(visit, typed, title):
    page = visit.open()
    all_ = len(rows(page))
    page.get_by_label("Search").fill(typed)
    found = rows(page)
    assert title in found
    assert len(found) < all_ / 2


def test_a_number_is_found_as_a_whole_one(visit):
    page = visit.open()
    page.get_by_label("Search").fill("58312854")
    assert rows(page)
    page.get_by_label("Search").fill("5831285")
    assert rows(page) == []


def test_a_subject_without_a_formula_that_fits_is_not_shown(visit):
    page = visit.open()
    page.get_by_label("Search").fill("Log-determinant")
    shown = page.locator("#list [data-section]:not([hidden]) h2").all_text_contents()
    assert 0 < len(shown) < page.locator("#list [data-section]").count()
    assert "Determinants" in shown


@pytest.mark.parametrize(
    ("label", "choice"),
    [
        ("Kind", "hessian"),
        ("Subject", "determinants"),
        ("Source", "zhihu-39523290"),
        ("Domain", "symmetric positive definite"),
        ("Status", "refuted"),
    ],
)
def test_a_filter_shows_what_has_the_choice(visit, label, choice):
    page = visit.open()
    before = len(rows(page))
    page.locator("details.more summary").click()
    page.get_by_label(label, exact=True).select_option(choice)
    assert 0 < len(rows(page)) < before
    assert all(choice in json.loads(told) for told in attribute(page, label.lower()))


def test_filters_add_up_and_stay_in_the_address(visit):
    page = visit.open()
    page.locator("details.more summary").click()
    page.get_by_label("Kind", exact=True).select_option("hessian")
    page.get_by_label("Search").fill("log")
    found = rows(page)
    assert found
    address = page.url
    again = visit.page.context.new_page()
    again.goto(address)
    assert rows(again) == found
    assert again.get_by_label("Kind", exact=True).is_visible()
    assert again.get_by_label("Kind", exact=True).input_value() == "hessian"
    page.get_by_role("button", name="Clear", exact=True).click()
    page.wait_for_function("() => !location.hash.includes('=')")
    assert len(rows(page)) > len(found)


def test_a_formula_leads_back_to_its_subject(visit):
    page = visit.open("formulas/log_det.html")
    page.get_by_role("link", name="determinants").click()
    assert set(attribute(page, "subject")) == {'["determinants"]'}


def test_the_map_of_timings_sorts_both_ways(visit):
    page = visit.open("timings.html")
    headers = page.locator("#map thead button").all_inner_texts()
    assert headers == ["Claim", "Type"]
    head = page.locator("#map thead th", has_text="Claim")
    found = []
    for _ in range(2):
        head.get_by_role("button").click()
        found.append(page.locator("#map tbody th").all_text_contents())
    assert found[0] == found[1][::-1]
    assert found[0][0] < found[0][-1]
    assert head.get_attribute("aria-sort") == "descending"
    assert page.locator("#map thead [aria-sort=none]").count() == len(headers) - 1


def unfold(page) -> None:
    """Open all that is folded away."""
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")


def test_code_is_copied_with_one_click(visit):
    page = visit.open("formulas/log_det.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    unfold(page)
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
    unfold(page)
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    )
    page.locator("section.claim button.copy").first.click()
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
    assert "Log-determinant" in shown
    reach(page, "document.activeElement.tagName === 'SUMMARY'")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("hess")
    assert page.get_by_label("Kind", exact=True).input_value() == "hessian"
    assert 0 < len(rows(page)) <= len(shown)
    reach(page, "document.activeElement.getAttribute('href') === 'formulas/log_det.html'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/formulas/log_det.html")
    reach(page, "document.activeElement.textContent === 'Code and TeX of the function'")
    page.keyboard.press("Enter")
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
    assert page.locator(f"[id='{address.partition('#')[2]}'] svg.chart").first.is_visible()
