"""One cell, measured in a process of its own: compiled, seen to fit in memory, verified at its
size, and only then timed."""

import dataclasses
import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from typing import Any

import jax

from closedform.bench import devices, kinds, methods
from closedform.bench.kinds import entries
from closedform.bench.measure import CONTROL, QUEUED, Call, Measured, measure, queued
from closedform.bench.methods import Compiled
from closedform.bench.rows import Timing
from closedform.bench.statistics import ratio
from closedform.errors import one_line
from closedform.formulas import Claim, find
from closedform.verify import check_at
from closedform.verify.draws.random import Draw, draw, even
from closedform.verify.judging.tolerance import COPIES
from closedform.verify.oracles.closed import Method, closed
from closedform.workers.memory import exhausted

CHECKING = 8 * (1 + COPIES)
"""Bytes that verifying takes for an entry that it holds at the draw and at its copies."""
HELD, PROBES = {"operand": 3, "result": 5}, 3
"""Times that an entry is held: of an operand as drawn, stacked and placed; of a result by claim and
autodiff, and as they are compared. Operands are the arguments, the directions, and as many probes
of each variable the claim is by."""


def run(
    origin: str,
    cells: list[dict[str, Any]],
    dtype: str,
    device: str,
    seconds: float,
    seed: int,
    memory_limit: float,
    patience: float,
) -> Iterator[dict[str, Any]]:
    """Time cells of one formula; yields a ``start`` event before each and a ``cell`` event with its
    rows after it.

    The latter says how many seconds the cell took in all where these were too many; what is left of
    its claim is left out.

    Args:
        origin: where the formula is declared, as ``Formula.origin``.
        cells: dicts of ``key``, ``claim`` (id), ``sizes``, and ``command``, which measures the cell
            again.
        dtype, device: of what is timed; truth is decided in float64 on the CPU whatever they are.
        seconds: of measuring for each cell.
        seed: of the arguments and of the order within blocks.
        memory_limit: GiB that this process may hold; what is predicted to need more is not begun.
        patience: seconds that a cell may take in all, if its claim is to be tried at larger sizes.
    """
    slow: set[str] = set()
    devices.synchronous()
    for cell in cells:
        if cell["claim"] in slow:
            continue
        yield {"event": "start", "key": cell["key"]}
        begun = time.monotonic()
        work = Bench(find(origin, cell["claim"]), cell["sizes"], dtype, device, memory_limit)
        rows = work.rows(seconds, seed)
        plain = [{**dataclasses.asdict(row), "command": cell["command"]} for row in rows]
        took = time.monotonic() - begun
        if took > patience:
            slow.add(cell["claim"])
        yield {
            "event": "cell",
            "key": cell["key"],
            "rows": plain,
            "slow": took if took > patience else None,
        }
        jax.clear_caches()


