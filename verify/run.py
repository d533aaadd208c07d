"""Checking many claims, each in a child process that may hang or crash without harm to the
others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from closedform.formulas._kit.description import Description
from closedform.verify import settings
from closedform.verify.checks import DRAWS
from closedform.verify.rows import STATUSES, Verdict, unchecked
from closedform.workers.pool import Outcome, Pool, Task


def children(
    workers: int | None = None,
    time_limit: float = settings.TIME_LIMIT,
    memory_limit: float = settings.MEMORY_LIMIT,
) -> Pool:
    """A pool in which claims can be checked.

    Args:
        workers: children at a time; by default one a processor.
        time_limit: seconds a claim may take; memory_limit: GiB it may hold.
    """
    return Pool(
        workers,
        time_limit=time_limit,
        memory_limit=memory_limit,
        environment=settings.environment(),
        imports=settings.IMPORTS,
    )


def task(
    claim: Description,
    draws: int,
    seed: int,
    mutants: bool = False,
    accuracy: bool = False,
    key: str | None = None,
    fresh: bool = False,
) -> Task:
    """The claim's check, with its mutants' and its accuracy if asked for, as a task for the pool
    under the claim's key or another. A verdict that is kept is taken, unless it has to be fresh or
    more is asked for than a verdict.

    The claim travels as its origin and id.
    """
    assert claim.origin, f"{claim.id} was not read from a module or a file"
    arguments = {"origin": claim.origin, "id": claim.id, "draws": draws, "seed": seed}
    if accuracy:
        call = "closedform.verify.accuracy:in_child"
        arguments["mutants"] = mutants
    elif mutants:
        call = "closedform.verify.mutants.tally:in_child"
    else:
        call = "closedform.verify.checks:in_child"
        arguments["fresh"] = fresh or settings.always_fresh()
    return Task(key or claim.key, call, arguments, home=claim.home)


def verdict(claim: Description, outcome: Outcome) -> Verdict:
    """The verdict that a task's outcome amounts to: the last one that was sent on the way, where
    some was."""
    if outcome.events or outcome.status == "ok":
        return _read(claim, outcome.events[-1] if outcome.events else outcome.value)
    return replace(unchecked(claim), status="error", detail=outcome.told, seconds=outcome.seconds)


def _read(claim: Description, row: Any) -> Verdict:
    """The verdict that a child sent, if it is one on this claim."""
    try:
        found = Verdict(**row)
        if (found.id, found.origin) != (claim.id, claim.origin) or found.status not in STATUSES:
            raise ValueError(f"{found.status} of {found.id}")
    except (TypeError, ValueError) as error:
        detail = f"crashed: what came is no verdict on this claim: {error}"
        return replace(unchecked(claim), status="error", detail=detail)
    return replace(found, id=claim.key)


def verify(
    claims: Iterable[Description],
    within: Pool,
    draws: int = DRAWS,
    seed: int = 0,
    *,
    mutants: bool = False,
    accuracy: bool = False,
    fresh: bool = False,
) -> Iterator[Verdict]:
    """Check the claims in a pool; yield verdicts as they come, in no certain order, one a claim.

    Args:
        claims: under keys that differ; within: a pool, of `children`.
        draws: draws of each claim; seed: of the first draw.
        mutants: make each claim wrong in many ways too, and see each refuted.
        accuracy: look at float32 errors too; they decide nothing.
        fresh: check every claim, whatever is kept.
    """
    claims = list(claims)
    left = {claim.key: claim for claim in claims}
    assert len(left) == len(claims), "two claims have one key"
    within.submit(*(task(claim, draws, seed, mutants, accuracy, fresh=fresh) for claim in claims))
    for report in within.results():
        if isinstance(report, Outcome):
            yield verdict(left.pop(report.task.key), report)
    assert not left, f"never judged: {', '.join(left)}"
