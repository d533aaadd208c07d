"""``python -m closedform.reports.assets STIX.woff2``: make the subset of STIX Two Math that pages
are set in.

The whole font is ``files/stix-two-math-latin-400-normal.woff2`` of the npm package
@fontsource/stix-two-math 5.3.0. Its subset is kept beside this file, with its licence, so that
making a page needs neither network nor these tools."""

import sys
from pathlib import Path

from fontTools import subset

from closedform.reports.assets import FONT, RANGES


def main(whole: Path) -> None:
    """Write the subset: the characters of RANGES, their stretched and script-sized forms, and no
    others."""
    options = subset.Options(
        flavor="woff2",
        layout_features=["ssty", "dtls", "kern", "mark", "mkmk", "ccmp"],
        hinting=False,
    )
    options.name_IDs = [0, 1, 2, 13, 14]  # the copyright and the licence stay
    font = subset.load_font(str(whole), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    chosen.subset(font)
    subset.save_font(font, str(FONT), options)
    print(f"{FONT}: {FONT.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
