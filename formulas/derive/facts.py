"""What is known of a variable from its domain: used after differentiating, never before."""

from collections.abc import Iterable, Mapping

from closedform.formulas._kit.domains import Domain
from closedform.formulas.derive.index.atoms import Variable, entry, variable
from closedform.formulas.derive.index.form import Atom, Sum
from closedform.formulas.derive.index.remaking import Remaker

KNOWN: dict[str, tuple[str, ...]] = {
    "Symmetric": ("symmetric",),
    "Diagonal": ("symmetric",),
    "SPD": ("symmetric", "positive definite"),
    "Positive": ("positive",),
    "Simplex": ("positive", "simplex"),
    "OneHot": ("simplex", "idempotent"),
    "OneHotColumns": ("simplex columns", "idempotent"),
    "Binary": ("idempotent",),
    "Sign": ("of square one",),
    "LowerTriangular": ("lower triangular",),
    "Orthogonal": ("orthogonal",),
    "Unit": ("unit",),
}
"""Domain -> what is known of its members."""

Facts = Mapping[str, frozenset[str]]


def of_domain(domain: type[Domain]) -> frozenset[str]:
    """What is known of the members of a domain, or of the nearest domain that holds it."""
    for known in domain.__mro__:
        if known.__name__ in KNOWN:
            return frozenset(KNOWN[known.__name__])
    return frozenset()


def with_facts(e: Sum, facts: Facts) -> Sum:
    """An expression with more known of its variables."""
    if not any(facts.values()):
        return e

    def leaf(a: Atom) -> Sum:
        if isinstance(a, Variable) and facts.get(a.name):
            return variable(a.name, a.sizes, a.facts | facts[a.name])
        return entry(a)

    return Remaker(leaf).sum(e)


def all_symmetric(names: Iterable[str]) -> Facts:
    """Facts that say of each variable that it is symmetric."""
    return {name: frozenset(["symmetric"]) for name in names}
