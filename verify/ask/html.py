"""Answers as HTML, for a notebook: formulas as MathML, everything else escaped."""

from html import escape

from math_core import LatexError, LatexToMathML

from closedform.verify.ask.answer import Answer
from closedform.verify.ask.words import below

COLOURS = {"verified": "#1a7f37", "otherwise": "#9a6700", "not read": "#57606a"}
"""Status -> the colour of the first line; of all others, red."""


def fragment(answer: Answer) -> str:
    """The answer as one block."""
    colour = COLOURS.get(answer.status, "#cf222e")
    head = f'<p style="color:{colour}"><b>{escape(answer.headline)}</b></p>'
    sides = [("read as", "function"), (_kind(answer), "claim")]
    rows = [
        f"<tr><td>{label}</td><td>{formula(answer.read[side].tex)}</td></tr>"
        for label, side in sides
        if side in answer.read
    ]
    table = f"<table>{''.join(rows)}</table>" if rows else ""
    told = escape("\n".join(below(answer)[2 if rows else 0 :]))
    return f"<div>{head}{table}<pre>{told}</pre></div>"


def _kind(answer: Answer) -> str:
    return escape(answer.kind + (f" by {answer.wrt}" if answer.wrt else ""))


def formula(tex: str) -> str:
    """TeX of ours as MathML; as text where that can't be had."""
    try:
        return LatexToMathML().convert_with_local_state(tex, displaystyle=True)
    except LatexError:
        return f"<code>{escape(tex)}</code>"
