"""Many claims checked at once, in children, as the command does it."""

from collections.abc import Iterable

from closedform.formulas import Claim
from closedform.formulas._kit.description import describe, told_apart
from closedform.verify.rows import Verdict
from closedform.verify.run import children, verify


def verdicts(claims: Iterable[Claim], draws: int, seed: int = 0) -> list[Verdict]:
    """The verdicts on claims, in their order."""
    told = told_apart(map(describe, claims))
    with children() as within:
        found = {v.id: v for v in verify(told, within, draws, seed)}
    return [found[claim.key] for claim in told]
