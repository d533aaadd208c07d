"""Words that every package writes."""

import pytest

from closedform.wording import bytes_in_words, counted


@pytest.mark.parametrize(("n", "said"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims")])
def test_a_number_and_its_noun(n, said):
    assert counted(n, "claim") == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (1000, "1000 B"),
        (1536, "1.5 KiB"),
        (49152, "48 KiB"),
        (2**35, "32 GiB"),
        (2**63, "8190 PiB"),
    ],
)
def test_bytes_in_the_largest_unit_of_which_there_is_one(count, said):
    assert bytes_in_words(count) == said
