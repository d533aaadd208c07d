"""A Jacobian: mn x pq for X of m x n and a value of p x q, in any of four layouts."""

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from closedform.formulas._kit.shapes import matrix_shape
from closedform.verify.kinds.frame import Frame
from closedform.verify.kinds.standard import Output, Standard
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import coordinate_shape, restrict
from closedform.verify.oracles.layouts import ORDERS, fold, unfold
from closedform.verify.source.lines import Lines, function, shown, tangent_vectors
from closedform.verify.source.setting import Setting


class Jacobian(Standard):
    """``vec(dF) = J^T vec(dX)``, against ``jax.jacfwd`` and ``jax.jacrev``."""

    def tensor(self, sizes: Sizes, output: Output) -> tuple[int, int, int, int]:
        """X's axes, then the value's."""
        return (*matrix_shape(coordinate_shape(self.claim, sizes)), *matrix_shape(output))

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Forward and reverse, the one with fewer passes first."""
        found = {"forward": self._by(jax.jacfwd, sizes), "reverse": self._by(jax.jacrev, sizes)}
        return dict(reversed(found.items())) if self._narrows(sizes) else found

    def _by(self, transform: Any, sizes: Sizes) -> Method:
        claim = self.claim

        def method(args: Arrays, tangents: Arrays) -> Leaves:
            f, (x,) = restrict(claim, args, sizes)
            J = transform(f)(x)
            output = matrix_shape(J.shape[: J.ndim - x.ndim])
            T = J.reshape(*output, *matrix_shape(x.shape)).transpose(2, 3, 0, 1)
            return (fold(T, claim.arrangement),)

        return method

    def _narrows(self, sizes: Sizes) -> bool:
        """Whether the value has fewer entries than the variable."""
        formula = self.claim.formula
        entries = math.prod(formula.variables[self.claim.wrt[0]].shape.at(sizes))
        return formula.output is not None and math.prod(formula.output.at(sizes)) < entries

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """The differential along V: ``sum_ij V_ij dF/dX_ij``."""
        ((v,),), (leaf,) = probes, leaves
        v = v.reshape(matrix_shape(v.shape))
        J = unfold(leaf, self.claim.arrangement, (*v.shape, *matrix_shape(output)))
        return jnp.tensordot(v, J, 2).reshape(output)

    def components(self, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """The differential along each tangent vector."""
        (leaf,), T = leaves, frame.matrices
        J = unfold(leaf, self.claim.arrangement, (*T.shape[2:], *matrix_shape(frame.output)))
        return [np.einsum("bkij,bijpq->bkpq", T, J)]

    def reference(self, at: Setting) -> Lines:
        """``jax.jacfwd(value)(X)``, its axes in order, folded into the layout."""
        layout, (x,) = self.claim.arrangement, at.coordinates().values()
        m, n, p, q = shape = self.tensor(at.sizes, at.output)
        order, J = ORDERS[layout], at["J"]
        split = tuple(shape[axis] for axis in order)
        rows, columns = split[0] * split[1], split[2] * split[3]
        lines = [
            *function(at),
            f"{at['got']} = {at.closed()}",
            f"# {J}[i, j, k, l] is dF_kl / dX_ij; then its {layout} layout",
            f"{J} = jax.jacfwd({at['value']})({x})"
            f".reshape({p}, {q}, {m}, {n}).transpose(2, 3, 0, 1)",
            f"{at['want']} = {J}.transpose{order}.reshape({rows}, {columns})",
        ]
        if at.claim.along:
            back = tuple(order.index(axis) for axis in range(4))
            T = f"{at['T']}.reshape(-1, {m}, {n})"
            got = f"{at['got']}.reshape{split}.transpose{back}"
            lines += tangent_vectors(at)
            lines.append(f"{at['got']} = jnp.tensordot({T}, {got}, 2)")
            lines.append(f"{at['want']} = jnp.tensordot({T}, {J}, 2)")
        return [*lines, *shown(at)]
