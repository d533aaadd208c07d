"""TeX and code can't drift apart: docstrings of the catalogue are read, and held against Python."""

from collections import Counter

import jax
import numpy as np
import pytest

from closedform.formulas import catalogue
from closedform.formulas._kit.structure import dense
from closedform.formulas.notation.docstrings import NOT_ALONE, of_claim, of_formula
from closedform.formulas.notation.drafts.built import function
from closedform.formulas.notation.drafts.draft import free_names
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.writing.python import code
from closedform.verify.draws.random import draw
from closedform.verify.draws.sizes import rounds
from tests.sampled import sampled

FORMULAS = catalogue().formulas
CLAIMS = catalogue().claims


def read(thing):
    try:
        return of_formula(thing) if hasattr(thing, "claims") else of_claim(thing)
    except Unread as refused:
        return refused


def value(tree, known):
    """The tree's value, with arguments by the names that entries have for them."""
    made = code(tree)
    parameters = [name for name in known if name in set(free_names(made))]
    return function("tree", parameters, made)(**{name: known[name] for name in parameters})


def same(a, b):
    """Equal entries, whether a row or a column has one axis or two."""
    a, b = (np.asarray(dense(x), dtype=float) for x in (a, b))
    assert a.size == b.size
    scale = np.abs(b).max(initial=1e-300)
    assert np.abs(a.reshape(b.shape) - b).max(initial=0.0) <= 1e-9 * max(scale, 1e-6)


def drawn(claim, k):
    plan = rounds(claim, 8, 0)[k]
    return plan.sizes, draw(claim, plan.sizes, plan.seeds[0])


@pytest.mark.parametrize("name", sampled(FORMULAS, 2))
def test_functions(name):
    formula = FORMULAS[name]
    tree = read(formula)
    if isinstance(tree, Unread) or not formula.claims:
        return
    claim = next(iter(formula.claims.values()))
    with jax.enable_x64(True):
        sizes, point = drawn(claim, 0)
        same(value(tree, {**point.args, **sizes}), formula.value(point.args, sizes))


@pytest.mark.parametrize("id", sampled(CLAIMS, 2))
def test_claims(id):
    claim = CLAIMS[id]
    tree = read(claim)
    if isinstance(tree, Unread):
        return
    with jax.enable_x64(True):
        sizes, point = drawn(claim, 0)
        known = {**point.args, **point.tangents, **sizes}
        got = claim.function(**{p: known[p] for p in claim.parameters})
        same(value(tree, known), got)


def test_nearly_all_that_stand_alone_are_read():
    everything = [*FORMULAS.values(), *CLAIMS.values()]
    found = {id(thing): read(thing) for thing in everything}
    refused = {k: r.reason for k, r in found.items() if isinstance(r, Unread)}
    alone = [k for k in found if refused.get(k) not in NOT_ALONE]
    known = [k for k in alone if k not in refused]
    told = Counter(refused.values())
    assert len(known) >= 0.96 * len(alone), told
    assert len(known) > 0.6 * len(everything), told


def test_a_docstring_that_says_something_else_is_found(monkeypatch):
    formula = FORMULAS["least_squares"]
    monkeypatch.setattr(formula, "tex", r"\tfrac12 \lVert Ax + b \rVert^2")
    with pytest.raises(AssertionError):
        test_functions("least_squares")
