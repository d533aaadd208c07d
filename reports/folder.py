"""Generated folders, replaced whole or not at all."""

import ctypes
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from closedform.formulas import InputError

MARK = ".generated"
"""File that says a folder was generated here, so that it may be replaced."""
AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""Linux's numbers, of <fcntl.h> and <stdio.h>."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, to be filled; it takes target's place when the block ends well.

    Where the block raises, target stays as it was and the new folder is gone. Where the process is
    killed, target stays as it was too, and the next run removes what was left behind.

    Raises:
        InputError: `target` is something that was not generated here, and would be lost.
    """
    _check_ours(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_over(target)
    fresh = target.parent / f".{target.name}-{os.getpid()}-{secrets.token_hex(4)}"
    fresh.mkdir()
    try:
        (fresh / MARK).write_text(
            "Generated; replaced whole when it is made again.\n", encoding="utf-8"
        )
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
        raise InputError(
            f"{target} holds files that were not generated here; move it away or choose another "
            "--out"
        )


def _remove_left_over(target: Path) -> None:
    """Remove the unfinished folders of processes that are no more."""
    for folder in target.parent.glob(f".{target.name}-*"):
        match = re.fullmatch(rf"\.{re.escape(target.name)}-(\d+)-[0-9a-f]{{8}}(-old)?", folder.name)
        if (
            match
            and not folder.is_symlink()
            and (folder / MARK).is_file()
            and not psutil.pid_exists(int(match[1]))
        ):
            shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Put fresh in target's place: at once where the system can, else with a moment between two
    renames."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        _rename_both(fresh, target)


def _exchange(a: Path, b: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system can't."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return (
        renameat2(
            AT_FDCWD,
            os.fsencode(a.absolute()),
            AT_FDCWD,
            os.fsencode(b.absolute()),
            RENAME_EXCHANGE,
        )
        == 0
    )


def _rename_both(fresh: Path, target: Path) -> None:
    aside = fresh.with_name(fresh.name + "-old")
    target.rename(aside)
    try:
        fresh.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
