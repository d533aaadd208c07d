"""Trees written as text: TeX, matrixcalculus notation, Python."""
