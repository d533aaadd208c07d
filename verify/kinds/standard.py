"""The standard that a claim is held to: what checking a claim of its kind takes, in one face.

One file a kind stands beside this one, called like it; each says what is its own and inherits the
rest. Array arguments and results of methods are JAX's inside a program, NumPy's outside.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import Array

from closedform.formulas import Claim
from closedform.verify.kinds.frame import Frame
from closedform.verify.oracles.closed import Leaves, Method, Sizes
from closedform.verify.oracles.coordinates import inside, projected
from closedform.verify.oracles.layouts import ORDERS
from closedform.verify.source.lines import Lines, both, function, shown
from closedform.verify.source.setting import Setting

Output = tuple[int, ...]
Shapes = tuple[tuple[int, ...], ...]
Operands = Mapping[str, Any]
"""What a program gets of one draw: args, tangents, probes and nudge, each by name."""


class Standard(ABC):
    """What a claim is held to.

    Attributes:
        claim: the claim.
        vanishing: whether zero is wanted, so that closeness is measured by how far what is found
            moves with the claimed point.
        probed: whether finite differences of the function's values are asked too.
    """

    vanishing = False
    probed = True

    def __init__(self, claim: Claim) -> None:
        self.claim = claim

    # ── Shapes ──────────────────────────────────────────────────────────────────

    def shapes(self, sizes: Sizes, output: Output) -> Shapes:
        """The shapes of what the claim returns, one for each of its arrays.

        Args:
            output: shape of the formula's value.
        """
        if axes := self.tensor(sizes, output):
            a, b, c, d = ORDERS[self.claim.arrangement]
            return ((axes[a] * axes[b], axes[c] * axes[d]),)
        if self.claim.kind.result == "value":
            return (output,)
        return tuple(self.claim.formula.variables[w].shape.at(sizes) for w in self.claim.wrt)

    def tensor(self, sizes: Sizes, output: Output) -> tuple[int, int, int, int] | None:
        """Of a matrix over vec(X), the axes (m, n, p, q) that it folds; None of other results."""
        return None

    # ── What a program computes at one draw ─────────────────────────────────────

    @abstractmethod
    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """Every autodiff mode that gives what the claim should return, by name."""

    def evaluate(
        self, o: Operands, method: Method, judges: Mapping[str, Method], output: Output
    ) -> dict[str, Any]:
        """The claim and the judging modes at a draw, and what else of them is compared there."""
        args = o["args"]
        tangents = projected(self.claim, args, o["tangents"])
        got = method(args, tangents)
        wanted = {name: judge(args, tangents) for name, judge in judges.items()}
        result: dict[str, Any] = {"claim": got, "modes": wanted, "tangents": tangents}
        if (along := self.claim.along) is not None:
            result["along"] = [along.tangents(args[w]) for w in self.claim.wrt]
        if self.probed:
            said = {"claim": got, **wanted}
            probes = self.probes(o)
            result["predicted"] = {
                name: self.predicted(probes, leaves, output) for name, leaves in said.items()
            }
        return result

    def moves_point(self, copy: int) -> bool:
        """Whether the perturbed copy of this number moves a claimed point, not the arguments."""
        return False

    # ── What finite differences of the values are asked ─────────────────────────

    def probes(self, o: Operands) -> list[Leaves]:
        """For each order a tangent of every variable, in the claim's coordinates: the claim's own
        tangents, and where it takes none, random ones."""
        return [self._probe(o, k) for k in range(self.claim.kind.order)]

    def _probe(self, o: Operands, k: int) -> Leaves:
        claim, own = self.claim, self.claim.kind.tangents[k : k + 1]
        raw = [o["tangents"][f"{own[0]}{w}"] if own else o["probes"][k][w] for w in claim.wrt]
        vectors = [inside(claim, o["args"][w], V) for w, V in zip(claim.wrt, raw, strict=True)]
        return tuple(claim.on.free(V) if claim.on else V for V in vectors)

    def predicted(self, probes: list[Leaves], leaves: Leaves, output: Output) -> Array:
        """What arrays of the claim's kind say of the derivative along the probes."""
        raise NotImplementedError(f"{type(self).__name__} asks the values nothing")

    def observed(self, value: Array, o: Operands) -> Array:
        """The part of a value that the probes are about."""
        return value

    # ── What is compared ────────────────────────────────────────────────────────

    def reduced(self, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """Components of arrays (stacked over draws) along the frame's tangent vectors; the arrays
        themselves where it has none."""
        return self.components(frame, leaves) if frame.along else leaves

    def components(self, frame: Frame, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """The same where it has some; of a kind that takes its tangents itself, all of it."""
        return leaves

    # ── The snippet ─────────────────────────────────────────────────────────────

    def reference(self, at: Setting) -> Lines:
        """Lines of plain JAX that ask autodiff for what the claim should be, and print both."""
        lines = [*function(at), *both(at, self.expression(at))]
        return [*lines, *self.along_lines(at), *shown(at)]

    def expression(self, at: Setting) -> str:
        """JAX's expression for what the claim should be, in terms of the text's names."""
        raise NotImplementedError(f"{type(self).__name__} has no expression")

    def along_lines(self, at: Setting) -> Lines:
        """Lines that reduce both sides to components along the claim's domain; none as a rule."""
        return []


def contracted(claim: Claim, leaves: Leaves, vectors: Leaves) -> Array:
    """Inner products of arrays of the variables' shapes with tangents in the claim's coordinates,
    summed."""
    on = claim.on
    parts = [on.free(leaf) if on else leaf for leaf in leaves]
    return jnp.asarray(sum(jnp.vdot(a, v) for a, v in zip(parts, vectors, strict=True)))
