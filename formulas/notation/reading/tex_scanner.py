"""TeX, and what people write for it without backslashes, as tokens.

What depends on what stands around is decided here, by rules with names, one at a column."""

import re
import unicodedata

from closedform.formulas.notation.reading import bars
from closedform.formulas.notation.reading.arguments import derivative, sigma
from closedform.formulas.notation.reading.commands import command
from closedform.formulas.notation.reading.groups import SPACES, Group, closing, group, over
from closedform.formulas.notation.reading.letters import letters
from closedform.formulas.notation.reading.named import name, ones
from closedform.formulas.notation.reading.superscripts import raised, superscript
from closedform.formulas.notation.reading.tokens import DEEPEST, Token, Tokens
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.words import RAISED, UNICODE_GREEK, refusal

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]\d+)?|\.\d+")
PRIMES = re.compile("['’′`´]+")
SIGNS = (
    (".*", "HADAMARD"),
    ("./", "OSLASH"),
    (":=", "EQUALS"),
    ("+", "PLUS"),
    ("-", "MINUS"),
    ("−", "MINUS"),
    ("–", "MINUS"),
    ("*", "TIMES"),
    ("×", "TIMES"),
    ("·", "DOT"),
    ("⋅", "DOT"),
    ("∙", "DOT"),
    ("⊙", "HADAMARD"),
    ("∘", "HADAMARD"),
    ("○", "HADAMARD"),
    ("⊘", "OSLASH"),
    ("⊗", "KRONECKER"),
    ("/", "SLASH"),
    ("∕", "SLASH"),
    (",", "COMMA"),
    (";", "COMMA"),
    (":", "COLON"),
    ("=", "EQUALS"),
)
"""What stands for an operation -> its token; the longer first."""
OPENING = {"(": "OPEN", "[": "OPEN", "{": "OPEN", "⟨": "OPENANGLE", "〈": "OPENANGLE"}
CLOSING = {")": "OPEN", "]": "OPEN", "}": "OPEN"}
HALVES = {"½": ("1", "2"), "¼": ("1", "4"), "¾": ("3", "4"), "⅓": ("1", "3"), "⅔": ("2", "3")}
WORDS = {"∑": "sum", "∏": "prod", "∫": "int", "∂": "partial", "∇": "nabla", "…": "dots"}
WORDS |= {"⋯": "dots", "±": "pm", "≈": "approx", "≤": "le", "≥": "ge", "≠": "ne", "∈": "in"}


