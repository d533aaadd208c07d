"""What a diagnosis proposes, with its mathematics set."""

import re
from typing import Any

from markupsafe import Markup, escape

from closedform.reports import words
from closedform.reports.notation.tex import mathml


def advice(text: Any) -> Markup:
    """One line of a diagnosis, with the TeX that it proposes set as mathematics."""
    parts = re.split(r"(?<!\\); ", words.clean(text))  # TeX has "\;", a space
    return Markup("; ").join(_part(part) if "\\" in part else escape(part) for part in parts)


def _part(part: str) -> Markup:
    head, write, tex = part.rpartition("write ")
    return escape(head + write) + mathml(tex, block=False)
