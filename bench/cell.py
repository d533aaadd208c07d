"""Cells, measured in a process of their own: traced, compared with what was measured earlier,
compiled, verified, and only then timed."""

import dataclasses
import time
from collections.abc import Iterator
from typing import Any

import jax

from closedform.bench import devices, events
from closedform.bench.events import Asked, Begun, Done, Event, Kept, Traced
from closedform.bench.stuck import Stuck
from closedform.bench.work import Work
from closedform.formulas import find


def run(
    cells: list[dict[str, Any]],
    dtype: str,
    device: str,
    seconds: float,
    seed: int,
    memory_limit: float,
    patience: float,
) -> Iterator[dict[str, Any]]:
    """Time cells, one after the other; yields events, as ``closedform.bench.events`` packs them.

    Of each cell it is told that it is begun, then what its hash is, then its rows. A cell that was
    measured earlier is told to be the same; one whose claim is stuck at a smaller size is passed
    over.

    Args:
        cells: each a packed ``Asked``.
        dtype, device: of what is timed; truth is decided in float64 on the CPU whatever they are.
        seconds: of measuring for each cell.
        seed: of the arguments and of the order within blocks.
        memory_limit: GiB that this process may hold; what is predicted to need more is not begun.
        patience: seconds that a cell may take in all, if its claim is to be tried at larger sizes.
    """
    devices.synchronous()
    stuck = Stuck(patience)
    for cell in cells:
        asked = events.record(Asked, cell)
        if not stuck.why(asked.stem, asked.sizes):
            for event in _measured(asked, dtype, device, seconds, seed, memory_limit):
                if isinstance(event, Done):
                    stuck.learn(asked.stem, asked.sizes, event.rows, event.seconds)
                if isinstance(event, Kept) and (why := asked.kept[events.code(event.key)]):
                    stuck.stick(asked.stem, asked.sizes, why)
                yield events.packed(event)


def _measured(
    asked: Asked, dtype: str, device: str, seconds: float, seed: int, memory_limit: float
) -> Iterator[Event]:
    yield Begun(asked.title)
    begun = time.monotonic()
    claim = find(asked.origin, asked.claim)
    work = Work(claim, asked.sizes, dtype, device, memory_limit, seed)
    code = work.fingerprint()
    key = events.key(asked.title, code)
    if code in asked.kept:
        yield Kept(key)
        return
    yield Traced(key)
    rows = [dataclasses.replace(row, command=asked.command) for row in work.rows(seconds)]
    yield Done(key, rows, time.monotonic() - begun)
    jax.clear_caches()
