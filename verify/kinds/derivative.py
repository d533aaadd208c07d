"""A derivative by a scalar variable, of the value's shape."""

from typing import Any

import jax
from jax import Array

from closedform.verify.kinds.standard import Output, Standard
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import restrict
from closedform.verify.source.setting import Setting


class Derivative(Standard):
    """``dF/dt``, against ``jax.jacfwd`` and ``jax.jacrev``."""

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Forward and reverse."""
        return {"forward": self._by(jax.jacfwd, sizes), "reverse": self._by(jax.jacrev, sizes)}

    def _by(self, transform: Any, sizes: Sizes) -> Method:
        def method(args: Arrays, tangents: Arrays) -> Leaves:
            f, (t,) = restrict(self.claim, args, sizes)
            return (transform(f)(t),)

        return method

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """``dF/dt v``."""
        ((v,),), (leaf,) = probes, leaves
        return leaf * v

    def expression(self, at: Setting) -> str:
        """``jax.jacfwd(value)(t)``."""
        (t,) = at.coordinates().values()
        return f"jax.jacfwd({at['value']})({t})"
