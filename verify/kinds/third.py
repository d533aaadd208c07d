"""A third differential: the number ``D^3 f(X)[dX, eX, fX]``."""

from collections.abc import Callable

from jax import Array

from closedform.verify.kinds.standard import Output, Standard
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import restrict
from closedform.verify.oracles.pushing import Function, push, push_by_pulling
from closedform.verify.source.setting import Setting

Push = Callable[[Function, Leaves, Leaves], Array]


class Third(Standard):
    """Symmetric in its three tangents; against three pushes, by forward and by reverse mode."""

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Forward three times, and over reverse."""
        return {
            "forward three times": self._by(push, sizes),
            "forward over reverse": self._by(push_by_pulling, sizes),
        }

    def _by(self, innermost: Push, sizes: Sizes) -> Method:
        claim, (w,) = self.claim, self.claim.wrt

        def method(args: Arrays, tangents: Arrays) -> Leaves:
            f, xs = restrict(claim, args, sizes)
            d, e, g = ((tangents[f"{prefix}{w}"],) for prefix in claim.kind.tangents)
            once = _along(innermost, f, d)
            twice = _along(push, once, e)
            return (push(twice, xs, g),)

        return method

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """It is the derivative along its own tangents."""
        (leaf,) = leaves
        return leaf

    def expression(self, at: Setting) -> str:
        """``jax.jvp`` of ``jax.jvp`` of ``jax.jvp``."""
        (x,), inner = at.coordinates().values(), at["value"]
        for prefix in self.claim.kind.tangents[:-1]:
            (v,) = at.pushed(prefix)
            inner = f"(lambda {x}: jax.jvp({inner}, ({x},), ({v},))[1])"
        (v,) = at.pushed(self.claim.kind.tangents[-1])
        return f"jax.jvp({inner}, ({x},), ({v},))[1]"


def _along(push: Push, f: Function, vs: Leaves) -> Function:
    return lambda *xs: push(f, xs, vs)
