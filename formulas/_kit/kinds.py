"""Kinds of claim: what each returns, what it asks for, and which qualifiers it takes.

One table. A kind is a decorator of formulas (``@f.gradient("X")``) by standing in it; what checking
a kind takes is one file under ``verify/kinds/`` that is called like it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, Self, TypeVar, overload

F = TypeVar("F", bound=Callable[..., Any])

SENSES = frozenset({"along", "on"})
"""Qualifiers that say in which sense a derivative over a constrained domain is meant."""


class Declares(Protocol):
    """What claims can be hung on."""

    def add(
        self, kind: "Kind", names: tuple[Any, ...], qualifiers: Mapping[str, Any], function: F
    ) -> F:
        """Register a closed form as a claim of the kind; return the function as it was."""
        ...


@dataclass(frozen=True, eq=False)
class Kind:
    """What a claim can be of.

    Attributes:
        returns: what its function returns, in words.
        order: of the derivative that it speaks of; 0 for a value.
        result: the shape of what it returns: each variable's own ("variable"), the value's
            ("value"), or that of a matrix over vec(X) ("matrix").
        tangents: prefixes of the tangents that it takes, as ``d`` for ``dX``.
        cotangent: whether it takes ``G``, of the value's shape.
        names: what its arguments name: one variable ("one"), several, for which it returns a tuple
            ("several"), none, since it is by those whose tangents it asks for ("asked"), or the
            expression itself ("label").
        scalar_value: whether the formula's value must be a scalar.
        scalar_variable: whether the variable must be one.
        point: whether it returns a point, at which the gradient vanishes.
        unequal: whether it claims that two things are not the same.
        qualifiers: those of ``layout``, ``along``, ``on`` that it takes.
    """

    returns: str
    order: int = 1
    result: Literal["variable", "value", "matrix"] = "variable"
    tangents: tuple[str, ...] = ()
    cotangent: bool = False
    names: Literal["one", "several", "asked", "label"] = "one"
    scalar_value: bool = False
    scalar_variable: bool = False
    point: bool = False
    unequal: bool = False
    qualifiers: frozenset[str] = SENSES
    name: str = field(default="", init=False)

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Decorator:
    """A kind as an attribute of formulas: of a formula, the decorator that declares its claims."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        """Have the kind called what the table calls it."""
        object.__setattr__(self.kind, "name", name)

    @overload
    def __get__(self, formula: None, owner: type) -> Self: ...
    @overload
    def __get__(self, formula: Declares, owner: type) -> "Declaration": ...
    def __get__(self, formula: Declares | None, owner: type) -> "Decorator | Declaration":
        """This of the class; the decorator of a formula."""
        return self if formula is None else Declaration(self.kind, formula)


class Declaration:
    """A decorator that hangs a closed form on a formula."""

    def __init__(self, kind: Kind, formula: Declares) -> None:
        self.kind, self.formula = kind, formula
        self.__doc__ = f"Returns {kind.returns}."

    @overload
    def __call__(self, f: F, /) -> F: ...
    @overload
    def __call__(
        self,
        *names: str | None,
        layout: str | None = None,
        along: Any = None,
        on: Any = None,
        given: Mapping[str, Any] | None = None,
        form: str | None = None,
        source: str | None = None,
        as_printed: bool = False,
        flops: Callable[..., float] | None = None,
    ) -> Callable[[F], F]: ...
    def __call__(self, *names: Any, **qualifiers: Any) -> Any:
        """Decorate at once, or say first by which variables and in which sense."""
        if len(names) == 1 and callable(names[0]):
            return self.formula.add(self.kind, (), qualifiers, names[0])
        return lambda f: self.formula.add(self.kind, names, qualifiers, f)


class Kinds:
    """The table."""

    gradient = Decorator(
        Kind(
            "the variable's own shape",
            names="several",
            scalar_value=True,
        )
    )
    jacobian = Decorator(
        Kind(
            "mn x pq over column-major vec",
            result="matrix",
            qualifiers=SENSES | {"layout"},
        )
    )
    hessian = Decorator(
        Kind(
            "mn x mn over column-major vec",
            order=2,
            result="matrix",
            scalar_value=True,
        )
    )
    hvp = Decorator(
        Kind(
            "the Hessian applied to dX, of X's shape",
            order=2,
            tangents=("d",),
            scalar_value=True,
        )
    )
    third = Decorator(
        Kind(
            "the third differential along dX, eX and fX, a scalar",
            order=3,
            result="value",
            tangents=("d", "e", "f"),
            scalar_value=True,
            qualifiers=frozenset({"along"}),
        )
    )
    differential = Decorator(
        Kind(
            "the linear map L(dX, ...), of the output's shape",
            result="value",
            tangents=("d",),
            names="asked",
            qualifiers=frozenset({"along"}),
        )
    )
    pullback = Decorator(
        Kind(
            "G of the output's shape pulled back to the variable's shape",
            cotangent=True,
            names="several",
            qualifiers=frozenset({"along"}),
        )
    )
    derivative = Decorator(
        Kind(
            "by a scalar, of the output's shape",
            result="value",
            scalar_variable=True,
            qualifiers=frozenset({"along"}),
        )
    )
    equals = Decorator(
        Kind(
            "another expression for the same value",
            order=0,
            result="value",
            names="label",
            qualifiers=frozenset(),
        )
    )
    differs = Decorator(
        Kind(
            "an expression that is not equal in general",
            order=0,
            result="value",
            names="label",
            unequal=True,
            qualifiers=frozenset(),
        )
    )
    stationary = Decorator(
        Kind(
            "a point where the gradient vanishes",
            names="several",
            scalar_value=True,
            point=True,
            qualifiers=frozenset({"along"}),
        )
    )
    minimum = Decorator(
        Kind(
            "a point where the gradient vanishes and no curvature is negative",
            names="several",
            scalar_value=True,
            point=True,
            qualifiers=frozenset({"along"}),
        )
    )
    maximum = Decorator(
        Kind(
            "a point where the gradient vanishes and no curvature is positive",
            names="several",
            scalar_value=True,
            point=True,
            qualifiers=frozenset({"along"}),
        )
    )


KINDS: dict[str, Kind] = {
    name: found.kind for name, found in vars(Kinds).items() if isinstance(found, Decorator)
}
"""Name -> kind, in the table's order."""
