"""Generated folders, replaced whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from formulas import InputError

MARK = ".generated"
"""File that says a folder was generated here, so that it may be replaced."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, to be filled; it takes target's place when the block ends well.

    Where the block raises, target stays as it was and the new folder is gone.

    Raises:
        InputError: `target` is something that was not generated here, and would be lost.
    """
    _check_ours(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.parent / f".{target.name}-{secrets.token_hex(4)}"
    fresh.mkdir()
    try:
        (fresh / MARK).write_text("Generated; replaced whole when it is made again.\n", encoding="utf-8")
        yield fresh
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def write(path: Path, text: str) -> None:
    """Write text as UTF-8, lines ended as given, on any system."""
    path.write_bytes(text.encode("utf-8"))


def _check_ours(target: Path) -> None:
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise InputError(f"{target} is not a folder; move it away or choose another --out")
    if any(target.iterdir()) and not (target / MARK).is_file():
        raise InputError(f"{target} holds files that were not generated here; move it away or choose another --out")


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    aside = fresh.with_name(fresh.name + "-old")
    target.rename(aside)
    try:
        fresh.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
