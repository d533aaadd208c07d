"""Subtle wrong claims and hard right ones: ``python -m tests.verify.subtle_set [DRAWS] [SEED]``.

Counts of verdicts by class, one file a class, and those that are not as intended. Exit status 1
where these are not the SHORTCOMINGS on record."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from closedform.formulas import Claim, read
from closedform.formulas._kit.catalogue import load
from closedform.verify.rows import Verdict
from tests.verify.many import verdicts

FOLDER = Path(__file__).parent / "claims"
SHORTCOMINGS = FOLDER / "shortcomings.txt"
"""What the checker gets wrong today, one claim a line: the list may only become shorter."""
LOST = "lost"
"""What a claim comes to that no verdict speaks of."""


@dataclass(frozen=True)
class Case:
    """A claim of the set.

    kind: "subtle" or "hard"; name: its class; outcomes: what may come out, the preferred one first:
    a status, or "circular" (verified by the values alone, with that said); wrong: whether the class
    is about this claim, or it is the right twin of one."""

    kind: str
    name: str
    claim: Claim
    outcomes: tuple[str, ...]
    wrong: bool

    @property
    def key(self) -> str:
        """The claim's id under its class: ids repeat where files have the same name."""
        return f"{self.name}/{self.claim.id}"


def classes() -> dict[tuple[str, str], list[Path]]:
    """(kind, class) -> its files: one, or those of a folder that are checked together."""
    found: dict[tuple[str, str], list[Path]] = {}
    for kind in ("subtle", "hard"):
        for path in sorted((FOLDER / kind).rglob("*.py")):
            inner = path.relative_to(FOLDER / kind)
            found.setdefault((kind, inner.parts[0].removesuffix(".py")), []).append(path)
    return found


def cases() -> list[Case]:
    """The whole set."""
    found = []
    for (kind, name), paths in classes().items():
        for path in paths:
            intended = getattr(load(str(path)), "INTENDED", {})
            for claim in read(path).claims.values():
                said = intended.get(claim.id, "verified")
                outcomes = (said,) if isinstance(said, str) else tuple(said)
                found.append(Case(kind, name, claim, outcomes, outcomes[0] != "verified"))
    return found


def draws_of(case: Case, draws: int) -> int:
    """Draws of a case: as asked, unless its file says how many."""
    return getattr(load(case.claim.formula.file), "DRAWS", draws)


def outcome(verdict: Verdict) -> str:
    """What a verdict amounts to, in the words of `Case.outcomes`."""
    told = "circular" in verdict.oracles.get("autodiff", {})
    return "circular" if told and verdict.status == "verified" else verdict.status


def judged(chosen: list[Case], draws: int, seed: int) -> Iterator[tuple[Case, str, Verdict | None]]:
    """Each case with its outcome and its verdict; no verdict where it got lost."""
    for count in sorted({draws_of(c, draws) for c in chosen}):
        batch = [c for c in chosen if draws_of(c, draws) == count]
        every = verdicts([c.claim for c in batch], count, seed)
        found = {(v.id.rpartition("::")[2], v.file): v for v in every}
        for case in batch:
            verdict = found.get((case.claim.id, case.claim.formula.file))
            yield case, outcome(verdict) if verdict else LOST, verdict


def shortcomings(seed: int) -> set[str]:
    """Keys of the cases that are on record as not coming out as intended at the seed."""
    rows = [line.split() for line in SHORTCOMINGS.read_text().splitlines() if line]
    return {key for key, *seeds in rows if str(seed) in seeds}


def main(draws: int = 20, seed: int = 0) -> int:
    """Run all, print the table, and compare with what is on record."""
    begun = time.perf_counter()
    results = list(judged(cases(), draws, seed))
    _table(results)
    amiss = {case.key: (case, said, v) for case, said, v in results if said not in case.outcomes}
    for key, (case, said, verdict) in sorted(amiss.items()):
        wanted = " or ".join(case.outcomes)
        print(f"    {key}: {said}, not {wanted}; {(verdict and verdict.detail) or '-'}")
    known = shortcomings(seed)
    print(f"{draws} draws from seed {seed}: {len(amiss)} of {len(results)} not as intended")
    print(f"not on record: {' '.join(sorted(set(amiss) - known)) or 'none'}")
    print(f"on record, and mended: {' '.join(sorted(known - set(amiss))) or 'none'}")
    print(f"{time.perf_counter() - begun:.0f} s")
    return int(set(amiss) != known)


def _table(results: list[tuple[Case, str, Verdict | None]]) -> None:
    groups: dict[tuple[str, str, str], list[tuple[Case, str]]] = {}
    for case, said, _ in results:
        sort = "hard" if case.kind == "hard" else "wrong" if case.wrong else "twins"
        for name in (case.name, "all"):
            groups.setdefault((sort, name, case.kind), []).append((case, said))
    print(f"{'class':<16} {'claims':<6} {'as intended':>11}  came out as")
    for sort in ("wrong", "twins", "hard"):
        for (kind, name, _), rows in sorted(groups.items(), key=lambda g: (g[0][1] == "all", g[0])):
            if kind == sort:
                fits = sum(said in case.outcomes for case, said in rows)
                said = ", ".join(f"{n} {s}" for s, n in Counter(s for _, s in rows).most_common())
                print(f"{name:<16} {kind:<6} {fits:>4} of {len(rows):<4}  {said}")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
