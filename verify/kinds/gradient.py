"""A gradient: of the variable's shape; a tuple for several variables."""

from typing import Any

import jax
import numpy as np
from jax import Array

from closedform.verify.kinds.frame import Frame
from closedform.verify.kinds.standard import Output, Standard, contracted
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import restrict, whole
from closedform.verify.source.lines import Lines, inner
from closedform.verify.source.lines import whole as embedded
from closedform.verify.source.setting import Setting


class Gradient(Standard):
    """``df = <G, dX>``, against ``jax.grad`` and forward mode."""

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Reverse and forward."""
        return {"reverse": self._by(jax.grad, sizes), "forward": self._by(jax.jacfwd, sizes)}

    def _by(self, transform: Any, sizes: Sizes) -> Method:
        claim = self.claim

        def method(args: Arrays, tangents: Arrays) -> Leaves:
            f, xs = restrict(claim, args, sizes)
            gradients = transform(f, argnums=tuple(range(len(xs))))(*xs)
            return tuple(
                whole(claim, g, args[w]) for g, w in zip(gradients, claim.wrt, strict=True)
            )

        return method

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """``<G, V>``."""
        return contracted(self.claim, leaves, probes[0])

    def components(self, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """``<G, T_k>``."""
        return frame.inner(leaves)

    def expression(self, at: Setting) -> str:
        """``jax.grad(value)(X)``."""
        xs = list(at.coordinates().values())
        by = f", argnums={tuple(range(len(xs)))}" if at.several else ""
        return f"jax.grad({at['value']}{by})({', '.join(xs)})"

    def along_lines(self, at: Setting) -> Lines:
        """Embedded from free coordinates, or as inner products."""
        return [*embedded(at), *inner(at)]
