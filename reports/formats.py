"""A table as the text of a file: CSV for programs, Markdown and HTML for people, LaTeX for
papers."""

import re

from closedform.reports.rendering import render
from closedform.reports.tables import Table

PREAMBLE = r"\usepackage{booktabs, longtable, array}"
"""What a paper needs to read a table."""
SPECIAL = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "\u00b5": r"\ensuremath{\mu}",
}
"""Character -> what prints it."""


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
    shown = table.shown.map(unspecial).rename(columns=unspecial)
    columns = "".join(
        "r" if name in table.figures else _width(table.shown[name].tolist())
        for name in table.shown.columns
    )
    body = shown.to_latex(
        index=False,
        escape=False,
        longtable=True,
        caption=unspecial(table.caption),
        column_format=columns,
    )
    return f"% Made by closedform reports. In the preamble: {PREAMBLE}\n{body}"


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


def unspecial(text: str) -> str:
    """Text as LaTeX that prints it as it is, with any engine: what is beyond Latin-1 is named by
    its code point."""
    printed = "".join(map(_printed, text))
    printed = re.sub(r"-(?=-)", "-{}", printed)
    printed = re.sub(
        r"\.(?=[A-Za-z])", r".\\allowbreak{}", printed
    )  # where an id may go on in the next line
    return re.sub(r"^\[", "{[}", printed)


def _printed(character: str) -> str:
    code = ord(character)
    if character in SPECIAL:
        return SPECIAL[character]
    if 0x20 <= code < 0x7F:
        return character
    return character if character.isalpha() and 0xC0 <= code <= 0xFF else f"[U+{code:04X}]"


def _width(column: list[str]) -> str:
    """A column as wide as its text, or a paragraph where that is long."""
    longest = max((len(text) for text in column), default=0)
    return (
        "l"
        if longest <= 24
        else f">{{\\raggedright\\arraybackslash}}p{{{min(longest * 0.09, 6):.1f}cm}}"
    )


def _unformula(value: object) -> object:
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
