"""Constants of a size: zeros, all ones, a number times all ones, a size that is a product."""

from closedform.formulas.notation.tree import (
    SCALAR,
    Axis,
    Dimension,
    Expression,
    Number,
    Ones,
    Product,
    Size,
    Transpose,
    Zeros,
)


def zeros(size: Size) -> Expression:
    """0 of a size."""
    return Number(0) if size == SCALAR else Zeros(size)


def all_ones(size: Size) -> Expression:
    """1 in every entry of a size."""
    if size.kind == "row":
        return Transpose(Ones(size.columns))
    if size.kind == "column":
        return Ones(size.rows)
    return Product(Ones(size.rows), Transpose(Ones(size.columns)))


def times(number: object, ones: Expression) -> Expression:
    """A number that is written, times all ones."""
    assert isinstance(number, int | float)
    return scaled(Number(number), ones)


def scaled(number: Expression, ones: Expression) -> Expression:
    """A number times all ones, where 1 is not written."""
    return ones if number == Number(1) else Product(number, ones)


def product_of(axis: Axis) -> Expression:
    """A size that is a product of dimensions."""
    product: Expression = Number(1)
    for k, d in enumerate(axis):
        product = Dimension(d) if k == 0 else Product(product, Dimension(d))
    return product
