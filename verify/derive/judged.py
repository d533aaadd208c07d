"""The check of a derived form."""

from dataclasses import replace

from closedform.formulas import Claim
from closedform.verify.checks import Check, enough
from closedform.verify.draws.sizes import rounds, sorts
from closedform.verify.rows import Verdict

DRAWS = 8
"""Draws of a derived form; more, where there are more sorts of sizes."""
FEW, MANY = 4, 400
"""Draws at which a formula must be defined: where they are fewer, so many are made."""


def judged(claim: Claim) -> Verdict:
    """The verdict on a derived form: every sort of sizes is seen; no cause is looked for."""
    check = _drawn(claim, max(DRAWS, len(sorts(claim, 0))))
    if check.verdict.status == "verified" and check.defined < FEW:
        check = _drawn(claim, MANY)
    if check.verdict.status == "verified" and check.defined < FEW:
        told = f"the function is defined at {check.defined} of {MANY} draws"
        return replace(check.verdict, status="unexercised", detail=told)
    return enough(check.verdict, claim)


def _drawn(claim: Claim, draws: int) -> Check:
    check = Check(claim, rounds(claim, draws, 0), draws, 0, causes=False)
    check.judge()
    return check
