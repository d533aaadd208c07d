"""Densities, likelihoods and their estimates; regression with a likelihood."""
