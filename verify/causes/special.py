"""Special cases in which a wrong claim is right: symmetric, square, n = 1, zero mean, unit norm,
commuting, ..."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from closedform.formulas import Claim
from closedform.formulas._kit.drawing import (
    SPD,
    Diagonal,
    Domain,
    Invertible,
    Orthogonal,
    Positive,
    Real,
    Simplex,
    Skew,
    Symmetric,
)
from closedform.verify.causes.cause import Cause, right
from closedform.verify.draws.random import Draw
from closedform.verify.draws.streams import Stream
from closedform.verify.judging.comparison import Comparison, compare
from closedform.verify.judging.sides import Sides
from closedform.verify.kinds.frame import Frame

Change = Callable[[np.random.Generator, Draw], "Draw | None"]


@dataclass(frozen=True)
class Case:
    """A special case: the cause it amounts to, in words, and how to make draws of it."""

    cause: str
    words: str
    change: Change
    instead: str | None = None


def symmetric(claim: Claim, rounds: Sequence[Sides]) -> list[Cause]:
    """Whether the claim holds where some matrix is symmetric, or along symmetric directions."""
    return [*_along_symmetric(claim, rounds), *_first(claim, rounds, _symmetric_cases(claim))]


def other(claim: Claim, rounds: Sequence[Sides]) -> list[Cause]:
    """The first of the other special cases in which the claim holds."""
    return _first(claim, rounds, _cases(claim))


def sizes(claim: Claim, comparisons: Sequence[Comparison]) -> list[Cause]:
    """Whether it holds in the rounds of equal sizes, or in those where a dimension is 1, alone."""
    wrong = [c for c in comparisons if c.defined.any() and np.nanmax(c.worst) > 1]
    held = [c for c in comparisons if right([c])]
    if not wrong or not held:
        return []
    for c in held:
        shape = c.sides.round.sizes
        if (
            len(shape) > 1
            and len(set(shape.values())) == 1
            and all(len(set(w.sides.round.sizes.values())) > 1 for w in wrong)
        ):
            return [
                Cause("special-case", f"it holds when all sizes are equal ({', '.join(shape)})")
            ]
    for name in held[0].sides.round.sizes:
        if all((c.sides.round.sizes[name] == 1) for c in held) and all(
            w.sides.round.sizes[name] > 1 for w in wrong
        ):
            return [Cause("special-case", f"it holds when {name} = 1")]
    return []


def _first(claim: Claim, rounds: Sequence[Sides], cases: Iterator[Case]) -> list[Cause]:
    generic = max(_peak(s) for s in rounds)
    for case in cases:
        if _holds(claim, rounds, case, generic):
            return [Cause(case.cause, case.words, case.instead)]
    return []


def _holds(claim: Claim, rounds: Sequence[Sides], case: Case, generic: float) -> bool:
    found = []
    for sides in rounds:
        if sides.program is None or 1 in sides.round.sizes.values():
            continue
        rng = Stream.CASES.at(sides.round.seeds[0])
        drawn = [case.change(rng, d) for d in sides.draws]
        if any(d is None for d in drawn):
            return False
        found.append(sides.program.run(sides.round, [d for d in drawn if d is not None]))
    return bool(found) and max(map(_peak, found)) > 1e-6 * generic and right(compare(claim, found))


def _peak(sides: Sides) -> float:
    leaves = next(iter(sides.modes.values()))
    values = [np.abs(a[np.isfinite(a)]).max(initial=0.0) for a in leaves]
    return float(max(values, default=0.0))


def _along_symmetric(claim: Claim, rounds: Sequence[Sides]) -> Iterator[Cause]:
    """As printed it may speak of symmetric directions alone."""
    names = list(claim.wrt)
    if (
        "on" not in claim.kind.qualifiers
        or claim.kind.tangents
        or claim.along
        or claim.on
        or len(names) > 1
    ):
        return
    name = names[0]
    shape = claim.formula.variables[name].shape
    if shape.ndim != 2 or shape.axes[0] != shape.axes[1]:
        return
    narrowed, found = replace(claim, along=Symmetric), []
    for sides in rounds:
        if sides.program is None or 1 in sides.round.sizes.values():
            continue
        rng = Stream.CASES.at(sides.round.seeds[0])
        symmetric = sides.program.run(
            sides.round, [_with(d, name, _symmetric(claim, name, d, rng)) for d in sides.draws]
        )
        basis = Symmetric.basis(len(sides.draws[0].args[name]))
        found.append(
            replace(
                symmetric,
                frame=Frame(
                    symmetric.frame.output,
                    [np.broadcast_to(basis, (len(symmetric.claim[0]), *basis.shape))],
                ),
            )
        )
    if found and right(compare(narrowed, found)):
        instead = (
            f"say so with along=Symmetric; over independent entries of {name} it is another matrix"
        )
        yield Cause(
            "symmetric-only",
            f"it is right along symmetric directions d{name} at a symmetric {name} alone",
            instead,
        )


def _symmetric_cases(claim: Claim) -> Iterator[Case]:
    square = [n for n in _square(claim) if not issubclass(claim.domain(n), (Symmetric, Diagonal))]
    for name in square:
        yield Case(
            "symmetric-only",
            f"it holds when {name} is symmetric",
            lambda rng, d, n=name: _with(d, n, _symmetric(claim, n, d, rng)),
        )
    if len(square) > 1:

        def all_symmetric(rng: np.random.Generator, d: Draw) -> Draw:
            for n in square:
                d = _with(d, n, _symmetric(claim, n, d, rng))
            return d

        yield Case(
            "symmetric-only", f"it holds when {', '.join(square)} are symmetric", all_symmetric
        )


def _symmetric(claim: Claim, name: str, d: Draw, rng: np.random.Generator) -> np.ndarray:
    a = d.args[name]
    domain = (
        SPD
        if issubclass(claim.domain(name), Invertible)
        else Skew
        if issubclass(claim.domain(name), Skew)
        else Symmetric
    )
    return domain.draw(rng, a.shape, float(np.sqrt((a**2).mean())) or 1.0)


def _cases(claim: Claim) -> Iterator[Case]:
    square, variables = _square(claim), claim.formula.variables
    loose = [n for n, v in variables.items() if v.domain is Real]
    made = {"orthogonal": Orthogonal, "diagonal": Diagonal, "skew-symmetric": Skew}
    for words, domain in made.items():
        for name in square:
            if not claim.domain(name).constrained and not (
                domain is Skew and claim.domain(name) is Invertible
            ):
                yield Case(
                    "special-case", f"it holds when {name} is {words}", _drawn(name, domain, claim)
                )
    if len(square) > 1:
        yield Case(
            "special-case",
            f"it holds when {' and '.join(square)} commute",
            _commuting(claim, square),
        )
    for name in loose:
        ndim = variables[name].shape.ndim
        if ndim == 2:
            yield Case(
                "special-case",
                f"it holds when the columns of {name} are orthonormal",
                _orthonormal(name),
            )
            yield Case(
                "special-case",
                f"it holds when the rows of {name} are orthonormal",
                _orthonormal(name, rows=True),
            )
            yield Case(
                "special-case",
                f"it holds when the columns of {name} have mean zero",
                _centred(name, 0),
            )
            yield Case(
                "special-case",
                f"it holds when the rows of {name} have mean zero",
                _centred(name, 1),
            )
            yield Case(
                "special-case", f"it holds when the rows of {name} have norm one", _normed(name, 1)
            )
            yield Case(
                "special-case",
                f"it holds when the columns of {name} have norm one",
                _normed(name, 0),
            )
        if ndim == 1:
            yield Case("special-case", f"it holds when {name} has mean zero", _centred(name, 0))
        if ndim >= 1:
            yield Case("special-case", f"it holds when {name} has norm one", _normed(name, None))
        yield Case(
            "special-case", f"it holds when {name} is positive", _drawn(name, Positive, claim)
        )
    for name, v in variables.items():
        if v.shape.ndim >= 1 and v.domain in (Real, Positive):
            yield Case(
                "special-case", f"it holds when {name} sums to one", _drawn(name, Simplex, claim)
            )
    if len(loose) > 1:
        yield Case("special-case", "it holds when all arguments are positive", _all_positive(loose))
    for name in square:
        yield Case(
            "special-case",
            f"it holds when {name} is a multiple of the identity",
            _identity(name, None),
        )
        yield Case("special-case", f"it holds when {name} is the identity", _identity(name, 1.0))
    for name, v in variables.items():
        if v.shape.ndim == 0:
            yield Case(
                "special-case",
                f"it holds when {name} = 1",
                lambda rng, d, n=name: _with(d, n, np.ones(())),
            )
    for a, v in variables.items():
        for b, w in variables.items():
            if a < b and v.shape == w.shape and v.shape.ndim:
                yield Case(
                    "special-case",
                    f"it holds when {a} = {b}",
                    lambda rng, d, a=a, b=b: _with(d, a, d.args[b]),
                )


def _square(claim: Claim) -> list[str]:
    shapes = {n: v.shape for n, v in claim.formula.variables.items()}
    return [n for n, s in shapes.items() if s.ndim == 2 and s.axes[0] == s.axes[1]]


def _with(d: Draw, name: str, value: np.ndarray) -> Draw:
    return Draw({**d.args, name: np.asarray(value, dtype=float)}, d.tangents)


def _drawn(name: str, domain: type[Domain], claim: Claim) -> Change:
    return lambda rng, d: _with(
        d, name, _positive_det(domain.draw(rng, d.args[name].shape), claim.domain(name))
    )


def _positive_det(a: np.ndarray, domain: type[Domain]) -> np.ndarray:
    if issubclass(domain, Invertible) and np.linalg.det(a) < 0:
        a = a.copy()
        a[0] = -a[0]
    return a


def _orthonormal(name: str, rows: bool = False) -> Change:
    def change(rng: np.random.Generator, d: Draw) -> Draw | None:
        a = d.args[name].T if rows else d.args[name]
        if a.shape[0] < a.shape[1]:
            return None
        Q = np.linalg.qr(a)[0]
        return _with(d, name, Q.T if rows else Q)

    return change


def _centred(name: str, axis: int) -> Change:
    return lambda rng, d: _with(d, name, d.args[name] - d.args[name].mean(axis, keepdims=True))


def _normed(name: str, axis: int | None) -> Change:
    return lambda rng, d: _with(
        d, name, d.args[name] / np.sqrt((d.args[name] ** 2).sum(axis, keepdims=True))
    )


def _identity(name: str, scale: float | None) -> Change:
    return lambda rng, d: _with(d, name, np.eye(len(d.args[name])) * (scale or rng.uniform(0.5, 2)))


def _all_positive(names: list[str]) -> Change:
    return lambda rng, d: Draw(
        {n: np.abs(a) if n in names else a for n, a in d.args.items()}, d.tangents
    )


def _commuting(claim: Claim, names: list[str]) -> Change:
    """All of them polynomials in one matrix, which is as generic as their domains allow."""

    def change(rng: np.random.Generator, d: Draw) -> Draw | None:
        if len({d.args[n].shape for n in names}) > 1:
            return None
        constrained = [n for n in names if claim.domain(n).constrained]
        M = d.args[constrained[0] if constrained else names[0]]
        if len(constrained) > 1:
            return None
        for n in names:
            if n not in constrained:
                a, b, c = rng.uniform(0.3, 1, 3)
                d = _with(
                    d,
                    n,
                    _positive_det(
                        a * np.eye(len(M)) + b * M + c * M @ M / max(1.0, np.abs(M).max()),
                        claim.domain(n),
                    ),
                )
        return d

    return change
