"""Traces and inner products: rules, and functions made of them."""
