"""Kinds of claim: what checking one takes, a file a kind, with one face (`Standard`)."""

import functools
import importlib

from closedform.errors import InputError
from closedform.formulas import Claim
from closedform.verify.kinds.directional import Directional
from closedform.verify.kinds.standard import Standard


def of(claim: Claim) -> Standard:
    """The standard that a claim is held to.

    Raises InputError for a kind that no file here is called like.
    """
    return _class(claim.kind.name)(claim)


def along_one(claim: Claim) -> Standard:
    """The same along one tangent of each order, for sizes at which every entry would be too many;
    of a claimed point, the gradient alone."""
    if claim.kind.point:
        return _class("stationary")(claim)
    return Directional(of(claim)) if claim.kind.order else of(claim)


@functools.cache
def _class(name: str) -> type[Standard]:
    module = f"{__name__}.{name}"
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        message = f"claims of the kind {name!r} can't be checked: verify/kinds has no {name}.py"
        raise InputError(message) from error
    return getattr(found, name.capitalize())
