"""Which closed form counts in a comparison, means over them, and which seem to lose."""

import math
from typing import Any

import pandas as pd
import pytest

from closedform.bench.best import at_largest, best, geometric_mean, lost, means, seeming_losers
from tests.bench.made import timing

Rows = list[dict[str, Any]]


def cell(
    *closed: dict[str, Any], claim: str = "f.gradient.x", n: int = 4, written: int | None = 32
) -> Rows:
    rival = timing(
        claim,
        sizes={"n": n},
        method="reverse",
        role="autodiff",
        reference="reverse",
        write_bytes=written,
    )
    defaults = {"sizes": {"n": n}, "reference": "reverse", "write_bytes": written}
    return [vars(rival), *(vars(timing(claim, **(defaults | fields))) for fields in closed)]


def form(ratio: float, method: str = "closed form", **fields: Any) -> dict[str, Any]:
    return {"method": method, "ratio": ratio, "low": 0.99 * ratio, "high": 1.01 * ratio, **fields}


def test_the_fastest_form_counts() -> None:
    (row,) = best(cell(form(0.5), form(2.0, "other"), form(1.0, "third")))
    assert (row["method"], row["ratio"]) == ("other", 2.0)


def test_a_form_by_factors_does_not_count() -> None:
    (row,) = best(cell(form(0.5), form(300.0, "factors", write_bytes=8)))
    assert row["ratio"] == 0.5


def test_where_bytes_are_not_known_every_form_counts() -> None:
    rows = cell(form(0.5), form(2.0, "other"), written=None)
    assert [row["ratio"] for row in best(rows)] == [2.0]
    assert [row["ratio"] for row in best(pd.DataFrame(rows).to_dict("records"))] == [2.0]


@pytest.mark.parametrize("outcome", ["too small", "timeout", "unverified"])
def test_what_was_not_timed_or_is_too_small_does_not_count(outcome: str) -> None:
    assert best(cell(form(0.5, outcome=outcome))) == []


def test_claims_dtypes_and_devices_are_apart() -> None:
    rows = cell(form(1.0)) + cell(form(2.0), claim="g.gradient.x")
    rows += [{**row, "dtype": "float32"} for row in rows] + [
        {**row, "device_kind": "other"} for row in rows
    ]
    assert len(best(rows)) == len(at_largest(best(rows))) == 6


def test_a_claim_counts_at_its_largest_size() -> None:
    rows = cell(form(8.0), n=16) + cell(form(2.0), n=64) + cell(form(4.0), n=4)
    assert [row["ratio"] for row in at_largest(best(rows))] == [2.0]


def test_the_mean_is_geometric() -> None:
    assert geometric_mean([{"ratio": 0.5}, {"ratio": 8.0}]) == pytest.approx(2.0)
    assert math.isnan(geometric_mean([]))


def test_means_are_told_by_kind() -> None:
    rows = (
        cell(form(0.5))
        + cell(form(8.0), claim="g.gradient.x")
        + cell(form(3.0, kind="hessian"), claim="h.hessian.x")
    )
    (said,) = means(rows)
    assert said.endswith(": gradient 2 (2), hessian 3 (1)")
    assert means([]) == []


def test_a_form_seems_to_lose_where_its_whole_interval_lies_under_the_bound() -> None:
    rows = (
        cell(form(0.9))
        + cell(form(0.965), claim="g.gradient.x")
        + cell(form(0.5), form(1.2, "other"), claim="h.gradient.x")
    )
    assert [row["claim"] for row in seeming_losers(rows)] == ["f.gradient.x"]
    assert lost(rows, "b.jsonl") == [
        "seem to lose by their best form: 1; "
        "to time them again: python -m closedform.bench.losers b.jsonl"
    ]
    assert lost(cell(form(1.0)), "b.jsonl") == []
