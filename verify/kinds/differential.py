"""A differential: the linear map L(dX, ...), of the value's shape."""

from typing import Any

from jax import Array

from closedform.verify.kinds.standard import Output, Standard
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import restrict
from closedform.verify.oracles.pushing import push, push_by_pulling
from closedform.verify.source.setting import Setting


class Differential(Standard):
    """``dF``, against ``jax.jvp`` and the transpose of the pullback."""

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Forward, and reverse over reverse."""
        return {
            "forward": self._by(push, sizes),
            "reverse over reverse": self._by(push_by_pulling, sizes),
        }

    def _by(self, product: Any, sizes: Sizes) -> Method:
        def method(args: Arrays, tangents: Arrays) -> Leaves:
            f, xs = restrict(self.claim, args, sizes)
            return (product(f, xs, tuple(tangents[f"d{w}"] for w in self.claim.wrt)),)

        return method

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """It is the derivative along its own tangents."""
        (leaf,) = leaves
        return leaf

    def expression(self, at: Setting) -> str:
        """``jax.jvp(value, (X,), (dX,))[1]``."""
        xs, vs = ", ".join(at.coordinates().values()), ", ".join(at.pushed())
        one = "," if len(self.claim.wrt) == 1 else ""
        return f"jax.jvp({at['value']}, ({xs}{one}), ({vs}{one}))[1]"
