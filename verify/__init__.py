"""Is it true: draws, oracles, verdicts.

``check("least_squares")`` or ``check(my_formula)`` gives a DataFrame with one row a claim;
``check_at(claim, sizes)`` one verdict at one size.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from closedform.verify.api import check
    from closedform.verify.checks import check_at, check_claim
    from closedform.verify.rows import Verdict

__all__ = ["Verdict", "check", "check_at", "check_claim"]

_HOMES = {
    "check": "closedform.verify.api",
    "check_at": "closedform.verify.checks",
    "check_claim": "closedform.verify.checks",
    "Verdict": "closedform.verify.rows",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: pytest loads this package in every session, and JAX
    in none of its own."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'verify' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
