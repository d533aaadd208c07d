"""Index form written in matrix notation: as trees, and as text."""
