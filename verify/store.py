"""The file of verdicts: ``{"schema": 1, "environment": {...}, "claims": [verdict, ...]}``.

It takes the place of an earlier file of verdicts and of nothing else: what holds something else is
left as it is, a device or a pipe is written to."""

import contextlib
import errno
import json
import math
import os
import platform
import shlex
import stat
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from closedform import machine
from closedform.formulas import InputError
from closedform.verify.rows import SCHEMA, Verdict
from closedform.wording import shown

PATIENCE = 10.0
"""Seconds that a named pipe may go without a reader."""


def environment(draws: int, seed: int) -> dict[str, Any]:
    """What the verdicts rest on: versions, machine, draws and seed."""
    packages = ("jax", "jaxlib", "numpy", "jaxtyping")
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
        "machine": {"architecture": platform.machine(), **machine.facts()},
        "system": platform.system(),
        "dtype": "float64",
        "draws": draws,
        "seed": seed,
        "command": shlex.join(sys.argv),
    }


def writable(path: Path) -> None:
    """Make the folder, and raise InputError where verdicts can't be written there, or something
    else would be lost."""
    try:
        there = _there(path)
        if there is None or stat.S_ISREG(there.st_mode):
            _regular(path, there)
        elif not (stat.S_ISCHR(there.st_mode) or stat.S_ISFIFO(there.st_mode)):
            raise OSError(errno.EINVAL, "it is no file, no pipe and no character device")
        elif not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except (OSError, ValueError) as error:
        raise refused(path, error) from error


def refused(path: Path, error: Exception) -> InputError:
    """That verdicts can't be written to a file, and why."""
    why = getattr(error, "strerror", None) or error
    name = shown(str(path), 200)
    return InputError(f"verdicts can't be written to {name}: {why}; name another file")


def write(path: Path, verdicts: Iterable[Verdict], about: dict[str, Any]) -> None:
    """Replace the file at once, so that a reader finds the old one or the new one, whole.

    Raises InputError where it can't be written; what was there is then as it was."""
    claims = [_plain(asdict(v)) for v in verdicts]
    content = {"schema": SCHEMA, "environment": about, "claims": claims}
    text = json.dumps(content, indent=1, allow_nan=False)
    try:
        there = _there(path)
        if there and (number := _stream(there)):
            sys.stdout.flush()
            _send(os.dup(number), text)
        elif there is None or stat.S_ISREG(there.st_mode):
            _replace(Path(os.path.realpath(path)), text, there)
        else:
            _send(_opened(path), text)
    except (OSError, ValueError) as error:
        raise refused(path, error) from error


def _there(path: Path) -> os.stat_result | None:
    """What is there, through links; None for nothing."""
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _stream(there: os.stat_result) -> int | None:
    """The number of standard output or standard error, where that leads to this, as /dev/stdout
    does."""
    for number in (1, 2):
        with contextlib.suppress(OSError):
            if os.path.samestat(there, os.fstat(number)):
                return number
    return None


def _regular(path: Path, there: os.stat_result | None) -> None:
    """Raise OSError where a file can't be written, or holds something else than verdicts."""
    folder = Path(os.path.realpath(path)).parent
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=folder).close()
    if there is None or _stream(there):
        return
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if there.st_size and not _holds_verdicts(path):
        raise OSError(errno.EEXIST, "it holds something else, which would be lost")


def _holds_verdicts(path: Path) -> bool:
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and {"schema", "environment", "claims"} <= content.keys()


def _replace(path: Path, text: str, there: os.stat_result | None) -> None:
    """Write a file beside it, with its owner and permissions, and give it its name."""
    number, fresh = tempfile.mkstemp(prefix=".closedform-", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(number)
        if there:
            with contextlib.suppress(OSError):
                os.chown(fresh, there.st_uid, there.st_gid)
        os.chmod(fresh, stat.S_IMODE(there.st_mode) if there else 0o666 & ~_umask())
        os.replace(fresh, path)
    except BaseException:
        os.unlink(fresh)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _send(number: int, text: str) -> None:
    """Write to what is open under a number: a device, a pipe, or a file as it stands."""
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write(text + "\n")


def _opened(path: Path) -> int:
    """A device or pipe, opened for writing. Raises OSError where nobody reads the pipe in time."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            number = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            os.set_blocking(number, True)
            return number
        except OSError as error:
            if error.errno != errno.ENXIO or time.monotonic() > end:
                raise
        time.sleep(0.05)


def _plain(value: Any) -> Any:
    """JSON has no inf or nan: they become words."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
