"""Brackets where one expression stands within another that binds more tightly."""

from typing import Protocol

from closedform.formulas.notation.tree import Expression

SUM, ENTRYWISE, PRODUCT, SIGNED, POSTFIX, ATOM = range(6)
"""How tightly operations bind, the loosest first."""

Written = tuple[int, str]
"""How tightly the outermost operation binds, and the text."""


class Write(Protocol):
    """How one expression is written; its parts by the writer that it is given."""

    def __call__(self, e: Expression, inside: "Inside", /) -> Written:
        """The text of `e`, whose outermost operation it says."""
        ...


class Inside:
    """An expression's text, in brackets where it binds less tightly than it must."""

    def __init__(self, write: Write) -> None:
        self.write = write

    def __call__(self, e: Expression, level: int = SUM) -> str:
        """The text of `e` where operations of `level` stand."""
        binds, text = self.write(e, self)
        return text if binds >= level else bracketed(text)


def bracketed(text: str) -> str:
    r"""Text in brackets; in such that grow, around a ``\frac``."""
    return rf"\left({text}\right)" if r"\frac" in text else f"({text})"
