"""Words of messages that every package writes."""


def counted(n: int, noun: str) -> str:
    """The number and its noun, whose plural ends in s: 1 claim, 2 claims."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def shown(text: str, most: int = 500) -> str:
    """Text on one line in which what would not print is escaped: seen by a person, not obeyed by a
    terminal. Of what is longer than `most`, the two ends."""
    text = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
    ends = most // 2 - 2
    return text if len(text) <= most else f"{text[:ends]}...{text[-ends:]}"


def shown_lines(text: str) -> str:
    """The same for each line of a text."""
    return "\n".join(shown(line, 10_000) for line in text.split("\n"))


def on_one_line(text: str) -> str:
    """Text with a space for each character that would not print: its columns stay."""
    return "".join(c if c.isprintable() else " " for c in text)


UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


def bytes_in_words(count: float) -> str:
    """Three significant digits in the largest unit of which there is one: ``1.5 KiB``."""
    power = min((max(int(count), 1).bit_length() - 1) // 10, len(UNITS) - 1)
    return f"{float(f'{count / 1024**power:.3g}'):g} {UNITS[power]}"
