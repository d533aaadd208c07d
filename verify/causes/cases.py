"""The special cases: orthogonal, commuting, zero mean, unit norm, positive, the identity, ..."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from closedform.formulas import Claim
from closedform.formulas._kit.domains.diagonal import Diagonal
from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas._kit.domains.invertible import Invertible
from closedform.formulas._kit.domains.orthogonal import Orthogonal
from closedform.formulas._kit.domains.positive import Positive
from closedform.formulas._kit.domains.real import Real
from closedform.formulas._kit.domains.simplex import Simplex
from closedform.formulas._kit.domains.skew import Skew
from closedform.verify.causes.cause import Cause
from closedform.verify.causes.evidence import Evidence
from closedform.verify.causes.hypothesis import Hypothesis, unexplained_array
from closedform.verify.causes.special import Case, Change, first, put
from closedform.verify.draws.random import Draw

Rng = np.random.Generator


def cases(claim: Claim) -> Iterator[Case]:
    """When a claim may hold; the more general before what it holds."""
    variables = claim.formula.variables
    loose = [n for n, v in variables.items() if v.domain is Real]
    yield from _of_square(claim)
    for name in loose:
        yield from _of_loose(claim, name)
    for name, v in variables.items():
        if v.shape.ndim and v.domain in (Real, Positive):
            yield _case(f"{name} sums to one", _drawn(claim, name, Simplex), of_size=True)
    if len(loose) > 1:
        yield _case("all arguments are positive", _all_positive(loose))
    for name in square(claim):
        yield _case(f"{name} is a multiple of the identity", _multiple(name))
        identity = _fixed(name, lambda a: np.eye(len(a)))
        yield _case(f"{name} is the identity", identity)
    for name, v in variables.items():
        if not v.shape.ndim:
            yield _case(f"{name} = 1", _fixed(name, lambda a: np.ones(())), of_size=True)
    for a, b in combinations(sorted(variables), 2):
        if variables[a].shape == variables[b].shape and variables[a].shape.ndim:
            yield _case(f"{a} = {b}", lambda rng, d, a=a, b=b: put(d, a, d.args[b]))


def _of_square(claim: Claim) -> Iterator[Case]:
    names = square(claim)
    made = {"orthogonal": Orthogonal, "diagonal": Diagonal, "skew-symmetric": Skew}
    for words, domain in made.items():
        for name in names:
            singular = domain is Skew and claim.domain(name) is Invertible
            if not claim.domain(name).constrained and not singular:
                yield _case(f"{name} is {words}", _drawn(claim, name, domain))
    if len(names) > 1:
        yield _case(f"{' and '.join(names)} commute", _commuting(claim, names))


def _of_loose(claim: Claim, name: str) -> Iterator[Case]:
    ndim = claim.formula.variables[name].shape.ndim
    if ndim == 2:
        yield _case(f"the columns of {name} are orthonormal", _orthonormal(name))
        yield _case(f"the rows of {name} are orthonormal", _orthonormal(name, rows=True))
        yield _case(f"the columns of {name} have mean zero", _centred(name, 0))
        yield _case(f"the rows of {name} have mean zero", _centred(name, 1))
        yield _case(f"the rows of {name} have norm one", _normed(name, 1), of_size=True)
        yield _case(f"the columns of {name} have norm one", _normed(name, 0), of_size=True)
    if ndim == 1:
        yield _case(f"{name} has mean zero", _centred(name, 0))
    if ndim >= 1:
        yield _case(f"{name} has norm one", _normed(name, None), of_size=True)
    yield _case(f"{name} is positive", _drawn(claim, name, Positive))


def _case(words: str, change: Change, of_size: bool = False) -> Case:
    return Case("special-case", words, change, of_size)


def square(claim: Claim) -> list[str]:
    """Variables that are square matrices."""
    shapes = {n: v.shape for n, v in claim.formula.variables.items()}
    return [n for n, s in shapes.items() if s.ndim == 2 and s.axes[0] == s.axes[1]]


# ── How draws become special ────────────────────────────────────────────────────


def _fixed(name: str, value: Callable[[np.ndarray], np.ndarray]) -> Change:
    """The argument made another one, by what it is."""
    return lambda rng, d: put(d, name, value(d.args[name]))


def _drawn(claim: Claim, name: str, domain: type[Domain]) -> Change:
    def change(rng: Rng, d: Draw) -> Draw:
        member = domain.draw(rng, d.args[name].shape)
        return put(d, name, _oriented(member, claim.domain(name)))

    return change


def _oriented(X: np.ndarray, domain: type[Domain]) -> np.ndarray:
    """The matrix with a positive determinant, if its domain wants one."""
    return domain.oriented(X) if issubclass(domain, Invertible) else X


def _orthonormal(name: str, rows: bool = False) -> Change:
    def change(rng: Rng, d: Draw) -> Draw | None:
        a = d.args[name].T if rows else d.args[name]
        if a.shape[0] < a.shape[1]:
            return None
        Q = np.linalg.qr(a)[0]
        return put(d, name, Q.T if rows else Q)

    return change


def _centred(name: str, axis: int) -> Change:
    return _fixed(name, lambda a: a - a.mean(axis, keepdims=True))


def _normed(name: str, axis: int | None) -> Change:
    return _fixed(name, lambda a: a / np.sqrt((a**2).sum(axis, keepdims=True)))


def _multiple(name: str) -> Change:
    return lambda rng, d: put(d, name, np.eye(len(d.args[name])) * rng.uniform(0.5, 2))


def _all_positive(names: Sequence[str]) -> Change:
    def change(rng: Rng, d: Draw) -> Draw:
        for n in names:
            d = put(d, n, np.abs(d.args[n]))
        return d

    return change


def _commuting(claim: Claim, names: Sequence[str]) -> Change:
    """All of them polynomials in one matrix, which is as generic as their domains allow."""
    constrained = [n for n in names if claim.domain(n).constrained]
    base = (constrained or list(names))[0]

    def change(rng: Rng, d: Draw) -> Draw | None:
        if len({d.args[n].shape for n in names}) > 1 or len(constrained) > 1:
            return None
        M, size = d.args[base], max(1.0, np.abs(d.args[base]).max())
        for n in names:
            if n not in constrained:
                a, b, c = rng.uniform(0.3, 1, 3)
                polynomial = a * np.eye(len(M)) + b * M + c * M @ M / size
                d = put(d, n, _oriented(polynomial, claim.domain(n)))
        return d

    return change


def _tried(evidence: Evidence) -> list[Cause]:
    return first(evidence, cases(evidence.claim))


SPECIAL = Hypothesis(
    name="it holds in a special case",
    causes=("special-case",),
    applies=unexplained_array,
    tries=_tried,
    why="it says when the claim may be used, not what to write instead; symmetric matrices, the "
    "usual case, were asked long before",
    slow=True,
)
