"""Rules about all texts of a question: one letter is one name, and a name is no function."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from closedform.formulas.notation import names
from closedform.formulas.notation.names import differential_of
from closedform.formulas.notation.reading.tokens import Token
from closedform.formulas.notation.reading.unread import Unread

Texts = Mapping[str, Sequence[Token]]
"""Text -> its tokens."""

INDEX = frozenset("ijklmn")
FUNCTIONS = frozenset(("F", "J", "Gamma", "Phi", "Psi", "Upsilon"))
"""Capitals that are functions as often as matrices."""
MULTIPLIERS = frozenset(("lambda", "alpha", "eta"))
"""Greek letters that are multipliers by custom."""


def check(texts: Texts, declared: Collection[str] = ()) -> list[str]:
    """What is read as a product and may be missed: names that stand before brackets alone.

    Args:
        texts: all texts of a question, in one notation, with the tokens of each.
        declared: names whose shape is said: they are names.

    Raises Unread for a name that may be two things.
    """
    for rule in (two_fonts, entry_of_a_name, name_and_function, power_by_a_name, name_and_euler):
        for text, token, reason, message in rule(texts):
            raise Unread(reason, message, token.at).about(text)
    doubts: dict[str, None] = {}
    for text, token, message in before_a_bracket(texts, declared):
        if message:
            raise Unread("product or function", message, token.at).about(text)
        doubts[f"{names.tex(token.text)}( ) read as a product"] = None
    return list(doubts)


Found = Iterator[tuple[str, Token, str, str]]


def _names(texts: Texts) -> Iterator[tuple[str, Token]]:
    return ((text, t) for text, tokens in texts.items() for t in tokens if t.type == "NAME")


def two_fonts(texts: Texts) -> Found:
    r"""``x`` and ``\mathbf{x}`` in one text: are they one name?"""
    for text, tokens in texts.items():
        seen: dict[str, str] = {}
        for token in (t for t in tokens if t.type == "NAME"):
            if seen.setdefault(token.text, token.font) != token.font:
                told = f"{token.text} stands here in two fonts: is it one name? write two letters"
                yield text, token, "two names", told


def entry_of_a_name(texts: Texts) -> Found:
    """``x_i`` beside ``x``: is it an entry?"""
    bare = {t.text for _, t in _names(texts)}
    for text, token in _names(texts):
        base, _, below = token.text.rpartition("_")
        entry = below in INDEX or (len(below) == 2 and below.isdigit())
        if base in bare and entry:
            told = f"is {token.text} an entry of {base}, or another name? entries are not read"
            yield text, token, "index", told


def name_and_function(texts: Texts) -> Found:
    r"""``\sigma`` as a name, and ``\sigma(``."""
    called = any(t.text == "sigmoid" and t.type == "FUNCTION" for ts in texts.values() for t in ts)
    for text, token in _names(texts):
        if called and token.text == "sigma":
            told = r"\sigma is a name here, and before a bracket a function: write two letters"
            yield text, token, "product or function", told


def power_by_a_name(texts: Texts) -> Found:
    """``A^t`` where t is a name."""
    known = {t.text for _, t in _names(texts)}
    for text, tokens in texts.items():
        for token in tokens:
            if token.type == "TRANSPOSE" and token.text == "t" and "t" in known:
                told = "is this t a transpose, or the t that stands elsewhere? write ^\\top"
                yield text, token, "power", told


def name_and_euler(texts: Texts) -> Found:
    """``e`` as a name, and ``e^x``."""
    raised = any(token.type == "EULER" for tokens in texts.values() for token in tokens)
    for text, token in _names(texts):
        if raised and token.text == "e":
            told = "e is a name here, and elsewhere the base of a power: write exp( )"
            yield text, token, "two names", told


def before_a_bracket(texts: Texts, declared: Collection[str]) -> Iterator[tuple[str, Token, str]]:
    """A name that stands before brackets alone: it may be a function; where it isn't by custom, the
    message is empty."""
    elsewhere = set(declared) | _not_before_brackets(texts)
    for text, tokens in texts.items():
        for k, (token, bracket) in enumerate(pairwise(tokens)):
            if token.type != "NAME" or bracket.type != "OPEN" or bracket.text == "{":
                continue
            inside = _inside(tokens, k + 1)
            alone = len(inside) == 1 and inside[0].type in ("NAME", "NUMBER")
            if alone and differential_of(inside[0].text) is None and token.text not in declared:
                yield text, token, _told(token.text, "drop the brackets, or say what it is")
            elif token.text not in elsewhere:
                may = _may_be_called(token.text)
                instead = "say what it is, as ', f(t) = ...'"
                yield text, token, _told(token.text, instead) if may else ""


def _may_be_called(name: str) -> bool:
    base = name.split("_")[0]
    if base in MULTIPLIERS:
        return False
    return base in FUNCTIONS or base[0].islower()


def _told(name: str, instead: str) -> str:
    return (
        f"is {name} a function here, or a factor? {instead}; "
        f"or declare it for a product: --shape {name}=scalar"
    )


def _not_before_brackets(texts: Texts) -> set[str]:
    """Names that stand somewhere without a bracket behind them."""
    found = set()
    for tokens in texts.values():
        following = [*tokens[1:], None]
        for token, next in zip(tokens, following, strict=True):
            if token.type == "NAME" and (next is None or next.type != "OPEN"):
                found.add(token.text)
    return found


def _inside(tokens: Sequence[Token], opening: int) -> Sequence[Token]:
    """Tokens between an opening bracket and the one that closes it."""
    depth = 0
    for k in range(opening, len(tokens)):
        depth += (tokens[k].type == "OPEN") - (tokens[k].type == "CLOSE")
        if depth == 0:
            return tokens[opening + 1 : k]
    return tokens[opening + 1 :]
