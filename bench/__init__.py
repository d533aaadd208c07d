"""Is it worth it: timed comparisons, stored as rows."""
