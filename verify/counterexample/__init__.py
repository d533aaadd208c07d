"""The smallest counterexample, and plain JAX that reproduces it."""
