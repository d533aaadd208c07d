"""Another expression for the same value."""

import jax.numpy as jnp

from closedform.verify.kinds.standard import Standard
from closedform.verify.oracles.closed import Method, Sizes
from closedform.verify.source.lines import Lines, both, shown
from closedform.verify.source.setting import Setting


class Equals(Standard):
    """The formula's own value."""

    probed = False

    def modes(self, sizes: Sizes) -> dict[str, Method]:
        """The value: nothing is differentiated."""
        formula = self.claim.formula
        return {"value": lambda args, tangents: (jnp.asarray(formula.value(args, sizes)),)}

    def reference(self, at: Setting) -> Lines:
        """The formula's call."""
        return [*both(at, at.formula()), *shown(at)]
