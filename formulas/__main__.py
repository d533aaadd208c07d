"""``python -m formulas`` from a checkout, the same as ``closedform formulas``."""

from closedform.command import main

if __name__ == "__main__":
    main("formulas")
