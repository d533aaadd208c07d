"""Generated folders, replaced whole or not at all; what else lies in them is kept."""

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
HEADER = "Generated: what is listed here is replaced when it is made again, what is not is kept."
"""The first line of MARK; the paths of what was made follow, a line each."""
AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""Linux's numbers, of <fcntl.h> and <stdio.h>."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, to be filled; it takes target's place when the block ends well.
    What lies in target and was not generated goes along.

    Where the block raises, target stays as it was and the new folder is gone. Where the process is
    killed, target stays as it was too, and the next run removes what was left behind.

    Raises:
        InputError: `target`, or something in it, was not generated here, and would be lost.
    """
    _check_ours(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_over(target)
    fresh = target.parent / f".{target.name}-{os.getpid()}-{secrets.token_hex(4)}"
    fresh.mkdir()
    try:
        write(fresh / MARK, HEADER + "\n")
        yield fresh
        made = sorted(path.as_posix() for path in _contents(fresh))
        _keep(target, fresh)
        write(fresh / MARK, "\n".join([HEADER, *made]) + "\n")
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


def _keep(target: Path, fresh: Path) -> None:
    """Bring what lies in target and was not generated into fresh, under the same names.

    Raises:
        InputError: what was generated now has the name of something that was not.
    """
    for path in _foreign(target):
        if _clashes(target / path, fresh / path):
            raise InputError(
                f"{target / path} was not generated here and would be replaced; move it away or "
                "choose another --out"
            )
        _bring(target / path, fresh / path)


def _clashes(source: Path, place: Path) -> bool:
    """Whether what was generated leaves no place for a file, link or empty folder."""
    folders = [place, *place.parents] if _is_folder(source) else list(place.parents)
    blocked = any(os.path.lexists(folder) and not folder.is_dir() for folder in folders)
    return blocked or (not _is_folder(source) and os.path.lexists(place))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _foreign(target: Path) -> list[Path]:
    """What lies in a folder and is not listed as generated; nothing where the mark has no list, as
    those of earlier versions."""
    mark = target / MARK
    lines = mark.read_text(encoding="utf-8").splitlines() if mark.is_file() else []
    if lines[:1] != [HEADER]:
        return []
    ours = {MARK, *lines[1:]}
    return [path for path in _contents(target) if path.as_posix() not in ours]


def _bring(source: Path, place: Path) -> None:
    """The same file, link or empty folder in another place; the one there stays as it is."""
    if _is_folder(source):
        place.mkdir(parents=True, exist_ok=True)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError:  # a file system without links
        shutil.copy2(source, place, follow_symlinks=False)


def _contents(folder: Path) -> Iterator[Path]:
    """Paths of all that a folder holds, from it; of folders, only those that are empty."""
    for root, folders, files in os.walk(folder, onerror=_raise):
        here = Path(root)
        links = [name for name in folders if not _is_folder(here / name)]
        yield from ((here / name).relative_to(folder) for name in [*files, *links])
        if not folders and not files and here != folder:
            yield here.relative_to(folder)


def _raise(error: OSError) -> None:
    raise error


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
