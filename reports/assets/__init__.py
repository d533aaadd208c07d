"""What pages are made with besides templates: style, script, and a font for mathematics."""

import base64
from pathlib import Path

from closedform.formulas import sources

HERE = Path(__file__).parent
FONT = HERE / "stix-two-math.woff2"
"""STIX Two Math, the characters of RANGES only. Copyright 2001-2021 The STIX Fonts Project Authors;
OFL 1.1."""
HAN = HERE / "noto-sans-sc.woff2"
"""Noto Sans SC, the characters of the sources' titles only. Copyright Google Inc.; OFL 1.1."""
LICENCE = HERE / "OFL.txt"
"""The fonts' licence, which goes wherever they go."""
BEYOND = 0x2E80
"""The first code point of the characters that few systems' own fonts have: radicals, kana, Han."""

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xFF),  # Latin-1
    (0x131, 0x131),
    (0x2C6, 0x2DC),  # accents
    (0x300, 0x338),
    (0x391, 0x3F6),  # Greek
    (0x2010, 0x2063),  # dashes, primes, double bar, invisible operators
    (0x20D0, 0x20E1),
    (0x2102, 0x2135),  # double-struck and script letters
    (0x2190, 0x21D5),  # arrows
    (0x2200, 0x22FF),  # operators
    (0x2308, 0x230B),
    (0x23B0, 0x23DF),
    (0x25A0, 0x25CF),
    (0x27C2, 0x27C2),
    (0x27E6, 0x27EF),
    (0x2A00, 0x2A3F),
    (0x2AAF, 0x2AB0),
    (0x1D400, 0x1D503),  # bold, italic, bold italic, script
    (0x1D538, 0x1D56B),  # double-struck
    (0x1D6A4, 0x1D755),  # Greek, bold and italic
)
"""First and last code point of each run of characters that the font holds, where STIX has them."""


def style() -> str:
    """The one stylesheet, with the fonts inside: some browsers refuse fonts from file addresses."""
    text = (HERE / "style.css").read_text(encoding="utf-8")
    return text.replace("{{font}}", _inside(FONT)).replace("{{han}}", _inside(HAN))


def _inside(font: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(font.read_bytes()).decode('ascii')}"


def titled() -> str:
    """The characters of the sources' titles that the second font is for."""
    titles = "".join(source.title for source in sources().values())
    return "".join(sorted({character for character in titles if ord(character) >= BEYOND}))


def script() -> str:
    """The one script: search, filter, sort and copy. Every page can be read without it."""
    return (HERE / "site.js").read_text(encoding="utf-8")
