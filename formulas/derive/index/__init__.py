"""Index form: a value is a sum of terms, each a rational coefficient times atoms with indices.

An index that is no axis of the value is summed over. Transposes, traces, ones, diagonals,
Kronecker products and commutation matrices are ways of wiring indices, and no atoms.
"""
