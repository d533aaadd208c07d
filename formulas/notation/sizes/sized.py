"""The size of everything that is written, by a rule for each operation."""

from closedform.formulas.notation.reading.written import Written
from closedform.formulas.notation.sizes import entrywise, functions, leaves, products
from closedform.formulas.notation.sizes.inference import Inference, Rule
from closedform.formulas.notation.tree import Size

RULES: dict[str, Rule] = leaves.RULES | products.RULES | entrywise.RULES | functions.RULES
"""Operation -> its rule, given the sizes of its parts."""


def sized(reading: Inference, w: Written) -> Size:
    """The size of an operation; those of its parts are found first.

    Raises Clash.
    """
    if id(w) not in reading.sizes:
        for part in w.parts:
            sized(reading, part)
        reading.sizes[id(w)] = RULES[w.rule](reading, w)
    return reading.sizes[id(w)]
