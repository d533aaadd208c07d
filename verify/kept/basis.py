"""Under what a verdict is kept: a hash of all that it follows from.

These are the traced programs of claim and formula at every shape, with their constants; the draws;
versions; and the code that judges. A comment or another name for a variable changes none of it, a
helper in another file does. Where a derivative rule of somebody's own, or a domain's tangents, have
a say, the whole program of claim, autodiff and values is traced."""

import functools
import hashlib
import inspect
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jax

from closedform.formulas import Claim
from closedform.formulas._kit.description import describe
from closedform.verify.draws.random import draw
from closedform.verify.draws.sizes import Round, rounds
from closedform.verify.faults import Fault
from closedform.verify.judging.fingerprint import Unhashable, fingerprint, versions
from closedform.verify.judging.program import standard_at, whole_programs
from closedform.verify.judging.trace import custom_rules, traced, value_program
from closedform.workers.memory import exhausted

PACKAGE = Path(__file__).parents[2]
JUDGING = ("", "workers", "verify", "formulas", "formulas/_kit", "formulas/derive",
           "formulas/notation")  # fmt: skip
"""Folders of the package that have a say in a verdict: not the subjects, whose programs are traced;
of the package's own folder and of formulas/ the files alone."""
FLAT = ("", "formulas")
WHERE = ("file", "line", "origin", "key", "source", "stem")
"""What a description says beside what is claimed."""


def key(claim: Claim, draws: int, seed: int) -> str | None:
    """The hash under which the claim's verdict is kept; None where something does not say all of
    itself, or there is nothing to compare."""
    said = {name: v for name, v in asdict(describe(claim)).items() if name not in WHERE}
    with jax.enable_x64(True):
        try:
            return fingerprint(
                {
                    "claim": said,
                    "draws": [draws, seed],
                    "rounds": [_round(claim, round) for round in rounds(claim, draws, seed)],
                    "domains": sorted(_domains(claim)),
                    "judging": code(),
                    "versions": versions(),
                    "machine": [platform.machine(), os.environ.get("XLA_FLAGS", "")],
                }
            )
        except (Unhashable, Fault):
            return None
        except Exception as error:
            if exhausted(error):
                raise
            return None  # the check says what is the matter


def _round(claim: Claim, round: Round) -> dict[str, Any]:
    """What a round computes, and from what."""
    drawn = [draw(claim, round.sizes, seed, round.scale) for seed in round.seeds]
    value = value_program(claim, round.sizes, drawn[0].args)
    standard = standard_at(claim, round)
    shapes = standard.shapes(round.sizes, value.out_avals[0].shape)
    found = traced(claim, round.sizes, drawn[0], shapes, twice=False)
    programs = [found.program, value]
    if claim.along or claim.on or any(custom_rules(p.jaxpr) for p in programs):
        programs += whole_programs(claim, round, drawn)
    return {
        "round": asdict(round),
        "arguments": [[d.args, d.tangents] for d in drawn],
        "programs": programs,
        "circular": found.circular,
    }


def _domains(claim: Claim) -> Iterator[str]:
    """Hashes of the files of domains that are not ours."""
    used = [v.domain for v in claim.formula.variables.values()]
    used += [*claim.given.values(), *filter(None, (claim.along, claim.on))]
    for base in {base for domain in used for base in domain.__mro__}:
        if base is not object and not base.__module__.startswith("closedform."):
            try:
                text = Path(inspect.getfile(base)).read_bytes()
            except (OSError, TypeError):
                raise Unhashable(f"the source of {base.__name__} can't be read") from None
            yield hashlib.sha256(text).hexdigest()


@functools.cache
def code() -> str:
    """The hash of the code that judges."""
    found = hashlib.sha256()
    for folder in JUDGING:
        files = (PACKAGE / folder).glob("*.py" if folder in FLAT else "**/*.py")
        for file in sorted(files):
            text = file.read_bytes()
            found.update(f"{file.relative_to(PACKAGE)} {len(text)} ".encode() + text)
    return found.hexdigest()
