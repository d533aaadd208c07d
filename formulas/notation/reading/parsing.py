"""Tokens to what is written, by lark's LALR parsers: a grammar with a conflict does not load, so
that no text has two parses."""

import functools
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

from lark import Lark
from lark import Token as LarkToken
from lark.exceptions import UnexpectedToken, VisitError
from lark.lexer import Lexer

from closedform.formulas.notation.reading.building import builder
from closedform.formulas.notation.reading.tokens import Token
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written

WORDS = {
    "PLUS": "+",
    "MINUS": "-",
    "CLOSE": "a closing bracket",
    "CLOSEBAR": "a closing bar",
    "CLOSENORM": "a closing norm",
    "CLOSEANGLE": "a closing angle",
    "NAME": "a name",
    "NUMBER": "a number",
    "OPEN": "a bracket",
    "$END": "the end",
}
"""Tokens that are told as expected."""


class Scanned(Lexer):
    """Tokens that were scanned already."""

    def __init__(self, conf: object) -> None:
        pass

    # lark hands over what parse() is given
    def lex(self, tokens: Sequence[Token]) -> Iterator[LarkToken]:  # type: ignore[override]
        """The tokens as lark's own."""
        for token in tokens:
            yield LarkToken(token.type, token.text, start_pos=token.at)


@functools.cache
def parser(grammar: str) -> Lark:
    """The parser of a grammar of this folder: ``tex`` or ``matrixcalculus``."""
    text = (
        resources.files("closedform.formulas.notation.reading")
        .joinpath("grammars", f"{grammar}.lark")
        .read_text("utf-8")
    )
    options: dict[str, Any] = {"maybe_placeholders": False, "transformer": builder()}
    return Lark(text, parser="lalr", lexer=Scanned, **options)


def parsed(tokens: Sequence[Token], grammar: str, length: int) -> Written:
    """What the tokens of a text of this length say.

    Raises Unread.
    """
    if not tokens:
        raise Unread("grammar", "there is nothing to read", 0)
    for token in tokens:
        if token.refused:
            raise token.refused
    try:
        # lark's lexers take text, this one takes tokens
        return parser(grammar).parse(tokens)  # type: ignore[arg-type, return-value]
    except UnexpectedToken as error:
        raise _unexpected(error, length) from None
    except VisitError as error:
        if isinstance(error.orig_exc, Unread):
            raise error.orig_exc from None
        raise


def _unexpected(error: UnexpectedToken, length: int) -> Unread:
    token = error.token
    expected = sorted(WORDS[name] for name in error.accepts or error.expected if name in WORDS)
    wanted = f"; expected {' or '.join(expected[:4])}" if expected else ""
    if token.type == "$END":
        return Unread("grammar", f"the text ends too early{wanted}", max(length - 1, 0))
    if error.expected <= {"OPEN", "PRIME", "FUNCTIONPOWER"}:  # of a function within a reach
        told = "how far does the function before this reach, and the one before that? put brackets"
        return Unread("reach", told, token.start_pos)
    if token.type == "EQUALS":
        told = "an = here: ask about one expression at a time, or --equals"
        return Unread("several", told, token.start_pos)
    if token.type in ("COMMA", "WHERE"):
        return Unread("several", "what stands behind here is no definition", token.start_pos)
    return Unread("grammar", f"{str(token)!r} can't stand here{wanted}", token.start_pos)
