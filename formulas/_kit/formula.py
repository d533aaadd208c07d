"""A formula: a function of named arrays, and the closed forms claimed for its derivatives."""

import functools
import inspect
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints, overload

from jaxtyping import AbstractArray, Float

from closedform.errors import DeclarationError, location
from closedform.formulas._kit.claim import Claim, _check_sizes, check, domain_of, paragraphs
from closedform.formulas._kit.derivatives import with_derivatives
from closedform.formulas._kit.drawing import Domain
from closedform.formulas._kit.shapes import Shape, shape_of

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])

LARGEST = 8
"""Sizes up to which `where` is searched for a legal one."""


@dataclass(frozen=True)
class Variable:
    """An argument that is an array."""

    name: str
    domain: type[Domain]
    shape: Shape


class Formula(Generic[P, R]):
    """A function of arrays, with its claims. Calling it calls the function.

    Attributes:
        name: ``module.function``, or once where the two agree.
        variables: array arguments by name, in order.
        dimensions: the names that shapes are made of, and the arguments annotated ``int``.
        output: the value's shape; None where it is derived (``Float[Array, "..."]``).
        tex: the docstring's first paragraph; notes: the rest, with the conditions.
        source: where the formula is printed: rows of the sources (``S3-C4; S0-07``), or any text.
        claims: by id.
    """

    def __init__(
        self, f: Callable[P, R], source: str | None = None, where: Callable[..., bool] | None = None
    ) -> None:
        functools.update_wrapper(self, f)
        self.function = f
        self.source = source
        self.where = where
        self.name = _name(f)
        self.file = f.__code__.co_filename
        self.origin: str | None = None
        self.claims: dict[str, Claim] = {}
        hints = _hints(f)
        self.variables = {
            name: variable
            for name in inspect.signature(f).parameters
            if (variable := _variable(f, name, hints.get(name)))
        }
        self.output = _output(f, hints)
        self.dimensions = _dimensions(f, self.variables, self.output)
        self.tex, self.notes = paragraphs(f)[0], "\n\n".join(paragraphs(f)[1:])
        self._check_sizes_exist()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The formula's value."""
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        """Name and signature."""
        return f"<formula {self.signature}>"

    @property
    def signature(self) -> str:
        """``name(A: m x n, x: n)``."""
        sized = [f"{v.name}: {v.shape}" for v in self.variables.values()]
        return f"{self.name}({', '.join(sized + [f'{p}: int' for p in self.static])})"

    @property
    def subject(self) -> str | None:
        """The folder of the catalogue it stands in; None for a file of one's own."""
        parts = self.__module__.split(".")
        return parts[2] if parts[:2] == ["closedform", "formulas"] and len(parts) > 3 else None

    @property
    def static(self) -> tuple[str, ...]:
        """The arguments that are dimensions: Python integers."""
        return tuple(
            p for p in inspect.signature(self.function).parameters if p not in self.variables
        )

    def allows(self, sizes: Mapping[str, int]) -> bool:
        """Whether the dimensions may have these sizes."""
        fits = all(
            size >= v.domain.smallest for v in self.variables.values() for size in v.shape.at(sizes)
        )
        return fits and (
            self.where is None
            or bool(self.where(**{p: sizes[p] for p in inspect.signature(self.where).parameters}))
        )

    def value(self, args: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
        """The value at arrays by name, with the dimensions it asks for."""
        return self.function(
            **{
                p: args[p] if p in self.variables else sizes[p]
                for p in inspect.signature(self.function).parameters
            }
        )  # pyright: ignore[reportCallIssue]  # P is known by name at run time only

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

    # ── Claims ──────────────────────────────────────────────────────────────────

    def gradient(self, *wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """Returns the variable's shape; a tuple for several."""
        return self._claim("gradient", wrt, **qualifiers)

    def jacobian(
        self, wrt: str, *, layout: str | None = None, **qualifiers: Any
    ) -> Callable[[F], F]:
        """Returns mn x pq for X of m x n and a value of p x q: ``vec(dF) = J^T vec(dX)``, unless
        `layout` says otherwise."""
        return self._claim("jacobian", (wrt,), layout=layout, **qualifiers)

    def hessian(self, wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """Returns mn x mn over column-major vec(X); n x n for a vector."""
        return self._claim("hessian", (wrt,), **qualifiers)

    def hvp(self, wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """Takes dX; returns the Hessian applied to it, of X's shape."""
        return self._claim("hvp", (wrt,), **qualifiers)

    @overload
    def differential(self, f: F, /) -> F: ...
    @overload
    def differential(self, f: None = None, /, **qualifiers: Any) -> Callable[[F], F]: ...
    def differential(self, f: Any = None, /, **qualifiers: Any) -> Any:
        """Takes dX, dY, ...; returns the differential, of the value's shape. Only what it asks for
        moves."""
        add = self._claim("differential", (), **qualifiers)
        return add(f) if f else add

    def pullback(self, *wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """Takes G of the value's shape (df/dY); returns df/dX, of the variable's shape; a tuple for
        several."""
        return self._claim("pullback", wrt, **qualifiers)

    def derivative(self, wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """By a scalar variable; returns the value's shape."""
        return self._claim("derivative", (wrt,), **qualifiers)

    @overload
    def equals(self, f: F, /) -> F: ...
    @overload
    def equals(self, name: str | None = None, /, **qualifiers: Any) -> Callable[[F], F]: ...
    def equals(self, name: Any = None, /, **qualifiers: Any) -> Any:
        """Returns the formula's value by another expression, called `name`."""
        return self._labelled("equals", name, qualifiers)

    @overload
    def differs(self, f: F, /) -> F: ...
    @overload
    def differs(self, name: str | None = None, /, **qualifiers: Any) -> Callable[[F], F]: ...
    def differs(self, name: Any = None, /, **qualifiers: Any) -> Any:
        """Returns an expression, called `name`, that is not the formula's value in general."""
        return self._labelled("differs", name, qualifiers)

    def stationary(self, *wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """Returns a point where the gradient vanishes; a tuple for several variables."""
        return self._claim("stationary", wrt, **qualifiers)

    def minimum(self, *wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """Returns a point where the gradient vanishes and no curvature is negative."""
        return self._claim("minimum", wrt, **qualifiers)

    def maximum(self, *wrt: str, **qualifiers: Any) -> Callable[[F], F]:
        """Returns a point where the gradient vanishes and no curvature is positive."""
        return self._claim("maximum", wrt, **qualifiers)

    def _labelled(self, kind: str, name: Any, qualifiers: dict[str, Any]) -> Any:
        if callable(name):
            return self._claim(kind, ())(name)
        return self._claim(kind, (), label=name, **qualifiers)

    def _claim(
        self,
        kind: str,
        wrt: tuple[str, ...],
        *,
        label: str | None = None,
        layout: str | None = None,
        along: Any = None,
        on: Any = None,
        given: Mapping[str, Any] | None = None,
        form: str | None = None,
        source: str | None = None,
        as_printed: bool = False,
        flops: Callable[..., float] | None = None,
    ) -> Callable[[F], F]:
        def add(g: F) -> F:
            asked = set(inspect.signature(g).parameters)
            moving = tuple(
                name for name in self.variables if kind == "differential" and f"d{name}" in asked
            )
            claim = Claim(
                self,
                kind,
                g,
                wrt or moving,
                label,
                layout,
                along,
                on,
                dict(given or {}),
                form,
                source or self.source,
                as_printed,
                flops,
            )
            check(claim)
            if claim.id in self.claims:
                raise DeclarationError(
                    g,
                    f"{claim.id} is claimed twice, first at {location(self.claims[claim.id].function)}; tell them apart by form=",
                )
            g.__name__ = g.__qualname__ = claim.id
            self.claims[claim.id] = claim
            return g

        return add

    def _check_sizes_exist(self) -> None:
        if self.where is None:
            return
        _check_sizes(self, self.where, "where", self.function)
        ladder = itertools.product(range(1, LARGEST + 1), repeat=len(self.dimensions))
        if not any(
            self.allows(dict(zip(self.dimensions, sizes, strict=True)))
            for sizes in itertools.islice(ladder, 100_000)
        ):
            raise DeclarationError(
                self.function,
                f"where= of {self.name} holds at no sizes from 1 to {LARGEST} of {', '.join(self.dimensions)}",
            )


@overload
def formula(f: Callable[P, R], /) -> Formula[P, R]: ...
@overload
def formula(
    *, source: str | None = None, where: Callable[..., bool] | None = None
) -> Callable[[Callable[P, R]], Formula[P, R]]: ...
def formula(f: Any = None, /, *, source: str | None = None, where: Any = None) -> Any:
    """Register a function of annotated arrays as a formula.

    The docstring's first paragraph is its TeX; what follows says what the symbols are and when it
    holds.

    Args:
        f: the function; every parameter annotated ``Float[Array, "m n"]``, a domain, or ``int``.
        source: where it is printed; claims inherit it.
        where: condition on sizes, as ``lambda m, n: m > n``.

    Raises:
        DeclarationError: an annotation is missing or has no fixed shape, a name is both a variable
            and a dimension, `where` asks for what is no dimension or holds at no size.
    """
    return (
        Formula(f, source, where)
        if f is not None
        else functools.partial(Formula, source=source, where=where)
    )


def _name(f: Callable[..., Any]) -> str:
    path = Path(f.__code__.co_filename)
    module = path.parent.name if path.stem == "__init__" else path.stem
    if not module.isidentifier():  # a notebook's or a prompt's input has no file
        return f.__name__
    return f.__name__ if module == f.__name__ else f"{module}.{f.__name__}"


def _hints(f: Callable[..., Any]) -> dict[str, Any]:
    try:
        return get_type_hints(f, include_extras=True)
    except Exception as error:  # annotations are code: evaluated, they raise what they like
        raise DeclarationError(
            f, f"the annotations of {f.__name__} can't be read: {error}"
        ) from error


def _variable(f: Callable[..., Any], name: str, hint: Any) -> Variable | None:
    if hint is int:
        return None
    wanted = f'wanted an array with its shape, as {name}: Float[Array, "m n"], a domain, as SPD[Array, "n n"], or int for a dimension'
    if not (isinstance(hint, type) and issubclass(hint, AbstractArray)):
        given = "no annotation" if hint is None else f"the annotation {hint!r}"
        raise DeclarationError(f, f"parameter {name} of {f.__name__} has {given}; {wanted}")
    try:
        shape = shape_of(hint)
    except ValueError as error:
        raise DeclarationError(f, f"parameter {name} of {f.__name__}: {error}; {wanted}") from error
    domain = domain_of(hint)
    if shape is None or not (hint.dtype is Float or hint.dtype is domain):
        raise DeclarationError(f, f"parameter {name} of {f.__name__} is {hint.__name__}; {wanted}")
    if domain.square and (shape.ndim != 2 or shape.axes[0] != shape.axes[1]):
        raise DeclarationError(
            f,
            f"parameter {name} of {f.__name__} is {shape}; {domain.__name__} takes square matrices",
        )
    return Variable(name, domain, shape)


def _output(f: Callable[..., Any], hints: dict[str, Any]) -> Shape | None:
    hint = hints.get("return")
    if not (isinstance(hint, type) and issubclass(hint, AbstractArray)):
        raise DeclarationError(
            f,
            f'{f.__name__} returns {hint!r}; wanted -> Float[Array, "m n"], or Float[Array, "..."] to have it derived',
        )
    try:
        return shape_of(hint)
    except ValueError as error:
        raise DeclarationError(f, f"the value of {f.__name__}: {error}") from error


def _dimensions(
    f: Callable[..., Any], variables: dict[str, Variable], output: Shape | None
) -> tuple[str, ...]:
    static = [p for p in inspect.signature(f).parameters if p not in variables]
    used = list(dict.fromkeys(name for v in variables.values() for name in v.shape.names))
    known = tuple(dict.fromkeys(used + static))
    for name in known:
        if name in variables:
            raise DeclarationError(
                f, f"{name} is both a variable and a dimension of {f.__name__}; rename one"
            )
    for name in output.names if output else ():
        if name not in known:
            raise DeclarationError(
                f, f"the value of {f.__name__} has the dimension {name}, which no argument has"
            )
    return known
