"""Traces of products and powers, and inner products."""
