"""A pullback: the cotangent G of the value, taken back to the variables."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from closedform.verify.kinds.frame import Frame
from closedform.verify.kinds.standard import Operands, Output, Standard, contracted
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import restrict
from closedform.verify.source.lines import Lines, inner
from closedform.verify.source.setting import Setting


class Pullback(Standard):
    """``df/dX`` for ``G = df/dY`` of any f, against ``jax.vjp`` and G times the Jacobian."""

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Reverse, and forward through the whole Jacobian."""

        def reverse(args: Arrays, tangents: Arrays) -> Leaves:
            f, xs = restrict(self.claim, args, sizes)
            return tuple(jax.vjp(f, *xs)[1](tangents["G"]))

        def forward(args: Arrays, tangents: Arrays) -> Leaves:
            f, xs = restrict(self.claim, args, sizes)
            G, jacobians = tangents["G"], jax.jacfwd(f, argnums=tuple(range(len(xs))))(*xs)
            return tuple(jnp.tensordot(G, J, G.ndim) for J in jacobians)

        return {"reverse": reverse, "forward": forward}

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """The derivative of ``<G, F(X)>`` along V."""
        return contracted(self.claim, leaves, probes[0])

    def observed(self, value: Array, o: Operands) -> Array:
        """``<G, F(X)>``."""
        return jnp.vdot(o["tangents"]["G"], value)

    def components(self, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """Inner products with each tangent vector."""
        return frame.inner(leaves)

    def expression(self, at: Setting) -> str:
        """``jax.vjp(value, X)[1](G)``."""
        xs = ", ".join(at.coordinates().values())
        return f"jax.vjp({at['value']}, {xs})[1]({at.names['G']})" + ("" if at.several else "[0]")

    def along_lines(self, at: Setting) -> Lines:
        """As inner products."""
        return inner(at)
