"""What ``closedform formulas`` prints."""
