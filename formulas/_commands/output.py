"""Text for a terminal, a pipe or a file: no markup, no line cut outside a terminal."""

import sys

from rich.console import Console
from rich.table import Table

from closedform.wording import shown

WIDE = 10_000
"""Columns of a line that goes to a file or a pipe: no line is cut."""


def console() -> Console:
    """Standard output; as wide as the longest line where it is no terminal, and nothing in it is
    markup."""
    return Console(
        width=None if sys.stdout.isatty() else WIDE, markup=False, emoji=False, highlight=False
    )


def table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """A plain table with these columns; those named in `right` are aligned to the right."""
    found = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for column in found.columns:
        column.justify = "right" if column.header in right else "left"
    return found


def on_one_line(text: str) -> str:
    """Text without line breaks, with control codes escaped."""
    return shown(" ".join(text.split()), 10_000)


def indented(*paragraphs: str, by: int = 2) -> list[str]:
    """The lines of the paragraphs that hold something, indented."""
    return [
        f"{' ' * by}{line}".rstrip()
        for paragraph in paragraphs
        if paragraph
        for line in paragraph.splitlines()
    ]
