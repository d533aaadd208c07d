"""Pairs as people write them, each with what it must get: a corpus, and further ones from
cookbooks, lecture notes and papers of many fields."""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Pair:
    """A function and a claim: `truth` is right, wrong, or refuse."""

    function: str
    kind: str
    wrt: str | None
    claim: str
    notation: str
    truth: str
    given: str
    layout: str | None

    @property
    def id(self) -> str:
        return " ".join(filter(None, (self.function, self.kind, self.claim, self.given)))


def pairs(name: str = "notations") -> list[Pair]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Pair(
            row["function"],
            row["kind"],
            row["wrt"] or None,
            row["claim"],
            row["notation"],
            row["truth"],
            row["given"],
            row["layout"] or None,
        )
        for row in rows
    ]
