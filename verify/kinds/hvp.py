"""A Hessian's product with a tangent dX, of X's shape: no mn x mn array."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from closedform.verify.kinds.frame import Frame
from closedform.verify.kinds.standard import Output, Standard, contracted
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import free, restrict, whole
from closedform.verify.source.lines import Lines, inner
from closedform.verify.source.lines import whole as embedded
from closedform.verify.source.setting import Setting


class Hvp(Standard):
    """``unvec(H vec(dX))``, against ``jvp`` of ``grad`` and the other orders of modes."""

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Every order of two modes that is sensible."""
        return {
            "forward over reverse": self._by(
                lambda f, x, v: jax.jvp(jax.grad(f), (x,), (v,))[1], sizes
            ),
            "reverse over forward": self._by(
                lambda f, x, v: jax.grad(lambda x: jax.jvp(f, (x,), (v,))[1])(x), sizes
            ),
            "reverse over reverse": self._by(
                lambda f, x, v: jax.grad(lambda x: jnp.vdot(jax.grad(f)(x), v))(x), sizes
            ),
        }

    def _by(self, product: Callable[[Any, Array, Array], Array], sizes: Sizes) -> Method:
        claim, (w,) = self.claim, self.claim.wrt

        def method(args: Arrays, tangents: Arrays) -> Leaves:
            f, (x,) = restrict(claim, args, sizes)
            v = free(claim, tangents[f"d{w}"])
            return (whole(claim, product(f, x, v), args[w]),)

        return method

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """``<H dX, W>``."""
        return contracted(self.claim, leaves, probes[1])

    def components(self, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """Inner products with each tangent vector."""
        return frame.inner(leaves)

    def expression(self, at: Setting) -> str:
        """``jax.jvp(jax.grad(value), (X,), (dX,))[1]``."""
        (x,), (v,) = at.coordinates().values(), at.pushed()
        return f"jax.jvp(jax.grad({at['value']}), ({x},), ({v},))[1]"

    def along_lines(self, at: Setting) -> Lines:
        """Embedded from free coordinates, or as inner products."""
        return [*embedded(at), *inner(at)]
