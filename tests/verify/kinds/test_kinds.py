"""A file a kind, with one face; a kind without one fails by name."""

import pkgutil
from dataclasses import replace

import pytest
from jaxtyping import Array, Float

from closedform import InputError, formula
from closedform.formulas import KINDS, Kind, catalogue
from closedform.verify import kinds
from closedform.verify.kinds.standard import Standard

FACE = ("standard", "frame", "directional")
"""Files beside those of the kinds."""


def test_there_is_a_file_for_every_kind_and_no_other():
    files = {module.name for module in pkgutil.iter_modules(kinds.__path__)} - set(FACE)
    assert files == set(KINDS)


def test_every_kind_has_the_face():
    for claim in {c.kind: c for c in catalogue().claims.values()}.values():
        standard = kinds.of(claim)
        assert isinstance(standard, Standard)
        assert type(standard).__name__ == claim.kind.name.capitalize()


def test_an_unknown_kind_fails_by_name():
    claim = next(iter(catalogue().claims.values()))
    unknown = Kind("what nobody knows")
    object.__setattr__(unknown, "name", "fourth")
    with pytest.raises(InputError, match=r"the kind 'fourth' .* verify/kinds has no fourth\.py"):
        kinds.of(replace(claim, kind=unknown))


@formula
def energy(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top A x"""
    return x @ A @ x


@energy.gradient("x")
def _(x, A):
    r"""(A + A^\top) x"""
    return A @ x + x @ A


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if k.scalar_value])
def test_a_scalar_is_asked_for_where_the_kind_is_of_scalars(kind):
    [claim] = energy.claims.values()
    shapes = kinds.of(replace(claim, kind=kind)).shapes({"n": 3}, ())
    assert shapes == ({"matrix": (3, 3), "value": ()}.get(kind.result, (3,)),)
