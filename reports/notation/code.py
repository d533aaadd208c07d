"""The code of a claim as something to copy: plain JAX, with all that it uses written out."""

import ast
import re
from collections.abc import Callable
from typing import Any

from closedform.formulas import Claim, Formula
from closedform.verify.source.find import Unavailable
from closedform.verify.source.text import Text

GIVEN = {"jax": "import jax", "jnp": "import jax.numpy as jnp"}
"""Names that a text takes as given -> what gives them."""


def of_claim(claim: Claim) -> str | None:
    """The closed form as code that stands alone; None where its source can't be had."""
    return _standalone(claim.function, re.sub(r"\W+", "_", claim.id))


def of_formula(formula: Formula[..., Any]) -> str | None:
    """The formula's function as code that stands alone; None where its source can't be had."""
    return _standalone(formula.function, formula.function.__name__)


def _standalone(function: Callable[..., Any], name: str) -> str | None:
    text = Text(function.__module__.partition(".")[0])
    try:
        text.write(function, text.fresh(name))
    except Unavailable:
        return None
    used = {
        node.id
        for body in text.definitions
        for node in ast.walk(ast.parse(body))
        if isinstance(node, ast.Name)
    }
    imports = [line for name, line in GIVEN.items() if name in used]
    imports += sorted(text.imports, key=lambda line: (line.startswith("from "), line))
    return "\n\n\n".join(["\n".join(imports)] * bool(imports) + text.definitions) + "\n"
