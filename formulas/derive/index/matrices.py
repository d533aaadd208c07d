"""Functions of matrices: the inverse and the determinant of a product by its factors, the parts of
decompositions, matrix functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    diagonal_matrix,
    identity,
    matmul,
    scaled,
)
from closedform.formulas.derive.index.atoms import (
    Decomposition,
    Determinant,
    Inverse,
    LogDeterminant,
    MatrixFunction,
    Variable,
    entry,
    of,
    part,
    scalar_of,
)
from closedform.formulas.derive.index.form import Atom, Axis, Factor, Index, Sum, Term
from closedform.formulas.derive.index.normal import collected, normal
from closedform.formulas.derive.index.powers import power
from closedform.formulas.derive.index.rewriting import lone
from closedform.formulas.derive.index.sizes import Size


@dataclass(frozen=True)
class Chain:
    """A product of square matrices, times scalars: each matrix an atom, and whether transposed."""

    coefficient: Fraction
    scalars: tuple[Factor, ...]
    links: tuple[tuple[Atom, bool], ...]


def chain(e: Sum) -> Chain | None:
    """An expression as a product of square matrices; None where it is none."""
    if len(e.terms) != 1 or e.rank != 2:
        return None
    (t,) = e.terms
    row, column = (lone(axis) for axis in t.axes)
    if row is None or column is None or row is column:
        return None
    links: list[tuple[Atom, bool]] = []
    left = [f for f in t.factors if f.axes]
    at: Index = row
    while left:
        here = [f for f in left if at in f.indices]
        if len(here) != 1 or (step := _step(here[0], at)) is None:
            return None
        link, at = step
        links.append(link)
        left.remove(here[0])
    scalars = tuple(f for f in t.factors if not f.axes)
    return Chain(t.coefficient, scalars, tuple(links)) if at is column else None


def _step(f: Factor, i: Index) -> tuple[tuple[Atom, bool], Index] | None:
    """The matrix that leads from an index to another of the same size."""
    if f.power != 1 or len(f.axes) != 2:
        return None
    a, b = (lone(axis) for axis in f.axes)
    if a is None or b is None or a is b or a.size != b.size:
        return None
    return ((f.atom, b is i), a if b is i else b)


def inverse(e: Sum) -> Sum:
    """The inverse of a matrix: of a product the product of inverses, where all are square."""
    e = collected(e)
    if e.rank != 2:
        raise CannotDerive("the inverse of a stack of matrices")
    if not e.terms:
        raise CannotDerive("the inverse of zero")
    if len(e.terms) == 1:
        (t,) = e.terms
        if t.axes[0] == t.axes[1]:
            entries = Sum((t.with_axes(t.axes[:1]),), e.sizes[:1])
            return diagonal_matrix(power(entries, Fraction(-1)))
        if (found := chain(e)) is not None:
            return _of_chain(found, e)
        scalars = [f for f in t.factors if not f.axes]
        if t.coefficient != 1 or scalars:
            bare = Term(Fraction(1), tuple(f for f in t.factors if f.axes), t.axes)
            inner = inverse(Sum((bare,), e.sizes))
            return _over(inner, t.coefficient, scalars)
    return of(Inverse, e)


def _of_chain(found: Chain, e: Sum) -> Sum:
    result: Sum | None = None
    for atom, flipped in reversed(found.links):
        one = as_factor(_inverse_of(atom))
        one = one.T if flipped else one
        result = one if result is None else matmul(result, one)
    return _over(result or identity(e.sizes[0]), found.coefficient, found.scalars)


def _inverse_of(atom: Atom) -> Sum:
    match atom:
        case Inverse(inner=Sum() as inner):
            return inner
        case Variable(facts=facts) if "orthogonal" in facts:
            return entry(atom).T
        case Decomposition(part="eigenvectors"):
            return entry(atom).T
        case _:
            return of(Inverse, entry(atom))


def _over(e: Sum, c: Fraction, scalars: Sequence[Factor]) -> Sum:
    """An expression over scalars."""
    below = tuple(f._replace(power=-f.power) for f in scalars)
    terms = (normal(Term(t.coefficient / c, (*t.factors, *below), t.axes)) for t in e.terms)
    return Sum(tuple(terms), e.sizes)


def determinant(e: Sum) -> Sum:
    """The determinant: of a product the product of determinants."""
    e = collected(e)
    found = chain(e)
    if found is None or found.coefficient != 1 or found.scalars:
        return scalar_of(Determinant, e)
    factors: list[Factor] = []
    for atom, _ in found.links:
        below = isinstance(atom, Inverse)
        inner = atom.inner if below and atom.inner is not None else entry(atom)
        (t,) = scalar_of(Determinant, inner).terms
        factors += [f._replace(power=Fraction(-1 if below else 1)) for f in t.factors]
    return Sum((normal(Term(Fraction(1), tuple(factors), ())),), ())


def log_determinant(e: Sum) -> Sum:
    """log |det X|: of a product of square matrices the sum."""
    e = collected(e)
    found = chain(e)
    if found is None or found.coefficient != 1 or found.scalars:
        return scalar_of(LogDeterminant, e)
    logs: list[Sum] = []
    for atom, _ in found.links:
        below = isinstance(atom, Inverse)
        inner = atom.inner if below and atom.inner is not None else entry(atom)
        logs.append(scaled(scalar_of(LogDeterminant, inner), -1 if below else 1))
    return add(*logs) if logs else Sum((), ())


def symmetrised(e: Sum) -> Sum:
    """(X + X^T) / 2: what JAX decomposes where it is given X."""
    return scaled(add(e, e.T), Fraction(1, 2))


def cholesky(e: Sum) -> Sum:
    """The lower triangular L with L L^T = S."""
    return part(Decomposition, symmetrised(e), "cholesky", e.sizes, part="cholesky")


def eigenvalues(e: Sum) -> Sum:
    """The eigenvalues of a symmetric matrix, ascending."""
    sizes = (e.sizes[0],)
    return part(Decomposition, symmetrised(e), "eigenvalues", sizes, part="eigenvalues")


def eigenvectors(e: Sum) -> Sum:
    """The eigenvectors of a symmetric matrix, a column each."""
    return part(Decomposition, symmetrised(e), "eigenvectors", e.sizes, part="eigenvectors")


def singular(e: Sum, name: str, rank: Axis | tuple[Size, ...]) -> Sum:
    """A part of the singular value decomposition X = U diag(s) V^T."""
    rows, columns = e.sizes
    sizes = {
        "singular values": (rank,),
        "left singular vectors": (rows, rank),
        "right singular vectors": (rank, columns),
    }[name]
    return part(Decomposition, collected(e), name, sizes, part=name)  # type: ignore[arg-type]


def matrix_function(e: Sum, function: str, exponent: Size | None = None) -> Sum:
    """A function of a square matrix by its power series."""
    name = f"{function} {exponent or ''}"
    return of(MatrixFunction, collected(e), name, function=function, exponent=exponent)
