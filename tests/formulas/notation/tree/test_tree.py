"""Every expression has the size that its parts give it, and none is made of parts that do not
fit."""

import pytest

from closedform.formulas.notation.tree import (
    Commutation,
    Diagonal,
    DiagonalMatrix,
    Dimension,
    Hadamard,
    Inverse,
    Kronecker,
    Misfit,
    Name,
    Norm,
    Number,
    Ones,
    Power,
    Product,
    PseudoInverse,
    Quotient,
    Size,
    Sum,
    Trace,
    Transpose,
    Vec,
    all_ones,
    dimensions,
    names,
    substituted,
    walk,
)
from tests.formulas.notation.sample import A, B, S, b, m, n, p, t, x, y

SIZES = [
    (Product(A, x), "m x 1"),
    (Product(Transpose(x), y), "1 x 1"),
    (Product(x, Transpose(b)), "n x m"),
    (Product(t, A), "m x n"),
    (Product(Product(Transpose(x), S), y), "1 x 1"),
    (Kronecker(A, B), "m*n x n*p"),
    (Vec(A), "n*m x 1"),
    (DiagonalMatrix(x), "n x n"),
    (Diagonal(S), "n x 1"),
    (PseudoInverse(A), "n x m"),
    (Power(S, Number(3)), "n x n"),
    (Quotient(x, Trace(S)), "n x 1"),
    (Commutation(m, n), "m*n x m*n"),
    (Product(Commutation(n, m), Vec(A)), "n*m x 1"),
    (Norm(A), "1 x 1"),
]


@pytest.mark.parametrize(("e", "size"), SIZES, ids=[s for _, s in SIZES])
def test_sizes(e, size):
    assert str(e.size) == size


MISFITS = {
    "a column times a column": (Product, (x, y)),
    "inner sizes that differ": (Product, (A, A)),
    "a matrix plus its transpose": (Sum, (A, Transpose(A))),
    "column and row entry by entry": (Hadamard, (x, Transpose(x))),
    "the inverse of what is not square": (Inverse, (A,)),
    "the trace of a column": (Trace, (x,)),
    "a broken power of a matrix": (Power, (S, Number(0.5))),
    "a matrix below": (Quotient, (x, S)),
    "diag of a matrix": (DiagonalMatrix, (S,)),
}


@pytest.mark.parametrize("case", MISFITS)
def test_parts_that_do_not_fit(case):
    kind, parts = MISFITS[case]
    with pytest.raises(Misfit, match=f"{kind.__name__} takes .*; given"):
        kind(*parts)


def test_products_of_dimensions_are_one_number_in_any_order():
    assert Product(Transpose(Vec(A)), Vec(A)).size == Size()
    assert Sum(Vec(A), Vec(Transpose(A))).size == Vec(A).size


def test_equal_trees_are_the_same_formula_written_in_the_same_way():
    again = Product(Name("A", Size(m, n)), Name("x", Size(n)))
    assert again == Product(A, x)
    assert hash(again) == hash(Product(A, x))
    assert Product(Product(A, B), Transpose(B)) != Product(A, Product(B, Transpose(B)))


def test_names_and_dimensions_in_order_of_appearance():
    e = Sum(Product(Transpose(Product(A, x)), b), Product(Transpose(x), y))
    assert [v.name for v in names(e)] == ["A", "x", "b", "y"]
    assert dimensions(e, B) == ("m", "n", "p")
    assert dimensions(Quotient(Norm(b), Dimension("k"))) == ("m", "k")
    assert sum(1 for _ in walk(e)) == 11


def test_substitution():
    assert substituted(Product(A, x), {"x": Sum(x, y)}) == Product(A, Sum(x, y))
    with pytest.raises(Misfit):
        substituted(Product(A, x), {"x": b})


def test_ones():
    assert all_ones(Product(Ones(m), Transpose(Ones(n))))
    assert not all_ones(Product(Transpose(Ones(n)), Ones(n)))
    assert not all_ones(Product(Ones(m), Transpose(x)))
    assert dimensions(Ones(p)) == ("p",)
