"""When memory ran out."""

GIGA = 2**30
"""Bytes of a GiB."""


def exhausted(error: BaseException) -> bool:
    """Whether memory ran out, as Python or as XLA says it."""
    return isinstance(error, MemoryError) or "RESOURCE_EXHAUSTED" in str(error)
