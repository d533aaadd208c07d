"""``python -m closedform.verify.profile``: where a check's seconds go, and what
jax.test_util.check_grads takes for the same.

Cold: a new process and an empty compilation cache; warm: new processes with the cache that the cold
one filled."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Annotated, Any

import jax
import jax.test_util
import typer

from closedform.command import command
from closedform.formulas import Claim, InputError, find, gather
from closedform.verify import settings
from closedform.verify.checks import DRAWS
from closedform.verify.draws.sizes import Round, rounds
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.program import run
from closedform.verify.judging.sides import Sides
from closedform.verify.oracles.coordinates import restrict
from closedform.workers import pool

STAGES = ("tracing", "lowering", "compiling", "running")
"""Running: drawing arguments and their copies, the compiled program, and judging what it
computed."""
KINDS = ("gradient", "hessian")
"""Kind of claim -> the order of derivative that check_grads is asked for."""
REPEATS = 5
"""Warm processes; their median counts."""
Row = dict[str, Any]


def in_child(origin: str, id: str, draws: int, seed: int) -> Iterator[Row]:
    """Yield one row for each shape of a claim: its sizes, draws (count), seconds of each stage and
    of check_grads (s)."""
    claim = find(origin, id)
    with jax.enable_x64(True):
        jax.devices()  # JAX starts
        for round in rounds(claim, draws, seed):
            begun = time.perf_counter()
            sides = run(claim, round)
            compare(claim, [sides])
            seconds = time.perf_counter() - begun
            assert sides.program is not None
            stages = {
                **sides.program.seconds,
                "running": seconds - sum(sides.program.seconds.values()),
            }
            theirs = _check_grads(claim, round, sides)
            yield {
                "sizes": round.sizes,
                "draws": len(round.seeds),
                **stages,
                "whole": seconds,
                "check_grads": theirs,
            }


def _check_grads(claim: Claim, round: Round, sides: Sides) -> float:
    """Seconds that check_grads takes, called once for each draw with the formula at the draw's
    arguments."""
    begun = time.perf_counter()
    for d in sides.draws:
        f, xs = restrict(claim, jax.tree.map(jax.numpy.asarray, d.args), round.sizes)
        try:
            jax.test_util.check_grads(f, xs, claim.kind.order, modes=("fwd", "rev"))
        except AssertionError:  # it uses one tolerance for all; what it says is not the point here
            continue
    return time.perf_counter() - begun


def profile(claim: Claim, draws: int = DRAWS, seed: int = 0) -> tuple[list[Row], list[Row]]:
    """Rows of a claim, one a shape: cold, and the median of warm processes."""
    with tempfile.TemporaryDirectory() as folder:
        cold, *warm = (_once(claim, draws, seed, folder) for _ in range(1 + REPEATS))
    return cold, [_median(rows) for rows in zip(*warm, strict=True)]


def _once(claim: Claim, draws: int, seed: int, folder: str) -> list[Row]:
    """The claim's rows in a new process that keeps its compiled programs in the folder."""
    arguments = {"origin": claim.formula.origin, "id": claim.id, "draws": draws, "seed": seed}
    environment = settings.environment() | {"JAX_COMPILATION_CACHE_DIR": folder}
    limits = {
        "time_limit": settings.TIME_LIMIT,
        "memory_limit": settings.MEMORY_LIMIT,
        "environment": environment,
    }
    task = pool.Task(claim.id, "closedform.verify.profile:in_child", arguments)
    (done,) = [o for o in pool.run([task], 1, **limits) if isinstance(o, pool.Outcome)]
    if done.status != "ok":
        raise InputError(f"{claim.id} can't be profiled: {done.detail}")
    return done.events


def _median(rows: tuple[Row, ...]) -> Row:
    figures = [*STAGES, "whole", "check_grads"]
    return rows[0] | {name: statistics.median(row[name] for row in rows) for name in figures}


def lines(claim: Claim, cold: list[Row], warm: list[Row]) -> Iterator[str]:
    """The claim's table: a line for each shape."""
    for c, w in zip(cold, warm, strict=True):
        sizes = " ".join(f"{d}={n}" for d, n in w["sizes"].items()) or "scalars"
        stages = "  ".join(f"{c[s]:5.2f}/{w[s]:5.2f}" for s in (*STAGES, "whole"))
        apiece = f"{_apiece(w, 'whole')} {_apiece(w, 'check_grads')}"
        yield f"{claim.id:<36} {sizes:<16} {w['draws']:>5}  {stages}  {apiece}"


def _apiece(row: Row, name: str) -> str:
    return f"{1e3 * row[name] / row['draws']:9.1f}"


def totals(rows: list[Row]) -> str:
    """What all draws together took: of a value draw in milliseconds, here and by check_grads."""
    draws = sum(row["draws"] for row in rows)
    ours, theirs = (
        1e3 * sum(row[name] for row in rows) / draws for name in ("whole", "check_grads")
    )
    return f"{ours:.1f} ms a draw, check_grads {theirs:.1f} ms ({theirs / ours:.1f} times as long)"


def main(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME | CLAIM-ID | GLOB | FILE.py]...")
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws of each claim.", min=1)] = DRAWS,
    seed: Annotated[int, typer.Option(help="Seed of the first draw.", min=0)] = 0,
) -> None:
    """Time the checks of gradients and Hessians, stage by stage (s, cold/warm), and check_grads on
    the same draws (ms a draw)."""
    claims = [c for c in gather(targets or [])[0] if c.kind.name in KINDS and not c.as_printed]
    if not claims:
        raise InputError(
            "there is nothing to profile: the selection holds no gradient and no hessian"
        )
    heads = "  ".join(f"{s:^11}" for s in (*STAGES, "whole"))
    print(
        f"{'cold/warm (s), warm a draw (ms)':<36} {'shape':<16} {'draws':>5}  {heads}  "
        f"{'here':>9} check_grads",
        flush=True,
    )
    cold, warm = [], []
    for claim in claims:
        first, later = profile(claim, draws, seed)
        cold, warm = cold + first, warm + later
        print("\n".join(lines(claim, first, later)), flush=True)
    print(
        f"\ncold: {totals(cold)}\nwarm: {totals(warm)}; median of {REPEATS} new processes, "
        "imports left out"
    )


if __name__ == "__main__":
    command("closedform.verify.profile", main)
