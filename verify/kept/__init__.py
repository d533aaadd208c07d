"""Verdicts kept for as long as nothing that they follow from changes."""

from dataclasses import fields
from typing import Any

from closedform.formulas import Claim
from closedform.formulas._kit.description import Description, describe
from closedform.verify.kept import shelf
from closedform.verify.kept.basis import key
from closedform.verify.rows import unchecked

__all__ = ["get", "key", "put"]

DESCRIBED = {f.name for f in fields(Description)}


def get(under: str, claim: Claim) -> dict[str, Any] | None:
    """The row that is kept, with where the claim stands today and when it was found; None where
    there is none."""
    if (found := shelf.get(under)) is None:
        return None
    row, when = found
    today = vars(unchecked(describe(claim)))
    return row | {name: today[name] for name in today.keys() & DESCRIBED} | {"kept": when}


def put(under: str, row: dict[str, Any]) -> None:
    """Keep a row, where it says something of the claim: what went wrong is tried again."""
    if row["status"] != "error":
        shelf.put(under, row)
