"""Determinants and their logarithms, also over symmetric matrices."""
