"""The file of verdicts: ``{"schema": 1, "environment": {...}, "claims": [verdict, ...]}``."""

import json
import math
import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from closedform import machine
from closedform.formulas import InputError
from closedform.verify.rows import SCHEMA, Verdict


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
    """Make the folder, and raise InputError where a file can't be written there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path.parent).close()
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a folder")
    except OSError as error:
        raise InputError(
            f"verdicts can't be written to {path}: {error}; name another file"
        ) from error


def write(path: Path, verdicts: Iterable[Verdict], about: dict[str, Any]) -> None:
    """Replace the file at once, so that a reader finds the old one or the new one, whole."""
    content = {
        "schema": SCHEMA,
        "environment": about,
        "claims": [_plain(asdict(v)) for v in verdicts],
    }
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w") as file:
            json.dump(content, file, indent=1, allow_nan=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    """JSON has no inf or nan: they become words."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value
