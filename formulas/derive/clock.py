"""How long a derivation may take: what is too large to be worked out says so."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from closedform.formulas.derive.errors import CannotDerive

_END: ContextVar[float] = ContextVar("end", default=float("inf"))


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Have all that is derived within end after so many seconds, with CannotDerive; an earlier end
    stands."""
    token = _END.set(min(_END.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _END.reset(token)


def tick() -> None:
    """Raise CannotDerive where the time is used up."""
    if time.monotonic() > _END.get():
        raise CannotDerive("it takes too long")
