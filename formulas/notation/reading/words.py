"""Words that scanners know: functions, accents, what is refused, Unicode."""

import unicodedata

from closedform.formulas.notation.names import GREEK
from closedform.formulas.notation.reading.unread import Unread

FUNCTIONS = {
    **{name: name for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: name for name in ("arcsin", "arccos", "arctan", "sec", "csc", "cot", "sech")},
    "ln": "log",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "sqrt": "sqrt",
    "abs": "abs",
    "sign": "sign",
    "sgn": "sign",
    "relu": "relu",
    "ReLU": "relu",
    "softplus": "softplus",
    "sigmoid": "sigmoid",
    "logistic": "sigmoid",
    "sigm": "sigmoid",
    "softmax": "softmax",
    "det": "det",
    "Det": "det",
    "logdet": "logdet",
    "adj": "adj",
    "adjugate": "adj",
    "tr": "tr",
    "Tr": "tr",
    "trace": "tr",
    "Trace": "tr",
    "TR": "tr",
    "diag": "diag",
    "Diag": "diag",
    "vec": "vec",
    "Vec": "vec",
    "sum": "sum",
    "inv": "inv",
}
"""Word -> the function it names."""

ACCENTS = {
    **dict.fromkeys(("hat", "widehat"), "hat"),
    **dict.fromkeys(("bar", "overline"), "bar"),
    **dict.fromkeys(("tilde", "widetilde"), "tilde"),
    **{name: name for name in ("check", "dot", "ddot", "breve", "acute", "grave")},
}
"""Command -> the mark it puts on a letter."""

SPELLINGS = {
    "varepsilon": "epsilon",
    "varphi": "phi",
    "vartheta": "theta",
    "varrho": "rho",
    "varsigma": "sigma",
    "varkappa": "kappa",
    "varpi": "pi",
}
"""Command -> the Greek letter it is another shape of."""

_REFUSALS = {
    "sum prod bigoplus bigotimes coprod Sum": (
        "index",
        r"a sum or product over an index is not read: write it with matrices, as 1^\top v, "
        r"x^\top y or \operatorname{tr}(A^\top B)",
    ),
    "int iint oint lim limsup liminf": ("operation", "an integral or a limit is not read"),
    "max min argmax argmin sup inf maximize minimize": (
        "operation",
        "maxima and minima are not read; --minimum and --maximum ask about a point",
    ),
    "partial nabla triangledown bigtriangledown": (
        "derivative",
        "a derivative inside a formula is not read: write what it equals, or G for the incoming "
        "derivative of a pullback",
    ),
    "ldots cdots dots vdots ddots dotsc dotsb dotsm": (
        "dots",
        "dots are not read: write the formula with matrices",
    ),
    "begin end matrix pmatrix bmatrix cases array substack": (
        "entries",
        "a matrix written out by entries is not read: give it a name",
    ),
    "pm mp": ("several", r"\pm is two formulas: ask about one at a time"),
    "approx le ge leq geq neq ne propto sim simeq to in implies Rightarrow rightarrow iff mapsto "
    "Leftrightarrow mid cong leqslant geqslant ll gg prec succ preceq succeq subset forall": (
        "several",
        "a relation is not read: ask about one expression",
    ),
    "Re Im imath overleftarrow bra ket hbar": (
        "complex",
        "complex numbers are not read: all arrays are real",
    ),
    "rank dim ker cov Cov var Var Pr deg gcd erf sinc": (
        "operation",
        "this function is not read",
    ),
}
REFUSED = {word: why for words, why in _REFUSALS.items() for word in words.split()}
"""Word -> why it is refused: reason and message."""


def refusal(word: str, at: int) -> Unread:
    """Why a word of REFUSED is refused, at a column."""
    reason, message = REFUSED[word]
    return Unread(reason, message, at)


_LETTERS = {
    chr(c): name.split()[3]
    for c in range(0x391, 0x3CA)
    if (name := unicodedata.name(chr(c), "")).startswith("GREEK")
    and "LETTER" in name
    and len(name.split()) == 4
}
UNICODE_GREEK = {
    c: name.lower() if unicodedata.name(c).split()[1] == "SMALL" else name.capitalize()
    for c, name in _LETTERS.items()
    if name not in ("OMICRON",)
}
UNICODE_GREEK = {
    c: {"lamda": "lambda", "Lamda": "Lambda"}.get(name, name) for c, name in UNICODE_GREEK.items()
} | {"ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ϱ": "rho", "ℓ": "ell", "ς": "sigma"}
"""Character -> the Greek letter it is; capitals that look Latin are letters too."""
UNICODE_GREEK = {c: name for c, name in UNICODE_GREEK.items() if name in GREEK}

RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀᵗ⁽⁾ⁿᵏ", "0123456789+-TT()nk", strict=True))
"""Raised character -> what it is."""
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
"""Lowered character -> what it is."""
