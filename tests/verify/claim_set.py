"""The set from outside the catalogue, whole: ``python -m tests.verify.claim_set [DRAWS] [SEED]``.

Counts of verdicts over right and wrong claims, and the causes named against those intended.
"""

import sys
import time
from collections import Counter
from pathlib import Path

from closedform.formulas import Claim, read
from closedform.formulas._kit.catalogue import load
from closedform.verify.rows import Verdict
from tests.verify.many import verdicts

FOLDER = Path(__file__).parent / "claims"


def right() -> list[Claim]:
    """The right claims, and the corrected twins of the wrong ones."""
    files = [*sorted((FOLDER / "right").glob("*.py")), *sorted((FOLDER / "wrong").glob("*.py"))]
    return [c for path in files for c in read(path).claims.values() if c.id not in intended()]


def wrong() -> list[Claim]:
    """The wrong claims."""
    return [
        c
        for path in sorted((FOLDER / "wrong").glob("*.py"))
        for c in read(path).claims.values()
        if c.id in intended()
    ]


def intended() -> dict[str, tuple[str, ...]]:
    """Wrong claim -> the causes that are accepted, the preferred one first."""
    modules = [load(str(path)) for path in sorted((FOLDER / "wrong").glob("*.py"))]
    return {
        id: (c,) if isinstance(c, str) else tuple(c)
        for module in modules
        for id, c in module.CAUSES.items()
    }


def main(draws: int = 50, seed: int = 0) -> None:
    """Run all and print."""
    begun, wanted = time.perf_counter(), intended()
    for name, claims, status in (("right", right(), "verified"), ("wrong", wrong(), "refuted")):
        found = verdicts(claims, draws, seed)
        counts = dict(Counter(v.status for v in found))
        print(f"{name}: {len(claims)} claims, {draws} draws each: {counts}")
        for v in found:
            if v.status != status:
                print(f"    {v.id}: {v.status} {v.detail or ''}")
        if name == "wrong":
            _table(found, wanted)
    print(f"{time.perf_counter() - begun:.0f} s")


def _table(verdicts: list[Verdict], wanted: dict[str, tuple[str, ...]]) -> None:
    fits = Counter(wanted[v.id][0] for v in verdicts if v.cause in wanted[v.id])
    others = Counter((wanted[v.id][0], v.cause) for v in verdicts if v.cause not in wanted[v.id])
    for cause, total in sorted(Counter(wanted[v.id][0] for v in verdicts).items()):
        said = ", ".join(f"{n} {named}" for (meant, named), n in others.items() if meant == cause)
        print(f"    {cause:<22} {fits[cause]:>3} of {total:<3} {said}")
    share = fits.total() / len(verdicts)
    print(f"    {'all':<22} {fits.total():>3} of {len(verdicts)}  ({share:.0%})")
    put_right = sum(v.right is not None for v in verdicts)
    told = f"{put_right:>3} of {len(verdicts)}  ({put_right / len(verdicts):.0%})"
    print(f"    {'end with right form':<22} {told}")
    for v in verdicts:
        if v.right is None:
            print(f"        none: {v.id}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
