"""Tokens, and the text they are taken from."""

from dataclasses import dataclass

from closedform.formulas.notation.reading.unread import Unread

LONGEST = 4000
"""Characters of a text that is read."""
DEEPEST = 40
"""Brackets within brackets."""


@dataclass(frozen=True)
class Token:
    """A token.

    Attributes:
        type: what it is to the grammar.
        text: what it says.
        at: the column it begins at.
        font: the font of a name, where it has one.
        refused: why it can't be read, where it may stand on a left-hand side alone.
    """

    type: str
    text: str
    at: int
    font: str = ""
    refused: Unread | None = None


_ENDS = """
NUMBER NAME ONES IDENTITY COMMUTATION CLOSE CLOSEBAR CLOSENORM CLOSEANGLE TRANSPOSE INVERSE
INVERSETRANSPOSE PSEUDOINVERSE POWER REFUSED"""
ENDS = frozenset(_ENDS.split())
"""Tokens after which an operand has ended."""

OPENING = {
    type: type.replace("OPEN", "CLOSE") for type in ["OPEN", "OPENBAR", "OPENNORM", "OPENANGLE"]
}
"""Opening token -> the one that closes it."""
CALLED = {
    "OPEN": "a bracket",
    "OPENBAR": "a bar",
    "OPENNORM": "a norm",
    "OPENANGLE": "an angle",
    "BRACE": "a brace",
}


class Tokens:
    """Tokens as they are found, and what is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Token] = []
        self.opened: list[tuple[str, int]] = []

    def add(self, type: str, text: str, at: int, **more: object) -> None:
        """One more token."""
        self.found.append(Token(type, text, at, **more))  # type: ignore[arg-type]

    def open(self, type: str, at: int, text: str = "") -> None:
        """An opening token."""
        self.opened.append((type, at))
        if len(self.opened) > DEEPEST:
            raise Unread("length", f"more than {DEEPEST} brackets within brackets", at)
        self.add(type, text, at)

    def close(self, type: str, at: int, text: str = "") -> None:
        """The token that closes what was opened by a token of this type."""
        if not self.opened or self.opened[-1][0] != type:
            inner = f"{CALLED[self.opened[-1][0]]} is open" if self.opened else "nothing is open"
            raise Unread("brackets", f"this closes {CALLED[type]}, and {inner}", at)
        self.opened.pop()
        self.add(OPENING[type], text, at)

    def is_open(self, type: str) -> bool:
        """Whether the innermost open token is of this type."""
        return bool(self.opened) and self.opened[-1][0] == type

    @property
    def ended(self) -> bool:
        """Whether an operand has just ended."""
        return bool(self.found) and self.found[-1].type in ENDS

    def all_closed(self, since: int = 0) -> None:
        """Raise Unread for what is still open of all but the first `since`."""
        if len(self.opened) > since:
            type, at = self.opened[-1]
            raise Unread("brackets", f"{CALLED[type]} is never closed", at)