class TexScanner:
    """A scan of one text.

    Args:
        moving: names whose differentials may stand in it.
        cotangent: whether a derivative by the function's value stands for G.
    """

    def __init__(
        self, text: str, moving: frozenset[str] = frozenset(), cotangent: bool = False
    ) -> None:
        self.text, self.moving, self.cotangent = text, moving, cotangent
        self.tokens, self.font, self.depth = Tokens(text), "", 0

    def scanned(self) -> list[Token]:
        """All tokens."""
        self.within(0, len(self.text))
        return self.tokens.found

    def within(self, start: int, end: int) -> None:
        """Scan a part of the text, whose brackets must match."""
        if self.depth >= DEEPEST:
            raise Unread("length", f"more than {DEEPEST} groups within groups", start)
        whole, opened, at = self.text, len(self.tokens.opened), start
        self.text, self.depth = whole[:end], self.depth + 1  # no rule looks past the end
        while at < end:
            at = self._step(at)
        self.text, self.depth = whole, self.depth - 1
        self.tokens.all_closed(opened)

    def bracketed(self, start: int, end: int) -> None:
        """Scan a part of the text as if it stood in brackets."""
        font = self.font
        self.tokens.open("OPEN", start, "{")
        self._over(start, end)
        self.tokens.close("OPEN", end, "}")
        self.font = font

    def _over(self, start: int, end: int) -> None:
        r"""A part of the text; ``a \over b`` is a quotient."""
        found = over(self.text, start, end)
        if not found:
            self.within(start, end)
            return
        if again := over(self.text, found.end(), end):
            raise Unread("grammar", r"\over stands twice in one group: put braces", again.start())
        above = Group(start, found.start(), found.end())
        below = Group(found.end(), end, end)
        if not derivative(self, start, above, below):
            self.tokens.add("FRACTION", "", start)
            self.bracketed(above.start, above.end)
            self.bracketed(below.start, below.end)

    def _step(self, at: int) -> int:
        text, tokens = self.text, self.tokens
        c = text[at]
        if spaced := SPACES.match(text, at):
            return spaced.end()
        if c in "&$":
            return at + 1
        if c == "\\":
            return command(self, at)
        if number := NUMBER.match(text, at):
            return self._number(number.group(), at)
        if c.isascii() and c.isalpha():
            return letters(self, at)
        if c == "^":
            return superscript(self, at)
        if c == "_":
            told = "a subscript belongs to a name; this one stands after something else"
            tokens.add("REFUSED", "_", at, refused=Unread("index", told, at))
            return group(text, at + 1, "a subscript").next
        if primes := PRIMES.match(text, at):
            return self._prime(primes.group(), at)
        if c == "{":
            return self._brace(at)
        if c in OPENING:
            tokens.open(OPENING[c], at, c)
            return at + 1
        if c in "⟩〉":
            return bars.close_angle(self, at, at + 1)
        if c in CLOSING:
            tokens.close(CLOSING[c], at, c)
            return at + 1
        return self._sign(at)

    def _number(self, said: str, at: int) -> int:
        """A number; ``11^\\top`` is two columns of ones."""
        end = at + len(said)
        if said == "1" and re.match(r"\s*_", self.text[end:]):
            return ones(self, at, end)
        if re.fullmatch("1{2,}", said) and re.match(
            r"\s*(\^\s*\{?\s*(\\top|T)|')", self.text[end:]
        ):
            for k in range(len(said)):
                self.tokens.add("ONES", "", at + k)
            return end
        self.tokens.add("NUMBER", said, at)
        return end

    def _prime(self, said: str, at: int) -> int:
        """A transpose; after a function a derivative."""
        if len(said) > 1:
            told = "a second derivative, or the transpose of a transpose? write one of them out"
            raise Unread("derivative", told, at)
        last = self.tokens.found[-1].type if self.tokens.found else ""
        self.tokens.add("PRIME" if last == "FUNCTION" else "TRANSPOSE", "'", at)
        return at + 1

    def _brace(self, at: int) -> int:
        """``{...}`` on the line is a bracket that is not printed: it may hold a font alone."""
        end = closing(self.text, at)
        if self.text[at + 1 : end].strip() == "":
            return end + 1
        font, before = self.font, len(self.tokens.found)
        self.bracketed(at + 1, end)
        self.font = font
        inner = self.tokens.found[before + 1 : -1]
        if len(inner) == 1:
            self.tokens.found[before:] = inner
        return end + 1

    def _sign(self, at: int) -> int:
        text, c = self.text, self.text[at]
        if c in "|∣":
            if text.startswith("||", at) and bars.may_open(self):
                return bars.norm(self, at, at + 2)
            return bars.bar(self, at, at + 1)
        if c in "‖∥":
            return bars.norm(self, at, at + 1)
        for sign, type in SIGNS:
            if text.startswith(sign, at):
                self.tokens.add(type, sign, at)
                return at + len(sign)
        return self._letter(at)

    def _letter(self, at: int) -> int:
        """What is a letter, a digit or a word to Unicode."""
        c = self.text[at]
        if c in "σς":
            return sigma(self, at, at + 1)
        if c in UNICODE_GREEK:
            return name(self, UNICODE_GREEK[c], at, at + 1)
        if c in RAISED:
            return raised(self, at)
        if c in HALVES:
            self.tokens.add("FRACTION", "", at)
            for digit in HALVES[c]:
                self.tokens.open("OPEN", at)
                self.tokens.add("NUMBER", digit, at)
                self.tokens.close("OPEN", at)
            return at + 1
        if c in WORDS:
            why = refusal(WORDS[c], at)
            if why.reason != "derivative":
                raise why
            self.tokens.add("REFUSED", c, at, refused=why)
            return at + 1
        plain = unicodedata.normalize("NFKC", c)
        if plain == "1" and c != "1":
            return ones(self, at, at + 1)
        if len(plain) == 1 and plain.isascii() and plain.isalpha():
            font = "b" if "BOLD" in unicodedata.name(c, "") else ""
            return name(self, plain, at, at + 1, font)
        raise Unread("character", f"{c!r} is not read", at)
