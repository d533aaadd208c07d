"""``python -m closedform.reports.assets STIX.woff2 FOLDER``: make the fonts that pages are set in.

STIX.woff2 is ``files/stix-two-math-latin-400-normal.woff2`` of the npm package
@fontsource/stix-two-math 5.3.0, FOLDER the folder ``files`` of @fontsource/noto-sans-sc 5.3.0.
Their subsets are kept beside this file, with their licence, so that making a page needs neither
network nor these tools."""

import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

from closedform.reports.assets import FONT, HAN, RANGES, titled

SLICES = "noto-sans-sc-*-400-normal.woff2"
"""Files of the second font, which comes in parts."""


def main(whole: Path, folder: Path) -> None:
    """Write both subsets."""
    mathematics(whole)
    titles(folder)
    for font in (FONT, HAN):
        print(f"{font}: {font.stat().st_size} bytes")


def mathematics(whole: Path) -> None:
    """Write STIX Two Math with the characters of RANGES, their stretched and script-sized forms,
    and no others."""
    options = _options(["ssty", "dtls", "kern", "mark", "mkmk", "ccmp"])
    codes = [code for first, last in RANGES for code in range(first, last + 1)]
    font = _subset(whole, codes, options)
    subset.save_font(font, str(FONT), options)


def titles(folder: Path) -> None:
    """Write Noto Sans SC with the characters of the sources' titles, and no others."""
    wanted, options = set(map(ord, titled())), _options([])
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for path in sorted(folder.glob(SLICES)):
            if codes := wanted & set(TTFont(path).getBestCmap() or {}):
                parts.append(str(Path(scratch) / f"{path.stem}.ttf"))
                part = _subset(path, sorted(codes), options)
                part.flavor = None
                part.save(parts[-1])
                wanted -= codes
        font = merge.Merger().merge(parts)
    font.flavor = "woff2"
    font.save(HAN)


def _options(features: list[str]) -> subset.Options:
    options = subset.Options(flavor="woff2", layout_features=features, hinting=False)
    options.name_IDs = [0, 1, 2, 13, 14]  # the copyright and the licence stay
    return options


def _subset(path: Path, codes: list[int], options: subset.Options) -> TTFont:
    font = subset.load_font(str(path), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=codes)
    chosen.subset(font)
    return font


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
