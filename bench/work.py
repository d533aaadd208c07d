"""A cell at work: its methods traced, compiled, seen to fit in memory, verified at its size, and
timed."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from statistics import median
from typing import Any

import jax

from closedform.bench import circular, devices, kinds, methods
from closedform.bench.check import Check, Said
from closedform.bench.measure import CONTROL, QUEUED, Call, Measured, measure, queued
from closedform.bench.methods import Compiled, Traced
from closedform.bench.plan import cell
from closedform.bench.rows import Timing
from closedform.bench.statistics import ratio
from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.verify.draws.random import Draw, draw, even
from closedform.verify.judging import fingerprint, trace
from closedform.verify.judging.watch import watching
from closedform.verify.oracles.closed import Method, closed
from closedform.workers.memory import exhausted


class Work:
    """The methods of a cell that are still in the running, and the rows of those that are not."""

    def __init__(
        self,
        claim: Claim,
        sizes: Mapping[str, int],
        dtype: str = "float64",
        device: str = "cpu",
        memory_limit: float = 8.0,
        seed: int = 0,
    ) -> None:
        self.claim, self.sizes, self.dtype = claim, dict(sizes), dtype
        self.memory_limit, self.seed = memory_limit, seed
        self.device = devices.first(device)
        self.common = cell(claim, self.sizes, dtype, device).fields | {
            "device_kind": self.device.device_kind,
            "environment": devices.environment(self.device),
        }
        self.forms = {methods.name(form): form for form in methods.forms(claim)}
        self.modes = kinds.rivals(claim, self.sizes)
        self.at: Draw | None = None
        self.traced: dict[str, Traced] = {}
        self.ready: dict[str, Compiled] = {}
        self.out: list[Timing] = []
        self._trace()

    def fingerprint(self) -> str | None:
        """The hash of what is measured; None where something does not say all of itself."""
        try:
            return fingerprint.fingerprint(
                {
                    "programs": {name: t.program.jaxpr for name, t in self.traced.items()},
                    "out": {row.method: row.detail for row in self.out},
                    "drawn": [self.drawn.args, self.drawn.tangents],
                    "stated": {name: f.stated_flops(self.sizes) for name, f in self.forms.items()},
                    "environment": self.common["environment"],
                }
            )
        except fingerprint.Unhashable:
            return None

    def rows(self, seconds: float) -> list[Timing]:
        """All rows of the cell: of the methods that were timed, then of those that could not be,
        with the reason."""
        self.compile()
        found = self.checked() if self.named("autodiff") and self.named("closed form") else {}
        rivals, judged = self.named("autodiff"), self.named("closed form")
        if rivals and judged:
            return self.timed(rivals, found, seconds) + self.out
        missing = [row for row in self.out if row.role == "autodiff"]
        told = "; ".join(f"{row.method}: {row.detail}" for row in missing)
        detail = f"nothing to compare it with: {told}"
        return self.out + [
            self.row(name, "closed form", outcome=missing[-1].outcome, detail=detail)
            for name in judged
        ]

    def named(self, role: str) -> list[str]:
        """Methods of that role that are in the running."""
        return [name for name, compiled in self.ready.items() if compiled.role == role]

    @cached_property
    def drawn(self) -> Draw:
        """Arguments and tangents as they are drawn."""
        with jax.enable_x64(True), jax.default_device(jax.devices("cpu")[0]):
            return draw(self.claim, self.sizes, self.seed, even(self.sizes))

    @contextmanager
    def settings(self) -> Iterator[None]:
        """JAX set to the dtype and device that are timed."""
        with jax.enable_x64(self.dtype == "float64"), jax.default_device(self.device):
            yield

    def _trace(self) -> None:
        """Trace all forms and autodiff modes for the cell's shapes; no array of these is made yet.
        A closed form that differentiates is out."""
        with self.settings():
            shapes = methods.shapes(self.claim, self.sizes, self.dtype)
            for name, form in self.forms.items():
                why = circular.at_small_sizes(form, self.dtype)
                if why is None:
                    with watching() as seen:
                        method = closed(form, self.sizes, factors=True)
                        traced = self._traced(name, "closed form", method, shapes)
                    why = trace.circular(form, traced.program.jaxpr, seen) if traced else None
                if why:
                    self.out.append(self.row(name, "closed form", outcome="circular", detail=why))
                    self.traced.pop(name, None)
            for name, mode in self.modes.items():
                self._traced(name, "autodiff", mode, shapes)

    def _traced(self, name: str, role: str, method: Method, shapes: Any) -> Traced | None:
        """Trace a method, if that can be done."""
        try:
            self.traced[name] = methods.trace(name, role, method, *shapes)
        except Exception as error:  # a claim's own code may raise anything; it costs this one only
            self._failed(name, role, error)
        return self.traced.get(name)

    def compile(self) -> None:
        """Compile all methods that were traced; what does not fit into memory is out."""
        with self.settings():
            for name, traced in self.traced.items():
                try:
                    compiled = traced.compiled()
                except Exception as error:
                    self._failed(name, traced.role, error)
                    continue
                self._admit(compiled)

    def _admit(self, compiled: Compiled) -> None:
        free = devices.free_bytes(self.device, self.memory_limit)
        if (compiled.peak_bytes or 0) <= free:
            self.ready[compiled.name] = compiled
            return
        costs = {"peak_bytes": compiled.peak_bytes, "temp_bytes": compiled.temp_bytes}
        detail = f"needs {compiled.peak_bytes} bytes, {free} are free"
        row = self.row(compiled.name, compiled.role, outcome="too large", detail=detail, **costs)
        self.out.append(row)

    def _failed(self, name: str, role: str, error: Exception) -> None:
        outcome = "oom" if exhausted(error) else "error"
        self.out.append(self.row(name, role, outcome=outcome, detail=one_line(error)))

    def drop(self, name: str, **fields: Any) -> None:
        """Take a method out of the running."""
        self.out.append(self.row(name, self.ready.pop(name).role, **fields))

    def checked(self) -> dict[str, Said]:
        """What checking says of each method; those that are not right are out."""
        found, at = Check(
            self.claim,
            self.forms,
            self.modes,
            self.ready,
            self.sizes,
            self.drawn,
            self.seed,
            self.dtype,
            self.device,
            self.memory_limit,
        ).said()
        for name, said in found.items():
            if said.outcome != "ok":
                self.drop(name, **vars(said))
        self.at = at
        return found

    def timed(self, rivals: list[str], found: dict[str, Said], seconds: float) -> list[Timing]:
        """Rows of the methods in the running, and of the control."""
        assert self.at
        with self.settings():
            operands = self.placed(self.at)

            def copy(name: str) -> Call:
                self.ready[CONTROL] = self.copied(name, operands)
                return self.ready[CONTROL].on(*operands)

            calls = {name: compiled.on(*operands) for name, compiled in self.ready.items()}
            measured = measure(calls, rivals, copy, budget=seconds, seed=self.seed)
            waiting = {
                name: queued(call) for name, call in calls.items() if self.queues(self.ready[name])
            }
        return [
            self.filled(compiled, measured, waiting.get(name), found.get(name))
            for name, compiled in self.ready.items()
        ]

    def queues(self, compiled: Compiled) -> bool:
        """Whether several calls are queued at once: not on a CPU, nor where their results may not
        fit together."""
        if self.device.platform == "cpu":
            return False
        free = devices.free_bytes(self.device, self.memory_limit)
        return QUEUED * (compiled.peak_bytes or 0) <= free

    def placed(self, at: Draw) -> list[dict[str, jax.Array]]:
        """Arguments and tangents on the device."""
        return [methods.placed(part, self.dtype, self.device) for part in (at.args, at.tangents)]

    def copied(self, mode: str, operands: Sequence[Any]) -> Compiled:
        """A second copy of an autodiff mode; where the copy of a program can't be made or run, as
        of one that came from a cache, it is compiled once more."""
        try:
            copy = self.ready[mode].copy(CONTROL, "control")
            jax.block_until_ready(copy.program(*operands))
            return copy
        except (ValueError, NotImplementedError, jax.errors.JaxRuntimeError):
            again = dataclasses.replace(self.traced[mode], name=CONTROL, role="control")
            return again.compiled()

    def filled(
        self,
        compiled: Compiled,
        measured: Measured,
        device_seconds: float | None,
        said: Said | None,
    ) -> Timing:
        """The row of a method that was timed."""
        samples = measured.samples[compiled.name]
        against = ratio(measured.samples[measured.reference], samples)
        form = self.forms.get(compiled.name)
        return self.row(
            compiled.name,
            compiled.role,
            reference=measured.reference,
            samples=samples,
            calls=measured.calls[compiled.name],
            median=median(samples),
            stopped=measured.stopped,
            device_seconds=device_seconds,
            error=said.error if said and form else None,
            stated_flops=form.stated_flops(self.sizes) if form else None,
            **vars(against),
            **compiled.costs,
        )

    def row(self, name: str, role: str, **fields: Any) -> Timing:
        """A row of this cell."""
        return Timing(**self.common, method=name, role=role, **fields)
