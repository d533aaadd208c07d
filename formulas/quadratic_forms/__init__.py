"""Bilinear and quadratic forms, of vectors and of matrices."""
