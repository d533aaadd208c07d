"""The table of timings."""

import pandas as pd
import pytest

from closedform.reports.rows.evidence import Evidence
from closedform.reports.tables.summary import tables
from closedform.reports.tables.timings import fastest


def made(verdicts=(), cells=()):
    return {
        table.name: table
        for table in tables(Evidence(list(verdicts), [row for rows in cells for row in rows]))
    }


@pytest.mark.parametrize("word", ["wrong", "timeout", "oom", "crash", "error", "too small"])
def test_what_was_not_timed_is_a_word(cell, word):
    table = made([], [cell(outcome=word, ratio=None, low=None, high=None, median=None)])["timings"]
    assert table.shown.loc[0, ["outcome", "ratio", "time"]].tolist() == [word, word, "none"]


def test_only_closed_forms_are_listed_and_each_against_its_reference(cell):
    shown = made([], [cell()])["timings"].shown
    assert shown.to_dict("records") == [
        {
            "claim": "made_up.gradient.x",
            "sizes": "m=16, n=4",
            "dtype": "float64",
            "device": "cpu",
            "method": "closed form",
            "against": "reverse",
            "outcome": "wins",
            "ratio": "2.31 [2.25, 2.36]",
            "time": "10 \u00b5s",
            "autodiff's time": "23.1 \u00b5s",
            "A/A control": "1.00 [0.98, 1.02]",
        }
    ]


def test_cells_of_a_claim_stand_in_order_of_size(cell):
    assert list(made([], [cell(n=256), cell(n=16), cell(n=64)])["timings"].shown["sizes"]) == [
        "m=16, n=4",
        "m=64, n=4",
        "m=256, n=4",
    ]


def shown(token):
    """What a reader of rendered Markdown sees; fails where anything was taken for markup."""
    assert {child.type for child in token.children} <= {"text", "text_special"}
    return "".join(child.content for child in token.children)


def test_the_summary_counts_the_fastest_form_of_a_comparison():
    columns = {
        "claim": "a",
        "sizes": "n=4",
        "dtype": "float64",
        "device": "cpu",
        "device_kind": None,
    }
    rows = [
        ("closed form", 0.5, "loses"),
        ("fast", 2.0, "wins"),
        ("stuck", None, "timeout"),
        ("tiny", 9.0, "too small"),
    ]
    timed = pd.DataFrame([columns | {"method": m, "ratio": r, "outcome": o} for m, r, o in rows])
    assert list(fastest(timed)["method"]) == ["fast"]
    assert list(fastest(timed.iloc[2:])["method"]) == ["stuck"]
    two = pd.concat(
        [timed, timed.assign(device_kind="a card"), timed.assign(device_kind="another")],
        ignore_index=True,
    )
    assert list(fastest(two)["device_kind"].fillna("none")) == ["none", "a card", "another"]
