"""What is registered: a scan of the package, of packages that offer theirs, and of single files."""

import contextlib
import fnmatch
import functools
import hashlib
import importlib
import importlib.metadata
import importlib.util
import os
import pkgutil
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from closedform.errors import InputError, nearest, one_line
from closedform.formulas._kit.claim import Claim
from closedform.formulas._kit.entry import Entry
from closedform.wording import shown
from closedform.workers import pool

GROUP = "closedform.formulas"
"""Entry-point group under which other packages name modules of theirs that hold formulas."""

IMPORTING = 30.0
"""Seconds that importing what is not our own may take."""
ROOMS = tuple(f"closedform.formulas.{room}" for room in ("command", "derive", "notation"))
"""Packages beside the subjects that hold no entries, and are not scanned."""


class Foreign(InputError):
    """A file that raised something, as it was imported, that is no error of a declaration."""


@dataclass(frozen=True)
class Broken:
    """A module that could not be imported, or whose formulas clash with others."""

    module: str
    error: str


@dataclass
class Catalogue:
    """Formulas by name, and the modules that could not be read."""

    formulas: dict[str, Entry[..., Any]] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)

    @property
    def claims(self) -> dict[str, Claim]:
        """All claims by id."""
        return {
            id: claim for formula in self.formulas.values() for id, claim in formula.claims.items()
        }

    def add(self, module: ModuleType, origin: str) -> None:
        """Register the formulas a module defines, under the origin from which a child process reads
        them again."""
        for found in vars(module).values():
            if not isinstance(found, Entry) or _imported(found, module):
                continue
            other = self.formulas.setdefault(found.name, found)
            if other is not found:
                clash = f"{found.name} is also a formula of {shown(str(other.origin))}"
                self.broken.append(Broken(origin, f"{clash}; rename one of the two"))
                continue
            found.origin = origin

    def select(self, patterns: Iterable[str]) -> list[Claim]:
        """The claim whose id a pattern is; else those that lie under it (``log_det.hessian``) or
        match it as a glob.

        Raises InputError for a pattern that selects nothing, with the nearest names.
        """
        claims = self.claims
        chosen: dict[str, Claim] = {}
        for pattern in patterns:
            under = (
                id
                for id in claims
                if id.startswith(pattern + ".") or fnmatch.fnmatchcase(id, pattern)
            )
            hits = [pattern] if pattern in claims else list(under)
            if not hits:
                known = nearest(pattern, [*self.formulas, *claims])
                raise InputError(f"no formula or claim is called '{shown(pattern)}'; {known}")
            chosen |= {id: claims[id] for id in hits}
        return list(chosen.values())


@functools.cache
def catalogue() -> Catalogue:
    """Every formula of this package and of the packages that offer theirs."""
    found = Catalogue()
    _scan("closedform.formulas", found)
    tried = [pool.Task(name, f"{__name__}:importable", {"name": name}, name) for name in _offered()]
    for report in pool.run(tried, time_limit=IMPORTING) if tried else ():
        if not isinstance(report, pool.Outcome):
            continue
        if report.status == "ok":
            _scan(report.task.key, found)
        else:
            found.broken.append(Broken(report.task.key, f"can't be imported: {report.detail}"))
    return found


def importable(name: str) -> None:
    """Import a package and all modules in it that may hold formulas: what the pool calls, to see
    whether it ends."""
    _scan(name, Catalogue())


@functools.cache
def read(path: Path) -> Catalogue:
    """The formulas of one file. A file of the catalogue is its module there.

    Raises InputError for what is not a Python file, can't be imported, or holds no formula.
    """
    found = scan(path)
    if not found.formulas:
        raise InputError(none_held(path))
    return found


def scan(path: Path) -> Catalogue:
    """The same, of a file that may hold none."""
    path = python_file(path)
    found = Catalogue()
    try:
        found.add(load(str(path)), _module_of(path) or str(path))
    except (KeyboardInterrupt, InputError):
        raise
    except BaseException as error:  # somebody's code may raise anything, SystemExit too
        raise Foreign(f"{shown(str(path))} can't be imported: {one_line(error)}") from error
    if found.broken:
        raise InputError(found.broken[0].error)
    return found


def none_held(path: Path) -> str:
    """That a file holds no formula, and what to do."""
    return f"{shown(str(path))} holds no formula; decorate one: from closedform import formula"


def python_file(path: Path) -> Path:
    """The file that a path leads to. Raises InputError for what is none of Python's."""
    found = Path(os.path.realpath(path))
    name = shown(str(found))
    if found.suffix != ".py":
        raise InputError(f"{name} is not a Python file; formulas stand in files that end in .py")
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise InputError(f"there is no file {name}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{name} can't be read: {reason}") from error
    if not stat.S_ISREG(mode):
        raise InputError(f"{name} is no file; formulas stand in files that end in .py")
    return found


@functools.cache
def load(origin: str) -> ModuleType:
    """The module at an origin: an import name, or the absolute path of a file."""
    if not origin.endswith(".py"):
        return importlib.import_module(origin)
    path = Path(origin)
    if (name := _module_of(path)) is not None:
        return importlib.import_module(name)
    name = f"{path.stem}_{hashlib.sha256(os.fsencode(origin)).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    except BaseException:  # whatever it was: half a module must not be found by the next import
        sys.modules.pop(name, None)
        raise
    finally:
        with contextlib.suppress(ValueError):  # the file may have taken it away itself
            sys.path.remove(str(path.parent))
    return module


def find(origin: str, id: str) -> Claim:
    """The claim with this id in the module at `origin`: how a claim travels to another process."""
    found = Catalogue()
    found.add(load(origin), origin)
    return found.claims[id]


def _offered() -> Iterator[str]:
    for point in importlib.metadata.entry_points(group=GROUP):
        yield point.value


def _scan(name: str, found: Catalogue) -> None:
    """Register a module and, if it is a package, the modules in it; one that can't be imported
    costs only itself."""
    try:
        module = importlib.import_module(name)
        found.add(module, name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # somebody's code may raise anything, SystemExit too
        found.broken.append(Broken(name, one_line(error)))
        return
    for inner in pkgutil.iter_modules(getattr(module, "__path__", []), f"{name}."):
        if inner.name not in ROOMS and not inner.name.rpartition(".")[2].startswith("_"):
            _scan(inner.name, found)


def is_file(target: str) -> bool:
    """Whether a target is a file, not a name."""
    if target.endswith(".py") or "/" in target:
        return True
    try:
        return Path(target).is_file()
    except (OSError, ValueError):  # too long for a file's name, or no name at all
        return False


def is_ours(path: Path) -> bool:
    """Whether a file stands in the catalogue of this package."""
    return _module_of(path) is not None


def _imported(found: Entry[..., Any], module: ModuleType) -> bool:
    """Whether a formula was declared in another module than the one that holds it.

    Its function may stand in another: then that module holds the function, not the formula."""
    home = sys.modules.get(found.__module__)
    return home is not None and home is not module and any(f is found for f in vars(home).values())


def _module_of(path: Path) -> str | None:
    root = Path(__file__).resolve().parents[1]
    if not path.resolve().is_relative_to(root):
        return None
    return ".".join(
        ["closedform.formulas", *path.resolve().relative_to(root).with_suffix("").parts]
    )
