"""The machine's limit: what it can do at best, measured in JAX, and how near to it a timing
comes."""

import dataclasses
import platform
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from closedform.bench import devices, events
from closedform.bench.journal import Journal
from closedform.bench.measure import calibrate, quiet, sampler, warm
from closedform.bench.plan import Cell
from closedform.bench.rows import ENDS, Limit, Place
from closedform.verify.judging.fingerprint import fingerprint, versions
from closedform.workers import pool

SIZES = tuple(2**power for power in (20, 22, 24, 27))
"""Arrays that are read and written (bytes): from one that fits a processor's own cache to one
beyond all caches."""
WIDTH = 256
"""Columns of the matrix that is read."""
SMALLEST, LARGEST, LONG = 256, 8192, 0.01
"""Sizes of square matrix products: doubled from the first to the second, until a product takes so
many seconds."""
SAMPLES, ENOUGH = 101, 0.15
"""Samples of a program at most, of at least 3; no further one after so many seconds."""
TIME_LIMIT = 60.0
"""Seconds that measuring it may take; it usually takes 5."""


def places(cells: Iterable[Cell]) -> list[Place]:
    """Where the cells are measured, each once."""
    return list(dict.fromkeys((cell.device, cell.dtype) for cell in cells))


def measured(
    places: Iterable[Place], journal: Journal | None = None, kept: Mapping[str, Limit] | None = None
) -> dict[Place, Limit]:
    """The machine's limits, each measured in a supervised child of its own and noted in the
    journal.

    Args:
        places: devices and dtypes.
        journal: gets a line for each that is measured, one that failed included.
        kept: key -> limits known already, which are not measured again.
    """
    found: dict[Place, Limit] = {}
    for device, dtype in places:
        name = key(device, dtype)
        if kept and name in kept and kept[name].outcome == "ok":
            found[device, dtype] = kept[name]
            continue
        found[device, dtype] = _supervised(device, dtype)
        if journal:
            journal.limit(name, found[device, dtype])
    return found


def key(device: str, dtype: str) -> str:
    """What names the limit of this machine, with these versions and settings."""
    facts = (
        versions(),
        platform.platform(),
        platform.node(),
        pool.cores(),
        devices.settings(device),
        SIZES,
    )
    return events.key(f"limit {dtype} {device}", fingerprint(facts))


def in_child(device: str, dtype: str) -> dict[str, Any]:
    """Measure it in this process: fields of `Limit`."""
    devices.synchronous()
    begun, place = time.perf_counter(), devices.first(device)
    with jax.enable_x64(dtype == "float64"), jax.default_device(place):
        floor = _floor(dtype)
        limit = Limit(
            device=device,
            dtype=dtype,
            device_kind=place.device_kind,
            throughput=_throughput(dtype),
            sizes=list(SIZES),
            read=[_read(size, dtype) for size in SIZES],
            write=[_write(size, dtype) for size in SIZES],
            environment=devices.environment(place),
        )
        limit.floor = min(
            floor, _floor(dtype)
        )  # some seconds later: whatever else is at work may have gone
    return dataclasses.asdict(limit) | {"seconds": time.perf_counter() - begun}


def fastest(
    f: Callable[..., Any],
    *operands: jax.Array,
    clock: Callable[[], float] = time.perf_counter,
    sync: Callable[[Any], Any] = jax.block_until_ready,
) -> float:
    """Seconds a call of the jitted function, in the fastest of a few samples: what else is at work
    only makes it slower."""
    program = jax.jit(f).lower(*operands).compile()

    def call() -> Any:
        return program(*operands)

    sample = sampler(clock, sync)
    warm(call, clock, sync)
    k = calibrate(call, sample)
    begun, samples = clock(), []
    with quiet():
        while len(samples) < 3 or (len(samples) < SAMPLES and clock() - begun < ENOUGH):
            samples.append(sample(call, k) / k)
    return min(samples)


def lines(limits: Iterable[Limit]) -> list[str]:
    """A line for each limit, for a person."""
    return [_line(limit) for limit in limits]


def _supervised(device: str, dtype: str) -> Limit:
    task = pool.Task(
        key(device, dtype), "closedform.bench.limits:in_child", {"device": device, "dtype": dtype}
    )
    for report in pool.run([task], 1, time_limit=TIME_LIMIT, environment=devices.settings(device)):
        if isinstance(report, pool.Outcome) and report.status == "ok":
            return events.record(Limit, report.value)
        if isinstance(report, pool.Outcome):
            return Limit(
                device=device, dtype=dtype, outcome=ENDS[report.status], detail=report.detail
            )
    raise AssertionError("the pool ended without an outcome")


def _throughput(dtype: str) -> float:
    best, n, rng = 0.0, SMALLEST, np.random.default_rng(0)
    while n <= LARGEST:
        A, B = (jnp.asarray(rng.random((n, n), np.float32), dtype) for _ in range(2))
        seconds = fastest(jnp.matmul, A, B)
        best = max(best, 2 * n**3 / seconds)
        if seconds > LONG:
            break
        n *= 2
    return best


def _floor(dtype: str) -> float:
    """Seconds of a call that does nothing."""
    return fastest(lambda x: x, jnp.ones((), dtype))


def _read(size: int, dtype: str) -> float:
    """Bytes a second of the best of two programs that read a matrix and return next to nothing."""
    X = jnp.ones((size // np.dtype(dtype).itemsize // WIDTH, WIDTH), dtype)
    return size / min(fastest(jnp.sum, X), fastest(jnp.matmul, X, jnp.ones(WIDTH, dtype)))


def _write(size: int, dtype: str) -> float:
    """Bytes a second of a program that returns a new array: its pages may be new to the process
    too, as a result's are."""
    entries = size // np.dtype(dtype).itemsize
    return size / fastest(lambda x: jnp.full(entries, x), jnp.ones((), dtype))


def _line(limit: Limit) -> str:
    name = f"limit of {limit.device_kind or limit.device} in {limit.dtype}"
    if limit.throughput is None or limit.floor is None:
        return f"{name}: not measured ({limit.outcome}: {limit.detail})"
    read, write = (
        " to ".join(f"{found[i] / 1e9:.3g}" for i in (0, -1)) for found in (limit.read, limit.write)
    )
    spans = " to ".join(f"{limit.sizes[i] / 2**20:g}" for i in (0, -1))
    moved = f"GB/s for {spans} MiB: read {read}, written anew {write}"
    floor = f"an empty call takes {limit.floor * 1e6:.2g} us"
    return f"{name}: {limit.throughput / 1e9:.3g} Gflop/s; {moved}; {floor}"
