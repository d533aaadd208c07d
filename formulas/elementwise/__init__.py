"""Functions applied to every entry, and functions made of them."""
