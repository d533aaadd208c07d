"""matrixcalculus.org's notation as tokens: products are written out, names are words."""

import re
from collections.abc import Collection

from closedform.formulas.notation.names import ACCENTS, GREEK
from closedform.formulas.notation.reading import bars
from closedform.formulas.notation.reading.calling import KNOWN
from closedform.formulas.notation.reading.tokens import Token, Tokens
from closedform.formulas.notation.reading.unread import Unread

FUNCTIONS = {name: name for name in KNOWN if name not in ("wave", "dwave")} | {
    "norm1": "norm1",
    "norm2": "norm2",
    "norm": "norm2",
    "trace": "tr",
    "ln": "log",
    "inv": "inv",
    "pinv": "pinv",
    "adjugate": "adj",
    "logdet": "logdet",
    "kron": "kron",
    "eye": "eye",
    "ones": "ones",
    "vector": "vector",
    "matrix": "matrix",
    "inner": "inner",
    "commutation": "commutation",
    "logistic": "sigmoid",
    "transpose": "transpose",
}
"""Function -> what it is."""
SIGNS = {
    ".*": "HADAMARD",
    "./": "OSLASH",
    ".^": "ENTRYWISE",
    "+": "PLUS",
    "-": "MINUS",
    "*": "TIMES",
    "/": "SLASH",
    "^": "RAISED",
    ",": "COMMA",
    "=": "EQUALS",
    "'": "TRANSPOSE",
}
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+")
WORD = re.compile(r"[A-Za-z]\w*", re.ASCII)
NAMED = re.compile(
    rf"d?(?:[A-Za-z]|{'|'.join(sorted(GREEK, key=len, reverse=True))})"
    rf"(?:_?\d+|(?:_(?:{'|'.join(ACCENTS)}|[A-Za-z0-9]+))*)"
)
"""Names that need not be declared: a letter with its marks."""
ENDED = ("NUMBER", "NAME", "IDENTITY", "CLOSE", "CLOSEBAR", "CLOSENORM", "TRANSPOSE")
TEX = "(or is this TeX? --notation tex)"


class MatrixcalculusScanner:
    """A scan of one text.

    Args:
        declared: names that are words.
    """

    font = ""
    cotangent = False
    moving: frozenset[str] = frozenset()

    def __init__(self, text: str, declared: Collection[str] = ()) -> None:
        self.text, self.declared = text, frozenset(declared)
        self.tokens = Tokens(text)

    def scanned(self) -> list[Token]:
        """All tokens."""
        self.within(0, len(self.text))
        return self.tokens.found

    def within(self, start: int, end: int) -> None:
        """Scan a part of the text, whose brackets must match."""
        at = start
        while at < end:
            at = self._step(at)
        self.tokens.all_closed()

    def bracketed(self, start: int, end: int) -> None:
        """Scan a part of the text as if it stood in brackets."""
        raise NotImplementedError("nothing in this notation stands in brackets that are not there")

    def _step(self, at: int) -> int:
        text, c = self.text, self.text[at]
        if c.isspace():
            return at + 1
        if number := NUMBER.match(text, at):
            self._after_no_operand(at, "this number")
            self.tokens.add("NUMBER", number.group(), at)
            return number.end()
        if word := WORD.match(text, at):
            return self._word(word.group(), at, word.end())
        if c == "(":
            self._after_no_operand(at, "this bracket")
            self.tokens.open("OPEN", at, c)
            return at + 1
        if c == ")":
            self.tokens.close("OPEN", at, c)
            return at + 1
        if c == "|":
            if text.startswith("||", at) and not self.tokens.is_open("OPENBAR"):
                return bars.norm(self, at, at + 2)
            return bars.bar(self, at, at + 1)
        return self._sign(at)

    def _sign(self, at: int) -> int:
        if re.compile(r"\^\s*\(?\s*-?\s*(T\b|top)").match(self.text, at):
            raise Unread("notation", f"the transpose is written ' here {TEX}", at)
        for sign, type in SIGNS.items():
            if self.text.startswith(sign, at):
                self.tokens.add(type, sign, at)
                return at + len(sign)
        raise Unread("character", f"{self.text[at]!r} is not read here {TEX}", at)

    def _word(self, word: str, at: int, end: int) -> int:
        self._after_no_operand(at, repr(word))
        called = re.compile(r"\s*(\(|\|)").match(self.text, end)
        if called and (called.group(1) == "(" or word in FUNCTIONS) and word not in self.declared:
            return self._function(word, at, end)
        if word == "eye":
            self.tokens.add("IDENTITY", "", at)
            return end
        if word in FUNCTIONS and word not in self.declared:
            raise Unread("grammar", f"{word!r} is a function: its brackets are missing", at)
        self._known(word, at)
        text = re.sub(r"^(d?[A-Za-z])(\d+)$", r"\1_\2", word)
        self.tokens.add("NAME", text, at)
        return end

    def _function(self, word: str, at: int, end: int) -> int:
        if word not in FUNCTIONS:
            known = f"known are {', '.join(sorted(FUNCTIONS))}"
            told = (
                f"{word!r} is a name, not a function: a * is missing after it"
                if len(word) == 1
                else f"{word!r} is not a function that is known; {known}"
            )
            raise Unread("product or function", told, at)
        self.tokens.add("FUNCTION", FUNCTIONS[word], at)
        return end

    def _known(self, word: str, at: int) -> None:
        if word in self.declared or NAMED.fullmatch(word):
            return
        told = f"a product is written {'*'.join(word)}" if len(word) < 7 else "write one letter"
        raise Unread(
            "two names", f"is {word!r} one name? {told}; or declare it: --shape {word}=...", at
        )

    def _after_no_operand(self, at: int, what: str) -> None:
        found = self.tokens.found
        if found and found[-1].type in ENDED:
            raise Unread("notation", f"a * is missing before {what} {TEX}", at)
