"""``python -m bench`` from a checkout, the same as ``closedform bench``."""

from closedform.command import main

if __name__ == "__main__":
    main("bench")
