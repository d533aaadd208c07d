"""Checking many claims, each in a child process that may hang or crash without harm to the
others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from closedform.formulas import Claim
from closedform.verify import settings
from closedform.verify.checks import DRAWS, blank
from closedform.verify.rows import Verdict
from closedform.workers import pool


def task(
    claim: Claim, draws: int, seed: int, mutants: bool = False, accuracy: bool = False
) -> pool.Task:
    """The claim's check, with its mutants' and its accuracy if asked for, as a task for the pool.

    The claim travels as its origin and id.
    """
    assert claim.formula.origin, f"{claim.id} was not read from a module or a file"
    arguments = {"origin": claim.formula.origin, "id": claim.id, "draws": draws, "seed": seed}
    if accuracy:
        return pool.Task(
            claim.id, "closedform.verify.accuracy:in_child", arguments | {"mutants": mutants}
        )
    return pool.Task(
        claim.id,
        "closedform.verify.mutants.tally:in_child"
        if mutants
        else "closedform.verify.checks:in_child",
        arguments,
    )


def verdict(claim: Claim, outcome: pool.Outcome) -> Verdict:
    """The verdict that a task's outcome amounts to: the last one that was sent on the way, where
    some was."""
    if outcome.events:
        return Verdict(**outcome.events[-1])
    if outcome.status == "ok":
        return Verdict(**outcome.value)
    words = {
        "timeout": "timed out",
        "oom": "out of memory",
        "crash": "crashed",
        "raised": "failed",
    }[outcome.status]
    return replace(
        blank(claim), status="error", detail=f"{words}: {outcome.detail}", seconds=outcome.seconds
    )


def verify(
    claims: Iterable[Claim],
    draws: int = DRAWS,
    seed: int = 0,
    *,
    workers: int | None = None,
    time_limit: float = settings.TIME_LIMIT,
    memory_limit: float = settings.MEMORY_LIMIT,
    mutants: bool = False,
    accuracy: bool = False,
) -> Iterator[Verdict]:
    """Check the claims in a pool; yield verdicts as they come, in no certain order.

    Args:
        draws: draws of each claim; seed: of the first draw.
        workers: children at a time; by default one a processor.
        time_limit: seconds a claim may take; memory_limit: GiB it may hold.
        mutants: make each claim wrong in many ways too, and see each refuted.
        accuracy: look at float32 errors too; they decide nothing.
    """
    by_id = {claim.id: claim for claim in claims}
    tasks = [task(claim, draws, seed, mutants, accuracy) for claim in by_id.values()]
    for report in pool.run(
        tasks,
        workers,
        time_limit=time_limit,
        memory_limit=memory_limit,
        environment=settings.environment(),
        imports=settings.IMPORTS,
    ):
        if isinstance(report, pool.Outcome):
            yield verdict(by_id[report.task.key], report)
