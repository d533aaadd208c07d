"""Words of messages that every package writes."""


def counted(n: int, noun: str) -> str:
    """The number and its noun, whose plural ends in s: 1 claim, 2 claims."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def shown(text: str) -> str:
    """Text on one line in which what would not print is escaped: seen by a person, not obeyed by a
    terminal."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
