"""TeX read as text, as people type it into a search: ``\\operatorname{tr}(A^\\top X)`` is
``tr(A^T X)``."""

import re

WORDS = {
    "top": "T",
    "lVert": "||",
    "rVert": "||",
    "Vert": "||",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "langle": "<",
    "rangle": ">",
    "cdot": "*",
    "times": "x",
    "otimes": "kron",
    "odot": "o",
    "circ": "o",
    "partial": "d",
    "nabla": "grad",
    "mathbb": "",
    "ne": "!=",
    "neq": "!=",
    "le": "<=",
    "leq": "<=",
    "ge": ">=",
    "geq": ">=",
    "infty": "inf",
    "ell": "l",
}
"""Command -> what it reads as; others read as their own names."""
SILENT = re.compile(
    r"\\(?:left|right|[bB]igg?[lrm]?|displaystyle|tfrac|dfrac|frac|operatorname\*?|mathrm|mathbf|"
    r"mathcal|text|underset|overset|quad|qquad|begin|end|bar|hat|tilde|limits)(?![A-Za-z])|"
    r"\\[,;:!> ]|[{}&~]|\\\\"
)
"""What arranges and says nothing."""


def plain(tex: str) -> str:
    """TeX as one line of plain text."""
    text = re.sub(r"\\[dt]?frac\s*(\w)\s*(\w)", r" \1/\2 ", tex)
    text = re.sub(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r" \1/\2 ", text)
    text = re.sub(r"\^\s*\{\s*-\s*\\top\s*\}", "^-T", text)
    text = SILENT.sub(" ", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda m: f" {WORDS.get(m[1], m[1])} ", text)
    text = re.sub(r"\s*([\^_/()\[\]|,=+])\s*", r"\1", text.replace("\\", ""))
    return " ".join(text.split())
