"""Verification from Python: ``closedform.verify.check``."""

import os
import warnings
from dataclasses import asdict
from typing import Any

import pandas as pd

from closedform.formulas import Claim, Formula, InputError
from closedform.formulas._kit.description import bare
from closedform.formulas._kit.survey import select
from closedform.verify.checks import DRAWS, check_claim
from closedform.verify.rows import COLUMNS, Verdict
from closedform.verify.run import children, verify


def check(
    *targets: "str | os.PathLike[str] | Formula[..., Any] | Claim",
    draws: int = DRAWS,
    seed: int = 0,
    fresh: bool = False,
) -> pd.DataFrame:
    """Check formulas; one row a claim, with the columns of `closedform.verify.rows.COLUMNS`.

    Args:
        targets: names, claim ids, globs and files, which are checked in supervised child processes;
            or formulas and claims themselves, which are checked in this one. None means the whole
            catalogue.
        draws: draws of each claim; seed: of the first draw.
        fresh: check all in child processes, whatever verdicts are kept of earlier runs.

    Raises:
        InputError: a target that selects nothing or can't be read, or draws < 1. Of a module of the
            catalogue that can't be read a warning tells.
    """
    if draws < 1:
        raise InputError(f"draws={draws} was given; at least 1 is needed")
    here = [t for t in targets if isinstance(t, (Formula, Claim))]
    named = [os.fspath(t) for t in targets if not isinstance(t, (Formula, Claim))]
    claims = [c for t in here for c in (t.claims.values() if isinstance(t, Formula) else [t])]
    verdicts = [check_claim(c, draws, seed) for c in claims]
    without = bare(t for t in here if isinstance(t, Formula))
    if named or not here:
        with children() as within:
            chosen = select(named, within)
            found = {v.id: v for v in verify(chosen.claims, within, draws, seed, fresh=fresh)}
        verdicts += [found[claim.key] for claim in chosen.claims]
        without += chosen.bare
        for module in chosen.broken:
            warnings.warn(
                f"{module.module} can't be read, and its formulas were not checked: {module.error}",
                stacklevel=2,
            )
    for formula in without:
        warnings.warn(str(formula), stacklevel=2)
    return table(verdicts)


def table(verdicts: list[Verdict]) -> pd.DataFrame:
    """Verdicts as a DataFrame."""
    return pd.DataFrame([asdict(v) for v in verdicts], columns=list(COLUMNS))
