"""Claims derived: ``python -m tests.verify.derive.catalogue [catalogue | wrong] [EVERY] [FIRST]``.

Of the catalogue's derivatives, or of the wrong claims from outside it: how many are derived and
verified, how long they are against the entry's own code, how long it takes; of every claim a line,
the derived form beside what it says.
"""

import ast
import inspect
import os
import statistics
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from closedform.verify.settings import environment

if __name__ == "__main__":
    os.environ |= environment()

from closedform.formulas import Claim, catalogue
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.forms import DERIVED
from closedform.formulas.derive.writing.lengths import length
from closedform.verify.derive.judged import judged
from closedform.verify.derive.proof import NotProven, Proven, proven
from tests.verify.claim_set import wrong

SHORT = 1.5
"""A form that is at most so many times as long as the entry's own is short."""


@dataclass(frozen=True)
class Tried:
    """What came of one claim: what was proven, or why nothing was."""

    claim: Claim
    found: Proven | None
    why: str = ""

    @property
    def ratio(self) -> float | None:
        """Length of the derived code over that of the entry's own."""
        return length(self.found.form.code) / own_length(self.claim) if self.found else None


def derivatives() -> list[Claim]:
    """The claims of the catalogue that are derivatives, but for misprints."""
    every = catalogue().claims.values()
    return [c for c in every if c.kind in DERIVED and not c.as_printed]


def tried(claims: Sequence[Claim]) -> Iterator[Tried]:
    """What comes of each claim."""
    for claim in claims:
        try:
            yield Tried(claim, proven(claim, judged))
        except (CannotDerive, NotProven) as error:
            yield Tried(claim, None, f"{type(error).__name__}: {error}")


def own_length(claim: Claim) -> int:
    """The length of the entry's own code, its docstring left out."""
    (f,) = ast.parse(textwrap.dedent(inspect.getsource(claim.function))).body
    assert isinstance(f, ast.FunctionDef)
    body = [node for node in f.body if not isinstance(node, ast.Expr)]
    return max(1, length(ast.unparse(ast.Module(body, []))))


def main(which: str = "catalogue", every: int = 1, first: int = 0) -> None:
    """Try them and print."""
    claims = {"catalogue": derivatives, "wrong": wrong}[which]()
    found: list[Tried] = []
    for one in tried(claims[first::every]):
        found.append(one)
        said = one.found.form.code.replace("\n", "; ") if one.found else one.why
        ratio = f"{one.ratio:.2f}" if one.ratio else "   -"
        print(f"{ratio} {one.claim.id}\n       {said}\n       {one.claim.tex}", flush=True)
    proved = [one.found for one in found if one.found]
    kinds = Counter(one.why.partition(":")[0] for one in found if not one.found)
    print(f"{len(proved)} of {len(found)} derived and verified ({len(proved) / len(found):.1%})")
    print(f"not: {dict(kinds)}")
    ratios = sorted(one.ratio for one in found if one.ratio)
    short = sum(r <= SHORT for r in ratios) / len(ratios)
    print(f"length against the entry's own: median {statistics.median(ratios):.2f}, ", end="")
    print(f"{short:.0%} at most {SHORT}")
    print(f"with TeX that reads back: {sum('tex' in p.texts for p in proved)} of {len(proved)}")
    for part, words in (("deriving", "without the check"), ("all", "with it")):
        times = [p.seconds[part] for p in proved]
        print(f"{words}: median {statistics.median(times):.3f} s, most {max(times):.2f} s")


if __name__ == "__main__":
    names, numbers = sys.argv[1:2] or ["catalogue"], sys.argv[2:]
    main(names[0], *map(int, numbers))
