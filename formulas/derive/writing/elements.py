"""Atoms as trees: columns, matrices and scalars."""

from collections.abc import Callable
from dataclasses import dataclass

from closedform.formulas.derive.errors import NoNotation
from closedform.formulas.derive.index.algebra import scaled
from closedform.formulas.derive.index.atoms import (
    Decomposition,
    Determinant,
    Divided,
    Elementwise,
    Inverse,
    LogDeterminant,
    Mask,
    MatrixFunction,
    Number,
    SizeOf,
    Softmax,
    Variable,
    Whole,
)
from closedform.formulas.derive.index.form import Atom, Factor, Sum
from closedform.formulas.derive.index.numbers import Base
from closedform.formulas.derive.writing import trees
from closedform.formulas.derive.writing.definitions import Definitions
from closedform.formulas.derive.writing.trees import (
    SymmetricName,
    axis,
    dimension,
    entrywise,
    transposed,
)
from closedform.formulas.notation import tree as t

FUNCTIONS = {"logistic": "sigmoid"}
"""Function -> what the tree calls it, where that is another name."""
PI = 3.141592653589793


@dataclass
class Elements:
    """Makes trees of atoms; of what is inside them by `write`."""

    write: Callable[[Sum], t.Expression]
    definitions: Definitions

    def matrix(self, f: Factor) -> t.Expression:
        """A factor of one or two axes: a column or a matrix."""
        made = self._of_atom(f.atom)
        base, p = made, f.power
        if p == 1:
            return base
        return entrywise([*((x, q * p) for x, q in trees.entrywise_parts(base))], base)

    def _of_atom(self, a: Atom) -> t.Expression:
        """An atom on its own axes; if its author had them the other way round, as a transpose."""
        if a.shown == (1, 0) and a.inner is not None and not a.symmetric and _turns(a):
            return transposed(self._made(a, a.inner.T, True))
        return self._made(a, a.inner, False)

    def _made(self, a: Atom, inner: Sum | None, flipped: bool) -> t.Expression:
        size = t.Size(*(axis(s) for s in (*a.sizes, ())[:2]))
        if flipped:
            size = size.transposed
        match a:
            case Variable(name=name):
                kind = SymmetricName if a.symmetric else t.Name
                return kind(name, size)
            case Mask(name=name):
                return self._mask(name, size)
            case Softmax(along=along):
                down = (1 - along[0],) if flipped and len(along) == 1 else along
                return self._softmax(self._inner(inner), down, len(a.sizes))
            case Decomposition(part=part):
                return self._part(part, self._inner(inner), size)
            case Divided():
                lam = self._inner(inner)
                code = "(1 - jnp.eye(len({0}))) / ({0} - {0}[:, None] + jnp.eye(len({0})))"
                return self.definitions.name(0, ["F"], code, lam, size)
            case MatrixFunction(function="expm"):
                code = "jax.scipy.linalg.expm({})"
                return self.definitions.name(0, ["E"], code, self._inner(inner), size)
            case MatrixFunction(function="power", exponent=p):
                code = f"jnp.linalg.matrix_power({{}}, {p})"
                return self.definitions.name(0, ["M"], code, self._inner(inner), size)
            case Whole(sign=sign) if inner is not None:
                return self.write(scaled(inner, sign))
            case Elementwise(function=name):
                return t.Elementwise(self._inner(inner), FUNCTIONS.get(name, name))
            case Inverse():
                return t.Inverse(self._inner(inner))
            case _:
                raise NoNotation(type(a).__name__)

    def _inner(self, e: Sum | None) -> t.Expression:
        assert e is not None
        return self.write(e)

    def _softmax(self, x: t.Expression, along: tuple[int, ...], rank: int) -> t.Expression:
        if rank == 1 or along == (0,):
            return t.Softmax(x)
        if along == (1,):
            return t.Transpose(t.Softmax(transposed(x)))
        raise NoNotation("softmax of all entries")

    def _mask(self, name: str, size: t.Size) -> t.Expression:
        n = "jnp.ones({})"
        shape = t.Product(t.Ones(size.rows), t.Transpose(t.Ones(size.rows)))
        match name.split():
            case ["lower"]:
                return self.definitions.name(0, ["T"], "jnp.tril({})", shape, size)
            case ["upper"]:
                return transposed(self.definitions.name(0, ["T"], "jnp.tril({})", shape, size))
            case ["strictly", "lower"]:
                return self.definitions.name(0, ["T"], "jnp.tril({}, -1)", shape, size)
            case ["strictly", "upper"]:
                named = self.definitions.name(0, ["T"], "jnp.tril({}, -1)", shape, size)
                return transposed(named)
            case ["reversal"]:
                eye = t.Identity(size.rows)
                return self.definitions.name(0, ["J"], "{}[::-1]", eye, size)
            case ["unit", k]:
                eye = t.Identity(size.rows)
                return self.definitions.name(0, ["e"], f"{{}}[{k}]", eye, size)
            case _:
                raise NoNotation(f"{name} {n}")

    def _part(self, part: str, x: t.Expression, size: t.Size) -> t.Expression:
        names, code = {
            "eig": (("lam", "V"), "jnp.linalg.eigh({})"),
            "cho": (("L",), "jnp.linalg.cholesky({})"),
        }.get(part[:3], (("U", "s", "Vt"), "jnp.linalg.svd({}, full_matrices=False)"))
        which = {
            "eigenvalues": 0,
            "eigenvectors": 1,
            "cholesky": 0,
            "left singular vectors": 0,
            "singular values": 1,
            "right singular vectors": 2,
        }[part]
        return self.definitions.name(which, names, code, x, size)

    # ── Scalars ─────────────────────────────────────────────────────────────────

    def scalar(self, a: Atom) -> t.Expression:
        """An atom without axes."""
        match a:
            case Variable(name=name):
                return t.Name(name)
            case SizeOf(size=size):
                return dimension(size)
            case Number(base=base):
                return _number(base)
            case Determinant(inner=Sum() as inner):
                return t.Determinant(self.write(inner))
            case LogDeterminant(inner=Sum() as inner):
                return t.Elementwise(t.Determinant(self.write(inner)), "log")
            case Whole(inner=Sum() as inner, sign=sign):
                return self.write(scaled(inner, sign))
            case Elementwise(function=name, inner=Sum() as inner):
                return t.Elementwise(self.write(inner), FUNCTIONS.get(name, name))
            case _:
                raise NoNotation(type(a).__name__)


def _turns(a: Atom) -> bool:
    """Whether an atom of the transpose is the atom's transpose."""
    return isinstance(a, (Whole, Elementwise, Inverse, Softmax, MatrixFunction))


def _number(base: Base) -> t.Expression:
    return t.Number(PI if base == "pi" else base)  # type: ignore[arg-type]
