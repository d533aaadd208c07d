"""What follows from a machine's limit: how near to it a timing comes, and which work is too small
for it to tell anything."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from closedform.bench.plan import Cell
from closedform.bench.rows import TIMED, Limit, Place, Timing


def least(limit: Limit, flops: float, read: int, write: int) -> tuple[float, str] | None:
    """The least seconds for work of so many operations, bytes read and bytes written, and what
    binds; None if not measured."""
    if limit.throughput is None or limit.floor is None or not limit.sizes:
        return None
    moving = read / bandwidth(limit.sizes, limit.read, read) + write / bandwidth(
        limit.sizes, limit.write, write
    )
    bounds = {"floor": limit.floor, "flops": flops / limit.throughput, "bytes": moving}
    binds = max(bounds, key=bounds.__getitem__)
    return bounds[binds], binds


def bandwidth(sizes: Sequence[int], found: Sequence[float], size: int) -> float:
    """The better bandwidth of the two sizes around this one, in bytes/s: between them, none is
    known to be out of reach."""
    below = max((i for i, s in enumerate(sizes) if s <= size), default=0)
    above = min((i for i, s in enumerate(sizes) if s >= size), default=len(sizes) - 1)
    return max(found[below], found[above])


def applied(rows: list[Timing], limit: Limit | None) -> list[Timing]:
    """The rows of a cell with their share of the limit of the result; where the floor binds, they
    are too small.

    The limit is the least that any closed form states which returns as many bytes, so that a form
    that does needless work has none of its own, and a matrix by its factors is not held against one
    by its entries. Where the floor binds a form but not the reference, as for factors against all
    entries, their ratio does say something, and it stands; so it does where no form states the work
    of what the reference returns."""
    bounds: dict[int, tuple[float, str]] = {}
    for row in rows:
        if (
            limit is None
            or row.stated_flops is None
            or row.read_bytes is None
            or row.write_bytes is None
        ):
            continue
        if found := least(limit, row.stated_flops, row.read_bytes, row.write_bytes):
            bounds[row.write_bytes] = min(found, bounds.get(row.write_bytes, found))
    known = [
        _with(row, bounds.get(row.write_bytes)) if row.write_bytes is not None else row
        for row in rows
    ]
    rival = next((row for row in known if row.method == row.reference), None)
    larger = rival is not None and rival.binds != "floor"
    return [_small(row) if row.binds == "floor" and not larger else row for row in known]


def telling(cells: Sequence[Cell], machine: Mapping[Place, Limit]) -> list[Cell]:
    """The cells but for those that are too small to tell anything beside a larger size of their
    claim."""
    last = {(cell.claim.stem, cell.dtype, cell.device): cell for cell in cells}

    def tells(cell: Cell) -> bool:
        limit = machine.get((cell.device, cell.dtype))
        alone = last[cell.claim.stem, cell.dtype, cell.device] is cell
        return alone or limit is None or not floor_binds(cell, limit)

    return [cell for cell in cells if tells(cell)]


def floor_binds(cell: Cell, limit: Limit) -> bool:
    """Whether a call that does nothing takes longer than all entries of what the claim returns do
    at best, by the least work that any of its forms states.

    False where none states any."""
    if cell.least is None:
        return False
    size = np.dtype(cell.dtype).itemsize
    work = cell.least
    found = least(limit, work.flops, size * work.read, size * work.written)
    return found is not None and found[1] == "floor"


def _with(row: Timing, bound: tuple[float, str] | None) -> Timing:
    if bound is None or row.median is None or row.outcome not in TIMED:
        return row
    seconds, binds = bound
    return dataclasses.replace(row, limit=seconds, binds=binds, share=seconds / row.median)


def _small(row: Timing) -> Timing:
    floor = f"the {(row.limit or 0) * 1e6:.2g} us of a call that does nothing"
    detail = f"at best the work takes less than {floor}"
    return dataclasses.replace(row, outcome="too small", detail=detail)