class Bench:
    """A cell at work: the methods that are still in the running, and the rows of those that are
    not."""

    def __init__(
        self,
        claim: Claim,
        sizes: Mapping[str, int],
        dtype: str = "float64",
        device: str = "cpu",
        memory_limit: float = 8.0,
    ) -> None:
        self.claim, self.sizes, self.dtype, self.memory_limit = (
            claim,
            dict(sizes),
            dtype,
            memory_limit,
        )
        self.device = devices.first(device)
        self.common = common(claim, self.sizes, dtype, device) | {
            "device_kind": self.device.device_kind,
            "environment": devices.environment(self.device),
        }
        self.ready: dict[str, Compiled] = {}
        self.out: list[Timing] = []

    def rows(self, seconds: float, seed: int) -> list[Timing]:
        """All rows of the cell: of the methods that were timed, then of those that could not be,
        with the reason."""
        self.compile()
        found = {methods.name(form): self.checked(form, seed) for form in methods.forms(self.claim)}
        rivals, judged = self.named("autodiff"), self.named("closed form")
        if rivals and judged:
            return self.timed(rivals, found, seconds, seed) + self.out
        missing = [row for row in self.out if row.role == "autodiff"]
        why = "nothing to compare it with: " + "; ".join(
            f"{row.method}: {row.detail}" for row in missing
        )
        return self.out + [
            self.row(name, "closed form", outcome=missing[-1].outcome, detail=why)
            for name in judged
        ]

    def named(self, role: str) -> list[str]:
        """Methods of that role that are in the running."""
        return [name for name, compiled in self.ready.items() if compiled.role == role]

    @contextmanager
    def settings(self) -> Iterator[None]:
        """JAX set to the dtype and device that are timed."""
        with jax.enable_x64(self.dtype == "float64"), jax.default_device(self.device):
            yield

    def compile(self) -> None:
        """Compile all forms and autodiff modes for the cell's shapes; no array of these is made
        yet."""
        with self.settings():
            self.shapes = methods.shapes(self.claim, self.sizes, self.dtype)
            self.modes = kinds.rivals(self.claim, self.sizes)
            for form in methods.forms(self.claim):
                self.prepare(
                    methods.name(form),
                    "closed form",
                    closed(form, self.sizes, factors=True),
                )
            for name, method in self.modes.items():
                self.prepare(name, "autodiff", method)

    def prepare(self, name: str, role: str, method: Method) -> None:
        """Compile a method, if it does and fits; otherwise it is out."""
        try:
            compiled = methods.compile(name, role, method, *self.shapes)
        except (
            Exception
        ) as error:  # a claim's own code may raise anything; it costs this method only
            self.out.append(
                self.row(
                    name,
                    role,
                    outcome="oom" if exhausted(error) else "error",
                    detail=one_line(error),
                )
            )
            return
        free = devices.free_bytes(self.device, self.memory_limit)
        if (compiled.peak_bytes or 0) > free:
            costs = {"peak_bytes": compiled.peak_bytes, "temp_bytes": compiled.temp_bytes}
            detail = f"needs {compiled.peak_bytes} bytes, {free} are free"
            self.out.append(self.row(name, role, outcome="too large", detail=detail, **costs))
            return
        self.ready[name] = compiled

    def checked(self, form: Claim, seed: int) -> dict[str, Any]:
        """How near the form is to autodiff at this size, as fields of its row; where it isn't
        right, it is out."""
        name, host = methods.name(form), jax.devices("cpu")[0]
        if name not in self.ready:
            return {}
        operands = [shape for part in self.shapes for shape in part.values()] + [
            self.shapes[0][w] for w in form.wrt
        ] * PROBES
        held = HELD["operand"] * sum(math.prod(shape.shape) for shape in operands) + HELD[
            "result"
        ] * entries(form, self.sizes)
        needed, free = CHECKING * held, devices.free_bytes(host, self.memory_limit)
        if needed > free:
            detail = f"verifying it needs about {needed} bytes, {free} are free"
            return self.dropped(name, outcome="too large", detail=detail)
        with jax.enable_x64(True), jax.default_device(host), devices.quick_to_compile():
            verdict = check_at(form, self.sizes, seed)
        if verdict.status != "verified":
            detail = f"{verdict.status}: {verdict.detail or verdict.cause or 'no detail'}"
            outcome = "wrong" if verdict.status in ("refuted", "error") else "unverified"
            return self.dropped(name, outcome=outcome, error=verdict.share, detail=detail)
        return {"error": verdict.share, "stated_flops": form.stated_flops(self.sizes)}

    def dropped(self, name: str, **fields: Any) -> dict[str, Any]:
        """Take a closed form out of the running."""
        del self.ready[name]
        self.out.append(self.row(name, "closed form", **fields))
        return {}

    def timed(
        self, rivals: list[str], found: dict[str, dict[str, Any]], seconds: float, seed: int
    ) -> list[Timing]:
        """Rows of the methods in the running, and of the control."""
        with jax.enable_x64(True), jax.default_device(jax.devices("cpu")[0]):
            drawn = draw(self.claim, self.sizes, seed, even(self.sizes))
        with self.settings():
            operands = self.placed(drawn)

            def copy(name: str) -> Call:
                self.ready[CONTROL] = self.copied(name)
                return self.ready[CONTROL].on(*operands)

            calls = {name: compiled.on(*operands) for name, compiled in self.ready.items()}
            measured = measure(calls, rivals, copy, budget=seconds, seed=seed)
            waiting = {
                name: queued(call) for name, call in calls.items() if self.queues(self.ready[name])
            }
        return [
            self.filled(c, measured, device_seconds=waiting.get(name), **found.get(name, {}))
            for name, c in self.ready.items()
        ]

    def queues(self, compiled: Compiled) -> bool:
        """Whether several calls are queued at once: not on a CPU, nor where their results may not
        fit together."""
        if self.device.platform == "cpu":
            return False
        return QUEUED * (compiled.peak_bytes or 0) <= devices.free_bytes(
            self.device, self.memory_limit
        )

    def placed(self, drawn: Draw) -> list[dict[str, jax.Array]]:
        """Arguments and directions on the device."""
        return [
            methods.placed(arrays, self.dtype, self.device)
            for arrays in (drawn.args, drawn.tangents)
        ]

    def copied(self, mode: str) -> Compiled:
        """An autodiff mode compiled once more."""
        return methods.compile(CONTROL, "control", self.modes[mode], *self.shapes)

    def filled(self, compiled: Compiled, measured: Measured, **extra: Any) -> Timing:
        """The row of a method that was timed."""
        samples = measured.samples[compiled.name]
        against = ratio(measured.samples[measured.reference], samples)
        fields = (
            "trace_seconds",
            "compile_seconds",
            "flops",
            "read_bytes",
            "write_bytes",
            "peak_bytes",
            "temp_bytes",
        )
        return self.row(
            compiled.name,
            compiled.role,
            reference=measured.reference,
            samples=samples,
            calls=measured.calls[compiled.name],
            median=median(samples),
            stopped=measured.stopped,
            **dataclasses.asdict(against),
            **{field: getattr(compiled, field) for field in fields},
            **extra,
        )

    def row(self, name: str, role: str, **fields: Any) -> Timing:
        """A row of this cell."""
        return Timing(**self.common, method=name, role=role, **fields)


def common(claim: Claim, sizes: dict[str, int], dtype: str, device: str) -> dict[str, Any]:
    """The fields that all rows of a cell share, as far as they are known without a device."""
    return {
        "claim": claim.stem,
        "formula": claim.formula.name,
        "kind": claim.kind.name,
        "wrt": list(claim.wrt),
        "sizes": sizes,
        "dtype": dtype,
        "device": device,
        "device_kind": None,
    }
