"""Closed forms derived: a function's program to index form, differentiated, written again in
matrix notation."""
