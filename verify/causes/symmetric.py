"""Claims that hold for symmetric matrices alone, or along symmetric tangents."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from closedform.formulas import Claim
from closedform.formulas._kit.domains.diagonal import Diagonal
from closedform.formulas._kit.domains.invertible import Invertible
from closedform.formulas._kit.domains.skew import Skew
from closedform.formulas._kit.domains.spd import SPD
from closedform.formulas._kit.domains.symmetric import Symmetric
from closedform.verify.causes.cases import square
from closedform.verify.causes.cause import Cause, right
from closedform.verify.causes.clock import ENTRIES
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Found, Hypothesis
from closedform.verify.causes.special import Case, first, holds, put
from closedform.verify.draws.random import Draw
from closedform.verify.judging.comparison import compare
from closedform.verify.judging.sides import Sides
from closedform.verify.kinds.frame import Frame


def _tried(evidence: Evidence) -> list[Cause]:
    return [*_along(evidence), *first(evidence, _cases(evidence.claim))]


def _along(evidence: Evidence) -> list[Cause]:
    """As printed it may speak of symmetric tangents alone."""
    claim, name = evidence.claim, _narrowed(evidence.claim)
    if name is None:
        return []
    narrowed = replace(claim, along=Symmetric)

    def right_along(found: list[Sides]) -> bool:
        return right(compare(narrowed, [_framed(sides, name) for sides in found]))

    if any(_tangents(sides, name) > ENTRIES for sides in evidence.rounds):
        return []
    if not holds(evidence, evidence.generic, _symmetric(claim, [name]), right_along):
        return []
    words = f"it is right along symmetric directions d{name} at a symmetric {name} alone"
    instead = "say so with along=Symmetric; over independent entries of "
    return [Cause("symmetric-only", words, f"{instead}{name} it is another matrix")]


def _framed(sides: Sides, name: str) -> Sides:
    """The round with symmetric tangents to compare along."""
    basis = Symmetric.basis(len(sides.draws[0].args[name]))
    tangents = np.broadcast_to(basis, (len(sides.claim[0]), *basis.shape))
    return replace(sides, frame=Frame(sides.frame.output, [tangents]))


def _tangents(sides: Sides, name: str) -> int:
    """Entries of all symmetric tangents."""
    n = len(sides.draws[0].args[name])
    return n * n * n * (n + 1) // 2


def _narrowed(claim: Claim) -> str | None:
    """The square variable along whose symmetric tangents the claim could be meant."""
    if "on" not in claim.kind.qualifiers or claim.kind.tangents or claim.along or claim.on:
        return None
    name, *others = claim.wrt
    return name if not others and name in square(claim) else None


def _cases(claim: Claim) -> Iterator[Case]:
    loose = [n for n in square(claim) if not issubclass(claim.domain(n), (Symmetric, Diagonal))]
    yield from (_symmetric(claim, [name]) for name in loose)
    if len(loose) > 1:
        yield _symmetric(claim, loose)


def _symmetric(claim: Claim, names: list[str]) -> Case:
    def change(rng: np.random.Generator, d: Draw) -> Draw:
        for n in names:
            d = put(d, n, _member(claim, n, d, rng))
        return d

    are = "is" if len(names) == 1 else "are"
    return Case("symmetric-only", f"{', '.join(names)} {are} symmetric", change)


def _member(claim: Claim, name: str, d: Draw, rng: np.random.Generator) -> np.ndarray:
    """A symmetric matrix of the size of the variable's entries, positive definite where it has to
    be invertible; of skew ones, a skew one."""
    domain, a = claim.domain(name), d.args[name]
    within = SPD if issubclass(domain, Invertible) else Skew if issubclass(domain, Skew) else None
    return (within or Symmetric).draw(rng, a.shape, float(np.sqrt((a**2).mean())) or 1.0)


def _also_asked(evidence: Evidence, found: Found) -> bool:
    half_said = not found or found[0].name in ("missing-commutation", "transposed")
    return not evidence.at_point and half_said


ONLY = Hypothesis(
    name="it was derived for a symmetric matrix",
    causes=("symmetric-only",),
    applies=_also_asked,
    tries=_tried,
    why="a K or a transpose that is missing is what a derivation for a symmetric matrix leaves "
    "out: both are said; any other reading explains more",
)
