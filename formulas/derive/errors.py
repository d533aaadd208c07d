"""What stops a derivation."""


class CannotDerive(Exception):
    """Part of a function that no rule speaks of; its message names that part."""


class NoNotation(Exception):
    """An expression in index form that the tree of matrix expressions has no words for."""
