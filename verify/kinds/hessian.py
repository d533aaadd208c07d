"""A Hessian: mn x mn over column-major vec(X); n x n for a vector."""

from typing import Any

import jax
import numpy as np
from jax import Array

from closedform.formulas._kit.shapes import matrix_shape
from closedform.verify.kinds.frame import Frame
from closedform.verify.kinds.standard import Output, Standard
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import coordinate_shape, restrict
from closedform.verify.oracles.layouts import fold
from closedform.verify.source.lines import Lines, both, function, shown, tangent_vectors
from closedform.verify.source.setting import Setting


class Hessian(Standard):
    """``d^2 f = vec(dX)^T H vec(dX)``, against ``jax.hessian`` and the other orders of modes."""

    def tensor(self, sizes: Sizes, output: Output) -> tuple[int, int, int, int]:
        """X's axes twice."""
        axes = matrix_shape(coordinate_shape(self.claim, sizes))
        return (*axes, *axes)

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Every order of two modes that is sensible."""
        return {
            "forward over reverse": self._by(jax.jacfwd, jax.jacrev, sizes),
            "forward over forward": self._by(jax.jacfwd, jax.jacfwd, sizes),
            "reverse over reverse": self._by(jax.jacrev, jax.jacrev, sizes),
        }

    def _by(self, outer: Any, inner: Any, sizes: Sizes) -> Method:
        def method(args: Arrays, tangents: Arrays) -> Leaves:
            f, (x,) = restrict(self.claim, args, sizes)
            H = outer(inner(f))(x)
            return (fold(H.reshape(matrix_shape(x.shape) * 2), "denominator"),)

        return method

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """``vec(V)^T H vec(W)``."""
        (leaf,) = leaves
        v, w = (x.reshape(matrix_shape(x.shape)).T.reshape(-1) for (x,) in probes)
        return v @ leaf @ w

    def components(self, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """The bilinear form on every pair of tangent vectors."""
        (leaf,), T = leaves, frame.matrices
        _, _, m, n = T.shape
        B = T.transpose(0, 1, 3, 2).reshape(*T.shape[:2], m * n)
        return [B @ leaf @ B.transpose(0, 2, 1)]

    def reference(self, at: Setting) -> Lines:
        """``jax.hessian(value)(X)``, over column-major vec."""
        m, n, *_ = self.tensor(at.sizes, at.output)
        (x,) = at.coordinates().values()
        want = f"jax.hessian({at['value']})({x})"
        if n == 1:
            want += f".reshape({m}, {m})"
        else:
            want += f".reshape({m}, {n}, {m}, {n}).transpose(1, 0, 3, 2)"
            want += f".reshape({m * n}, {m * n})  # over column-major vec"
        lines = [*function(at), *both(at, want)]
        if at.claim.along:
            T = at["T"]
            lines += tangent_vectors(at)
            as_vec = f"{T}.reshape(-1, {m}, {n}).transpose(0, 2, 1).reshape(-1, {m * n})"
            lines.append(f"{T} = {as_vec}  # each as vec")
            lines += [f"{at[side]} = {T} @ {at[side]} @ {T}.T" for side in ("got", "want")]
        return [*lines, *shown(at)]
