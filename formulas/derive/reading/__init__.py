"""A function's program, read: its jaxpr to index form."""
