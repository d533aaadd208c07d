"""Requests answered in a child, which may hang or crash without harm."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from closedform.errors import InputError
from closedform.formulas._kit.catalogue import python_file
from closedform.verify import settings
from closedform.verify.derive.answer import Derived
from closedform.verify.derive.request import file_of
from closedform.workers import pool

IMPORTS = ("closedform.verify.derive.child",)
"""What the child imports as it starts."""


def asked(target: str, wanted: list[tuple[str, str]], options: dict[str, Any]) -> Iterator[Derived]:
    """The answers to a request, each as soon as it is known.

    Args:
        target, wanted, options: arguments of `request`.

    Raises InputError for a request that makes no sense, or a file that can't be read."""
    file = file_of(target)
    home = str(python_file(Path(file[0]))) if file else None
    given = "::".join(filter(None, [home, file[1]])) if home and file else target
    arguments = json.loads(json.dumps({"target": given, "asked": wanted, **options}))
    with pool.Pool(
        1,
        time_limit=settings.TIME_LIMIT,
        memory_limit=settings.MEMORY_LIMIT,
        environment=settings.environment(),
        imports=IMPORTS,
    ) as children:
        call = "closedform.verify.derive.child:answer"
        children.submit(pool.Task("derive", call, arguments, home))
        for report in children.results():
            if isinstance(report, pool.Outcome):
                if report.status != "ok":
                    yield Derived(target, "", [], status="error", detail=report.told)
            elif "input" in report.value:
                raise InputError(report.value["input"])
            else:
                yield Derived.of(report.value)
