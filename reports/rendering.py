"""Templates filled in. All data is escaped: only what is made here as markup passes as it is."""

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from closedform.reports import words
from closedform.reports.notation.advice import advice

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **data: Any) -> str:
    """A page, or part of one, from a template.

    Raises:
        jinja2.UndefinedError: the template asks for what `data` lacks.
    """
    return _environment().get_template(template).render(data)


def _harmless(value: Any) -> Any:
    return (
        words.harmless(value) if type(value) is str else value
    )  # markup was made here, of harmless parts


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters |= {
        "advice": advice,
        "clean": words.clean,
        "figure": words.figure,
        "look": words.look,
        "sizes": words.sizes,
    }
    return environment
