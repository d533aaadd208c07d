"""Exponents and crossings of series that are made up, so that both are known."""

import math
import sys
from pathlib import Path
from typing import Any

import pytest

from closedform.bench import growth
from closedform.bench.growth import Point, changes, fit, theory
from closedform.bench.journal import Journal
from closedform.command import command
from tests.bench.made import timing


def called(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["closedform.bench.growth", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        command("closedform.bench.growth", growth.main)
    return end.value.code


def point(size: float, ratio: float = 1.0, half: float = 0.01, work: float | None = None) -> Point:
    return Point(size, 1e-6, 1e-6 * ratio, work, ratio * (1 - half), ratio, ratio * (1 + half))


def test_an_exact_power_is_found_without_error() -> None:
    exponent, error = fit([16, 64, 256], [3e-9 * n**2.5 for n in (16, 64, 256)])
    assert exponent == pytest.approx(2.5)
    assert error == pytest.approx(0, abs=1e-6)


def test_the_error_is_that_of_least_squares() -> None:
    exponent, error = fit([1, 10, 100, 1000], [1, 20, 50, 1000])
    assert exponent == pytest.approx(0.939794, abs=1e-6)
    assert error == pytest.approx(0.127716, abs=1e-6)  # by hand: sqrt(0.163114 / 2 / 5)


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda n: 2 * n**3 + 5 * n**2, 3),
        (lambda n: n**5 * (n + 1) + n**4, 6),
        (lambda n: 4 * n, 1),
        (lambda n: 0, None),
        (lambda n: None, None),
    ],
)
def test_theory_is_the_exponent_of_the_leading_term(work, expected: int | None) -> None:
    assert theory([point(n, work=work(n)) for n in (16, 32, 64)]) == expected


@pytest.mark.parametrize("size", [64, math.nextafter(64, 65)])
def test_two_largest_points_of_the_same_size_have_no_exponent(size: float) -> None:
    assert theory([point(16, work=10), point(64, work=20), point(size, work=30)]) is None


def test_the_winner_changes_where_the_ratio_is_one_and_ties_decide_nothing() -> None:
    assert changes([point(10, 0.5), point(40, 2.0)]) == [(pytest.approx(20), "wins")]
    assert changes([point(10, 0.5), point(20, 1.0), point(40, 2.0), point(80, 3.0)]) == [
        (pytest.approx(20), "wins")
    ]
    assert changes([point(10, 2.0), point(20, 0.9, half=0.2), point(40, 1.5)]) == []
    assert [word for _, word in changes([point(10, 2.0), point(20, 0.5), point(40, 4.0)])] == [
        "loses",
        "wins",
    ]


def cell(
    book: Journal,
    n: int,
    closed: float,
    reverse: float,
    outcome: str = "ok",
    form: str = "closed form",
    binds: str = "bytes",
) -> None:
    common: dict[str, Any] = {"sizes": {"m": n, "n": n, "k": 4}, "reference": "reverse"}
    ratio = reverse / closed
    figures: dict[str, Any] = {
        "median": closed,
        "ratio": ratio,
        "low": 0.99 * ratio,
        "high": 1.01 * ratio,
        "stated_flops": 2.0 * n**2 + n,
    }
    rival = timing(
        **common, role="autodiff", method="reverse", median=reverse, ratio=1.0, low=1.0, high=1.0
    )
    other = timing(
        **common, role="autodiff", method="forward", median=9.9, ratio=0.1, low=0.1, high=0.1
    )
    book.cell(
        f"{n} {form} #x",
        [timing(**common, **figures, method=form, outcome=outcome, binds=binds), rival, other],
    )


def test_exponents_of_both_sides_theory_and_crossing_stand_in_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    with Journal(one) as book:
        for n in (64, 256):
            cell(book, n, 1e-9 * n**2, 1e-11 * n**3)
        cell(book, 4, 7.0, 7.0, outcome="too small")
        cell(book, 8, 7.0, 7.0, binds="floor")
        cell(book, 16, 7.0, 7.0)
        cell(book, 16, 1e-6, 1e-6, form="short")
    with Journal(two) as book:
        cell(book, 16, 1e-9 * 16**2, 1e-11 * 16**3)
    assert called(monkeypatch, one, two) == 0
    out, err = capsys.readouterr()
    header, line, *_ = out.splitlines()
    assert header.split() == [word for title in growth.HEADER for word in title.split()]
    assert (
        " ".join(line.split())
        == "f.gradient.x - float64 cpu 16 to 256 (3) 2.00 ± 0.00 3.00 ± 0.00 2 100: wins"
    )
    assert err == "timed at fewer than 3 such sizes: 1 closed form\n"


def test_sizes_of_one_mean_are_one_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures: dict[str, Any] = {
        "reference": "reverse",
        "median": 1.0,
        "ratio": 1.0,
        "low": 0.9,
        "high": 1.1,
        "binds": "bytes",
    }
    with Journal(tmp_path / "b.jsonl") as book:
        for m, n in ((4, 64), (16, 16), (64, 4)):
            one = timing(**figures, sizes={"m": m, "n": n})
            rival = timing(**figures, sizes={"m": m, "n": n}, role="autodiff", method="reverse")
            book.cell(f"{m} {n}", [one, rival])
    assert called(monkeypatch, tmp_path / "b.jsonl") == 2
    out, err = capsys.readouterr()
    assert out == "" and "at 3 sizes" in err


def test_too_few_sizes_are_refused_with_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(tmp_path / "b.jsonl") as book:
        for n in (16, 64):
            cell(book, n, 1.0, 1.0)
        cell(book, 4, 1.0, 1.0, outcome="too small")
    assert called(monkeypatch, tmp_path / "b.jsonl") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert (
        err.endswith("to time some, run: closedform bench --sizes full\n") and err.count("\n") == 1
    )
