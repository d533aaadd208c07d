"""From what is written, and sizes, to the typed tree: what was ambiguous is decided there."""

from collections.abc import Callable, Mapping

from closedform.formulas.notation import tree
from closedform.formulas.notation.functions import ELEMENTWISE
from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes.constants import all_ones, product_of, scaled, times
from closedform.formulas.notation.sizes.inference import Inference
from closedform.formulas.notation.sizes.leaves import literal
from closedform.formulas.notation.tree import (
    SCALAR,
    Axis,
    Difference,
    Dimension,
    Elementwise,
    ElementwisePower,
    ElementwiseQuotient,
    Expression,
    Name,
    Negative,
    Number,
    Ones,
    Power,
    Product,
    Size,
    Sum,
    Trace,
    Transpose,
)

CALLS = {
    "det": tree.Determinant,
    "adj": tree.Adjugate,
    "sum": tree.Total,
    "softmax": tree.Softmax,
    "vec": tree.Vec,
    "inverse": tree.Inverse,
    "pseudoinverse": tree.PseudoInverse,
}


class Typed:
    """The typed trees of one reading.

    Args:
        reading: sizes of everything that is written.
        axis: an axis of the reading in named dimensions.
        dimensions: names that are sizes.
        spelled: names that are called otherwise in the tree.
    """

    def __init__(
        self,
        reading: Inference,
        axis: Callable[[Axis, Written | None], Axis],
        dimensions: frozenset[str],
        spelled: Mapping[str, str],
    ) -> None:
        self.reading, self.axis = reading, axis
        self.dimensions, self.spelled = dimensions, spelled

    def size(self, w: Written) -> Size:
        """The size of an operation, in named dimensions."""
        return Size(*(self.axis(axis, w) for axis in self.reading.of(w)))

    def kind(self, w: Written) -> str:
        """``scalar``, ``column``, ``row`` or ``matrix``."""
        return self.reading.of(w).kind

    def __call__(self, w: Written) -> Expression:
        """The typed tree of what is written."""
        return getattr(self, f"_{w.rule.replace(' ', '_')}")(w, *w.parts)

    # ── Leaves ──────────────────────────────────────────────────────────────────

    def _number(self, w: Written) -> Expression:
        assert isinstance(w.value, int | float)
        return Number(w.value)

    def _name(self, w: Written) -> Expression:
        name = str(w.value)
        if name in self.dimensions:
            (axis,) = (self.axis(self.reading.unknowns.named_axis(name), w),)
            return Dimension(axis[0]) if len(axis) == 1 else product_of(axis)
        return Name(self.spelled.get(name, name), self.size(w))

    def _identity(self, w: Written) -> Expression:
        return tree.Identity(self.size(w).rows)

    def _ones(self, w: Written) -> Expression:
        return Ones(self.size(w).rows)

    def _filled(self, w: Written, number: Written) -> Expression:
        return times(number.value, all_ones(self.size(w)))

    def _commutation(self, w: Written) -> Expression:
        m, n = str(w.value).split(",")
        named = self.reading.unknowns.named_axis
        return tree.Commutation(self.axis(named(m), w), self.axis(named(n), w))

    def _bracket(self, w: Written, a: Written) -> Expression:
        return self(a)

    # ── Sums and products ───────────────────────────────────────────────────────

    def _negative(self, w: Written, a: Written) -> Expression:
        return Negative(self(a))

    def _sum(self, w: Written, a: Written, b: Written) -> Expression:
        if self.kind(a) == self.kind(b):
            return Sum(self(a), self(b))
        if _is_zero(a) or _is_zero(b):
            return self(b) if _is_zero(a) else self(a)
        return Sum(self._spread(a, w), self._spread(b, w))

    def _difference(self, w: Written, a: Written, b: Written) -> Expression:
        if self.kind(a) == self.kind(b):
            return Difference(self(a), self(b))
        if _is_zero(a) or _is_zero(b):
            return Negative(self(b)) if _is_zero(a) else self(a)
        return Difference(self._spread(a, w), self._spread(b, w))

    def _spread(self, w: Written, within: Written) -> Expression:
        """A number as large as the sum that it stands in."""
        if self.kind(w) != "scalar":
            return self(w)
        return scaled(self(w), all_ones(self.size(within)))

    def _product(self, w: Written, a: Written, b: Written) -> Expression:
        return Product(self(a), self(b))

    def _kronecker(self, w: Written, a: Written, b: Written) -> Expression:
        return tree.Kronecker(self(a), self(b))

    def _inner(self, w: Written, a: Written, b: Written) -> Expression:
        left, right = self(a), self(b)
        match self.kind(a):
            case "scalar":
                return Product(left, right)
            case "row":
                return Product(left, Transpose(right))
            case "column":
                return Product(Transpose(left), right)
            case _:
                return Trace(Product(Transpose(left), right))

    def _fraction(self, w: Written, a: Written, b: Written) -> Expression:
        if self.kind(b) == "scalar":
            return tree.Quotient(self(a), self(b))
        return self._oslash(w, a, b)

    _slash = _fraction

    def _oslash(self, w: Written, a: Written, b: Written) -> Expression:
        if self.kind(b) == "scalar":
            return tree.Quotient(self(a), self(b))
        return ElementwiseQuotient(self._spread(a, w), self(b))

    def _hadamard(self, w: Written, a: Written, b: Written) -> Expression:
        if "scalar" in (self.kind(a), self.kind(b)):
            return Product(self(a), self(b))
        return tree.Hadamard(self(a), self(b))

    # ── Powers, transposes, inverses ────────────────────────────────────────────

    def _transpose(self, w: Written, a: Written) -> Expression:
        return self(a) if self.kind(a) == "scalar" else Transpose(self(a))

    def _inverse(self, w: Written, a: Written) -> Expression:
        return Power(self(a), Number(-1)) if self.kind(a) == "scalar" else tree.Inverse(self(a))

    def _pseudoinverse(self, w: Written, a: Written) -> Expression:
        return tree.PseudoInverse(self(a))

    def _power(self, w: Written, a: Written, b: Written) -> Expression:
        by_entries = a.inside().rule == "call" and a.inside().value in {*ELEMENTWISE, "softmax"}
        if self.kind(w) == "scalar" or not by_entries:
            return Power(self(a), self(b))
        return ElementwisePower(self(a), self(b))

    def _entrywise_power(self, w: Written, a: Written, b: Written) -> Expression:
        kind = Power if self.kind(a) == "scalar" else ElementwisePower
        return kind(self(a), self(b))

    # ── Functions ───────────────────────────────────────────────────────────────

    def _bars(self, w: Written, a: Written) -> Expression:
        if self.kind(a) == "scalar":
            return Elementwise(self(a), "abs")
        return tree.Determinant(self(a))

    def _norm(self, w: Written, a: Written) -> Expression:
        x, by_entries = self(a), w.value in ("1", "entries")
        if x.size == SCALAR:
            return Elementwise(x, "abs")
        if by_entries and x.size.kind == "matrix":
            return tree.Total(Elementwise(x, "abs"))
        return tree.Norm(x, 1 if by_entries else 2)

    def _call(self, w: Written, a: Written) -> Expression:
        function = str(w.value)
        if function in ELEMENTWISE:
            return Elementwise(self(a), function)
        if function == "tr":
            return self(a) if self.kind(a) == "scalar" else Trace(self(a))
        if function == "diag":
            return self._diag(w, a)
        return CALLS[function](self(a))

    def _diag(self, w: Written, a: Written) -> Expression:
        x = self(a)
        if x.size.kind != "matrix":
            return tree.DiagonalMatrix(Transpose(x) if x.size.kind == "row" else x)
        meant = self.reading.choices.get(id(w), "vector")
        if meant == "of vec":
            return tree.DiagonalMatrix(tree.Vec(x))
        diagonal = tree.Diagonal(x)
        return diagonal if meant == "vector" else tree.DiagonalMatrix(diagonal)


def _is_zero(w: Written) -> bool:
    return literal(w) and w.inside().value == 0
