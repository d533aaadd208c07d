"""A point where the gradient vanishes; and, of a minimum or a maximum, no curvature is wrong."""

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array

from closedform.verify.kinds.standard import Operands, Output, Standard
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import projected
from closedform.verify.oracles.points import descents, local, nudged
from closedform.verify.source.lines import Lines, function
from closedform.verify.source.points import at_point
from closedform.verify.source.setting import Setting

FLAT = 2.0**-46
"""Part of the largest curvature below which the least one is none."""


class Stationary(Standard):
    """What is found at the claimed point, and what should be.

    Found: the gradient in the point's tangent coordinates; how far the point lies outside the
    claim's domain; of an optimum, the largest curvature plus the most negative one, and how far the
    values fall around the point, which is what tells where the curvature vanishes. Wanted: zero,
    zero, the largest curvature, zero. A method of this kind takes a point where others take
    tangents.
    """

    vanishing, probed = True, False
    bends = 0
    """+1 where no curvature may be negative, -1 where none may be positive, 0 where any may be."""

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Reverse and forward, each of a point: what is found, then what should be."""
        return {
            "reverse": self._by(jax.grad, jax.hessian, sizes),
            "forward": self._by(jax.jacfwd, lambda f: jax.jacfwd(jax.jacfwd(f)), sizes),
        }

    def _by(self, gradient: Any, hessian: Any, sizes: Sizes) -> Any:
        def judge(args: Arrays, point: Leaves) -> tuple[Leaves, Leaves]:
            f, t, outside = local(self.claim, sizes, args, point)
            slope = jax.grad(f)(t)
            found, wanted = [slope, outside], [slope - gradient(f)(t), jnp.zeros_like(outside)]
            if self.bends:
                low, high = self._curvatures(hessian(f)(t))
                # The values are asked where the curvature says nothing: elsewhere it decides, and a
                # step may leave the neighbourhood of an ill-conditioned point.
                dips = descents(lambda t: self.bends * f(t), t, point)
                dips = jnp.where(low > FLAT * high, 0.0, dips)
                found += [high + jnp.minimum(low, 0.0), dips]
                wanted += [high, jnp.zeros_like(dips)]
            return tuple(found), tuple(wanted)

        return judge

    def _curvatures(self, H: Array) -> tuple[Array, Array]:
        """The most negative curvature, in the sense that is wanted, and the largest magnitude."""
        if not H.size:  # a single orthogonal number has no directions
            return jnp.zeros(()), jnp.zeros(())
        values = jnp.linalg.eigvalsh(self.bends * (H + H.T) / 2)
        return values[0], jnp.max(jnp.abs(values))

    def evaluate(
        self, o: Operands, method: Method, judges: Mapping[str, Any], output: Output
    ) -> dict[str, Any]:
        """What each mode finds at the claimed point, and what should be there."""
        args = o["args"]
        claimed = method(args, projected(self.claim, args, o["tangents"]))
        point = nudged(claimed, o["nudge"], self.claim)
        said = {name: judge(args, point) for name, judge in judges.items()}
        found, _ = next(iter(said.values()))
        return {"claim": found, "modes": {name: wanted for name, (_, wanted) in said.items()}}

    def moves_point(self, copy: int) -> bool:
        """Every other copy does."""
        return copy % 2 == 1

    def reference(self, at: Setting) -> Lines:
        """The gradient and the curvatures at the claimed point, and whether it lies in its
        domain."""
        return [*function(at), *at_point(at, self.bends)]
