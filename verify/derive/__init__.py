"""Closed forms derived, and none shown that the checker has not verified.

``closedform.derive("x'*A*x", gradient="x")``, and the command ``closedform derive``.
"""
