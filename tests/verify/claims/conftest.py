"""Nothing below is a test of its own: the claims are data, checked by name with ``python -m verify FILE``."""

collect_ignore_glob = ["*"]
