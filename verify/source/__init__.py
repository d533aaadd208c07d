"""Functions as text that stands alone."""
