"""``python -m reports`` from a checkout, the same as ``closedform reports``."""

from closedform.command import main

if __name__ == "__main__":
    main("reports")
