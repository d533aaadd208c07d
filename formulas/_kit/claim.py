"""A claim: one closed form, what it is a closed form of, and in which sense."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import TYPE_CHECKING, Any

from closedform.errors import DeclarationError, nearest
from closedform.formulas._kit.drawing import Domain, Real

if TYPE_CHECKING:
    from closedform.formulas._kit.formula import Formula

LAYOUTS = ("denominator", "numerator", "block-by-output", "block-by-input")
"""Arrangements of a Jacobian's mnpq entries; the first is the default."""

KINDS = {
    "gradient": "the variable's own shape",
    "jacobian": "mn x pq over column-major vec",
    "hessian": "mn x mn over column-major vec",
    "hvp": "the Hessian applied to dX, of X's shape",
    "differential": "the linear map L(dX, ...), of the output's shape",
    "pullback": "G of the output's shape pulled back to the variable's shape",
    "derivative": "by a scalar, of the output's shape",
    "equals": "another expression for the same value",
    "differs": "an expression that is not equal in general",
    "stationary": "a point where the gradient vanishes",
    "minimum": "a point where the gradient vanishes and no curvature is negative",
    "maximum": "a point where the gradient vanishes and no curvature is positive",
}
"""Kind of claim -> what its function returns."""

OPTIMA = ("stationary", "minimum", "maximum")
TUPLES = ("gradient", "pullback", *OPTIMA)
"""Kinds that may speak of several variables at once, and then return a tuple."""

LABELLED = ("equals", "differs")
"""Kinds whose argument is a name for the expression, not a variable."""


@dataclass(frozen=True, eq=False)
class Claim:
    """A closed form hung on a formula. Calling it calls the closed form."""

    formula: "Formula[..., Any]"
    kind: str
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
        return ".".join(
            [self.stem, *([f"form-{self.form.replace(' ', '-')}"] if self.form else [])]
        )

    @property
    def stem(self) -> str:
        """The id without ``form``: what all forms of one claim share."""
        parts = [self.formula.name, self.kind, "-".join(self.wrt), self.label]
        parts += [self.layout if self.layout not in (None, LAYOUTS[0]) else None]
        parts += [f"along-{self.along.__name__}" if self.along else None]
        parts += [f"on-{self.on.__name__}" if self.on else None]
        parts += [f"given-{name}-{domain.__name__}" for name, domain in self.given.items()]
        parts += ["as-printed" if self.as_printed else None]
        return ".".join(part.replace(" ", "-") for part in parts if part)

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
        """Whether it returns a tuple, an array for each of its variables."""
        return len(self.wrt) > 1 and self.kind != "differential"

    @property
    def returns(self) -> str:
        """What its function returns, in words."""
        return ("a tuple, for each variable " if self.several else "") + KINDS[self.kind]

    @property
    def expected(self) -> str:
        """The verdict it should get: a misprint is there to be refuted."""
        return "refuted" if self.as_printed else "verified"

    def domain(self, variable: str) -> type[Domain]:
        """Where the variable is drawn: as given, else as declared, narrowed to what the claim is
        along or on."""
        if variable in self.given:
            return self.given[variable]
        declared = self.formula.variables[variable].domain
        within = self.along or self.on
        narrow = within is not None and variable in self.wrt and not issubclass(declared, within)
        return within if narrow and within else declared


def paragraphs(f: Callable[..., Any]) -> list[str]:
    """A docstring's paragraphs; one empty paragraph if there is none."""
    return [p.strip() for p in (inspect.getdoc(f) or "").split("\n\n")]


def check(claim: Claim) -> None:
    """Raise DeclarationError for a claim that its formula can't carry."""
    _check_wrt(claim)
    _check_domains(claim)
    _check_parameters(claim)
    if claim.layout is not None and (claim.kind != "jacobian" or claim.layout not in LAYOUTS):
        raise _wrong(
            claim,
            f"layout={claim.layout!r} was given; a jacobian takes {', '.join(map(repr, LAYOUTS))}, other kinds take none",
        )
    if claim.flops is not None:
        _check_sizes(claim.formula, claim.flops, "flops", claim)


def _wrong(claim: Claim, message: str) -> DeclarationError:
    return DeclarationError(claim.function, f"{claim.kind} of {claim.formula.name}: {message}")


