"""Tables as files: CSV, Markdown, HTML and LaTeX that say what the rows say."""

import io
import itertools
import re
import subprocess

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from closedform.reports.rows.evidence import Evidence
from closedform.reports.tables import formats
from closedform.reports.tables.summary import tables


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
%s
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
    (tmp_path / "all.tex").write_text(
        DOCUMENT % (formats.PREAMBLE, "\n".join(rf"\input{{{name}}}" for name in found))
    )
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


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (r"a_b & \x {50%}", r"a\_b \& \textbackslash x \{50\%\}"),
        ("log_det.hessian--x 2.5", r"log\_det.\allowbreak{}hessian-{}-x 2.5"),
        ("é µ 矩 \x07", "é µ [U+77E9]"),
        ("[x] [y]", "{[}x] [y]"),
    ],
)
def test_latex_prints_text_as_it_is(verdict, text, printed):
    [line] = [
        line
        for line in formats.latex(made([verdict(text)])["verdicts"]).splitlines()
        if "gradient & verified" in line
    ]
    assert line.partition(" & gradient &")[0] == printed


def test_latex_has_the_rules_of_booktabs(verdict):
    text = formats.latex(made([verdict()])["verdicts"])
    assert [text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule")] == [2, 4, 1]
    assert text.startswith("% Made by")
    assert r"made\_up.\allowbreak{}gradient.\allowbreak{}x & gradient & verified" in text
