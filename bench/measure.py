"""The measuring core: methods alternate in random order, block by block, and every call is waited
for."""

import gc
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import jax

from closedform.bench.statistics import log_ratios, odd

CONTROL = "control"
"""Name of the reference's second copy."""
SHORTEST = 1e-3
"""Seconds that a sample lasts at least, so that the clock and its call are nothing beside it."""
MOST_CALLS = 100_000
"""Calls in a sample at most."""
WARM, WARM_SECONDS = 3, 0.25
"""Runs before anything is timed; no further one after so many seconds."""
PILOT = 5
"""Blocks that are looked at and thrown away."""
FEWEST, MOST, FLOOR = 11, 41, 7
"""Blocks: at least and at most; and at least where the budget is too small for that, or no ratio is
near 1 (7 is enough for an interval)."""
NEAR = 0.25
"""Log ratios up to which a ratio is near 1."""
QUEUED, QUEUES = 8, 5
"""Calls that are queued at once, and how often, where a device's own time is asked for."""
PRECISION, RELATIVE = 0.02, 0.1
"""Half the width that a log ratio's interval is to have, near 1; and as a part of the log ratio,
where that is far from it."""

Call = Callable[[], Any]
Sample = Callable[[Call, int], float]
Blocks = dict[str, list[float]]


@dataclass(frozen=True)
class Measured:
    """What was measured.

    reference: the rival that was fastest in the pilot; samples: method -> seconds a call, in block
    order, the control included; calls: method -> calls in a sample; stopped: what fixed the number
    of blocks, ``blocks`` (the precision wanted) or ``budget``."""

    reference: str
    samples: Blocks
    calls: dict[str, int]
    stopped: str


def measure(
    methods: Mapping[str, Call],
    rivals: Sequence[str],
    copy: Callable[[str], Call],
    *,
    budget: float = 2.0,
    seed: int = 0,
    clock: Callable[[], float] = time.perf_counter,
    sync: Callable[[Any], Any] = jax.block_until_ready,
) -> Measured:
    """Time the methods against the best of the rivals.

    Everything is warmed first. A pilot then chooses the rival and fixes the number of blocks, so
    that nothing that is reported has been chosen by its own samples.

    Args:
        methods: name -> a call without arguments, already compiled.
        rivals: the methods among which the reference is chosen.
        copy: makes the control, a separately compiled copy of the method it is given the name of.
        budget: seconds that the blocks may take; at least 7 are measured.
        seed: of the order within blocks.
        clock: seconds, increasing.
        sync: waits for a call's result.
    """
    rng = random.Random(seed)
    sample = sampler(clock, sync)
    for call in methods.values():
        warm(call, clock, sync)
    calls = {name: calibrate(call, sample) for name, call in methods.items()}
    with quiet():
        pilot, seconds = _pilot(methods, calls, sample, rng, budget, clock)
    reference = min(rivals, key=lambda name: median(pilot[name]))
    everything = {**methods, CONTROL: copy(reference)}
    calls[CONTROL] = calls[reference]
    warm(everything[CONTROL], clock, sync)
    seconds += median(pilot[reference]) * calls[reference]
    number, stopped = blocks_wanted(
        pilot, reference, [name for name in methods if name not in rivals], budget / seconds
    )
    with quiet():
        samples = gather([block(everything, calls, sample, rng) for _ in range(number)])
    return Measured(reference, samples, calls, stopped)


def sampler(clock: Callable[[], float], sync: Callable[[Any], Any]) -> Sample:
    """A function (call, k) -> seconds that k calls take, each waited for before the next."""

    def sample(call: Call, k: int) -> float:
        begun = clock()
        for _ in range(k):
            sync(call())
        return clock() - begun

    return sample


def queued(
    call: Call,
    clock: Callable[[], float] = time.perf_counter,
    sync: Callable[[Any], Any] = jax.block_until_ready,
) -> float:
    """Seconds a call, median of a few rounds, with several calls queued and one wait for all their
    results."""
    rounds = []
    for _ in range(QUEUES):
        begun = clock()
        sync([call() for _ in range(QUEUED)])
        rounds.append((clock() - begun) / QUEUED)
    return median(rounds)


def warm(call: Call, clock: Callable[[], float], sync: Callable[[Any], Any]) -> None:
    """Run it a few times, untimed."""
    begun = clock()
    for _ in range(WARM):
        sync(call())
        if clock() - begun > WARM_SECONDS:
            break


def calibrate(call: Call, sample: Sample) -> int:
    """Calls for which a sample lasts long enough; 1 for what does so alone."""
    k = 1
    while (seconds := sample(call, k)) < SHORTEST and k < MOST_CALLS:
        k = min(MOST_CALLS, max(2 * k, math.ceil(1.2 * k * SHORTEST / max(seconds, SHORTEST / 10))))
    return k


def block(
    methods: Mapping[str, Call], calls: Mapping[str, int], sample: Sample, rng: random.Random
) -> dict[str, float]:
    """One sample of every method, in random order: seconds a call."""
    order = rng.sample(list(methods), len(methods))
    return {name: sample(methods[name], calls[name]) / calls[name] for name in order}


def gather(blocks: Sequence[Mapping[str, float]]) -> Blocks:
    """Samples by method, in block order."""
    return {name: [b[name] for b in blocks] for name in blocks[0]}


def blocks_wanted(
    pilot: Blocks, reference: str, judged: Sequence[str], affordable: float
) -> tuple[int, str]:
    """How many blocks the judged methods' ratios need, and whether that or the budget fixed it."""
    ratios = [log_ratios(pilot[reference], pilot[name]) for name in judged]
    wanted = odd(min(MOST, max(map(needed, ratios), default=FLOOR)))
    if wanted <= affordable:
        return wanted, "blocks"
    return max(FLOOR, odd(affordable)), "budget"


def needed(logs: Sequence[float]) -> float:
    """How many blocks a ratio needs whose logarithm was seen in these.

    The median of n log ratios of standard deviation s has an interval of half-width about 2.5 s /
    sqrt(n)."""
    from scipy.stats import median_abs_deviation

    normal: Any = "normal"  # which SciPy's annotation leaves out
    noise, size = median_abs_deviation(logs, scale=normal), abs(median(logs))
    wanted = (2.5 * noise / max(PRECISION, RELATIVE * size)) ** 2
    return max(wanted, FEWEST if size < NEAR else FLOOR)


@contextmanager
def quiet() -> Iterator[None]:
    """No garbage collection meanwhile."""
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _pilot(
    methods: Mapping[str, Call],
    calls: Mapping[str, int],
    sample: Sample,
    rng: random.Random,
    budget: float,
    clock: Callable[[], float],
) -> tuple[Blocks, float]:
    """A few blocks, fewer where they are slow, and the seconds that one takes."""
    begun, blocks = clock(), []
    while len(blocks) < PILOT and (not blocks or clock() - begun < budget / 4):
        blocks.append(block(methods, calls, sample, rng))
    return gather(blocks), (clock() - begun) / len(blocks)
