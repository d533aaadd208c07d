"""From a claim and a round of draws to a verdict."""
