"""A claim held to its standard along one tangent of each order: what costs little at any size."""

from collections.abc import Callable, Mapping
from typing import Any

from jax import Array

from closedform.verify.kinds.standard import Operands, Output, Shapes, Standard
from closedform.verify.oracles.closed import Arrays, Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import projected, restrict
from closedform.verify.oracles.pushing import push, push_by_pulling


class Directional(Standard):
    """What the claim says of the derivative along its probes, against autodiff along the same.

    Args:
        whole: the standard of the claim's kind.
    """

    def __init__(self, whole: Standard) -> None:
        super().__init__(whole.claim)
        self.whole = whole

    def shapes(self, sizes: Sizes, output: Output) -> Shapes:
        """Those of the claim."""
        return self.whole.shapes(sizes, output)

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Forward, and its transpose, where a function has no forward mode; a method of this kind
        takes a draw's operands where others take tangents."""
        return {"forward": self._by(push, sizes), "reverse": self._by(push_by_pulling, sizes)}

    def _by(self, push: Callable[..., Array], sizes: Sizes) -> Method:
        def method(args: Arrays, o: Operands) -> Leaves:
            f, xs = restrict(self.claim, args, sizes)

            def along(*xs: Array) -> Array:
                return self.whole.observed(f(*xs), o)

            for vectors in self.whole.probes(o):
                along = _derivative(push, along, vectors)
            return (along(*xs),)

        return method

    def evaluate(
        self, o: Operands, method: Method, judges: Mapping[str, Any], output: Output
    ) -> dict[str, Any]:
        """The claim's derivative along the probes, and autodiff's."""
        tangents = projected(self.claim, o["args"], o["tangents"])
        got = self.whole.predicted(self.whole.probes(o), method(o["args"], tangents), output)
        wanted = {name: judge(o["args"], o) for name, judge in judges.items()}
        predicted = {"claim": got, **{name: found for name, (found,) in wanted.items()}}
        return {"claim": (got,), "modes": wanted, "tangents": tangents, "predicted": predicted}

    def probes(self, o: Operands) -> list[Leaves]:
        """Those of the claim's kind."""
        return self.whole.probes(o)

    def observed(self, value: Array, o: Operands) -> Array:
        """That of the claim's kind."""
        return self.whole.observed(value, o)


def _derivative(push: Callable[..., Array], f: Callable[..., Array], vectors: Leaves) -> Any:
    return lambda *xs: push(f, xs, vectors)
