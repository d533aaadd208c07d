"""A claim: one closed form, what it is a closed form of, and in which sense."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from closedform.formulas._kit.docstrings import paragraphs
from closedform.formulas._kit.domains import Domain
from closedform.formulas._kit.function import Function, P, R
from closedform.formulas._kit.kinds import Kind
from closedform.wording import shown

LAYOUTS = ("denominator", "numerator", "block-by-output", "block-by-input")
"""Arrangements of a Jacobian's mnpq entries; the first is the default."""


class Formula(Function[P, R]):
    """A function of arrays, and what is claimed of its derivatives.

    Attributes:
        claims: by id.
    """

    def __init__(
        self,
        f: Callable[P, R],
        source: str | None = None,
        where: Callable[..., bool] | None = None,
        title: str | None = None,
    ) -> None:
        super().__init__(f, source, where, title)
        self.claims: dict[str, Claim] = {}


@dataclass(frozen=True, eq=False)
class Claim:
    """A closed form hung on a formula. Calling it calls the closed form."""

    formula: Formula[..., Any]
    kind: Kind
    function: Callable[..., Any]
    wrt: tuple[str, ...] = ()
    """The variables it is by; of a differential, those whose differentials it asks for."""
    label: str | None = None
    layout: str | None = None
    along: type[Domain] | None = None
    on: type[Domain] | None = None
    given: dict[str, type[Domain]] = field(default_factory=dict)
    form: str | None = None
    source: str | None = None
    as_printed: bool = False
    flops: Callable[..., float] | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The closed form's value."""
        return self.function(*args, **kwargs)

    @property
    def code(self) -> CodeType | None:
        """The closed form's code, under wrappers such as ``jax.jit``; None where it is no function
        of Python's."""
        return getattr(inspect.unwrap(self.function), "__code__", None)

    @property
    def id(self) -> str:
        """Formula, kind, variables, and every qualifier that tells it from its siblings."""
        return f"{self.stem}.{_word(f'form-{self.form}')}" if self.form else self.stem

    @property
    def stem(self) -> str:
        """The id without ``form``: what all forms of one claim share."""
        parts = [self.formula.name, self.kind.name, "-".join(self.wrt), self.label]
        parts += [self.layout if self.layout not in (None, LAYOUTS[0]) else None]
        parts += [f"along-{self.along.__name__}" if self.along else None]
        parts += [f"on-{self.on.__name__}" if self.on else None]
        parts += [f"given-{name}-{domain.__name__}" for name, domain in self.given.items()]
        parts += ["as-printed" if self.as_printed else None]
        return ".".join(_word(part) for part in parts if part)

    @property
    def tex(self) -> str:
        """The claim in TeX: its docstring's first paragraph."""
        return paragraphs(self.function)[0]

    @property
    def notes(self) -> str:
        """What its docstring says after the TeX."""
        return "\n\n".join(paragraphs(self.function)[1:])

    @property
    def parameters(self) -> tuple[str, ...]:
        """What the closed form asks for, by name."""
        return tuple(inspect.signature(self.function).parameters)

    @property
    def several(self) -> bool:
        """Whether it returns a tuple, one array for each of its variables."""
        return len(self.wrt) > 1 and self.kind.names == "several"

    @property
    def returns(self) -> str:
        """What its function returns, in words."""
        layout = f", {self.arrangement} layout" if "layout" in self.kind.qualifiers else ""
        return ("a tuple, for each variable " if self.several else "") + self.kind.returns + layout

    @property
    def arrangement(self) -> str:
        """The layout of a Jacobian, stated or the default."""
        return self.layout or LAYOUTS[0]

    @property
    def unqualified(self) -> bool:
        """Whether it holds as it stands: along, on and given nothing, in the default layout."""
        narrowed = self.along or self.on or self.given or self.as_printed
        return not narrowed and self.arrangement == LAYOUTS[0]

    @property
    def expected(self) -> str:
        """The verdict it should get: a misprint is there to be refuted."""
        return "refuted" if self.as_printed else "verified"

    def stated_flops(self, sizes: Mapping[str, int]) -> float | None:
        """Its work at these sizes as it states it (``flops=``), in floating-point operations; None
        where it does not."""
        if self.flops is None:
            return None
        asked = inspect.signature(self.flops).parameters
        return float(self.flops(**{name: sizes[name] for name in asked}))

    def domain(self, variable: str) -> type[Domain]:
        """Where the variable is drawn: as given, else as declared, narrowed to what the claim is
        along or on."""
        if variable in self.given:
            return self.given[variable]
        declared = self.formula.variables[variable].domain
        within = self.along or self.on
        narrow = within is not None and variable in self.wrt and not issubclass(declared, within)
        return within if narrow and within else declared

    def allows(self, sizes: Mapping[str, int]) -> bool:
        """Whether the dimensions may have these sizes, by its formula and where its variables
        lie."""
        variables = self.formula.variables.values()
        return self.formula.allows(sizes) and all(
            self.domain(v.name).allows(v.shape.at(sizes)) for v in variables
        )


def _word(part: str) -> str:
    """A part of an id: without spaces, and with nothing that a terminal would obey."""
    return shown(part).replace(" ", "-")
