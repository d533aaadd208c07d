"""What claims are tried on: sizes, arguments and tangents, at random or simple."""
