"""HTML read back, strictly."""

from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "br", "wbr", "hr", "img", "link", "input"}
SELF_CLOSED = {"path", "rect", "circle", "mspace"}


class Page(HTMLParser):
    """A page's elements and text; fails where tags don't match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.elements, self.text, self.raw = [], [], "", text
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


def pages(site: Path) -> dict[Path, Page]:
    """Every page of a site, by its path."""
    return {
        path: Page(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
        if path.parent.name != "tables"
    }
