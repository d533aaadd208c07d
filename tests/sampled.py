"""A part of the catalogue, for tests that would take minutes over all of it.

Which part follows from the names alone: an entry that is added takes no other's place. With
CLOSEDFORM_WHOLE=1 in the environment it is all."""

import hashlib
import os
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def sampled(found: Iterable[T], every: int, name: Callable[[T], str] = str) -> list[T]:
    """About one in so many, and at least one."""
    found = list(found)
    if os.environ.get("CLOSEDFORM_WHOLE", "0") not in ("", "0"):
        return found
    return [one for one in found if _number(name(one)) % every == 0] or found[:1]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
