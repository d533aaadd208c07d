"""Rows of the journal, every field with its unit and meaning: a timing, one method in one cell; and
the machine's limit.

A cell is one claim at one shape, dtype and device; its methods are the closed forms registered for
the claim, the autodiff modes that give the same, and a second copy of the best autodiff mode (the
A/A control)."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from closedform.verify.rows import column

OUTCOMES = {
    "ok": "timed",
    "too small": "timed, but a call that does nothing takes as long as the work at best: "
    "the ratio says nothing",
    "wrong": "not timed: the closed form is not right at this size",
    "inaccurate": "not timed: right in float64, but not as it is timed, "
    "in its dtype and on its device",
    "unverified": "not timed: at this size nothing could decide whether the closed form is right",
    "circular": "not timed: autodiff is inside the closed form",
    "timeout": "not finished within its time limit",
    "oom": "not enough memory",
    "crash": "the process died",
    "error": "the function raised",
    "too large": "not begun: predicted to need more memory than there is",
    "skipped": "not attempted: the claim was too large or too slow at a smaller size",
}
"""Outcome -> what it means."""

TIMED = ("ok", "too small")
"""Outcomes of what was timed."""

REFUSED = ("unverified", "circular", "too large", "skipped")
"""Outcomes of what was not begun: no fault of the claim's."""

ENDS = {"raised": "error", "timeout": "timeout", "oom": "oom", "crash": "crash"}
"""How a child's task ended (see ``closedform.workers.pool.Outcome``) -> the outcome of what it was
at."""

Place = tuple[str, str]
"""Device and dtype."""

ROLES = ("closed form", "autodiff", "control")
"""What a method is in its cell."""


@dataclass
class Timing:
    """One method in one cell."""

    claim: str = column("the claim's id, without form")
    formula: str = column("the formula's name")
    kind: str = column("gradient, jacobian, hessian, ...")
    wrt: list[str] = column("variables the claim is by")
    sizes: dict[str, int] = column("dimension -> size")
    dtype: str = column("float64 or float32")
    device: str = column("cpu, gpu or tpu, as JAX reports it")
    device_kind: str | None = column(
        "the device's model, as JAX reports it; None where the process did not live to say"
    )
    method: str = column(
        "the closed form's form ('closed form' for the first), or the autodiff mode; "
        "unique in its cell"
    )
    role: str = column("closed form, autodiff, or control (a second copy of the reference)")
    reference: str | None = column(
        "the autodiff mode that ratios are against: the fastest in the pilot", default=None
    )
    outcome: str = column(f"what came of it: {', '.join(OUTCOMES)}", default="ok")
    detail: str | None = column("one line for a person where the outcome is not ok", default=None)
    samples: list[float] = column(
        "seconds a call, one for each block, in block order (s)", default_factory=list
    )
    calls: int | None = column("calls in a sample (count)", default=None)
    median: float | None = column("median of the samples (s)", default=None)
    ratio: float | None = column(
        "median over blocks of reference time / this one's: above 1, this is faster", default=None
    )
    low: float | None = column("lower end of the ratio's 95% interval", default=None)
    high: float | None = column("upper end of the ratio's 95% interval", default=None)
    coverage: float | None = column(
        "exact probability that the interval holds the median (independent blocks)", default=None
    )
    stopped: str | None = column(
        "what fixed the number of blocks: 'blocks' (the precision wanted) or 'budget'", default=None
    )
    trace_seconds: float | None = column("tracing and lowering (s)", default=None)
    compile_seconds: float | None = column("compiling, without a cache (s)", default=None)
    flops: float | None = column(
        "floating-point operations by XLA's count, without LAPACK's and loops once", default=None
    )
    stated_flops: float | None = column(
        "floating-point operations as the claim states them (flops=)", default=None
    )
    read_bytes: int | None = column("arguments that the program uses (bytes)", default=None)
    write_bytes: int | None = column("what it returns (bytes)", default=None)
    peak_bytes: int | None = column(
        "arguments, output and temporaries by XLA's analysis (bytes)", default=None
    )
    temp_bytes: int | None = column("temporaries alone, by XLA's analysis (bytes)", default=None)
    device_seconds: float | None = column(
        "a call with several queued and one wait for all: the device's own time, where that is "
        "longer than queuing it; None on a CPU, where nothing is queued, and where several may not "
        "fit in memory (s)",
        default=None,
    )
    limit: float | None = column(
        "the least time in which this machine could give the result: of the closed forms that "
        "return as many bytes, the least "
        "max(flops / throughput, compulsory bytes / bandwidth, floor) (s)",
        default=None,
    )
    binds: str | None = column("which of these is the largest: flops, bytes or floor", default=None)
    share: float | None = column("limit / median: 1 is as fast as the machine allows", default=None)
    error: float | None = column(
        "worst |closed form - autodiff| at this size, as a share of the tolerance", default=None
    )
    environment: dict[str, Any] = column(
        "versions, threads and precision settings", default_factory=dict
    )
    command: str | None = column("the command that measures this cell again", default=None)


@dataclass
class Limit:
    """What a machine can do at best with one dtype on one device, measured in JAX under the
    settings of the timings."""

    device: str = column("cpu, gpu or tpu, as JAX reports it")
    dtype: str = column("float64 or float32")
    device_kind: str | None = column(
        "the device's model, as JAX reports it; None if the process died", default=None
    )
    outcome: str = column(
        "ok, or how measuring it failed: error, timeout, oom or crash", default="ok"
    )
    detail: str | None = column("one line for a person where the outcome is not ok", default=None)
    throughput: float | None = column(
        "of matrix products, the best over their sizes (flop/s)", default=None
    )
    floor: float | None = column("a call of a jitted function that does nothing (s)", default=None)
    sizes: list[int] = column(
        "of the arrays that were read and written, smallest first (bytes)", default_factory=list
    )
    read: list[float] = column(
        "bandwidth of reading an array of each size (bytes/s)", default_factory=list
    )
    write: list[float] = column(
        "bandwidth of returning a new array of each size (bytes/s)", default_factory=list
    )
    seconds: float | None = column("what measuring all this took (s)", default=None)
    environment: dict[str, Any] = column(
        "versions, threads and precision settings", default_factory=dict
    )


COLUMNS: dict[str, str] = {f.name: f.metadata["meaning"] for f in dataclasses.fields(Timing)}
"""Column -> its meaning."""
SCHEMA = 1
"""Version of the journal's lines."""
