"""Losses of regression: least squares, logistic, multinomial logistic."""
