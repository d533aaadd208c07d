"""What can't be meant is refused where it is declared, in one line that helps."""

import re

import pytest
from jaxtyping import Array, Float, Int

from closedform.formulas import SPD, DeclarationError, Orthogonal, Symmetric, formula


def bilinear():
    @formula(source="a page")
    def bilinear(
        a: Float[Array, " m"], X: Float[Array, "m n"], b: Float[Array, " n"]
    ) -> Float[Array, ""]:
        r"""a^\top X b"""
        return a @ X @ b

    return bilinear


def product():
    @formula
    def product(
        X: Float[Array, "m n"], Y: Float[Array, "n p"], t: Float[Array, ""]
    ) -> Float[Array, "m p"]:
        r"""t X Y"""
        return t * X @ Y

    return product


def claim(f, kind, *wrt, parameters="X", **qualifiers):
    scope = {}
    exec(f"def _({parameters}):\n    return X", scope)
    getattr(f, kind)(*wrt, **qualifiers)(scope["_"])


WRONG = {
    "a variable the formula lacks": (
        lambda: claim(bilinear(), "gradient", "Y"),
        "no variable 'Y' in test_checks.bilinear(a: m, X: m x n, b: n)",
    ),
    "a near miss": (lambda: claim(bilinear(), "gradient", "x"), "there is X, a, b"),
    "no variable": (lambda: claim(bilinear(), "gradient"), 'write @bilinear.gradient("a")'),
    "a parameter the formula lacks": (
        lambda: claim(bilinear(), "gradient", "X", parameters="a, c"),
        "asks for 'c', which test_checks.bilinear",
    ),
    "a dimension the formula lacks": (
        lambda: claim(bilinear(), "gradient", "X", parameters="X, p"),
        "asks for 'p'",
    ),
    "two variables of a Hessian": (
        lambda: bilinear().hessian("a", "b")(lambda X: X),
        "it takes one variable",
    ),
    "a variable twice": (
        lambda: claim(bilinear(), "gradient", "X", "X"),
        "it takes each variable once",
    ),
    "a gradient of a matrix": (
        lambda: claim(product(), "gradient", "X"),
        "the value is m x p, not a scalar",
    ),
    "a derivative by a matrix": (
        lambda: claim(product(), "derivative", "X"),
        "a derivative is by a scalar",
    ),
    "a differential that moves nothing": (
        lambda: claim(bilinear(), "differential"),
        "asks for no differential; write one of dX, da, db",
    ),
    "a differential in a gradient": (
        lambda: claim(bilinear(), "gradient", "X", parameters="dX"),
        "asks for 'dX'",
    ),
    "any keywords": (lambda: claim(bilinear(), "gradient", "X", parameters="**X"), "asks by name"),
    "a layout that is none": (
        lambda: claim(product(), "jacobian", "X", layout="columns"),
        "'numerator'",
    ),
    "a layout of a gradient": (
        lambda: bilinear().gradient("X", layout="numerator")(lambda X: X),
        "other kinds take none",
    ),
    "along and on": (
        lambda: claim(square(), "gradient", "S", along=Symmetric, on=Symmetric, parameters="S"),
        "two readings",
    ),
    "along nothing": (
        lambda: claim(square(), "gradient", "S", along=float, parameters="S"),
        "'float' is not a constrained domain",
    ),
    "on what has no coordinates": (
        lambda: claim(square(), "gradient", "S", on=Orthogonal, parameters="S"),
        "not a linear domain",
    ),
    "along a square domain, of a rectangle": (
        lambda: claim(bilinear(), "gradient", "X", along=Symmetric),
        "takes square matrices",
    ),
    "given an unknown variable": (
        lambda: claim(bilinear(), "gradient", "X", given={"M": Symmetric}),
        "given= speaks of 'M'",
    ),
    "given what is no domain": (
        lambda: claim(bilinear(), "gradient", "X", given={"X": 3}),
        "is not a domain",
    ),
    "flops of an unknown dimension": (
        lambda: claim(bilinear(), "gradient", "X", flops=lambda k: k),
        "flops= of test_checks.bilinear asks for 'k'",
    ),
}


def square():
    @formula
    def square(S: SPD[Array, "n n"]) -> Float[Array, ""]:
        r"""\operatorname{tr} S"""
        return S.trace()

    return square


@pytest.mark.parametrize("case", WRONG)
def test_claim_is_refused(case):
    declare, says = WRONG[case]
    with pytest.raises(DeclarationError, match=re.escape(says)) as caught:
        declare()
    assert "\n" not in str(caught.value)


def test_duplicate_claim_is_refused():
    f = bilinear()
    claim(f, "gradient", "X")
    with pytest.raises(
        DeclarationError,
        match=r"bilinear\.gradient\.X is claimed twice, first at .*; tell them apart by form=",
    ):
        claim(f, "gradient", "X")


