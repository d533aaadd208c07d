"""Words of messages that every package writes."""


def counted(n: int, noun: str) -> str:
    """The number and its noun, whose plural ends in s: 1 claim, 2 claims."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
