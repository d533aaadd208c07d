"""Tables from rows."""

import io
import itertools
import math
import re
import subprocess

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from closedform.reports import formats
from closedform.reports.evidence import Evidence, latest
from closedform.reports.tables import fastest, tables


def made(verdicts=(), cells=()):
    return {
        table.name: table
        for table in tables(Evidence(list(verdicts), [row for rows in cells for row in rows]))
    }


def read_back(table):
    return pd.read_csv(io.StringIO(formats.csv(table)), keep_default_na=False, na_values=[""])


def test_csv_holds_the_rows_figures(verdict, cell):
    rows = [
        verdict("a.gradient.x"),
        verdict(
            "b.gradient.x", status="error", max_error=None, share=None, tolerance=None, source=None
        ),
    ]
    found = made(
        rows,
        [
            cell(n=16, interval=(2.0 / 3, 0.1 + 0.2, 1 / 1.1)),
            cell(n=64, outcome="timeout", ratio=None, low=None, high=None),
        ],
    )
    claims, timed = read_back(found["verdicts"]), read_back(found["timings"])
    for name in (
        "kind",
        "status",
        "expected",
        "comparisons",
        "max_error",
        "tolerance",
        "share",
        "source",
    ):
        assert [None if pd.isna(v) else v for v in claims[name]] == [row[name] for row in rows]
    assert list(claims["claim"]) == ["a.gradient.x", "b.gradient.x"]
    assert list(timed.loc[0, ["ratio", "low", "high"]]) == [2.0 / 3, 0.1 + 0.2, 1 / 1.1]
    assert list(timed.loc[0, ["seconds", "reference_seconds", "control_ratio"]]) == [
        1e-5,
        2.31e-5,
        1.001,
    ]
    assert list(timed["outcome"]) == ["loses", "timeout"]
    assert timed.loc[1, ["ratio", "low", "high"]].isna().all()
    assert list(timed["sizes"]) == ["m=16, n=4", "m=64, n=4"]


def test_csv_and_shown_have_a_row_a_claim_in_order_of_ids(verdict):
    table = made([verdict("b"), verdict("a"), verdict("c")])["verdicts"]
    assert list(table.plain["claim"]) == list(table.shown["claim"]) == ["a", "b", "c"]


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
    text = formats.markdown(
        made([verdict("<b>x</b>|`y` *z* __init__ log_det [a](b) ![c](d)\n| new | row |")])[
            "verdicts"
        ]
    )
    row = text.splitlines()[-1]
    assert (
        r"&lt;b&gt;x&lt;/b&gt;\|\`y\` \*z\* \_\_init\_\_ log_det [a\](b) ![c\](d) \| new \| row \|"
        in row
    )
    assert len(text.splitlines()) == 5


def test_html_escapes_data(verdict):
    text = formats.html(
        made([verdict("<script>alert(1)</script>", source='" onmouseover="x')])["verdicts"]
    )
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert '" onmouseover' not in text


def test_of_a_cell_in_two_journals_the_last_counts(cell, failed):
    first = cell(n=16) + cell(n=64)
    rows = latest([first, failed(n=16)])
    assert [
        (row["sizes"]["m"], row["outcome"]) for row in rows if row["role"] == "closed form"
    ] == [(16, "crash"), (64, "ok")]
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


def test_markdown_renders_as_a_table_of_the_same_words(verdict, cell):
    hostile = "<b>x</b>|`y` *z* __init__ [a](b)"
    found = made([verdict(), verdict(hostile, source="2 < 3 & 4 | 5")], [cell()])
    for table in found.values():
        tokens = MarkdownIt("commonmark").enable("table").parse(formats.markdown(table))
        cells = [
            shown(t)
            for before, t in itertools.pairwise(tokens)
            if before.type in ("th_open", "td_open")
        ]
        width = len(table.shown.columns)
        assert cells[:width] == list(table.shown.columns)
        assert [
            cells[i : i + width] for i in range(width, len(cells), width)
        ] == table.shown.to_numpy().tolist()


def shown(token):
    """What a reader of rendered Markdown sees; fails where anything was taken for markup."""
    assert {child.type for child in token.children} <= {"text", "text_special"}
    return "".join(child.content for child in token.children)


DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{textcomp}
\usepackage{booktabs, longtable, array}
\begin{document}
%s
\end{document}
"""


@pytest.mark.usefixtures("latex")
def test_latex_compiles_whatever_the_names(verdict, cell, tmp_path):
    hostile = r"\input{/etc/passwd} $x$ 50% #1 & a_b ^ ~ {} <> | \" '` -- [x] é 矩阵 µ"
    found = made(
        [verdict(), verdict(hostile, source=hostile), verdict("[x]")],
        [cell(), cell(n=64, outcome=hostile, ratio=None)],
    )
    for name, table in found.items():
        (tmp_path / f"{name}.tex").write_text(formats.latex(table), encoding="utf-8")
    (tmp_path / "all.tex").write_text(DOCUMENT % "\n".join(rf"\input{{{name}}}" for name in found))
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all.tex"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "all.pdf").stat().st_size > 10_000
    assert "root:" not in done.stdout


def test_latex_prints_text_as_it_is():
    assert formats.unspecial(r"a_b & \x {50%}") == r"a\_b \& \textbackslash{}x \{50\%\}"
    assert formats.unspecial("log_det.hessian--x 2.5") == r"log\_det.\allowbreak{}hessian-{}-x 2.5"
    assert formats.unspecial("é µ 矩 \x07") == r"é \ensuremath{\mu} [U+77E9] [U+0007]"
    assert formats.unspecial("[x] [y]") == "{[}x] [y]"


def test_latex_has_the_rules_of_booktabs(verdict):
    text = formats.latex(made([verdict()])["verdicts"])
    assert [text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule")] == [2, 4, 1]
    assert text.startswith("% Made by")
    assert r"made\_up.\allowbreak{}gradient.\allowbreak{}x & gradient & verified" in text


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
