"""A real browser, and the site it opens from disk."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import closedform.reports.command as command
from closedform.formulas import catalogue
from tests.reports import made_up
from tests.reports.tools import CHROMIUM, need

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window, with an empty profile."""
    chromium = need(*CHROMIUM, package="chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the whole catalogue, with made-up verdicts and timings, changed since an earlier
    run."""
    known, folder = catalogue(), tmp_path_factory.mktemp("report")
    made_up.run(known, folder / "old")
    claims = list(known.claims.values())
    verdicts = [made_up.judged(claim) for claim in claims]
    verdicts[0] |= {
        "status": "refuted",
        "cause": "sign",
        "causes": [r"sign: write -(X^{-\top})"],
        "share": 3.0,
    }
    cells = [
        made_up.timed(c, n, 3.0)
        for c in known.formulas["log_det"].claims.values()
        if not c.as_printed
        for n in (16, 64, 256)
    ]
    made_up.write(folder / "new", verdicts, cells, jax="0.10.2")
    files = {"verdicts": folder / "new" / "verdicts.json", "against": folder / "old"}
    command.report(
        files["verdicts"],
        [folder / "new" / "bench.jsonl"],
        folder,
        ["csv", "html"],
        files["against"],
    )
    return folder / "site"


class Visit:
    """A page of a site in a context of its own, and whatever went wrong on it."""

    def __init__(self, context: BrowserContext, site: Path) -> None:
        self.site = site
        context.set_default_timeout(10_000)
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        self.page.on("request", self._asked)

    def open(self, path: str = "index.html") -> Page:
        """Go to a page of the site."""
        self.page.goto(self.site.as_uri() + "/" + path)
        return self.page

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site.as_uri() + "/", "data:font/")):
            self.wrong.append(f"request: {request.url}")


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visit]:
    """A visit to the site; at its end, no console message, error, dialog, or request that leaves
    the folder."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = Visit(context, site)
    yield found
    context.close()
    assert found.wrong == []


@pytest.fixture
def elsewhere(site: Path, tmp_path: Path) -> Path:
    """A copy of the site in another place, with nothing around it."""
    return Path(shutil.copytree(site, tmp_path / "else where" / "a site"))
