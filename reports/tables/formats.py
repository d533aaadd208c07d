"""A table as the text of a file: CSV for programs, Markdown and HTML for people, LaTeX for
papers."""

import re

from closedform.reports.rendering import render
from closedform.reports.tables.table import Table

PREAMBLE = r"\usepackage[T1]{fontenc} \usepackage{booktabs, longtable, array}"
"""What a paper needs to read a table."""


def csv(table: Table) -> str:
    """Plain figures; text that a spreadsheet would take for a formula begins with an apostrophe."""
    return table.plain.map(_unformula).to_csv(index=False, lineterminator="\n")


def markdown(table: Table) -> str:
    """A pipe table under its caption, with whatever Markdown or HTML would act upon escaped."""
    align = ["right" if name in table.figures else "left" for name in table.shown.columns]
    body = table.shown.map(escaped).to_markdown(
        index=False, disable_numparse=True, colalign=align if len(table.shown) else None
    )
    return f"{escaped(table.caption)}\n\n{body}\n"


def html(table: Table) -> str:
    """A page that holds the one table."""
    return render("table.html", table=table)


def latex(table: Table) -> str:
    """A longtable with the rules of booktabs, to be read by ``\\input``; figures are right-aligned,
    ids may break at dots."""
    shown = table.shown.map(printable)
    body = shown.to_latex(
        index=False,
        escape=True,
        longtable=True,
        caption=table.caption.replace("%", r"\%"),  # our own words
        column_format="".join(_column(table, name) for name in shown.columns),
    )
    return f"% Made by closedform reports. In the preamble: {PREAMBLE}\n{unligatured(body)}"


FORMATS = {"html": html, "md": markdown, "csv": csv, "tex": latex}
"""Ending of a file -> what writes it."""


def escaped(text: str) -> str:
    """Text as Markdown that shows it as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*|~$])", r"\\\1", text)
    text = re.sub(
        r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text
    )  # inside a word it is only an underscore
    return re.sub(r"\](?=[(\[:])", r"\\]", text)


def printable(text: str) -> str:
    """Text of characters that any LaTeX engine prints: what is beyond Latin-1 is named by its code
    point."""
    return "".join(map(_printable, text))


def unligatured(body: str) -> str:
    """A LaTeX table whose dashes and brackets are those of its text, and whose ids may go on in the
    next line after a dot."""
    body = re.sub(r"-(?=-)", "-{}", body)
    body = re.sub(r"\.(?=[A-Za-z])", r".\\allowbreak{}", body)
    return re.sub(r"^\[", "{[}", body, flags=re.MULTILINE)


def _printable(character: str) -> str:
    code = ord(character)
    known = 0x20 <= code < 0x7F or (character.isalpha() and code <= 0xFF)
    return character if known else f"[U+{code:04X}]"


def _column(table: Table, name: str) -> str:
    """A column as wide as its text, or a paragraph where that is long."""
    if name in table.figures:
        return "r"
    longest = max(map(len, table.shown[name]), default=0)
    if longest <= 24:
        return "l"
    return rf">{{\raggedright\arraybackslash}}p{{{min(longest * 0.09, 6):.1f}cm}}"


def _unformula(value: object) -> object:
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
