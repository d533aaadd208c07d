"""What names and files select, in plain values: a person's files are imported in children.

A file may hang as it is imported, end the process, or change what others rest on: so it is imported
in limited time and memory, and by a child that serves it alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from closedform.errors import InputError
from closedform.formulas._kit.catalogue import (
    IMPORTING,
    Broken,
    Foreign,
    catalogue,
    is_file,
    is_ours,
    load,
    none_held,
    python_file,
    read,
    scan,
)
from closedform.formulas._kit.claim import Claim
from closedform.formulas._kit.description import Bare, Description, bare, describe, told_apart
from closedform.wording import shown
from closedform.workers.pool import Outcome, Pool, Task

MEMORY = 6.0
"""GiB that a file may take to be imported, where nobody says otherwise."""


@dataclass(frozen=True)
class Survey:
    """What a file holds.

    tests: whether it holds tests beside formulas; trouble: why it could not be read; foreign:
    whether that is an exception which has nothing to do with formulas."""

    claims: list[Description] = field(default_factory=list)
    bare: list[Bare] = field(default_factory=list)
    tests: bool = False
    trouble: str | None = None
    foreign: bool = False


@dataclass(frozen=True)
class Selection:
    """What targets select: claims under keys that differ, formulas that nothing is claimed of, and
    modules that could not be read."""

    claims: list[Description]
    bare: list[Bare]
    broken: list[Broken]


def select(targets: Iterable[str], children: Pool) -> Selection:
    """What names, ids, globs and files select; all of the catalogue for none.

    Raises InputError where a target selects nothing or a file can't be read.
    """
    targets = list(targets)
    files, names = [t for t in targets if is_file(t)], [t for t in targets if not is_file(t)]
    claims: list[Description] = []
    without: list[Bare] = []
    for found in surveyed(files, children):
        claims += found.claims
        without += found.bare
    if files and not names:
        return Selection(told_apart(claims), list(dict.fromkeys(without)), [])
    known = catalogue()
    claims += map(describe, known.select(names or ["*"])) if known.claims or names else ()
    without += () if names else bare(known.formulas.values())
    return Selection(told_apart(claims), list(dict.fromkeys(without)), known.broken)


def gather(targets: Iterable[str] = ()) -> tuple[list[Claim], list[Broken]]:
    """The same claims, as what can be called: files are imported in this process, once a child has
    seen that they can be."""
    targets = list(targets)
    files, names = [t for t in targets if is_file(t)], [t for t in targets if not is_file(t)]
    with Pool(memory_limit=MEMORY) as children:
        surveyed(files, children)
    chosen = {claim.id: claim for file in files for claim in read(Path(file)).claims.values()}
    if files and not names:
        return list(chosen.values()), []
    known = catalogue()
    chosen |= {c.id: c for c in known.select(names or ["*"])} if known.claims or names else {}
    return list(chosen.values()), known.broken


def surveyed(files: Iterable[str], children: Pool) -> list[Survey]:
    """What files hold that were asked for.

    Raises InputError for one that can't be read or holds no formula."""
    paths = [python_file(Path(file)) for file in files]
    found = survey(paths, children)
    for path, one in zip(paths, found, strict=True):
        if one.trouble or not (one.claims or one.bare):
            raise InputError(one.trouble or none_held(path))
    return found


def imported_elsewhere(
    file: str, call: str, environment: Mapping[str, str] | None = None, **arguments: Any
) -> Any:
    """What a function returns that imports a file, called in a child as ``call(path, ...)``.

    Args:
        environment: variables set in the child.

    Raises InputError where the file can't be read."""
    path = python_file(Path(file))
    with Pool(1, memory_limit=MEMORY, environment=environment) as children:
        task = Task(file, call, {"path": str(path), **arguments}, str(path), IMPORTING)
        children.submit(task)
        (report,) = (report for report in children.results() if isinstance(report, Outcome))
    if report.status == "raised":
        raise InputError(str(report.detail))
    if report.status != "ok":
        raise InputError(f"{shown(str(path))} can't be imported: {report.detail}")
    return report.value


def survey(paths: Sequence[Path], children: Pool) -> list[Survey]:
    """What each file holds; our own are read here."""
    known = {path: in_plain_values(path) for path in paths if is_ours(path)}
    limit = min(IMPORTING, children.time_limit)
    tasks = {
        str(path): Task(
            str(path),
            "closedform.formulas._kit.survey:in_child",
            {"path": str(path)},
            home=str(path),
            time_limit=limit,
        )
        for path in paths
        if path not in known
    }
    children.submit(*tasks.values())
    for report in children.results() if tasks else ():
        if isinstance(report, Outcome):
            known[Path(report.task.key)] = _heard(report)
    return [known[path] for path in paths]


def in_child(path: str) -> dict[str, Any]:
    """What a file holds, as JSON: what the pool calls."""
    return asdict(in_plain_values(Path(path)))


def in_plain_values(path: Path) -> Survey:
    """What a file holds that is imported here."""
    try:
        found = scan(path)
    except InputError as error:
        return Survey(trouble=str(error), foreign=isinstance(error, Foreign))
    claims = [describe(claim) for claim in found.claims.values()]
    names = vars(load(str(path)))
    tests = any(name.lower().startswith("test") and callable(names[name]) for name in names)
    return Survey(claims, bare(found.formulas.values()), tests)


def _heard(report: Outcome) -> Survey:
    if report.status != "ok":
        return Survey(trouble=f"{shown(report.task.key)} can't be imported: {report.detail}")
    value = dict(report.value)
    value["claims"] = [Description(**claim) for claim in value["claims"]]
    value["bare"] = [Bare(**one) for one in value["bare"]]
    return Survey(**value)
