"""A function of named arrays: what its annotations and its docstring say."""

import functools
import inspect
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

import jax
import jax.numpy as jnp
from jaxtyping import AbstractArray, Float

from closedform.errors import DeclarationError, nearest
from closedform.formulas._kit.docstrings import paragraphs
from closedform.formulas._kit.domains import Domain, Real
from closedform.formulas._kit.shapes import Shape, shape_of

P = ParamSpec("P")
R = TypeVar("R")

LARGEST = 8
"""Sizes up to which `where` is searched for a legal one."""


@dataclass(frozen=True)
class Variable:
    """An argument that is an array."""

    name: str
    domain: type[Domain]
    shape: Shape


class Function(Generic[P, R]):
    """A function of arrays. Calling it calls the function.

    Attributes:
        name: ``module.function``, or once where the two agree.
        variables: array arguments by name, in order.
        dimensions: the names that shapes are made of, and the arguments annotated ``int``.
        output: the value's shape; None where it is derived (``Float[Array, "..."]``).
        tex: the docstring's first paragraph; notes: the rest, with the conditions.
        stated_title: what it is called, as declared; None where that follows from its name.
        source: where the formula is printed: rows of the sources (``S3-C4; S0-07``), or any text.
        origin: the module or file it is read from again by another process.
    """

    def __init__(
        self,
        f: Callable[P, R],
        source: str | None = None,
        where: Callable[..., bool] | None = None,
        title: str | None = None,
    ) -> None:
        functools.update_wrapper(self, f)
        self.function = f
        self.source = source
        self.where = where
        self.stated_title = title
        self.name = _name(f)
        self.file = f.__code__.co_filename
        self.origin: str | None = None
        hints = _hints(f)
        self.variables = {
            name: variable
            for name in inspect.signature(f).parameters
            if (variable := _variable(f, name, hints.get(name)))
        }
        self.output = _output(f, hints)
        self.dimensions = _dimensions(f, self.variables, self.output)
        self.tex, *notes = paragraphs(f)
        self.notes = "\n\n".join(notes)
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
    def title(self) -> str:
        """What it is called: as declared; else its name in words, of the catalogue with its
        file's."""
        if self.stated_title:
            return self.stated_title
        file, _, own = self.name.rpartition(".")
        parts = [file, own] if file and self.subject else [own]
        return ": ".join(part.replace("_", " ") for part in parts).capitalize()

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
        lie = all(v.domain.allows(v.shape.at(sizes)) for v in self.variables.values())
        return lie and (
            self.where is None
            or bool(self.where(**{p: sizes[p] for p in inspect.signature(self.where).parameters}))
        )

    def value(self, args: Mapping[str, Any], sizes: Mapping[str, int]) -> Any:
        """The value at arrays by name, with the dimensions it asks for."""
        asked = inspect.signature(self.function).parameters
        given = {p: args[p] if p in self.variables else sizes[p] for p in asked}
        return self.function(**given)  # pyright: ignore[reportCallIssue]  # P is known by name

    def value_shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Shape of the value: as annotated, or found by tracing it."""
        if self.output is not None:
            return self.output.at(sizes)
        shapes = {
            name: jax.ShapeDtypeStruct(v.shape.at(sizes), jnp.result_type(float))
            for name, v in self.variables.items()
        }
        return jax.eval_shape(lambda args: jnp.asarray(self.value(args, sizes)), shapes).shape

    def check_sizes(self, f: Callable[..., Any], word: str, at: Callable[..., Any]) -> None:
        """Raise DeclarationError, at a function, where one of sizes asks for no dimension."""
        for name in inspect.signature(f).parameters:
            if name not in self.dimensions:
                raise DeclarationError(
                    at,
                    f"{word}= of {self.name} asks for {name!r}; {nearest(name, self.dimensions)}",
                )

    def _check_sizes_exist(self) -> None:
        if self.where is None:
            return
        self.check_sizes(self.where, "where", self.function)
        ladder = itertools.product(range(1, LARGEST + 1), repeat=len(self.dimensions))
        tried = (dict(zip(self.dimensions, sizes, strict=True)) for sizes in ladder)
        if not any(map(self.allows, itertools.islice(tried, 100_000))):
            dimensions = ", ".join(self.dimensions)
            raise DeclarationError(
                self.function,
                f"where= of {self.name} holds at no sizes from 1 to {LARGEST} of {dimensions}",
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
        message = f"the annotations of {f.__name__} can't be read: {error}"
        raise DeclarationError(f, message) from error


def _variable(f: Callable[..., Any], name: str, hint: Any) -> Variable | None:
    if hint is int:
        return None
    wanted = (
        f'wanted an array with its shape, as {name}: Float[Array, "m n"], '
        'a domain, as SPD[Array, "n n"], or int for a dimension'
    )
    if not (isinstance(hint, type) and issubclass(hint, AbstractArray)):
        given = "no annotation" if hint is None else f"the annotation {hint!r}"
        raise DeclarationError(f, f"parameter {name} of {f.__name__} has {given}; {wanted}")
    try:
        shape = shape_of(hint)
    except ValueError as error:
        message = f"parameter {name} of {f.__name__}: {error}; {wanted}"
        raise DeclarationError(f, message) from error
    domain = _domain(hint)
    if shape is None or not (hint.dtype is Float or hint.dtype is domain):
        message = f"parameter {name} of {f.__name__} is {hint.__name__}; {wanted}"
        raise DeclarationError(f, message)
    if not domain.fits(shape):
        message = f"parameter {name} of {f.__name__} is {shape}; {domain.__name__}"
        raise DeclarationError(f, f"{message} takes {domain.shapes}")
    return Variable(name, domain, shape)


def _domain(annotation: Any) -> type[Domain]:
    """The domain an annotation names; ``Float`` is Real."""
    dtype = annotation.dtype
    return dtype if isinstance(dtype, type) and issubclass(dtype, Domain) else Real


def _output(f: Callable[..., Any], hints: dict[str, Any]) -> Shape | None:
    hint = hints.get("return")
    if not (isinstance(hint, type) and issubclass(hint, AbstractArray)):
        raise DeclarationError(
            f,
            f'{f.__name__} returns {hint!r}; wanted -> Float[Array, "m n"], '
            'or Float[Array, "..."] to have it derived',
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
            message = f"{name} is both a variable and a dimension of {f.__name__}; rename one"
            raise DeclarationError(f, message)
    for name in output.names if output else ():
        if name not in known:
            message = f"the value of {f.__name__} has the dimension {name}, which no argument has"
            raise DeclarationError(f, message)
    return known
