"""Inverses and pseudo-inverses, and functions made of them."""
