"""Products of matrices with a variable factor: their pullbacks and Jacobians."""
