"""Sigma as any smooth function, not the logistic one."""

from dataclasses import replace

from closedform.formulas.notation.tree import Elementwise, Expression

WAVES = {"sigmoid": "wave", "dsigmoid": "dwave"}
"""The logistic function and its derivative -> any smooth one's."""


def of_any_sigma(tree: Expression) -> Expression:
    """The tree with any smooth function for sigma, whose coefficients are called c."""
    changed = tree.rebuilt(of_any_sigma)
    if isinstance(changed, Elementwise) and changed.function in WAVES:
        return replace(changed, function=WAVES[changed.function])
    return changed
