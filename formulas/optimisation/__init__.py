"""Least squares, constrained minima, and the steps of minimisation."""
