"""Pairs as people write them, each with what it must get: a corpus, further ones from cookbooks,
lecture notes and papers of many fields, and some pasted from pages as they stand there."""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Pair:
    """A function and a claim: `truth` is right, wrong, or refuse; `given`, names and domains
    between semicolons."""

    function: str
    kind: str
    wrt: str | None
    claim: str
    notation: str
    truth: str
    given: str
    layout: str | None

    @property
    def domains(self) -> list[str]:
        """What is given, one by one."""
        return [said.strip() for said in self.given.split(";") if said]

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
