"""What every rule of a scanner works on: the text, the tokens so far, and the part to scan."""

from collections.abc import Callable
from typing import Protocol

from closedform.formulas.notation.reading.tokens import Tokens


class Scan(Protocol):
    """A scan under way."""

    text: str
    tokens: Tokens
    moving: frozenset[str]
    cotangent: bool
    font: str

    def within(self, start: int, end: int) -> None:
        """Scan a part of the text, whose brackets must match."""
        ...

    def bracketed(self, start: int, end: int) -> None:
        """Scan a part of the text as if it stood in brackets."""
        ...


Rule = Callable[[Scan, int], int]
"""What stands at a column, as tokens; the column to go on at."""
