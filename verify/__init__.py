"""Is it true: draws, oracles, verdicts."""
