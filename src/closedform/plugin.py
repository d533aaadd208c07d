"""Every claim a test: ``pytest formulas/determinants/log_det.py``, ``pytest mine.py``, ``pytest -k
"log_det and hessian"``.

A pytest plugin, loaded in every session. What a file holds is seen by importing it, in a child that
may hang or crash without harm to the session; JAX is imported only once there is such a file."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from closedform.candidates import Candidates
    from closedform.formulas._kit.description import Description
    from closedform.formulas._kit.survey import Survey
    from closedform.verify.rows import Verdict

PATH = list(sys.path)
"""Where modules are found before pytest puts folders of tests before them."""


@contextlib.contextmanager
def ours() -> Iterator[None]:
    """What is imported within is ours, whatever the files in the folders of tests are called."""
    theirs = list(sys.path)
    sys.path[:] = PATH
    try:
        yield
    finally:
        sys.path[:] = theirs


class Bare(pytest.PytestWarning):
    """A formula that nothing is claimed of: nothing of it is checked."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the session."""
    group = parser.getgroup("formulas", "closed-form derivatives")
    group.addoption(
        "--formula-draws",
        type=int,
        default=20,
        metavar="N",
        help="draws of each claim (default: 20)",
    )
    group.addoption(
        "--formula-seed",
        type=int,
        default=0,
        metavar="S",
        help="seed of the first draw (default: 0)",
    )
    group.addoption(
        "--formula-fresh",
        action="store_true",
        help="check every claim; by default a verdict of which nothing changed is kept",
    )
    group.addoption(
        "--formula-time-limit",
        type=float,
        metavar="SECONDS",
        help="time that a claim may take (default: 120)",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Iterator[Any]:
    """A file that holds formulas is collected as claims, and as tests too if it holds any.

    One that fails as it is imported, and not by an exception that pytest would meet too, is not
    imported by pytest either: it might end the session."""
    # what pluggy sends into a wrapper has no type
    found: list[pytest.Collector] = yield  # type: ignore[misc]
    if file_path.suffix != ".py" or file_path not in _candidates(parent.config):
        return found
    held = _work(parent.session).survey(file_path)
    tests = [c for c in found if type(c) is pytest.Module]
    if held.foreign and tests:
        return found  # pytest says why
    if not (held.claims or held.bare or held.trouble):
        return found
    kept = [c for c in found if c not in tests or (held.tests and not held.trouble)]
    return [*kept, FormulaFile.from_parent(parent, path=file_path, held=held)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the children."""
    if (work := session.config.stash.get(WORK, None)) is not None:
        work.close()


class FormulaFile(pytest.File):
    """A file that declares formulas; its items are their claims."""

    def __init__(self, *, held: "Survey", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.held = held

    def collect(self) -> Iterator["ClaimItem"]:
        """One item a claim, named by its id."""
        if self.held.trouble:
            raise self.CollectError(self.held.trouble)
        for formula in self.held.bare:
            self.warn(Bare(str(formula)))
        for claim in self.held.claims:
            yield ClaimItem.from_parent(self, name=claim.id, claim=claim)


class ClaimItem(pytest.Item):
    """A claim, checked in a child process; a misprint passes by being refuted."""

    def __init__(self, *, claim: "Description", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.claim = claim

    def runtest(self) -> None:
        """Wait for the verdict, and fail where it is not the expected one."""
        verdict = _work(self.session).verdict(self)
        self.user_properties.append(("status", verdict.status))
        if not verdict.as_expected:
            raise Unexpected(verdict)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The verdict's report; a traceback only for what is no verdict."""
        if isinstance(excinfo.value, Unexpected):
            with ours():
                from closedform.verify.words.verdicts import report
                from closedform.wording import shown_lines

            return shown_lines(report(excinfo.value.verdict))
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File, line of the claim, and a title (one that is not the node id's end: pytest would
        respell its dots)."""
        return self.path, max(self.claim.line - 1, 0), f"claim {self.name}"


class Unexpected(Exception):
    """A verdict other than the expected one."""

    def __init__(self, verdict: "Verdict") -> None:
        super().__init__(verdict.status)
        self.verdict = verdict


class Work:
    """The pool of this session, and the verdicts that have come.

    Tasks are known by their item's node id, in which two files' claims of one id differ."""

    def __init__(self, session: pytest.Session) -> None:
        with ours():
            from closedform.formulas._kit import survey
            from closedform.verify import run
            from closedform.workers import pool
        self.surveys, self.run, self.pools = survey, run, pool
        self.alone = "PYTEST_XDIST_WORKER" not in os.environ
        option = session.config.option
        limit = {"time_limit": option.formula_time_limit} if option.formula_time_limit else {}
        self.children = run.children(None if self.alone else 1, **limit)
        self.draws: int = option.formula_draws
        self.seed: int = option.formula_seed
        self.fresh: bool = option.formula_fresh
        self.verdicts: dict[str, Any] = {}
        self.submitted: dict[str, Any] = {}

    def survey(self, path: Path) -> "Survey":
        """What a file holds."""
        (held,) = self.surveys.survey([Path(os.path.realpath(path))], self.children)
        return held

    def verdict(self, item: ClaimItem) -> "Verdict":
        """The verdict of an item, once it is there. One of several xdist workers sees every item,
        and runs a few; one alone has all of them checked."""
        if item.nodeid not in self.submitted:
            every = item.session.items if self.alone else [item]
            self.submit([other for other in every if isinstance(other, ClaimItem)])
        if item.nodeid not in self.verdicts:
            for report in self.children.results():
                if isinstance(report, self.pools.Outcome):
                    key = report.task.key
                    self.verdicts[key] = self.run.verdict(self.submitted[key], report)
                if item.nodeid in self.verdicts:
                    break
        return self.verdicts[item.nodeid]

    def submit(self, items: list[ClaimItem]) -> None:
        """Queue the claims of items not yet queued."""
        fresh = [item for item in items if item.nodeid not in self.submitted]
        self.submitted |= {item.nodeid: item.claim for item in fresh}
        self.children.submit(
            *(
                self.run.task(item.claim, self.draws, self.seed, key=item.nodeid, fresh=self.fresh)
                for item in fresh
            )
        )

    def close(self) -> None:
        """End the children."""
        self.children.close()


WORK: pytest.StashKey[Work] = pytest.StashKey()
CANDIDATES: "pytest.StashKey[Candidates]" = pytest.StashKey()


def _work(session: pytest.Session) -> Work:
    stash = session.config.stash
    if WORK not in stash:
        stash[WORK] = Work(session)
    return stash[WORK]


def _candidates(config: pytest.Config) -> "Candidates":
    with ours():
        from closedform.candidates import Candidates
    return config.stash.setdefault(CANDIDATES, Candidates(config.rootpath))
