"""A table as the text of a file: CSV for programs, Markdown and HTML for people."""

import re

from reports.site import page
from reports.tables import Table


def csv(table: Table) -> str:
    """Plain figures; text that a spreadsheet would take for a formula begins with an apostrophe."""
    return table.plain.map(_unformula).to_csv(index=False, lineterminator="\n")


def markdown(table: Table) -> str:
    """A pipe table under its caption, with whatever Markdown or HTML would act upon escaped."""
    align = ["right" if name in table.figures else "left" for name in table.shown.columns]
    body = table.shown.map(escaped).to_markdown(index=False, disable_numparse=True, colalign=align if len(table.shown) else None)
    return f"{escaped(table.caption)}\n\n{body}\n"


def html(table: Table) -> str:
    """A page that holds the one table."""
    return page("table.html", table=table)


FORMATS = {"html": html, "md": markdown, "csv": csv}
"""Ending of a file -> what writes it."""


def escaped(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*|~$])", r"\\\1", text)
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)  # inside a word it is only an underscore
    return re.sub(r"\](?=[(\[:])", r"\\]", text)


def _unformula(value: object) -> object:
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
