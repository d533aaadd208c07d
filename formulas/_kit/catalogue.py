"""What is registered: a scan of the package, of packages that offer theirs, and of single files."""

import fnmatch
import functools
import hashlib
import importlib
import importlib.metadata
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from closedform.errors import InputError, nearest, one_line
from closedform.formulas._kit.claim import Claim
from closedform.formulas._kit.entry import Entry

GROUP = "closedform.formulas"
"""Entry-point group under which other packages name modules of theirs that hold formulas."""

ROOMS = tuple(f"closedform.formulas.{room}" for room in ("command", "derive", "notation"))
"""Packages beside the subjects that hold no entries, and are not scanned."""


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
            if not isinstance(found, Entry) or found.__module__ != module.__name__:
                continue
            other = self.formulas.setdefault(found.name, found)
            if other is not found:
                self.broken.append(
                    Broken(
                        origin,
                        f"{found.name} is also a formula of {other.origin}; "
                        "rename one of the two modules",
                    )
                )
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
                raise InputError(
                    f"no formula or claim is called {pattern!r}; "
                    f"{nearest(pattern, [*self.formulas, *claims])}"
                )
            chosen |= {id: claims[id] for id in hits}
        return list(chosen.values())


@functools.cache
def catalogue() -> Catalogue:
    """Every formula of this package and of the packages that offer theirs."""
    found = Catalogue()
    for package in ["closedform.formulas", *_offered()]:
        _scan(package, found)
    return found


def gather(targets: Iterable[str] = ()) -> tuple[list[Claim], list[Broken]]:
    """Claims that names, ids, globs and files select, and what could not be read; all of the
    catalogue for none.

    Raises InputError where a target selects nothing or a file can't be read.
    """
    targets = list(targets)
    files = [t for t in targets if is_file(t)]
    names = [t for t in targets if not is_file(t)]
    chosen = {claim.id: claim for file in files for claim in read(Path(file)).claims.values()}
    if not files or names:
        known = catalogue()
        chosen |= {c.id: c for c in known.select(names or ["*"])} if known.claims or names else {}
        return list(chosen.values()), known.broken
    return list(chosen.values()), []


@functools.cache
def read(path: Path) -> Catalogue:
    """The formulas of one file. A file of the catalogue is its module there.

    Raises InputError for what is not a Python file, can't be imported, or holds no formula.
    """
    path = path.resolve()
    if path.suffix != ".py":
        raise InputError(f"{path} is not a Python file; formulas stand in files that end in .py")
    if not path.is_file():
        raise InputError(f"there is no file {path}")
    found = Catalogue()
    try:
        found.add(load(str(path)), _module_of(path) or str(path))
    except (KeyboardInterrupt, InputError):
        raise
    except BaseException as error:  # somebody's code may raise anything, SystemExit too
        raise InputError(f"{path} can't be imported: {one_line(error)}") from error
    if found.broken:
        raise InputError(found.broken[0].error)
    if not found.formulas:
        raise InputError(f"{path} holds no formula; decorate one: from closedform import formula")
    return found


@functools.cache
def load(origin: str) -> ModuleType:
    """The module at an origin: an import name, or the absolute path of a file."""
    if not origin.endswith(".py"):
        return importlib.import_module(origin)
    path = Path(origin)
    if (name := _module_of(path)) is not None:
        return importlib.import_module(name)
    name = f"{path.stem}_{hashlib.sha256(origin.encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    except BaseException:  # whatever it was: half a module must not be found by the next import
        del sys.modules[name]
        raise
    finally:
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
    return target.endswith(".py") or "/" in target or Path(target).is_file()


def _module_of(path: Path) -> str | None:
    root = Path(__file__).resolve().parents[1]
    if not path.resolve().is_relative_to(root):
        return None
    return ".".join(
        ["closedform.formulas", *path.resolve().relative_to(root).with_suffix("").parts]
    )
