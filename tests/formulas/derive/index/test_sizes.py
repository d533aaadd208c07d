import itertools

import pytest

from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.index.sizes import Pair, Size, product
from closedform.formulas.derive.reading.tracing import FIRST, SECOND, pair_of_sizes

M, N = Size.named("m"), Size.named("n")


def test_sizes_multiply_and_divide():
    assert str(M * N) == "m * n"
    assert (M * N).over(N) == M
    assert (M * N).over(Size.number(2)) is None
    assert (M * N).factors == (M, N)
    assert (N + Size.number(-1)).factors == (N + Size.number(-1),)
    assert product([]) == Size.number(1)
    assert (N * N + Size.number(3)).at({"n": 5}) == 28


@pytest.mark.parametrize(
    "size",
    [M, N, M * N, N + Size.number(-1), Size.number(2) * N, M + N, N * N * M, Size.number(10)],
    ids=str,
)
def test_two_integers_stand_for_one_size(size):
    pair = Pair({"m": 7, "n": 11}, {"m": 11, "n": 17})
    assert pair.size(size.at(pair.first), size.at(pair.second)) == size


def test_no_simple_size_is_taken_for_another_at_the_sizes_that_are_used():
    names = "abcdef"
    pair = Pair(dict(zip(names, FIRST, strict=False)), dict(zip(names, SECOND, strict=False)))
    names = [Size.named(n) for n in names]
    simple = [*names, *(n + Size.number(k) for n in names for k in (-2, -1, 1, 2))]
    simple += [a * b for a, b in itertools.combinations_with_replacement(names, 2)]
    for size in simple:
        assert pair.size(size.at(pair.first), size.at(pair.second)) == size


def test_sizes_are_found_that_a_condition_allows():
    pair = pair_of_sizes(("m", "n"), lambda sizes: sizes["m"] > sizes["n"])
    assert all(s["m"] > s["n"] for s in (pair.first, pair.second))
    with pytest.raises(CannotDerive):
        pair_of_sizes(("n",), lambda sizes: False)
