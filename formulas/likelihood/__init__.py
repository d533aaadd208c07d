"""Likelihoods of distributions, and their estimates."""
