"""The typed tree of matrix expressions.

A leaf states its size in named dimensions, every other expression has the size that its parts
give it, and parts that do not fit raise `Misfit` where the expression is made: there is no tree
of a product that makes no sense. A scalar is 1 x 1, a vector one column; a row is the transpose
of a column. Equal trees are the same formula written in the same way::

    x, A = Name("x", Size(("n",))), Name("A", Size(("n",), ("n",)))
    Product(Product(Transpose(x), A), x).size  # 1 x 1
"""

from closedform.formulas.notation.tree.expression import Binary, Expression, Misfit, Unary
from closedform.formulas.notation.tree.leaves import (
    Commutation,
    Dimension,
    Identity,
    Name,
    Number,
    Ones,
    Zeros,
)
from closedform.formulas.notation.tree.operations import (
    Difference,
    ElementwisePower,
    ElementwiseQuotient,
    Hadamard,
    Kronecker,
    Power,
    Product,
    Quotient,
    Sum,
)
from closedform.formulas.notation.tree.size import SCALAR, Axis, Size, same
from closedform.formulas.notation.tree.transforms import (
    Adjugate,
    Determinant,
    Diagonal,
    DiagonalMatrix,
    Elementwise,
    Inverse,
    Negative,
    Norm,
    PseudoInverse,
    Softmax,
    Total,
    Trace,
    Transpose,
    Vec,
)
from closedform.formulas.notation.tree.walks import all_ones, dimensions, names, substituted, walk

__all__ = [
    "SCALAR",
    "Adjugate",
    "Axis",
    "Binary",
    "Commutation",
    "Determinant",
    "Diagonal",
    "DiagonalMatrix",
    "Difference",
    "Dimension",
    "Elementwise",
    "ElementwisePower",
    "ElementwiseQuotient",
    "Expression",
    "Hadamard",
    "Identity",
    "Inverse",
    "Kronecker",
    "Misfit",
    "Name",
    "Negative",
    "Norm",
    "Number",
    "Ones",
    "Power",
    "Product",
    "PseudoInverse",
    "Quotient",
    "Size",
    "Softmax",
    "Sum",
    "Total",
    "Trace",
    "Transpose",
    "Unary",
    "Vec",
    "Zeros",
    "all_ones",
    "dimensions",
    "names",
    "same",
    "substituted",
    "walk",
]
