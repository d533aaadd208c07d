"""Functions of numbers: sign(x)^2 = 1, step(x)^2 = step(x), sinh / cosh = tanh,
e^x logistic(x) = e^x - logistic(x)."""

from collections.abc import Sequence
from fractions import Fraction

from closedform.formulas.derive.index.atoms import Elementwise, Variable, elementwise
from closedform.formulas.derive.index.form import Atom, Factor, Index, Sum
from closedform.formulas.derive.index.rewriting import Rewriting, without


def signs_and_steps(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """sign(x)^2 = 1 and step(x)^k = step(x), but where x is zero; so of variables that are such."""
    for n, f in enumerate(factors):
        if f.power.denominator != 1 or f.power in (0, 1):
            continue
        known = _known(f.atom)
        once = f._replace(power=Fraction(1))
        if "of square one" in known:
            odd = [once] if f.power % 2 else []
            return Rewriting([*without(factors, n), *odd], lost=f.indices)
        if "idempotent" in known and f.power > 1:
            return Rewriting([*without(factors, n), once])
    return None


def _known(a: Atom) -> frozenset[str]:
    match a:
        case Elementwise(function="sign"):
            return frozenset(["of square one"])
        case Elementwise(function="step"):
            return frozenset(["idempotent"])
        case Variable(facts=facts):
            return facts
        case _:
            return frozenset()


def ratios(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """sinh x / cosh x = tanh x, and sin x / cos x = tan x."""
    for numerator, denominator, name in (("sinh", "cosh", "tanh"), ("sin", "cos", "tan")):
        for n, f in enumerate(factors):
            if not (isinstance(f.atom, Elementwise) and f.atom.function == numerator):
                continue
            for m, g in enumerate(factors):
                if not (isinstance(g.atom, Elementwise) and g.atom.function == denominator):
                    continue
                same = f.atom.inner and g.atom.inner and f.axes == g.axes and _argument(f, g)
                if same and f.power >= 1 and g.power <= -1:
                    return _quotient(factors, n, m, name)
    return None


def _argument(f: Factor, g: Factor) -> bool:
    """Whether two functions are of one argument."""
    return elementwise_key(f, "x") == elementwise_key(g, "x")


def elementwise_key(f: Factor, function: str) -> str:
    """The key of another function of a factor's argument."""
    assert f.atom.inner is not None
    return elementwise(function, f.atom.inner).terms[0].factors[0].atom.key


def _quotient(factors: Sequence[Factor], n: int, m: int, name: str) -> Rewriting:
    f, g = factors[n], factors[m]
    assert f.atom.inner is not None
    made = elementwise(name, f.atom.inner).terms[0].factors[0].atom
    made.shown = f.atom.shown
    left = [h._replace(power=p) for h, p in ((f, f.power - 1), (g, g.power + 1)) if p]
    return Rewriting([*without(factors, n, m), *left, Factor(made, f.axes)])


def logistic_of_negative(factors: Sequence[Factor], free: set[Index]) -> Rewriting | None:
    """e^x logistic(-x) = logistic(x)."""
    for n, f in enumerate(factors):
        if not (isinstance(f.atom, Elementwise) and f.atom.function == "exp" and f.power >= 1):
            continue
        assert f.atom.inner is not None
        (turned,) = elementwise("logistic", negative(f.atom.inner)).terms
        wanted = turned.factors[0]
        axes = tuple(f.axes[turned.axes.index(axis)] for axis in wanted.axes)
        for m, g in enumerate(factors):
            if g.atom.key == wanted.atom.key and g.axes == axes and g.power >= 1:
                (made,) = elementwise("logistic", f.atom.inner).terms
                made.factors[0].atom.shown = f.atom.shown
                own = tuple(f.axes[made.axes.index(axis)] for axis in made.factors[0].axes)
                k = min(f.power, g.power)
                left = [h._replace(power=h.power - k) for h in (f, g) if h.power != k]
                new = Factor(made.factors[0].atom, own, k)
                return Rewriting([*without(factors, n, m), *left, new])
    return None


def negative(e: Sum) -> Sum:
    """-x."""
    return Sum(tuple(t.times(Fraction(-1)) for t in e.terms), e.sizes)


IDENTITIES = (signs_and_steps, ratios, logistic_of_negative)
