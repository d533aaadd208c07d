"""Closed-form matrix derivatives, proven against autodiff and timed against it.

What an entry is written with, and what checks it::

    from closedform import SPD, ask, check, formula, inv

The four steps are packages of their own: ``closedform.formulas`` (what is claimed),
``closedform.verify`` (is it true), ``closedform.bench`` (is it worth it), ``closedform.reports``
(what we found). The command is ``closedform``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from closedform.formulas import (
        Claim,
        CommutedKronecker,
        D,
        DeclarationError,
        DiagonalPlusOuter,
        Formula,
        Gram,
        InputError,
        Kronecker,
        adjugate,
        catalogue,
        commutation,
        duplication,
        formula,
        inv,
        kron,
        transposed,
        unvec,
        vec,
        vech,
        wave,
        wave_prime,
    )
    from closedform.formulas._kit.domains import *
    from closedform.verify import check
    from closedform.verify.ask.asked import ask
    from closedform.verify.derive.asked import derive

NAMES = [
    "Claim",
    "CommutedKronecker",
    "D",
    "DeclarationError",
    "DiagonalPlusOuter",
    "Entry",
    "Formula",
    "Gram",
    "InputError",
    "Kronecker",
    "adjugate",
    "ask",
    "catalogue",
    "check",
    "commutation",
    "derive",
    "duplication",
    "formula",
    "inv",
    "kron",
    "transposed",
    "unvec",
    "vec",
    "vech",
    "wave",
    "wave_prime",
]
"""The public names, but for the domains: their package lists those, and imports JAX."""


HOMES = {
    "ask": "closedform.verify.ask.asked",
    "check": "closedform.verify",
    "derive": "closedform.verify.derive.asked",
}
"""Name -> the module that has it, where `closedform.formulas` does not."""


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: pytest loads this package in every session."""
    import importlib

    if name == "__all__":
        return [*NAMES, *importlib.import_module("closedform.formulas._kit.domains").__all__]
    if name.startswith("_") or (name not in NAMES and name not in __getattr__("__all__")):
        raise AttributeError(f"module 'closedform' has no attribute {name!r}")
    home = HOMES.get(name, "closedform.formulas")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    """The public names, for completion in a REPL."""
    return [*__getattr__("__all__"), "bench", "formulas", "reports", "verify"]
