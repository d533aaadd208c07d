"""``python -m closedform.bench.memory``: memory of Hessian-vector products against the Hessian with
all its entries.

Programs are compiled for the shapes and asked what they need; no array is made and nothing is run.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

import jax
import typer

from closedform.bench import devices, methods, plan
from closedform.bench import sizes as ladders
from closedform.bench.events import record
from closedform.bench.kinds import timed
from closedform.bench.rows import ENDS
from closedform.bench.summary import aligned, unread
from closedform.command import command
from closedform.errors import one_line
from closedform.formulas import Claim, InputError, find, gather
from closedform.formulas._kit.kinds import KINDS
from closedform.formulas._kit.structure import STRUCTURES
from closedform.verify import kinds
from closedform.verify.judging.trace import circular
from closedform.verify.judging.watch import watching
from closedform.verify.oracles.closed import Method, closed
from closedform.wording import bytes_in_words
from closedform.workers import pool

HEADER = ("claim", "form", "sizes", "hvp", "jvp of grad", "dense Hessian", "Hessian / hvp")
NOTE = (
    "peak memory of a call: arguments, output and temporaries by XLA's analysis; "
    "of several dense forms, the least"
)
RIVAL = "forward over reverse"
"""The autodiff mode that is jvp of grad."""
TIME_LIMIT = 60.0
"""Seconds that compiling for one size may take."""


@dataclass(frozen=True)
class Peaks:
    """Bytes that calls take at one shape; None where nobody says.

    sizes: the shape; products: form of the product -> bytes; rival: of jvp of grad; dense: of the
    Hessian with all its entries; failed: what could not be compiled, and why."""

    sizes: str
    products: dict[str, int | None]
    rival: int | None
    dense: int | None
    failed: list[str]


def main(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME | CLAIM-ID | GLOB | FILE.py]...", help="Whose products; all for none."
        ),
    ] = None,
    sizes: Annotated[str, typer.Option(help=f"At which sizes: {ladders.WORDS}.")] = "16,64,256",
    dtype: Annotated[str, typer.Option(help="float64 or float32.")] = "float64",
) -> None:
    """Show the peak memory of Hessian-vector products, of jvp of grad, and of the dense Hessian.

    Exit status: 0 shown, 1 some could not be compiled or read, 2 a usage or input error.
    """
    if dtype not in devices.DTYPES:
        raise InputError(f"--dtype {dtype} is not known; write {' or '.join(devices.DTYPES)}")
    ladders.check(sizes)
    claims, broken = gather(names or [])
    ladder_of = fitting(products(claims), sizes)
    tasks = [_task(claim, rungs, dtype) for claim, rungs in ladder_of.items() if rungs]
    table, failed = [], []
    for report in pool.run(tasks, time_limit=TIME_LIMIT, environment=devices.settings("cpu")):
        if isinstance(report, pool.Event):
            found, name = record(Peaks, report.value), report.task.key
            table += [(name, *row) for row in lines(found)]
            failed += [f"{name}[{found.sizes}], {why}" for why in found.failed]
        elif report.status != "ok":
            failed.append(f"{report.task.key}: {ENDS[report.status]}: {report.detail}")
    order = [task.key for task in tasks]
    print(
        "\n".join(
            [*aligned([HEADER, *sorted(table, key=lambda row: order.index(row[0]))]), "", NOTE]
        )
    )
    if unfit := [claim.stem for claim, rungs in ladder_of.items() if not rungs]:
        print(f"left out (no such size is legal): {', '.join(unfit)}")
    for why in [*failed, *unread(broken)]:
        print(f"closedform.bench.memory: {why}", file=sys.stderr)
    raise typer.Exit(1 if failed or broken else 0)


def products(claims: list[Claim]) -> list[Claim]:
    """The Hessian-vector products among the claims, one of the forms of each."""
    found = {
        claim.stem: claim
        for claim in claims
        if (kind := timed(claim)) and kind.matrix and plan.why_not(claim) is None
    }
    return list(found.values())


def fitting(claims: Sequence[Claim], sizes: str) -> dict[Claim, list[dict[str, int]]]:
    """Product -> its ladder (see ``closedform.bench.sizes.ladder``), empty where no such size is
    legal.

    Raises InputError where there is no product, or none has such a size.
    """
    found: dict[Claim, list[dict[str, int]]] = {}
    misfit = InputError(f"--sizes {sizes}: no such size is legal for any product here; name others")
    for claim in claims:
        try:
            found[claim] = ladders.ladder(claim, sizes)
        except InputError as error:
            misfit, found[claim] = error, []
    if not claims:
        raise InputError("no claim here is a Hessian-vector product; name others")
    if not any(found.values()):
        raise misfit
    return found


def hessians(product: Claim) -> list[Claim]:
    """All forms of the Hessian in the same sense as the product: by the same variable, along, on
    and given the same."""
    kind = timed(product)
    assert kind and kind.matrix
    sense = replace(product, kind=KINDS[kind.matrix]).stem
    return [c for c in product.formula.claims.values() if c.stem == sense and not c.as_printed]


def in_child(
    origin: str, claim: str, sizes: list[dict[str, int]], dtype: str
) -> Iterator[dict[str, Any]]:
    """`Peaks` for each shape, in turn."""
    product = find(origin, claim)
    for at in sizes:
        with jax.enable_x64(dtype == "float64"):
            yield asdict(peaks(product, at, dtype))
        jax.clear_caches()


def peaks(product: Claim, sizes: Mapping[str, int], dtype: str) -> Peaks:
    """What a call takes at one shape."""
    failed: list[str] = []
    rival = kinds.of(product).modes(sizes)[RIVAL]

    def peak(name: str, claim: Claim, method: Method, entries: bool = False) -> int | None:
        try:
            if entries and by_factors(claim, sizes, dtype):
                return None
            with watching() as seen:
                traced = methods.trace(name, "", method, *methods.shapes(claim, sizes, dtype))
            own = method is not rival
            if own and circular(claim, traced.program.jaxpr, seen):
                return None
            return traced.compiled().peak_bytes
        except Exception as error:  # a claim's own code may raise anything; it costs this one only
            failed.append(f"{name}: {one_line(error)}")
            return None

    products = {
        methods.name(form): peak("hvp", form, closed(form, sizes))
        for form in methods.forms(product)
    }
    whole = (peak(form.id, form, closed(form, sizes), entries=True) for form in hessians(product))
    dense = [bytes for bytes in whole if bytes is not None]
    of_rival = peak(RIVAL, product, rival)
    return Peaks(plan.shape(sizes), products, of_rival, min(dense, default=None), failed)


def by_factors(form: Claim, sizes: Mapping[str, int], dtype: str) -> bool:
    """Whether it returns a matrix by its factors."""
    shapes = methods.shapes(form, sizes, dtype)
    result = jax.eval_shape(closed(form, sizes, factors=True), *shapes)
    return any(isinstance(leaf, STRUCTURES) for leaf in result)


def lines(found: Peaks) -> list[tuple[str, ...]]:
    """Cells of the table for one shape, a line for each form of the product."""
    dense = found.dense
    return [
        (
            "-" if form == "closed form" else form,
            found.sizes,
            *map(size, (own, found.rival, dense)),
            "-" if own is None or dense is None else times(dense / own),
        )
        for form, own in found.products.items()
    ]


def size(number: int | None) -> str:
    """Bytes in words, a dash for none."""
    return "-" if number is None else bytes_in_words(number)


def times(ratio: float) -> str:
    """Three digits or more: ``1.98``, ``24600``."""
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def _task(claim: Claim, rungs: list[dict[str, int]], dtype: str) -> pool.Task:
    what = {"origin": claim.formula.origin, "claim": claim.id, "sizes": rungs, "dtype": dtype}
    return pool.Task(claim.stem, "closedform.bench.memory:in_child", what)


if __name__ == "__main__":
    command("closedform.bench.memory", main)