def test_qualifiers_tell_claims_apart():
    f = square()
    for qualifiers in (
        {},
        {"along": Symmetric},
        {"on": Symmetric},
        {"form": "by hand"},
        {"as_printed": True},
        {"given": {"S": Symmetric}},
    ):
        claim(f, "hessian", "S", parameters="S", **qualifiers)
    name = "test_checks.square.hessian.S"
    tails = [
        "",
        ".along-Symmetric",
        ".on-Symmetric",
        ".form-by-hand",
        ".as-printed",
        ".given-S-Symmetric",
    ]
    assert list(f.claims) == [name + tail for tail in tails]


def test_a_claim_is_renamed_to_its_id():
    f = bilinear()

    @f.gradient("X")
    def _(a, b):
        return a[:, None] * b

    [claim] = f.claims.values()
    assert claim.function.__name__ == claim.function.__qualname__ == claim.id
    assert _.__name__ == "_"


def unannotated(x) -> Float[Array, ""]: ...
def of_no_fixed_shape(x: Float[Array, "*batch n"]) -> Float[Array, ""]: ...
def of_derived_shape(x: Float[Array, "..."]) -> Float[Array, ""]: ...
def of_integers(x: Int[Array, " n"]) -> Float[Array, ""]: ...
def of_a_number(x: float) -> Float[Array, ""]: ...
def without_value(x: Float[Array, " n"]): ...
def with_clash(n: Float[Array, " n"]) -> Float[Array, ""]: ...
def with_new_dimension(x: Float[Array, " n"]) -> Float[Array, " m"]: ...
def rectangular(S: SPD[Array, "m n"]) -> Float[Array, ""]: ...


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (unannotated, "has no annotation; wanted an array with its shape"),
        (of_no_fixed_shape, "the axis '*batch'"),
        (of_derived_shape, "wanted an array with its shape"),
        (of_integers, "wanted an array with its shape"),
        (of_a_number, "wanted an array with its shape"),
        (without_value, 'wanted -> Float[Array, "m n"]'),
        (with_clash, "n is both a variable and a dimension"),
        (with_new_dimension, "the dimension m, which no argument has"),
        (rectangular, "SPD takes square matrices"),
    ],
)
def test_formula_is_refused(f, says):
    with pytest.raises(DeclarationError, match=re.escape(says)):
        formula(f)


def test_a_condition_that_never_holds_is_refused():
    with pytest.raises(DeclarationError, match="holds at no sizes from 1 to 8 of n"):
        formula(where=lambda n: n < 0)(lambda_of_n)


def test_a_condition_on_an_unknown_dimension_is_refused():
    with pytest.raises(DeclarationError, match=r"where= of .* asks for 'k'"):
        formula(where=lambda k: k > 0)(lambda_of_n)


def lambda_of_n(x: Float[Array, " n"]) -> Float[Array, ""]: ...


def test_integers_are_dimensions():
    @formula
    def power(X: Float[Array, "n n"], k: int) -> Float[Array, "n n"]:
        r"""X^k"""
        raise AssertionError

    assert power.dimensions == ("n", "k")
    assert power.static == ("k",)
    assert list(power.variables) == ["X"]


@pytest.mark.parametrize(
    ("kind", "wrt", "parameters", "several", "returns"),
    [
        ("gradient", ("a", "b"), "X", True, "a tuple, for each variable the variable's own shape"),
        ("gradient", ("X",), "X", False, "the variable's own shape"),
        (
            "differential",
            (),
            "X, da, db",
            False,
            "the linear map L(dX, ...), of the output's shape",
        ),
    ],
)
def test_a_claim_of_several_variables_returns_a_tuple_but_for_differentials(
    kind, wrt, parameters, several, returns
):
    f = bilinear()
    claim(f, kind, *wrt, parameters=parameters)
    [found] = f.claims.values()
    assert (found.several, found.returns) == (several, returns)


def test_a_formula_is_called_as_declared_or_by_its_name():
    def half_the_square(x: Float[Array, " n"]) -> Float[Array, ""]:
        raise AssertionError

    assert formula(half_the_square).title == "Half the square"
    assert formula(title="Half the squared norm")(half_the_square).title == "Half the squared norm"


def test_a_formula_of_the_catalogue_is_called_by_its_file_too(monkeypatch):
    f = bilinear()
    monkeypatch.setattr(f, "name", "trace_of_product.two_factors")
    assert f.title == "Two factors"
    monkeypatch.setattr(f, "__module__", "closedform.formulas.traces.trace_of_product")
    assert f.title == "Trace of product: two factors"
