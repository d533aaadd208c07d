"""A claim at its counterexample, and what a snippet calls things."""

from collections.abc import Mapping

import jax.numpy as jnp
import numpy as np

from closedform.formulas import Claim
from closedform.formulas._kit.claim import OPTIMA
from closedform.verify.counterexample.found import Smallest, point
from closedform.verify.source.find import array
from closedform.verify.source.text import Text

Lines = list[str]


class Setting:
    """A claim at its counterexample, and the names that the text has for things; ``at["f"]`` is a
    name of the text's own.

    Attributes:
        args, tangents: arguments, and directions as the claim gets them; names: what the text calls
            them.
        frames: for each variable of a claim along or on a domain, the directions or basis it is
            held against.
        loaded: whether the functions are loaded, not written out.
    """

    def __init__(self, claim: Claim, smallest: Smallest, source: Text, loaded: bool) -> None:
        self.claim, self.sizes, self.source, self.loaded = claim, smallest.sizes, source, loaded
        self.args = smallest.draw.args
        self.tangents = smallest.draw.tangents
        self.names = {name: source.fresh(name) for name in [*self.args, *self.tangents]}
        self._own = {part: source.fresh(part) for part in ("f", "closed_form")}
        self.frames = self._frames()

    def __getitem__(self, part: str) -> str:
        """The text's own name for a part of it."""
        if part not in self._own:
            self._own[part] = self.source.fresh(part)
        return self._own[part]

    @property
    def several(self) -> bool:
        """Whether the claim returns a tuple."""
        return self.claim.several

    @property
    def curved(self) -> bool:
        """Whether to stay in the claim's domain takes more than adding a tangent."""
        return self.claim.along is not None and "retract" in vars(self.claim.along)

    def of(self, part: str, w: str) -> str:
        """The text's own name for a part that each variable has one of."""
        return self[f"{part}_{w}" if len(self.claim.wrt) > 1 else part]

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

    def each(self, parts: list[str]) -> str:
        """One expression, or a tuple of those of several variables."""
        return f"({', '.join(parts)})" if self.several else parts[0]

    def _frames(self) -> dict[str, np.ndarray]:
        along, on, at = self.claim.along, self.claim.on, self.args
        if self.claim.kind in OPTIMA and along:
            at = dict(zip(self.claim.wrt, point(self.claim, self.sizes, at), strict=True))
        if along:
            return {w: np.asarray(along.tangents(jnp.asarray(at[w]))) for w in self.claim.wrt}
        return {w: on.basis(len(at[w])) for w in self.claim.wrt} if on else {}


def part(at: Setting, side: str, k: int) -> str:
    """One variable's share of a side."""
    return f"{at[side]}[{k}]" if at.several else at[side]


def directions(at: Setting) -> Lines:
    """The tangent directions, as the text has them."""
    word = at.claim.along.__name__ if at.claim.along else ""
    lines = [f"# Both sides are compared along directions that stay {word}:"]
    return lines + [f"{at.of('T', w)} = {array(T)}" for w, T in at.frames.items()]
