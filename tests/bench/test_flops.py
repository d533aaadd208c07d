"""The work that claims state (``flops=``), held against XLA's count of the compiled closed form."""

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jax
import pytest

from closedform.bench import methods, plan
from closedform.bench.sizes import STATIC, near
from closedform.formulas import Claim, gather
from closedform.formulas._kit.catalogue import read
from closedform.verify.judging.trace import circular
from closedform.verify.oracles.closed import closed
from tests.bench.primitives import ARITHMETIC, HIDDEN, MOVES
from tests.sampled import sampled

FACTOR = 2
"""How far the two may be apart: claims state leading terms only, and at this size terms of lower
order are a part of them."""
SIZE = 24
"""About as large as dimensions are; all are different, so that one in place of another shows."""

FORMS = [
    form
    for claim in {claim.stem: claim for claim in gather()[0]}.values()
    if plan.why_not(claim) is None
    for form in methods.forms(claim)
    if form.flops is not None
]
"""Forms that state their work: it is optional, and what states none has no limit to be a share
of."""


def different(claim: Claim) -> dict[str, int]:
    """Legal sizes about SIZE, all different where that is legal; small ones of dimensions that are
    no array's."""
    formula = claim.formula
    sized = {name for v in formula.variables.values() for name in v.shape.names}
    free = [d for d in formula.dimensions if d in sized]
    first = SIZE - len(free) // 2
    found = (
        {d: dict(zip(free, order, strict=True)).get(d, STATIC - 1) for d in formula.dimensions}
        for order in itertools.permutations(range(first, first + len(free)))
    )
    return next(filter(claim.allows, found), None) or near(claim, SIZE) or {}


def equations(jaxpr: Any) -> Iterator[Any]:
    """The equations of a program and of those that it calls; of what XLA has no count, the call
    alone."""
    for equation in jaxpr.eqns:
        inner = [
            getattr(v, "jaxpr", v)
            for v in jax.tree.leaves([*equation.params.values()], is_leaf=is_program)
            if is_program(v)
        ]
        if (
            not inner
            or equation.primitive.name in HIDDEN
            or equation.primitive.name.startswith("reduce")
        ):
            yield equation
        else:
            for program in inner:
                yield from equations(program)


def is_program(value: Any) -> bool:
    return hasattr(value, "eqns") or hasattr(value, "jaxpr")


def bookkeeping(equation: Any) -> int:
    """Entries that are compared, counted or chosen: XLA counts them, unless it knows them
    beforehand, and nobody else does."""
    (out, *_) = equation.outvars
    whole = jax.numpy.issubdtype(out.aval.dtype, jax.numpy.floating)
    chosen = equation.primitive.name in ("select_n", "convert_element_type")
    return math.prod(out.aval.shape) if chosen or not whole else 0


def compared(form: Claim) -> tuple[float, float, float, set[str]] | None:
    """Stated work, XLA's count, the same without bookkeeping, and the primitives that the closed
    form holds; None where it holds autodiff itself, whose work is not the claim's to state."""
    sizes = different(form)
    stated = form.stated_flops(sizes)
    assert stated is not None
    with jax.enable_x64(True):
        args, tangents = methods.shapes(form, sizes, "float64")
        method = closed(form, sizes, factors=True)
        program = jax.make_jaxpr(method)(args, tangents)
        if circular(form, program, []):
            return None
        counted = methods.compile("closed form", "closed form", method, args, tangents).flops or 0.0
        found = list(equations(program.jaxpr))
    names = {equation.primitive.name for equation in found}
    least = counted - sum(map(bookkeeping, found))
    counts = f"XLA counts {counted:g}, {least:g} without bookkeeping"
    print(f"{form.id} at {sizes}: states {stated:g}; {counts}")
    print(f"not counted: {', '.join(sorted(names & HIDDEN)) or 'nothing'}")
    return stated, counted, least, names


def problem(form: Claim) -> str | None:
    """What is wrong with the work that a claim states; None if it agrees with XLA's count as far as
    that goes."""
    if (found := compared(form)) is None:
        return None
    stated, counted, least, names = found
    if unknown := names - MOVES - ARITHMETIC - HIDDEN:
        return f"{sorted(unknown)} are in none of this test's lists: does XLA count them?"
    if least > FACTOR * stated:
        return f"{form.id} states {stated:g} operations, and XLA counts {least:g} and more"
    if stated > FACTOR * counted and not names & HIDDEN:
        return f"{form.id} states {stated:g} operations, and XLA counts {counted:g}"
    return None


@pytest.mark.parametrize("form", sampled(FORMS, 4, lambda f: f.id), ids=lambda f: f.id)
def test_stated_work_is_what_xla_counts(form: Claim) -> None:
    assert problem(form) is None


MADE = '''
import jax.numpy as jnp
from jaxtyping import Array, Float
from closedform.formulas import formula, inv


@formula(source="a test")
def f(
    A: Float[Array, "m n"], X: Float[Array, "n p"], S: Float[Array, "n n"]
) -> Float[Array, "m p"]:
    r"""AX"""
    return A @ X


@f.differential(FLOPS)
def _(A, dX, S):
    r"""A dX"""
    return BODY
'''
STATED = "states {:g} operations, and XLA counts"


@pytest.mark.parametrize(
    ("flops", "body", "said"),
    [
        ("flops=lambda m, n, p: 2 * m * n * p", "A @ dX", None),
        ("flops=lambda m, n, p: 2 * m * n * n", "A @ dX", None),
        ("flops=lambda m, n, p: 2 * m * n", "A @ dX", STATED.format(2 * 23 * 24)),
        ("flops=lambda m, n, p: 6 * m * n * p", "A @ dX", STATED.format(6 * 23 * 24 * 25)),
        (
            "flops=lambda m, n, p: 2 * m * n * p + 2 * n**3",
            "A @ (inv(S) @ (S @ (S @ (S @ dX))))",
            STATED.format(2 * 23 * 24 * 25 + 2 * 24**3),
        ),
        ("flops=lambda m, n, p: 9 * n**3", "A @ (inv(S) @ (S @ dX))", None),
        (
            "flops=lambda m, p: m * p",
            "jnp.where(jnp.eye(len(A), dX.shape[1]) > 0, A @ dX, 0)",
            STATED.format(23 * 25),
        ),
        (
            "flops=lambda m, p: m * p",
            "jnp.where(jnp.eye(len(A), dX.shape[1]) > 0, A[:, :1] + dX[:1], 0)",
            None,
        ),
        (
            "flops=lambda m, n, p: 2 * m * n * p",
            "A @ jnp.arcsinh(dX)",
            "['asinh'] are in none of this test's lists",
        ),
    ],
)
def test_work_that_is_stated_wrong_is_found(
    tmp_path: Path, flops: str, body: str, said: str | None
) -> None:
    path = tmp_path / "made.py"
    path.write_text(MADE.replace("FLOPS", flops).replace("BODY", body))
    (form,) = read(path).claims.values()
    assert different(form) == {"m": 23, "n": 24, "p": 25}
    found = problem(form)
    assert found is None if said is None else said in (found or "")


def test_work_is_stated_or_absent(tmp_path: Path) -> None:
    """What states none has none to be held against, and its cell says so."""
    path = tmp_path / "made.py"
    path.write_text(MADE.replace("FLOPS", "").replace("BODY", "A @ dX"))
    (form,) = read(path).claims.values()
    assert form.stated_flops(different(form)) is None
    assert plan.cell(form, different(form), "float64", "cpu").least is None
    assert len(FORMS) > 200
