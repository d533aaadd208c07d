"""Primitives that move entries, sum them, and multiply matrices."""

from collections.abc import Sequence

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.algebra import add, as_factor, contract, spread, summed, zero
from closedform.formulas.derive.index.atoms import mask
from closedform.formulas.derive.index.form import Axis, Index, Sum, Term
from closedform.formulas.derive.index.sizes import ONE, Size, product
from closedform.formulas.derive.reading.reader import Equation, Reader, reads


@reads("transpose")
def _transpose(r: Reader, e: Equation) -> Sum:
    return r.operand(e, 0).transposed(tuple(e.params["permutation"]))


@reads("reduce_sum")
def _reduce_sum(r: Reader, e: Equation) -> Sum:
    return summed(r.operand(e, 0), e.params["axes"])


@reads("broadcast_in_dim")
def _broadcast(r: Reader, e: Equation) -> Sum:
    return spread(r.operand(e, 0), r.out_sizes(e), e.params["broadcast_dimensions"])


@reads("squeeze")
def _squeeze(r: Reader, e: Equation) -> Sum:
    x = r.operand(e, 0)
    gone = [d % x.rank for d in e.params["dimensions"]]
    kept = [k for k in range(x.rank) if k not in gone]
    terms = tuple(t.with_axes(tuple(t.axes[k] for k in kept)) for t in x.terms)
    return Sum(terms, tuple(x.sizes[k] for k in kept))


@reads("reshape", "expand_dims")
def _reshape(r: Reader, e: Equation) -> Sum:
    return reshaped(r.operand(e, 0), r.out_shape(e))


def reshaped(x: Sum, shape: Sequence[Size]) -> Sum:
    """The same entries, row by row, on axes of other sizes."""
    if not x.terms:
        return zero(tuple((size,) if size != ONE else () for size in shape))
    made = [_regrouped(t.copied(), shape) for t in x.terms]
    return add(*(Sum((t,), t.sizes) for t in made))


def _regrouped(t: Term, shape: Sequence[Size]) -> Term:
    flat: Axis = tuple(i for axis in t.axes for i in axis)
    axes: list[Axis] = []
    for size in shape:
        axis: list[Index] = []
        while (rest := size.over(product(i.size for i in axis))) != ONE:
            if not flat or rest is None:
                raise CannotDerive(f"a reshape to {' x '.join(map(str, shape))}")
            if rest.over(flat[0].size) is None:
                t, flat, axes, axis = _cut(t, flat, rest, axes, axis)
            axis.append(flat[0])
            flat = flat[1:]
        axes.append(tuple(axis))
    return t.with_axes(tuple(axes))


def _cut(
    t: Term, flat: Axis, size: Size, axes: list[Axis], axis: list[Index]
) -> tuple[Term, Axis, list[Axis], list[Index]]:
    """The next index cut in two, the first of them of the size that is wanted."""
    rest = flat[0].size.over(size)
    if rest is None:
        raise CannotDerive(f"an axis of {flat[0].size} cut at {size}")
    parts = (Index(size), Index(rest))
    names = {flat[0]: parts}
    t = t.renamed(names)
    return t, (*parts, *flat[1:]), axes, axis


@reads("dot_general")
def _dot(r: Reader, e: Equation) -> Sum:
    (ca, cb), (ba, bb) = e.params["dimension_numbers"]
    a, b = as_factor(r.operand(e, 0)), as_factor(r.operand(e, 1))
    pairs = [*zip(ca, cb, strict=True), *zip(ba, bb, strict=True)]
    batch = [(0, k) for k in ba]
    own = [(0, k) for k in range(a.rank) if k not in ca and k not in ba]
    other = [(1, k) for k in range(b.rank) if k not in cb and k not in bb]
    return contract(a, b, pairs, [*batch, *own, *other])


@reads("cumsum")
def _cumsum(r: Reader, e: Equation) -> Sum:
    x, axis = r.operand(e, 0), e.params["axis"]
    name = "upper" if e.params["reverse"] else "lower"
    return _along(x, axis, mask(name, (x.sizes[axis], x.sizes[axis])))


@reads("rev")
def _reverse(r: Reader, e: Equation) -> Sum:
    x = r.operand(e, 0)
    for axis in e.params["dimensions"]:
        x = _along(x, axis, mask("reversal", (x.sizes[axis], x.sizes[axis])))
    return x


def _along(x: Sum, axis: int, matrix: Sum) -> Sum:
    """A matrix applied along an axis."""
    x = as_factor(x)
    others = [k for k in range(x.rank) if k != axis]
    made = contract(matrix, x, [(1, axis)], [(0, 0), *((1, k) for k in others)])
    order = [0 if k == axis else 1 + others.index(k) for k in range(x.rank)]
    return made.transposed(tuple(order))


@reads("slice")
def _slice(r: Reader, e: Equation) -> Sum:
    """One entry along an axis: the product with a unit vector."""
    x = r.operand(e, 0)
    for axis, at in _places(r, e):
        x = as_factor(x)
        others = [k for k in range(x.rank) if k != axis]
        made = contract(mask(at, (x.sizes[axis],)), x, [(0, axis)], [(1, k) for k in others])
        where = [k for k in range(x.rank) if k != axis]
        sizes = tuple(() if k == axis else x.sizes[k] for k in range(x.rank))
        x = spread(made, sizes, where)
    return x


def _places(r: Reader, e: Equation) -> list[tuple[int, str]]:
    """(axis, unit vector) for each axis of which one entry is taken."""
    found: list[tuple[int, str]] = []
    p, q = e.first.params, e.second.params
    shapes = [x.invars[0].aval.shape for x in (e.first, e.second)]
    for axis in range(len(shapes[0])):
        cuts = [(o["start_indices"][axis], o["limit_indices"][axis]) for o in (p, q)]
        if all(cut == (0, s[axis]) for cut, s in zip(cuts, shapes, strict=True)):
            continue
        if any(stop - start != 1 for start, stop in cuts):
            raise CannotDerive("a slice")
        (j, _), (k, _) = cuts
        if j != k:
            j, k = j - shapes[0][axis], k - shapes[1][axis]
        if j != k:
            raise CannotDerive("a slice")
        found.append((axis, f"unit {j}"))
    return found


@reads("stack", "concatenate")
def _joined(r: Reader, e: Equation) -> Sum:
    """Parts of size 1 along the axis, side by side: a sum of products with unit vectors."""
    axis = e.params.get("axis", e.params.get("dimension", 0))
    sizes = r.out_sizes(e)
    count = product(sizes[axis]).constant
    parts = [r.operand(e, k) for k in range(len(e.first.invars))]
    if count != len(parts):
        raise CannotDerive(e.name)
    made = []
    for k, x in enumerate(parts):
        if e.name == "concatenate":
            kept = tuple(a for a in range(x.rank) if a != axis)
            terms = tuple(t.with_axes(tuple(t.axes[a] for a in kept)) for t in x.terms)
            x = Sum(terms, tuple(x.sizes[a] for a in kept))
        unit = mask(f"unit {k}", (sizes[axis],))
        order = [(1, a) for a in range(x.rank)]
        made.append(contract(unit, as_factor(x), [], [*order[:axis], (0, 0), *order[axis:]]))
    return add(*made)
