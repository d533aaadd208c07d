"""Streams of random numbers by name: what is drawn from one leaves the others as they are."""

from enum import Enum

import numpy as np

WORD = 2**32
"""Seeds below this are one word of NumPy's entropy; what is above goes last, where zero adds
nothing."""


class Stream(Enum):
    """What is drawn: (number, keys), the number that tells it from the others, and how many keys it
    takes beside the seed.

    NumPy takes ``[seed, 4]`` and ``[seed, 4, 0]`` for the same entropy. So the keys of a stream are
    always as many, and no two streams share a number."""

    SIZES = 0, 0
    """Sizes of dimensions."""
    ARGUMENTS = 1, 0
    """Arguments in their domains, and the tangents or cotangents that the claim asks for."""
    PROBES = 2, 0
    """Tangents along which the function's own values are asked."""
    COPIES = 3, 1
    """Perturbed copies of the arguments, numbered."""
    SIMPLE = 4, 0
    """Small integers for a counterexample."""
    SENSITIVITY = 5, 1
    """Entries made wrong to see by how little they may be, by array."""
    CASES = 7, 0
    """Members of special cases: symmetric, orthogonal, ..."""
    FRESH = 50, 0
    """Sizes, and seeds of arguments, at which mutants are compared to 50 digits."""
    NEAR = 9, 0
    """Steps to the neighbours of special points."""
    AROUND = 8, 0
    """Directions in which the values around a claimed point are asked; the seed is how many."""
    MADE_UP = 51, 0
    """Arrays that stand for a claim's own; the seed is which of them."""

    def at(self, seed: int, *keys: int) -> np.random.Generator:
        """The stream's generator at a seed.

        Raises ValueError for another number of keys than the stream takes."""
        number, count = self.value
        if len(keys) != count:
            raise ValueError(f"{self.name} takes {count} keys beside the seed, not {len(keys)}")
        return np.random.default_rng([seed % WORD, number, *keys, seed // WORD])
