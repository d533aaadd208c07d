"""Decompositions and functions of matrices: eigenvalues, singular values, Cholesky factors, the
exponential."""
