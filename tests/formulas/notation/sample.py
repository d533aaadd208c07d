"""Variables that tests of trees share."""

from closedform.formulas.notation.tree import Name, Size

m, n, p = ("m",), ("n",), ("p",)
A, B, S = Name("A", Size(m, n)), Name("B", Size(n, p)), Name("S", Size(n, n))
x, y, b = Name("x", Size(n)), Name("y", Size(n)), Name("b", Size(m))
t, beta = Name("t"), Name("beta", Size(n))
