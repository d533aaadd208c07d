"""Rules of differentiation, each with its source and the claim of the catalogue that proves it."""
