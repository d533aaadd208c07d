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
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Found, Hypothesis
from closedform.verify.causes.special import Case, changed, first, put
from closedform.verify.draws.random import Draw
from closedform.verify.judging.comparison import compare
from closedform.verify.kinds.frame import Frame


def _tried(evidence: Evidence) -> list[Cause]:
    return [*_along(evidence), *first(evidence, _cases(evidence.claim))]


def _along(evidence: Evidence) -> list[Cause]:
    """As printed it may speak of symmetric tangents alone."""
    claim, name = evidence.claim, _narrowed(evidence.claim)
    if name is None:
        return []
    found = changed(evidence, lambda rng, d: put(d, name, _member(claim, name, d, rng)))
    framed = []
    for sides in found:
        basis = Symmetric.basis(len(sides.draws[0].args[name]))
        tangents = np.broadcast_to(basis, (len(sides.claim[0]), *basis.shape))
        framed.append(replace(sides, frame=Frame(sides.frame.output, [tangents])))
    if not framed or not right(compare(replace(claim, along=Symmetric), framed)):
        return []
    words = f"it is right along symmetric directions d{name} at a symmetric {name} alone"
    instead = "say so with along=Symmetric; over independent entries of "
    return [Cause("symmetric-only", words, f"{instead}{name} it is another matrix")]


def _narrowed(claim: Claim) -> str | None:
    """The square variable along whose symmetric tangents the claim could be meant."""
    if "on" not in claim.kind.qualifiers or claim.kind.tangents or claim.along or claim.on:
        return None
    name, *others = claim.wrt
    return name if not others and name in square(claim) else None


def _cases(claim: Claim) -> Iterator[Case]:
    loose = [n for n in square(claim) if not issubclass(claim.domain(n), (Symmetric, Diagonal))]

    def symmetric(names: list[str]) -> Case:
        def change(rng: np.random.Generator, d: Draw) -> Draw:
            for n in names:
                d = put(d, n, _member(claim, n, d, rng))
            return d

        are = "is" if len(names) == 1 else "are"
        return Case("symmetric-only", f"it holds when {', '.join(names)} {are} symmetric", change)

    yield from (symmetric([name]) for name in loose)
    if len(loose) > 1:
        yield symmetric(loose)


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
