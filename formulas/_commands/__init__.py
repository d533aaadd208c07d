"""What ``python -m formulas`` prints."""
