"""TeX as MathML: set by the browser, without a script; TeX is data, and can neither break a page
nor hang its making."""

import functools
import html
import re
from xml.etree import ElementTree

from markupsafe import Markup, escape
from math_core import LatexError, LatexToMathML

from closedform.reports.words import clean, harmless

LONGEST, DEEPEST = 2_000, 50
"""Characters, and braces inside each other, of the TeX that is set. The converter was seen to crash
at 8,000 braces."""

ELEMENTS = re.compile(
    "math|semantics|annotation|mrow|mi|mn|mo|ms|mtext|mspace|msup|msub|msubsup|munder|mover|munderover|mmultiscripts|"
    "mprescripts|mfrac|msqrt|mroot|mstyle|mpadded|mphantom|menclose|mtable|mtr|mtd"
)
"""What mathematics is made of; whatever else comes out is not shown."""
FORBIDDEN = re.compile(r"on.*|href|src|xlink.*|style|id", re.IGNORECASE)
"""Attributes that act, fetch, or clash."""

CLASSES = {
    "text-align: right": "right",
    "text-align: left": "left",
    "border-right": "rule",
    "padding-right": "thin",
}
"""How an inline style begins -> the class that does the same: pages allow no inline styles."""

GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega|"
    "Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega|ell"
)


@functools.lru_cache(maxsize=8192)
def mathml(tex: str, block: bool = True, annotate: bool = True) -> Markup:
    """TeX as a MathML element, or as code where it can't be set.

    Args:
        tex: one formula, without dollar signs.
        block: on a line of its own, in display style.
        annotate: keep the TeX inside, for copying and for readers that speak it.
    """
    found = convert(tex, block, annotate)
    return (
        Markup(found)
        if found
        else Markup('<code class="tex">{}</code>').format(clean(tex)[:LONGEST])
    )


def convert(tex: str, block: bool = True, annotate: bool = True) -> str | None:
    """MathML as text; None for TeX that is too long, too deep, unknown, or gives what is no
    mathematics."""
    if (
        not tex
        or len(tex) > LONGEST
        or _depth(tex) > DEEPEST
        or clean(tex) != " ".join(tex.split())
    ):
        return None
    try:
        found = _plain(
            LatexToMathML(annotation=annotate).convert_with_local_state(tex, displaystyle=block)
        )
    except LatexError:
        return None
    return found if _is_mathematics(found) else None


def prose(text: str) -> Markup:
    """Notes as escaped text: what stands between dollar signs as mathematics, powers as of ``X^-1``
    raised."""
    parts = re.split(r"\$([^$]+)\$", text)
    return Markup("").join(
        mathml(part, False, False) if i % 2 else _raised(part) for i, part in enumerate(parts)
    )


def _raised(text: str) -> Markup:
    text = str(escape(harmless(text)))
    text = re.sub(
        r"(?<=[\w)\]])\^(?:\{([^{}]{1,20})\}|(-?\w{1,8}))",
        lambda match: f"<sup>{match[1] or match[2]}</sup>",
        text,
    )
    return Markup(re.sub(r"(?<=[\w)\]])_\{([^{}]{1,20})\}", r"<sub>\1</sub>", text))


def symbol(name: str) -> str:
    r"""A variable's name as TeX: ``Sigma`` is ``\Sigma``, ``W1`` is ``W_{1}``, ``x_bar`` is
    ``x_{\mathrm{bar}}``."""
    match = re.fullmatch(r"([A-Za-z]+?)_?(\d+|(?<=_)[A-Za-z]+)?_?", name)
    if match is None:
        return _word(name)
    base, index = match.groups()
    return _word(base) + (f"_{{{_word(index)}}}" if index else "")


def _word(name: str) -> str:
    if GREEK.fullmatch(name):
        return f"\\{name}"
    return (
        name
        if len(name) == 1 or name.isdigit()
        else f"\\mathrm{{{re.sub(r'[^0-9A-Za-z]', ' ', name)}}}"
    )


def _depth(tex: str) -> int:
    """How deep groups, fractions and delimiters may lie in each other: each opening counts, until
    it is closed."""
    depth = deepest = 0
    for token in re.findall(r"\\(?:left|right|begin|end)(?![A-Za-z])|\\.|[{}]", tex, re.DOTALL):
        depth += (token in ("{", "\\left", "\\begin")) - (token in ("}", "\\right", "\\end"))
        deepest = max(deepest, depth)
    return deepest


def _plain(found: str) -> str:
    """MathML without HTML's names for characters, and with classes for styles."""
    found = re.sub(
        r"&(?!(?:lt|gt|amp|quot|apos);)\w+;", lambda match: html.unescape(match[0]), found
    )
    for start, name in CLASSES.items():
        found = re.sub(rf' style="{start}[;:][-a-z0-9.: ;]*"', f' class="{name}"', found)
    return found


def _is_mathematics(found: str) -> bool:
    try:
        elements = list(ElementTree.fromstring(found).iter())
    except ElementTree.ParseError:
        return False
    return all(
        ELEMENTS.fullmatch(e.tag) and not any(map(FORBIDDEN.fullmatch, e.attrib)) for e in elements
    )
