"""``python -m closedform``, the same as ``closedform``."""

from closedform.command import main

if __name__ == "__main__":
    main()
