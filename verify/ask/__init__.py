"""Is a formula right that was typed as people type formulas.

``closedform.ask("x'*A*x", gradient={"x": "2*A*x"})``, and the command ``closedform ask``.
"""
