"""An entry: a registered formula, on which the closed forms of its derivatives are hung."""

import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, overload

from closedform.errors import DeclarationError, location, nearest
from closedform.formulas._kit.checks import check
from closedform.formulas._kit.claim import Claim, Formula
from closedform.formulas._kit.derivatives import with_derivatives
from closedform.formulas._kit.kinds import F, Kind, Kinds

P = ParamSpec("P")
R = TypeVar("R")

QUALIFIERS = ("layout", "along", "on", "given", "form", "source", "as_printed", "flops")
"""What a claim may be declared with."""


class Entry(Formula[P, R], Kinds):
    """A formula that claims can be hung on. Calling it calls the function.

    Each kind of claim is a decorator: ``@f.gradient("X")`` (see `Kinds`).
    """

    def with_derivatives(self, second: str = "hessian") -> Callable[P, R]:
        """The function, with the claimed closed forms for its derivatives: jit- and vmap-able,
        forward and reverse.

        ``jax.grad`` and ``jax.jvp`` use the claims of first derivatives, ``jax.hessian`` and
        ``jvp`` of ``grad`` those of the second. Used are claims that hold without qualification (no
        ``along``, ``on``, ``given``); of several forms the last. Where some variable's domain is
        not open (a one-hot y, a symmetric X), only gradients of scalars are used, and what is
        claimed of their derivatives. What no claim speaks of is left to autodiff. Arguments must
        lie in their domains.

        Args:
            second: "hessian" where the whole matrix is wanted, by ``jax.hessian``: of the claimed
                matrix and the claimed product the one with less work is used; "hvp" where it is
                applied, as by Newton's method with conjugate gradients: the product.

        Raises:
            InputError: `second` is neither; or, on a call, an argument has another shape than its
                annotation says.
        """
        return with_derivatives(self, second)

    def add(
        self, kind: Kind, names: tuple[Any, ...], qualifiers: Mapping[str, Any], function: F
    ) -> F:
        """Register a closed form as a claim of the kind; return the function as it was.

        The claim holds a copy of it that is called by the claim's id, so that test ids, jitted
        modules and profiles say it.

        Raises DeclarationError where the formula can't carry the claim, or carries it already.
        """
        for word in qualifiers:
            if word not in QUALIFIERS:
                given = f"{kind} of {self.name}: {word}= was given; {nearest(word, QUALIFIERS)}"
                raise DeclarationError(function, given)
        given = {**qualifiers, "given": dict(qualifiers.get("given") or {})}
        given["source"] = given.get("source") or self.source
        label = next(iter(names), None) if kind.names == "label" else None
        claim = Claim(self, kind, function, self._wrt(kind, names, function), label, **given)
        check(claim)
        other = self.claims.get(claim.id)
        if other is not None and not _redefined(other.function, function):
            first = location(other.function)
            message = f"{claim.id} is claimed twice, first at {first}; tell them apart by form="
            raise DeclarationError(function, message)
        object.__setattr__(claim, "function", _called(function, claim.id))
        self.claims[claim.id] = claim
        return function

    def _wrt(
        self, kind: Kind, names: tuple[Any, ...], function: Callable[..., Any]
    ) -> tuple[str, ...]:
        """The variables that a claim is by: as named, as asked for, or the only one there is."""
        if kind.names == "label":
            return ()
        for name in names:
            if not isinstance(name, str):
                wanted = f'variables by name, as @{self.function.__name__}.{kind}("X")'
                message = f"{kind} of {self.name} was given {name!r}; wanted {wanted}"
                raise DeclarationError(function, message)
        if kind.names == "asked":
            asked = set(inspect.signature(function).parameters)
            return names or tuple(
                name for name in self.variables if any(f"{d}{name}" in asked for d in kind.tangents)
            )
        return names or (tuple(self.variables) if len(self.variables) == 1 else ())


def _called(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """A copy of a Python function under a name of its own; anything else as it is."""
    if not isinstance(function, FunctionType):
        return function
    copy = FunctionType(
        function.__code__,
        function.__globals__,
        name,
        function.__defaults__,
        function.__closure__,
    )
    functools.update_wrapper(copy, function)
    vars(copy).pop("__wrapped__", None)
    vars(copy).update(vars(function))
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__name__ = copy.__qualname__ = name
    return copy


def _redefined(old: Callable[..., Any], new: Callable[..., Any]) -> bool:
    """Whether a notebook's cell or a prompt's line was run again, with or without changes.

    It is compiled anew, and has no file; a loop over claims in one cell is compiled once.
    """
    codes = [getattr(inspect.unwrap(f), "__code__", None) for f in (old, new)]
    if None in codes or codes[0] is codes[1]:
        return False
    interactive = all(f.__module__ == "__main__" for f in (old, new))
    return interactive and not any(Path(code.co_filename).exists() for code in codes if code)


@overload
def formula(f: Callable[P, R], /) -> Entry[P, R]: ...
@overload
def formula(
    *,
    title: str | None = None,
    source: str | None = None,
    where: Callable[..., bool] | None = None,
) -> Callable[[Callable[P, R]], Entry[P, R]]: ...
def formula(
    f: Any = None,
    /,
    *,
    title: str | None = None,
    source: str | None = None,
    where: Any = None,
) -> Any:
    """Register a function of annotated arrays as a formula.

    The docstring's first paragraph is its TeX; what follows says what the symbols are and when it
    holds.

    Args:
        f: the function; every parameter annotated ``Float[Array, "m n"]``, a domain, or ``int``.
        title: what it is called, as "Elementwise function of a scalar"; its name, if not given.
        source: where it is printed; claims inherit it.
        where: condition on sizes, as ``lambda m, n: m > n``.

    Raises:
        DeclarationError: an annotation is missing or has no fixed shape, a name is both a variable
            and a dimension, `where` asks for what is no dimension or holds at no size.
    """
    if f is None:
        return functools.partial(Entry, source=source, where=where, title=title)
    return Entry(f)
