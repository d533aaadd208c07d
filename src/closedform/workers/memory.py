"""When memory ran out."""


def exhausted(error: BaseException) -> bool:
    """Whether memory ran out, as Python or as XLA says it."""
    return isinstance(error, MemoryError) or "RESOURCE_EXHAUSTED" in str(error)
