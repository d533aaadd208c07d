"""Rules for differentials: sums, products, transposes, inverses, elementwise functions."""
