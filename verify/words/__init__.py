"""Verdicts in words, for a terminal and for pytest."""
