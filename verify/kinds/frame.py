"""In what a claim's arrays are compared: every entry, or components along tangent vectors."""

from dataclasses import dataclass, field

import numpy as np

from closedform.formulas._kit.shapes import matrix_shape


@dataclass(frozen=True)
class Frame:
    """What a reduction needs, and nothing that was computed.

    Attributes:
        output: shape of the formula's value.
        along: the tangent vectors that the claim is compared along, one array for each of its
            variables (draws x k x the variable's shape); empty where every entry counts.
    """

    output: tuple[int, ...]
    along: list[np.ndarray] = field(default_factory=list)

    def at(self, d: int) -> "Frame":
        """The frame of the d-th draw alone."""
        return Frame(self.output, [T[d : d + 1] for T in self.along])

    def inner(self, leaves: list[np.ndarray]) -> list[np.ndarray]:
        """Inner products of arrays of the variables' shapes with the tangent vectors."""
        pairs = [
            (T.reshape(*T.shape[:2], leaf[0].size), leaf.reshape(len(leaf), -1))
            for T, leaf in zip(self.along, leaves, strict=True)
        ]
        return [np.einsum("bki,bi->bk", T, leaf) for T, leaf in pairs]

    @property
    def matrices(self) -> np.ndarray:
        """The tangent vectors of the one variable, as matrices (draws x k x m x n)."""
        (T,) = self.along
        return T.reshape(*T.shape[:2], *matrix_shape(T.shape[2:]))
