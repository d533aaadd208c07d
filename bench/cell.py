"""One cell, measured in a process of its own: verified at its size first, then timed."""

import dataclasses
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

import jax

from bench import devices, methods
from bench.measure import CONTROL, Measured, measure
from bench.methods import Compiled
from bench.rows import Timing
from bench.statistics import ratio
from formulas import Claim, find
from formulas._kit.errors import one_line
from verify import check_at, oracles
from verify.draws import draw


def run(origin: str, cells: list[dict[str, Any]], dtype: str, device: str, budget: float, seed: int) -> Iterator[dict[str, Any]]:
    """Time cells of one formula; yields a ``start`` event before each and a ``cell`` event with its rows after it.

    Args:
        origin: where the formula is declared, as ``Formula.origin``.
        cells: dicts of ``key``, ``claim`` (id), ``sizes``, and ``command``, which measures the cell again.
        dtype, device: of what is timed; truth is decided in float64 on the CPU whatever they are.
        budget: seconds of measuring for each cell.
        seed: of the arguments and of the order within blocks.
    """
    devices.synchronous()
    for cell in cells:
        yield {"event": "start", "key": cell["key"]}
        rows = _Bench(find(origin, cell["claim"]), cell["sizes"], dtype, device, budget, seed, cell["command"]).rows()
        yield {"event": "cell", "key": cell["key"], "rows": [dataclasses.asdict(row) for row in rows]}
        jax.clear_caches()


class _Bench:
    """A cell at work: what its rows have in common, and the steps that fill them."""

    def __init__(
        self, claim: Claim, sizes: Mapping[str, int], dtype: str, device: str, budget: float, seed: int, command: str
    ) -> None:
        self.claim, self.sizes, self.dtype, self.budget, self.seed = claim, dict(sizes), dtype, budget, seed
        self.device = devices.first(device)
        self.common = common(claim, self.sizes, dtype, device, command) | {
            "device_kind": self.device.device_kind,
            "environment": devices.environment(self.device),
        }

    def rows(self) -> list[Timing]:
        """All rows of the cell."""
        with jax.enable_x64(True), jax.default_device(jax.devices("cpu")[0]):
            checked = {methods.name(form): (form, self.check(form)) for form in methods.forms(self.claim)}
            drawn = draw(self.claim, self.sizes, self.seed)
        bad = {name: found for name, (_, found) in checked.items() if "detail" in found}
        wrong = [self.row(name, "closed form", outcome="wrong", **found) for name, found in bad.items()]
        right = {name: pair for name, pair in checked.items() if name not in bad}
        if not right:
            return wrong
        with jax.enable_x64(self.dtype == "float64"):
            self.args = methods.placed(drawn.args, self.dtype, self.device)
            self.moves = methods.placed(drawn.moves, self.dtype, self.device)
            return [*wrong, *self.timed(right)]

    def check(self, form: Claim) -> dict[str, Any]:
        """How near the form is to autodiff at this size, as fields of a row; with a ``detail`` where it isn't right."""
        verdict = check_at(form, self.sizes, self.seed)
        if verdict.status == "verified":
            return {"error": verdict.share}
        return {"error": verdict.share, "detail": f"{verdict.status}: {verdict.detail or verdict.cause or 'no detail'}"}

    def timed(self, right: dict[str, tuple[Claim, dict[str, Any]]]) -> list[Timing]:
        """Rows of the forms that are right, of the autodiff modes, and of the control."""
        modes = methods.rivals(self.claim, self.sizes)
        ready: dict[str, Compiled] = {}
        failed: list[Timing] = []
        for name, (form, _) in right.items():
            self.prepare(name, "closed form", oracles.closed(form, self.sizes), ready, failed)
        for name, method in modes.items():
            self.prepare(name, "autodiff", method, ready, failed)
        rivals = [name for name in ready if ready[name].role == "autodiff"]
        judged = [name for name in ready if ready[name].role == "closed form"]
        if not rivals or not judged:
            alone = {"outcome": failed[-1].outcome, "detail": _alone(failed)}
            return failed + [self.row(name, "closed form", **alone) for name in judged]

        def copy(name: str) -> Any:
            ready[CONTROL] = methods.compile(CONTROL, "control", modes[name], self.args, self.moves)
            return ready[CONTROL].call

        measured = measure({n: c.call for n, c in ready.items()}, rivals, copy, budget=self.budget, seed=self.seed)
        assert all(len(compiled.traces) == 1 for compiled in ready.values()), "a method was compiled twice"
        extra = {name: {**found, "stated_flops": _stated(form, self.sizes)} for name, (form, found) in right.items()}
        return [self.filled(compiled, measured, extra.get(name, {})) for name, compiled in ready.items()] + failed

    def prepare(self, name: str, role: str, method: oracles.Method, ready: dict[str, Compiled], failed: list[Timing]) -> None:
        """Compile a method into `ready`, or put the row that says why not into `failed`."""
        try:
            compiled = methods.compile(name, role, method, self.args, self.moves)
        except Exception as error:
            outcome = "oom" if "RESOURCE_EXHAUSTED" in str(error) else "error"
            failed.append(self.row(name, role, outcome=outcome, detail=one_line(error)))
            return
        free = devices.free_bytes(self.device)
        if (compiled.peak_bytes or 0) > free:
            detail = f"needs {compiled.peak_bytes} bytes, {free} are free"
            failed.append(self.row(name, role, outcome="oom", detail=detail, peak_bytes=compiled.peak_bytes))
            return
        ready[name] = compiled

    def filled(self, compiled: Compiled, measured: Measured, extra: dict[str, Any]) -> Timing:
        """The row of a method that was timed."""
        samples = measured.samples[compiled.name]
        against = ratio(measured.samples[measured.reference], samples)
        fields = ("trace_seconds", "compile_seconds", "flops", "peak_bytes")
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


def common(claim: Claim, sizes: dict[str, int], dtype: str, device: str, command: str) -> dict[str, Any]:
    """The fields that all rows of a cell share, as far as they are known without a device."""
    return {
        "claim": claim.stem,
        "formula": claim.formula.name,
        "kind": claim.kind,
        "wrt": list(claim.wrt),
        "sizes": sizes,
        "dtype": dtype,
        "device": device,
        "device_kind": None,
        "command": command,
    }


def _alone(failed: list[Timing]) -> str:
    return "nothing to compare it with: " + "; ".join(f"{row.method}: {row.detail}" for row in failed)


def _stated(form: Claim, sizes: Mapping[str, int]) -> float | None:
    if form.flops is None:
        return None
    return float(form.flops(**{p: sizes[p] for p in form.flops.__code__.co_varnames[: form.flops.__code__.co_argcount]}))
