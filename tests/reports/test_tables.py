"""Tables from rows."""

import io
import math
import re

import pandas as pd
import pytest

from reports import formats
from reports.evidence import Evidence, latest
from reports.tables import tables


def made(verdicts=(), cells=()):
    return {table.name: table for table in tables(Evidence(list(verdicts), [row for rows in cells for row in rows]))}


def read_back(table):
    return pd.read_csv(io.StringIO(formats.csv(table)), keep_default_na=False, na_values=[""])


def test_csv_holds_the_rows_figures(verdict, cell):
    rows = [
        verdict("a.gradient.x"),
        verdict("b.gradient.x", status="error", max_error=None, share=None, tolerance=None, source=None),
    ]
    found = made(
        rows, [cell(n=16, interval=(2.0 / 3, 0.1 + 0.2, 1 / 1.1)), cell(n=64, outcome="timeout", ratio=None, low=None, high=None)]
    )
    claims, timed = read_back(found["verdicts"]), read_back(found["timings"])
    for name in ("kind", "status", "expected", "comparisons", "max_error", "tolerance", "share", "source"):
        assert [None if pd.isna(v) else v for v in claims[name]] == [row[name] for row in rows]
    assert list(claims["claim"]) == ["a.gradient.x", "b.gradient.x"]
    assert list(timed.loc[0, ["ratio", "low", "high"]]) == [2.0 / 3, 0.1 + 0.2, 1 / 1.1]
    assert list(timed.loc[0, ["seconds", "reference_seconds", "control_ratio"]]) == [1e-5, 2.31e-5, 1.001]
    assert list(timed["outcome"]) == ["loses", "timeout"]
    assert timed.loc[1, ["ratio", "low", "high"]].isna().all()
    assert list(timed["sizes"]) == ["m=16, n=4", "m=64, n=4"]


def test_csv_and_shown_have_a_row_a_claim_in_order_of_ids(verdict):
    table = made([verdict("b"), verdict("a"), verdict("c")])["verdicts"]
    assert list(table.plain["claim"]) == list(table.shown["claim"]) == ["a", "b", "c"]


@pytest.mark.parametrize("word", ["wrong", "timeout", "oom", "crash", "error", "no device", "too small"])
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
    counts = plain.drop(columns=["least_ratio", "largest_ratio"])
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


def test_another_status_that_was_expected_is_counted_by_its_name(verdict):
    plain = made([verdict("a", status="disputed", expected="disputed"), verdict("b", kind="hessian")])["summary"].plain
    assert list(plain["disputed as expected"]) == [1, 0, 1]
    assert list(plain["unexpected"]) == [0, 0, 0]


def test_no_rows_give_tables_without_rows():
    found = made()
    assert [len(found[name].shown) for name in ("summary", "verdicts", "timings")] == [1, 0, 0]
    for table in found.values():
        assert formats.csv(table).splitlines()[0].split(",") == list(table.plain.columns)
        assert table.shown.columns[0] in formats.markdown(table)
        assert "</html>" in formats.html(table)


@pytest.mark.parametrize("start", list("=+-@"))
def test_csv_starts_no_spreadsheet_formula(verdict, start):
    row = verdict(f"{start}cmd|' /C calc'!A0", source=f" \t{start}1+1", max_error=-1.5)
    line = read_back(made([row])["verdicts"]).iloc[0]
    assert line["claim"] == f"'{start}cmd|' /C calc'!A0"
    assert line["source"] == f"'{start}1+1"
    assert line["max_error"] == -1.5


def test_markdown_shows_data_as_it_is(verdict):
    text = formats.markdown(made([verdict("<b>x</b>|`y` *z* __init__ log_det [a](b) ![c](d)\n| new | row |")])["verdicts"])
    row = text.splitlines()[-1]
    assert r"&lt;b&gt;x&lt;/b&gt;\|\`y\` \*z\* \_\_init\_\_ log_det [a\](b) ![c\](d) \| new \| row \|" in row
    assert len(text.splitlines()) == 5


def test_html_escapes_data(verdict):
    text = formats.html(made([verdict("<script>alert(1)</script>", source='" onmouseover="x')])["verdicts"])
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert '" onmouseover' not in text


def test_of_a_cell_in_two_journals_the_last_counts(cell):
    first = cell(n=16) + cell(n=64)
    again = cell(n=16, outcome="crash", ratio=None)[:1]
    rows = latest([first, again])
    assert [(row["sizes"]["m"], row["outcome"]) for row in rows if row["role"] == "closed form"] == [(16, "crash"), (64, "ok")]
    assert [row["role"] for row in rows if row["sizes"]["m"] == 16] == ["closed form"]


def test_a_page_marks_what_was_not_expected(verdict):
    rows = [
        verdict("a"),
        verdict("b", status="refuted", expected="refuted"),
        verdict("c", expected="refuted"),
        verdict("d", status="error"),
    ]
    text = formats.html(made(rows)["verdicts"])
    assert re.findall(r'<td class="(\w+)">(\w+)</td>', text) == [
        ("good", "verified"),
        ("good", "refuted"),
        ("bad", "verified"),
        ("bad", "error"),
    ]
