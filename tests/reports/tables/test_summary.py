"""The table of kinds."""

import math

import pytest

from closedform.reports.rows.evidence import Evidence
from closedform.reports.tables.summary import tables


def made(verdicts=(), cells=()):
    return {
        table.name: table
        for table in tables(Evidence(list(verdicts), [row for rows in cells for row in rows]))
    }


def test_a_summary_counts_everything_once(verdict, cell):
    verdicts = [
        verdict("a"),
        verdict("b", status="refuted", expected="refuted"),
        verdict("c", status="refuted"),
        verdict("d", status="verified", expected="refuted", kind="hessian"),
        verdict("e", status="unexercised", kind="new kind"),
    ]
    cells = [
        cell(n=1),
        cell(n=2, interval=(1.0, 0.9, 1.1)),
        cell(n=3, interval=(0.5, 0.4, 0.6)),
        cell(n=4, outcome="oom", ratio=None, low=None, high=None),
    ]
    summary = made(verdicts, cells)["summary"]
    assert list(summary.shown["ratios"]) == ["0.5 to 2.3", "none", "none", "0.5 to 2.3"]
    plain = summary.plain.set_index("kind")
    assert list(plain.index) == ["gradient", "hessian", "new kind", "all"]
    counts = plain.drop(columns=["least_ratio", "largest_ratio", "mean_ratio"])
    assert counts.loc["all"].to_dict() == {
        "claims": 5,
        "verified": 1,
        "refuted as expected": 1,
        "unexpected": 3,
        "wins": 1,
        "ties": 1,
        "loses": 1,
        "not compared": 1,
    }
    assert (counts.iloc[:-1].sum() == counts.loc["all"]).all()
    assert plain.loc["all", ["least_ratio", "largest_ratio"]].tolist() == [0.5, 2.31]
    assert math.isnan(plain.loc["hessian", "least_ratio"])


def test_the_mean_ratio_counts_each_claim_once_at_its_largest_size(cell):
    cells = [
        cell(n=1, interval=(9.0, 8.0, 10.0)),
        cell(n=2, interval=(4.0, 3.0, 5.0)),
        cell("other", n=2, interval=(1.0, 0.9, 1.1)),
    ]
    summary = made([], cells)["summary"]
    assert summary.plain["mean_ratio"].tolist() == pytest.approx([2.0, 2.0])
    assert list(summary.shown["mean ratio"]) == ["2", "2"]


def test_another_status_that_was_expected_is_counted_by_its_name(verdict):
    plain = made(
        [verdict("a", status="disputed", expected="disputed"), verdict("b", kind="hessian")]
    )["summary"].plain
    assert list(plain["disputed as expected"]) == [1, 0, 1]
    assert list(plain["unexpected"]) == [0, 0, 0]
