"""``python -m verify`` from a checkout, the same as ``closedform verify``."""

from closedform.command import main

if __name__ == "__main__":
    main("verify")