def _check_wrt(claim: Claim) -> None:
    variables, kind = claim.formula.variables, claim.kind
    if kind not in LABELLED and kind != "differential" and not claim.wrt:
        raise _wrong(
            claim,
            f'names no variable; write @{claim.formula.function.__name__}.{kind}("{next(iter(variables), "X")}")',
        )
    for name in claim.wrt:
        if name not in variables:
            raise _wrong(
                claim,
                f"there is no variable {name!r} in {claim.formula.signature}; {nearest(name, variables)}",
            )
        if kind == "derivative" and variables[name].shape.ndim:
            raise _wrong(
                claim,
                f"{name} is {variables[name].shape}; a derivative is by a scalar, others are a jacobian",
            )
    if len(set(claim.wrt)) < len(claim.wrt) or (
        len(claim.wrt) > 1 and kind not in (*TUPLES, "differential")
    ):
        raise _wrong(
            claim,
            f"was given {', '.join(map(repr, claim.wrt))}; it takes {'each variable once' if kind in TUPLES else 'one variable'}",
        )
    output = claim.formula.output
    if kind in ("gradient", "hessian", "hvp", *OPTIMA) and output is not None and output.ndim:
        raise _wrong(
            claim,
            f"the value is {output}, not a scalar; ask for a jacobian, a differential or a pullback",
        )


def _check_domains(claim: Claim) -> None:
    variables = claim.formula.variables
    for name, domain in claim.given.items():
        if name not in variables:
            raise _wrong(
                claim,
                f"given= speaks of {name!r}, no variable of {claim.formula.signature}; {nearest(name, variables)}",
            )
        if not (isinstance(domain, type) and issubclass(domain, Domain)):
            raise _wrong(
                claim,
                f"given={{{name!r}: {domain!r}}} is not a domain; import one from closedform, as Symmetric",
            )
    if claim.along is not None and claim.on is not None:
        raise _wrong(
            claim, "both along= and on= were given; they are two readings: make a claim of each"
        )
    for word, domain, has in (("along", claim.along, "constrained"), ("on", claim.on, "linear")):
        if domain is None:
            continue
        if not (isinstance(domain, type) and issubclass(domain, Domain) and getattr(domain, has)):
            raise _wrong(
                claim,
                f"{word}={getattr(domain, '__name__', domain)!r} is not a {has} domain, as Symmetric is",
            )
        if claim.kind in LABELLED or (
            word == "on" and claim.kind not in ("gradient", "jacobian", "hessian", "hvp")
        ):
            raise _wrong(claim, f"{word}= says nothing about a claim of this kind")
    for name in claim.formula.variables:
        domain, shape = claim.domain(name), variables[name].shape
        if domain.square and (shape.ndim != 2 or shape.axes[0] != shape.axes[1]):
            raise _wrong(claim, f"{name} is {shape}, and {domain.__name__} takes square matrices")


def _check_parameters(claim: Claim) -> None:
    formula, kind = claim.formula, claim.kind
    moves = {
        f"d{name}"
        for name in formula.variables
        if kind == "differential" or (kind == "hvp" and name in claim.wrt)
    }
    asks = moves | ({"G"} if kind == "pullback" else set[str]())
    for name in sorted(asks & (set(formula.variables) | set(formula.dimensions))):
        if name in claim.parameters:
            raise _wrong(
                claim,
                f"{name} is a variable or dimension of {formula.signature} and what this kind calls its direction; rename it",
            )
    known = {*formula.variables, *formula.dimensions, *asks}
    for name, parameter in inspect.signature(claim.function).parameters.items():
        if parameter.kind in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
            parameter.POSITIONAL_ONLY,
        ):
            raise _wrong(
                claim,
                f"asks for {parameter}; a claim asks by name for variables, dimensions and differentials",
            )
        if name not in known:
            raise _wrong(
                claim, f"asks for {name!r}, which {formula.signature} lacks; {nearest(name, known)}"
            )
    if kind == "differential" and not claim.wrt:
        raise _wrong(
            claim,
            f"asks for no differential; write one of {', '.join(sorted(moves))} among its parameters",
        )


def _check_sizes(formula: "Formula[..., Any]", f: Callable[..., Any], word: str, at: Any) -> None:
    for name in inspect.signature(f).parameters:
        if name not in formula.dimensions:
            raise DeclarationError(
                getattr(at, "function", at),
                f"{word}= of {formula.name} asks for {name!r}; {nearest(name, formula.dimensions)}",
            )


def domain_of(annotation: Any) -> type[Domain]:
    """The domain an annotation names; ``Float`` is Real."""
    dtype = annotation.dtype
    return dtype if isinstance(dtype, type) and issubclass(dtype, Domain) else Real
