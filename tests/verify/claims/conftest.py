"""Nothing below is a test of its own: the claims are data, checked by name with ``closedform verify
FILE``."""

collect_ignore_glob = ["*"]
