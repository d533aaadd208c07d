"""Questions answered in a child, which may hang or crash without harm."""

import json
from collections.abc import Iterator
from typing import Any

from closedform.errors import InputError
from closedform.verify import settings
from closedform.verify.ask.answer import Answer
from closedform.workers import pool

IMPORTS = ("closedform.verify.ask.child",)
"""What the child imports as it starts."""


class Asking:
    """A child that answers, one question at a time; it stays warm until this is closed."""

    def __init__(self) -> None:
        self.pool = pool.Pool(
            1,
            time_limit=settings.TIME_LIMIT,
            memory_limit=settings.MEMORY_LIMIT,
            environment=settings.environment(),
            imports=IMPORTS,
        )

    def __enter__(self) -> "Asking":
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.pool.close()

    def warm(self) -> None:
        """Have the child import and compile what every answer takes."""
        self.pool.submit(pool.Task("warm", "closedform.verify.ask.child:warm", {}))
        for _ in self.pool.results():
            pass

    def answers(self, question: dict[str, Any]) -> Iterator[Answer]:
        """The answer as soon as its first line is known, and again when all is said.

        Args:
            question: arguments of `question`, as JSON holds them.
        """
        arguments = json.loads(json.dumps(question))
        self.pool.submit(pool.Task("ask", "closedform.verify.ask.child:answer", arguments))
        for report in self.pool.results():
            if isinstance(report, pool.Event):
                if "input" in report.value:
                    raise InputError(report.value["input"])
                yield Answer.of(report.value)
            elif report.status != "ok":
                yield _failed(question, report)


def _failed(question: dict[str, Any], outcome: pool.Outcome) -> Answer:
    return Answer(
        question["function"],
        question["kind"],
        question["wrt"],
        question["claim"],
        status="error",
        headline=f"error: {outcome.told}",
    )
