"""Mathematics and code as pages show them: TeX as MathML, claims as equations, functions as
text."""
