"""Why a text is not read: one of a closed list of reasons, and the column."""

from closedform.wording import on_one_line, shown

REASONS = {
    "character": "a character, a command or a font that no rule reads",
    "brackets": "brackets, bars, norms or braces that do not match",
    "grammar": "something stands where it can't",
    "length": "longer, or deeper in brackets, than is read",
    "several": "more than one formula",
    "definition": "a definition that is none",
    "index": "an entry, an index, a sum or product over an index, an indicator",
    "dots": "dots",
    "entries": "a matrix written out by its entries",
    "derivative": "a derivative inside a formula",
    "operation": "an operation that is not read: a maximum, an integral, an expectation, ...",
    "complex": "complex numbers: all arrays are real",
    "product or function": "a name before a bracket may be a factor or a function",
    "differential or product": "dX may be a differential or a product",
    "reach": "how far a function or a slash reaches",
    "order": "which of two operations comes first",
    "matrix function": "of a square matrix, the function of matrices or entry by entry",
    "diag": "which diag of a matrix",
    "norm": "a norm other than the Euclidean, Frobenius's and the sum of absolute values",
    "power": "a power that may be two things, or a root of a matrix",
    "two names": "one letter that may be two names, or two that may be one",
    "scalar or vector": "a name may be of either kind, or goes against custom",
    "sizes": "sizes that contradict each other",
    "undetermined": "a size that nothing determines",
    "stray": "a name in the claim that the function does not have",
    "variable": "the variable is not in the function, or of the wrong kind",
    "notation": "the other notation, or one that is not known",
    "flag": "a flag that speaks of what is not there",
}
"""Reason -> what it covers."""


class Unread(Exception):
    """A text that is not read.

    Attributes:
        reason: one of REASONS.
        message: one line: what was found, and what to write instead.
        at: the column in the text, from 0; None where it is not about a place.
        text: the text it is about; filled in by whoever knows it.
    """

    def __init__(self, reason: str, message: str, at: int | None = None) -> None:
        message = shown(message)
        super().__init__(message)
        assert reason in REASONS, reason
        self.reason, self.message, self.at = reason, message, at
        self.text: str | None = None

    def about(self, text: str) -> "Unread":
        """The same, with the text it is about."""
        self.text = self.text or text
        return self

    def __str__(self) -> str:
        """The message, with the text and a caret under the column where both are known."""
        if self.at is None or self.text is None:
            return self.message
        return f"{self.message}\n    {on_one_line(self.text)}\n    {' ' * self.at}^"
