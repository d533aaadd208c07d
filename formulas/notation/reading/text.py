"""Texts read: the function's and its claim's, each as what is written."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from closedform.formulas.notation.reading.clauses import (
    Definition,
    Definitions,
    clauses,
    marked,
    of_itself,
    substituted,
)
from closedform.formulas.notation.reading.consistency import check
from closedform.formulas.notation.reading.matrixcalculus_scanner import MatrixcalculusScanner
from closedform.formulas.notation.reading.parsing import parsed
from closedform.formulas.notation.reading.tex_scanner import TexScanner
from closedform.formulas.notation.reading.tokens import LONGEST, Token
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written, names

NOTATIONS = ("tex", "matrixcalculus")

OF_TEX = re.compile(r"\\|\^\s*[{*+]|\^\s*-?\s*T(?![a-z])|_\{|[^\x00-\x7f]")
OF_MATRIXCALCULUS = re.compile(
    r"\*|\./|\.\^|\b(?:inv|norm[12]|vector|matrix|eye|kron|logdet|pinv|commutation|sigmoid)\b"
)


@dataclass(frozen=True)
class Pair:
    """A function and a claim as they are written.

    Attributes:
        notation: one of NOTATIONS.
        function, claim: what is written; definitions are written out.
        texts: the texts they came from.
        doubts: what is read as a product, and may be missed.
    """

    notation: str
    function: Written
    claim: Written | None
    texts: tuple[str, str | None]
    doubts: tuple[str, ...] = ()


def notation_of(*texts: str) -> str:
    """The notation that texts are in: matrixcalculus where something in them is of it alone, and
    nothing of TeX."""
    if any(OF_TEX.search(text) for text in texts):
        return "tex"
    return "matrixcalculus" if any(OF_MATRIXCALCULUS.search(text) for text in texts) else "tex"


def read_pair(
    function: str,
    claim: str | None = None,
    *,
    notation: str | None = None,
    moves: bool = False,
    cotangent: bool = False,
    declared: Collection[str] = (),
) -> Pair:
    """A function and a claim about it, read.

    Args:
        notation: one of NOTATIONS; None to tell by the texts.
        moves: whether differentials of the function's names may stand in the claim; in a text
            alone, of declared names.
        cotangent: whether G may, and a derivative by the function's value stands for it.
        declared: names whose shape is said.

    Raises Unread.
    """
    texts = [function] if claim is None else [function, claim]
    notation = notation or notation_of(*texts)
    reader = _Reader(notation, frozenset(declared))
    try:
        of_declared = frozenset(declared) if moves and claim is None else frozenset[str]()
        tokens = reader.tokens(function, of_declared, cotangent and claim is None)
        moving = frozenset(t.text for t in tokens if t.type == "NAME" and moves)
        left, right = reader.written(function, tokens), None
        if claim is not None:
            tokens = reader.tokens(claim, moving, cotangent)
            right = reader.written(claim, tokens, names(left))
        return Pair(notation, left, right, (function, claim), tuple(reader.doubts()))
    except RecursionError:
        raise Unread("length", "this is too deep in brackets") from None


class _Reader:
    """One notation, the definitions met so far, and the tokens that stand for something."""

    def __init__(self, notation: str, declared: frozenset[str]) -> None:
        if notation not in NOTATIONS:
            told = f"the notation {notation!r} is not known; known are {', '.join(NOTATIONS)}"
            raise Unread("notation", told)
        self.notation, self.declared, self.known = notation, declared, Definitions()
        self.kept: dict[str, list[Token]] = {}

    def tokens(
        self, text: str, moving: frozenset[str] = frozenset(), cotangent: bool = False
    ) -> list[Token]:
        """The tokens of a text."""
        if len(text) > LONGEST:
            raise Unread("length", f"{len(text)} characters: at most {LONGEST} are read")
        try:
            if self.notation == "matrixcalculus":
                return MatrixcalculusScanner(text, self.declared).scanned()
            return TexScanner(text.rstrip(" \t\r\n.,;"), moving, cotangent).scanned()
        except Unread as error:
            raise error.about(text) from None

    def written(self, text: str, tokens: Sequence[Token], held: Sequence[str] = ()) -> Written:
        """What a text says, its definitions written out."""
        try:
            return self._written(text, tokens, held)
        except Unread as error:
            raise error.about(text) from None

    def doubts(self) -> list[str]:
        """What is read as a product; raises Unread for a name that may be two things."""
        return check(self.kept, self.declared) if self.notation == "tex" else []

    def _written(self, text: str, tokens: Sequence[Token], held: Sequence[str]) -> Written:
        expression, definitions = clauses(tokens)
        definitions = [d for d in definitions if not (d.implied and d.name in held)]
        for definition in definitions:
            if definition.name in held:
                told = f"{definition.name} is in the function, and defined here: write two letters"
                raise Unread("two names", told, definition.body[0].at)
            self._declare(definition)
        for definition in definitions:
            self._define(definition, self._parsed(text, definition.body))
        for name, (argument, body) in list(self.known.functions.items()):
            inner = Definitions({k: v for k, v in self.known.names.items() if k != argument})
            self.known.functions[name] = argument, substituted(body, inner)
        return substituted(self._parsed(text, expression), self.known)

    def _parsed(self, text: str, tokens: Sequence[Token]) -> Written:
        found = marked(tokens, self.known)
        self.kept.setdefault(text, []).extend(found)
        return parsed(found, self.notation, len(text))

    def _declare(self, definition: Definition) -> None:
        """Make the name known, so that texts that hold it are parsed as they must."""
        nothing = Written("number", (), 0)
        if definition.argument is None:
            self.known.names[definition.name] = nothing
        else:
            self.known.functions[definition.name] = (definition.argument, nothing)

    def _define(self, definition: Definition, body: Written) -> None:
        of_itself(definition, body)
        if definition.argument is None:
            self.known.names[definition.name] = body
        else:
            self.known.functions[definition.name] = (definition.argument, body)
