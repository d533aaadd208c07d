"""``python -m tests.browser.thousand``: a site of 1,000 made-up formulas, how long it takes to
make, to show and to filter."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import closedform.reports.command as command
from tests.browser.conftest import FLAGS
from tests.reports import made_up
from tests.reports.tools import CHROMIUM, advice, first

LOADS = 5
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"
FILTER = """() => new Promise(done => {
  const search = document.querySelector("input[name=q]");
  search.value = "made_05";
  const start = performance.now();
  search.dispatchEvent(new Event("input", { bubbles: true }));
  const left = () => document.querySelector("[data-count]").textContent;
  requestAnimationFrame(() => setTimeout(() => done([performance.now() - start, left()])));
})"""


def build(folder: Path, every: int = 1) -> tuple[Path, float]:
    """The site, each claim verified and every so many timed at three sizes, and the seconds it
    took."""
    known = made_up.thousand(folder / "made_up.py")
    made_up.run(known, folder, every)
    command.catalogue = lambda: known
    start = time.perf_counter()
    command.report(
        folder / "verdicts.json",
        [folder / "bench.jsonl"],
        folder,
        ["html", "md", "csv", "tex"],
    )
    return folder / "site", time.perf_counter() - start


def load(browser: Browser, index: Path) -> tuple[float, float, str]:
    """One cold load in a context of its own: first contentful paint and time until a filter is
    painted (ms), formulas left."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(index.as_uri())
    page.wait_for_function(f"() => ({PAINT}) > 0")
    paint = page.evaluate(PAINT)
    took, left = page.evaluate(FILTER)
    context.close()
    return paint, took, left


def main() -> None:
    """Print the figures; without a browser, what to install."""
    chromium = first(*CHROMIUM)
    if chromium is None:
        sys.exit(advice(CHROMIUM[0], "chromium"))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site, seconds = build(Path(name))
        files = [path for path in site.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        print(f"built in {seconds:.1f} s: {len(files)} files, {size / 2**20:.0f} MiB")
        print(f"index: {(site / 'index.html').stat().st_size / 2**20:.2f} MiB")
        loads = []
        for _ in range(LOADS):  # each in a process of its own
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            loads.append(load(browser, site / "index.html"))
            browser.close()
        for what, k in (("first contentful paint", 0), ("time to filter", 1)):
            figures = [round(found[k]) for found in loads]
            print(f"{what}: median {statistics.median(figures)} ms of {figures}")
        print(f"{loads[0][2]} formulas left")


if __name__ == "__main__":
    main()
