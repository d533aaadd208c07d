"""What a claim that its formula can't carry is refused for, where it is declared."""

import inspect

from closedform.errors import DeclarationError, nearest
from closedform.formulas._kit.claim import LAYOUTS, Claim
from closedform.formulas._kit.docstrings import paragraphs
from closedform.formulas._kit.domains import Domain


def check(claim: Claim) -> None:
    """Raise DeclarationError for a claim that its formula can't carry."""
    _check_wrt(claim)
    _check_layout(claim)
    _check_given(claim)
    _check_senses(claim)
    _check_shapes(claim)
    _check_parameters(claim)
    paragraphs(claim.function)
    if claim.flops is not None:
        claim.formula.check_sizes(claim.flops, "flops", claim.function)


def refused(claim: Claim, message: str) -> DeclarationError:
    """The error, at the claim's function."""
    return DeclarationError(claim.function, f"{claim.kind} of {claim.formula.name}: {message}")


def _check_wrt(claim: Claim) -> None:
    formula, kind = claim.formula, claim.kind
    if kind.names in ("one", "several") and not claim.wrt:
        example = f'@{formula.function.__name__}.{kind}("{next(iter(formula.variables), "X")}")'
        raise refused(claim, f"names no variable; write {example}")
    for name in claim.wrt:
        if name not in formula.variables:
            known = f"{formula.signature}; {nearest(name, formula.variables)}"
            raise refused(claim, f"there is no variable {name!r} in {known}")
        shape = formula.variables[name].shape
        if kind.scalar_variable and shape.ndim:
            message = f"{name} is {shape}; a {kind} is by a scalar, others are a jacobian"
            raise refused(claim, message)
    repeated = len(set(claim.wrt)) < len(claim.wrt)
    if repeated or (len(claim.wrt) > 1 and kind.names == "one"):
        given = ", ".join(map(repr, claim.wrt))
        takes = "each variable once" if kind.names == "several" else "one variable"
        raise refused(claim, f"was given {given}; it takes {takes}")
    if kind.scalar_value and formula.output is not None and formula.output.ndim:
        instead = "ask for a jacobian, a differential or a pullback"
        raise refused(claim, f"the value is {formula.output}, not a scalar; {instead}")


def _check_layout(claim: Claim) -> None:
    if claim.layout is None:
        return
    if "layout" not in claim.kind.qualifiers or claim.layout not in LAYOUTS:
        takes = f"a jacobian takes {', '.join(map(repr, LAYOUTS))}, other kinds take none"
        raise refused(claim, f"layout={claim.layout!r} was given; {takes}")


def _check_given(claim: Claim) -> None:
    variables = claim.formula.variables
    for name, domain in claim.given.items():
        if name not in variables:
            known = f"{claim.formula.signature}; {nearest(name, variables)}"
            raise refused(claim, f"given= speaks of {name!r}, no variable of {known}")
        if not _is_domain(domain):
            instead = "import one from closedform, as Symmetric"
            raise refused(claim, f"given={{{name!r}: {domain!r}}} is not a domain; {instead}")


def _check_senses(claim: Claim) -> None:
    if claim.along is not None and claim.on is not None:
        message = "both along= and on= were given; they are two readings: make a claim of each"
        raise refused(claim, message)
    for word, domain, has in (("along", claim.along, "constrained"), ("on", claim.on, "linear")):
        if domain is None:
            continue
        if not (_is_domain(domain) and getattr(domain, has)):
            shown = f"{word}={getattr(domain, '__name__', domain)!r}"
            raise refused(claim, f"{shown} is not a {has} domain, as Symmetric is")
        if word not in claim.kind.qualifiers:
            raise refused(claim, f"{word}= says nothing about a claim of this kind")


def _is_domain(given: object) -> bool:
    return isinstance(given, type) and issubclass(given, Domain)


def _check_shapes(claim: Claim) -> None:
    for name, variable in claim.formula.variables.items():
        domain, shape = claim.domain(name), variable.shape
        if not domain.fits(shape):
            takes = f"{domain.__name__} takes {domain.shapes}"
            raise refused(claim, f"{name} is {shape}, and {takes}")


def _check_parameters(claim: Claim) -> None:
    formula, kind = claim.formula, claim.kind
    by = formula.variables if kind.names == "asked" else claim.wrt
    tangents = {f"{prefix}{name}" for prefix in kind.tangents for name in by}
    asks = tangents | ({"G"} if kind.cotangent else set[str]())
    taken = {*formula.variables, *formula.dimensions}
    for name in sorted(asks & taken):
        if name in claim.parameters:
            clash = f"{name} is a variable or dimension of {formula.signature}"
            message = f"{clash} and what this kind calls its tangent or cotangent; rename it"
            raise refused(claim, message)
    for name, parameter in inspect.signature(claim.function).parameters.items():
        if parameter.kind in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
            parameter.POSITIONAL_ONLY,
        ):
            by_name = "a claim asks by name for variables, dimensions and differentials"
            raise refused(claim, f"asks for {parameter}; {by_name}")
        if name not in taken | asks:
            lacks = f"{formula.signature} lacks; {nearest(name, taken | asks)}"
            raise refused(claim, f"asks for {name!r}, which {lacks}")
    if kind.names == "asked" and not claim.wrt:
        known = ", ".join(sorted(tangents))
        raise refused(claim, f"asks for no differential; write one of {known} among its parameters")
