"""Entries made from trees: as objects that can be checked, and as files."""

from closedform.formulas.notation.drafts.draft import Claimed, Draft

__all__ = ["Claimed", "Draft"]
