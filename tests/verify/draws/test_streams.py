"""Streams of random numbers: all different, and arguments of a seed as they always were."""

import numpy as np
import pytest

from closedform.verify.draws.streams import WORD, Stream
from tests.helpers import ROOT


def firsts(keys=range(4)):
    """(stream, seed, key) -> its first number."""
    found = {}
    for stream in Stream:
        for seed in (0, 1, 2, 3, 4, WORD, 3 * WORD + 4, WORD**2 + 1):
            for key in keys if stream.value[1] else (None,):
                rng = stream.at(seed) if key is None else stream.at(seed, key)
                found[stream, seed, key] = int(rng.integers(2**62))
    return found


def test_no_two_are_the_same():
    found = firsts()
    assert len(found) > 60
    assert len(set(found.values())) == len(found)


def test_a_stream_takes_the_keys_that_it_takes():
    same = [np.random.default_rng(entropy).random() for entropy in ([3, 4], [3, 4, 0])]
    assert same[0] == same[1]  # why it must
    with pytest.raises(ValueError, match="SIMPLE takes 0 keys"):
        Stream.SIMPLE.at(3, 0)
    with pytest.raises(ValueError, match="COPIES takes 1 keys"):
        Stream.COPIES.at(3)


@pytest.mark.parametrize(
    ("stream", "keys", "entropy"),
    [
        (Stream.SIZES, (), [5, 0]),
        (Stream.ARGUMENTS, (), [5, 1]),
        (Stream.PROBES, (), [5, 2]),
        (Stream.COPIES, (3,), [5, 3, 3]),
        (Stream.CASES, (), [5, 7]),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_a_seed_gives_stays(stream, keys, entropy):
    """Verdicts kept in files name their seeds."""
    assert stream.at(5, *keys).random() == np.random.default_rng(entropy).random()


def test_nothing_else_in_verify_makes_a_generator():
    makers = ("default_rng(", "np.random.seed", "RandomState(", "SeedSequence(")
    files = [p for p in (ROOT / "verify").rglob("*.py") if p.name != "streams.py"]
    assert files
    assert not [p for p in files if any(word in p.read_text() for word in makers)]
