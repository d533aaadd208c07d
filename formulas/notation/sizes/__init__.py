"""Sizes inferred: from what is written to the typed tree."""
