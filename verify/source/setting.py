"""A claim at its counterexample, and what a snippet calls things."""

from collections.abc import Mapping

import numpy as np

from closedform.formulas import Claim
from closedform.verify.source.text import Text

Arrays = Mapping[str, np.ndarray]


class Setting:
    """A claim at its counterexample, and the names that the text has for things; ``at["f"]`` is a
    name of the text's own.

    Attributes:
        sizes: dimension -> size; output: shape of the formula's value.
        args, tangents: arguments, and tangents (or the cotangent) as the claim gets them.
        names: what the text calls these.
        frames: for each variable of a claim along or on a domain, the tangent vectors or the basis
            it is held against.
        loaded: whether the functions are loaded, not written out.
    """

    def __init__(
        self,
        claim: Claim,
        sizes: Mapping[str, int],
        output: tuple[int, ...],
        args: Arrays,
        tangents: Arrays,
        frames: Arrays,
        source: Text,
        loaded: bool = False,
    ) -> None:
        self.claim, self.sizes, self.output = claim, sizes, output
        self.args, self.tangents, self.frames = args, tangents, frames
        self.source, self.loaded = source, loaded
        self.names = {name: source.fresh(name) for name in [*args, *tangents]}
        self._own = {part: source.fresh(part) for part in ("f", "closed_form")}

    def __getitem__(self, part: str) -> str:
        """The text's own name for a part of it."""
        if part not in self._own:
            self._own[part] = self.source.fresh(part)
        return self._own[part]

    def __contains__(self, part: str) -> bool:
        """Whether the text has a name for a part of it yet."""
        return part in self._own

    @property
    def several(self) -> bool:
        """Whether the claim returns a tuple."""
        return self.claim.several

    @property
    def curved(self) -> bool:
        """Whether to stay in the claim's domain takes more than adding a tangent."""
        return self.claim.along is not None and self.claim.along.curved()

    def of(self, part: str, w: str) -> str:
        """The text's own name for a part that each variable has one of."""
        return self[f"{part}_{w}" if len(self.claim.wrt) > 1 else part]

    def coordinates(self) -> dict[str, str]:
        """What autodiff is by: the variables, or their free coordinates, by variable."""
        return {w: self.of("v", w) if self.claim.on else self.names[w] for w in self.claim.wrt}

    def pushed(self, prefix: str = "d") -> list[str]:
        """The tangents of this prefix in the same coordinates, one for each variable."""
        return [
            self.of("u", w) if self.claim.on else self.names[f"{prefix}{w}"] for w in self.claim.wrt
        ]

    def call(
        self, function: str, asked: tuple[str, ...], given: Mapping[str, str] | None = None
    ) -> str:
        """A call by keyword."""
        known = {**{d: str(n) for d, n in self.sizes.items()}, **self.names, **(given or {})}
        return f"{function}({', '.join(f'{p}={known[p]}' for p in asked)})"

    def closed(self) -> str:
        """The closed form's call."""
        return self.call(self["closed_form"], self.claim.parameters)

    def formula(self, given: Mapping[str, str] | None = None) -> str:
        """The formula's call."""
        asked = [*self.claim.formula.variables, *self.claim.formula.static]
        return self.call(self["f"], tuple(asked), given)

    def part(self, side: str, k: int) -> str:
        """One variable's share of a side."""
        return f"{self[side]}[{k}]" if self.several else self[side]

    def each(self, parts: list[str]) -> str:
        """One expression, or a tuple of those of several variables."""
        return f"({', '.join(parts)})" if self.several else parts[0]
