"""Every claim a test: ``pytest formulas/determinants/log_det.py``, ``pytest mine.py``, ``pytest -k
"log_det and hessian"``.

A pytest plugin, loaded in every session. It imports JAX only once a file with formulas is
collected."""

import ast
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Iterator[Any]:
    """A file that declares formulas is collected as claims, and as tests too if it holds any."""
    # what pluggy sends into a wrapper has no type
    found: list[pytest.Collector] = yield  # type: ignore[misc]
    tree = _tree(file_path) if file_path.suffix == ".py" else None
    if tree is None or not any(_declares_formula(node) for node in tree.body):
        return found
    kept = [
        c
        for c in found
        if type(c) is not pytest.Module or any(_is_test(node) for node in tree.body)
    ]
    return [*kept, FormulaFile.from_parent(parent, path=file_path)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the children."""
    if (work := session.config.stash.get(WORK, None)) is not None:
        work.close()


def _tree(path: Path) -> ast.Module | None:
    try:
        source = path.read_bytes()
        return ast.parse(source) if b"formula" in source else None
    except (OSError, SyntaxError, ValueError):
        return None


def _declares_formula(node: ast.stmt) -> bool:
    """Whether a statement is a function under ``@formula``, ``@formula(...)`` or
    ``@formulas.formula(...)``."""
    for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
        name = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (isinstance(name, ast.Name) and name.id == "formula") or (
            isinstance(name, ast.Attribute) and name.attr == "formula"
        ):
            return True
    return False


def _is_test(node: ast.stmt) -> bool:
    return isinstance(
        node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    ) and node.name.lower().startswith("test")


class FormulaFile(pytest.File):
    """A file that declares formulas; its items are their claims."""

    def collect(self) -> Iterator["ClaimItem"]:
        """One item a claim, named by its id."""
        with ours():
            from closedform.formulas import InputError, read

        try:
            claims = read(self.path).claims
        except InputError as error:
            raise self.CollectError(str(error)) from error
        for id, claim in claims.items():
            yield ClaimItem.from_parent(self, name=id, claim=claim)


class ClaimItem(pytest.Item):
    """A claim, checked in a child process; a misprint passes by being refuted."""

    def __init__(self, *, claim: Any, **kwargs: Any) -> None:
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

            return report(excinfo.value.verdict)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File, line of the claim, and a title (one that is not the node id's end: pytest would
        respell its dots)."""
        code = self.claim.code
        return self.path, code.co_firstlineno - 1 if code else 0, f"claim {self.name}"


class Unexpected(Exception):
    """A verdict other than the expected one."""

    def __init__(self, verdict: Any) -> None:
        super().__init__(verdict.status)
        self.verdict = verdict


class Work:
    """The pool of this session, and the verdicts that have come."""

    def __init__(self, session: pytest.Session) -> None:
        with ours():
            from closedform.verify import settings
            from closedform.workers import pool

        alone = "PYTEST_XDIST_WORKER" not in os.environ
        self.pool = pool.Pool(
            None if alone else 1,
            time_limit=settings.TIME_LIMIT,
            memory_limit=settings.MEMORY_LIMIT,
            environment=settings.environment(),
            imports=settings.IMPORTS,
        )
        self.draws: int = session.config.option.formula_draws
        self.seed: int = session.config.option.formula_seed
        self.verdicts: dict[str, Any] = {}
        self.submitted: set[str] = set()
        if alone:  # one of several xdist workers sees every item, and runs a few
            self.submit([item for item in session.items if isinstance(item, ClaimItem)])

    def submit(self, items: list[ClaimItem]) -> None:
        """Queue the claims of items not yet queued."""
        with ours():
            from closedform.verify.run import task

        fresh = {item.nodeid: item for item in items if item.nodeid not in self.submitted}
        self.submitted |= set(fresh)
        tasks = [(id, task(item.claim, self.draws, self.seed)) for id, item in fresh.items()]
        self.pool.submit(*(type(t)(id, t.call, t.arguments) for id, t in tasks))

    def verdict(self, item: ClaimItem) -> Any:
        """The verdict of an item, once it is there."""
        with ours():
            from closedform.verify import run
            from closedform.workers import pool

        self.submit([item])
        if item.nodeid not in self.verdicts:
            claims = {i.nodeid: i.claim for i in item.session.items if isinstance(i, ClaimItem)}
            for report in self.pool.results():
                if isinstance(report, pool.Outcome):
                    self.verdicts[report.task.key] = run.verdict(claims[report.task.key], report)
                if item.nodeid in self.verdicts:
                    break
        return self.verdicts[item.nodeid]

    def close(self) -> None:
        """End the children."""
        self.pool.close()


WORK: pytest.StashKey[Work] = pytest.StashKey()


def _work(session: pytest.Session) -> Work:
    stash = session.config.stash
    if WORK not in stash:
        stash[WORK] = Work(session)
    return stash[WORK]
