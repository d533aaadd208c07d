"""The sources, and what of them is registered."""

import ast
import dataclasses
import json
from types import SimpleNamespace

import pytest

import closedform.formulas.command as command
from closedform.formulas import InputError, catalogue, citation, cited, coverage, errata, sources
from closedform.formulas._commands.sources import accounted
from closedform.formulas._kit.sources import Row, parse, rows
from tests.helpers import ROOT

FIRST = ("matrix-calculus-2022", "zhihu-39523290", "zhihu-58312854")
"""The sources whose number of rows is known; others may stand beside them."""
UNCHECKABLE = {"S0-15", "S2-09", "S2-15"}
"""Those of their rows of which nothing can be checked."""


def with_status(found, status):
    return {c.row.id for covered in found.values() for c in covered if c.status == status}


def test_every_row_is_accounted_for():
    found = coverage(catalogue().claims.values())
    assert not with_status(found, "missing")
    assert accounted(found) == (len(rows()), len(rows()))
    first = {key: found[key] for key in FIRST}
    assert accounted(first) == (137, 137)
    assert with_status(first, "not checkable") == UNCHECKABLE


@pytest.fixture
def one_more(monkeypatch):
    """Adds a row to the first source, and returns the coverage."""

    def one_more(**said):
        new = Row(
            "S9-01",
            FIRST[0],
            "a new page",
            "gradient",
            "something that nobody has registered",
            **said,
        )
        first = sources()[FIRST[0]]
        more = sources() | {FIRST[0]: dataclasses.replace(first, rows=(*first.rows, new))}
        monkeypatch.setattr("closedform.formulas._kit.coverage.sources", lambda: more)
        return coverage(catalogue().claims.values())

    return one_more


def test_a_row_without_an_entry_is_missing(one_more, capsys):
    assert with_status(one_more(), "missing") == {"S9-01"}
    assert command.main(["coverage"]) == 1
    out = capsys.readouterr().out
    assert f"{len(rows())} of {len(rows()) + 1} rows accounted for" in out
    assert "S9-01  a new page: gradient: something that nobody has registered" in out


def test_a_row_that_a_test_meets_is_tested(one_more, capsys):
    named = "tests/formulas/_kit/test_sources.py::test_a_row_that_a_test_meets_is_tested"
    found = one_more(test=named)
    assert not with_status(found, "missing")
    assert "S9-01" in with_status(found, "tested")
    assert command.main(["coverage"]) == 0
    out = capsys.readouterr().out
    assert f"{len(rows()) + 1} of {len(rows()) + 1} rows accounted for" in out
    assert "tested:\n" in out
    assert f"  S9-01  a new page: {named}\n" in out


def test_every_flaw_is_registered_as_a_misprint():
    flawed = {row.id for row in rows().values() if row.flaw}
    printed = {
        row.id
        for erratum in errata(catalogue().claims.values())
        for row in cited(erratum.printed.source)
    }
    assert flawed
    assert flawed <= printed


def is_there(test):
    """Whether there is a test ``path::function``."""
    path, _, name = test.partition("::")
    if not (ROOT / path).is_file():
        return False
    return name in [
        n.name
        for n in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(n, ast.FunctionDef)
    ]


def test_named_tests_exist():
    for row in rows().values():
        assert not row.test or is_there(row.test), (
            f"{row.id} is met by {row.test}, which is not there"
        )


@pytest.mark.parametrize(
    ("test", "there"),
    [
        ("tests/formulas/_kit/test_sources.py::test_named_tests_exist", True),
        ("tests/formulas/_kit/test_sources.py::test_of_no_such_name", False),
        ("tests/formulas/_kit/test_sources.py", False),
        ("tests/formulas/test_of_no_such_name.py::test_named_tests_exist", False),
    ],
)
def test_a_named_test_is_looked_for(test, there):
    assert (
        is_there(Row("S9-01", FIRST[0], "a new page", "gradient", "something", test=test).test)
        == there
    )


def test_slips_belong_to_rows():
    for source in sources().values():
        for slip in source.slips:
            row, there = (
                rows()[slip.row],
                [row.id for row in source.rows if row.place == slip.place],
            )
            assert row.source == source.key
            assert row.id in there or not there, (
                f"{slip.place} is the place of {there}, not of {row.id}"
            )


def test_a_citation_in_words():
    assert citation("S3-C4; S0-07; a page of mine") == (
        "matrix-calculus-2022, scalar case 4, linear regression (S3-C4); "
        "zhihu-39523290, example 2, least squares (S0-07); a page of mine"
    )
    assert citation(None) is None
    assert [row.id for row in cited("S3-C4; S0-07; a page of mine")] == ["S3-C4", "S0-07"]


@pytest.mark.parametrize(
    "text",
    [
        "title = ",
        'title = "T"',
        'title="T"\naddress=""\nlanguage=""\nabout=""\n[[rows]]\nid="x"\ncolour="red"',
    ],
)
def test_a_bad_source_is_refused(text):
    with pytest.raises(InputError, match="the source notes can't be read"):
        parse(text, "notes")


def test_an_id_in_two_sources_is_refused(tmp_path, monkeypatch):
    text = 'title="T"\naddress=""\nlanguage=""\nabout=""\n'
    text += '[[rows]]\nid="{id}"\nplace="p"\nkind="k"\nsays="s"\n'
    folder = tmp_path / "sources"
    folder.mkdir()
    monkeypatch.setattr(
        "closedform.formulas._kit.sources.resources",
        SimpleNamespace(files=lambda package: tmp_path),
    )
    for name, id in (("a", "S9-01"), ("b", "S9-02")):
        (folder / f"{name}.toml").write_text(text.format(id=id))
    assert list(sources.__wrapped__()) == ["a", "b"]
    (folder / "b.toml").write_text(text.format(id="S9-01"))
    with pytest.raises(InputError, match="the row S9-01 is in the sources 2 times"):
        sources.__wrapped__()


def test_coverage_as_a_table_rows_and_json(capsys):
    assert command.main(["coverage"]) == 0
    out = capsys.readouterr().out
    assert f"{len(rows())} of {len(rows())} rows accounted for" in out
    assert (
        out.count("image that is lost")
        == sum("image that is lost" in row.unchecked for row in rows().values())
        > 0
    )
    assert command.main(["coverage", "--rows"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("S3-MC2h"))
    assert "log_det.hessian.X" in line
    assert command.main(["coverage", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["sources"]
    row = next(row for row in found["matrix-calculus-2022"] if row["id"] == "S3-MC2h")
    assert row["status"] == "registered"
    assert "log_det.hessian.X" in row["claims"]


def test_errata_say_what_is_printed_and_what_is_right(capsys):
    assert command.main(["errata"]) == 0
    out = capsys.readouterr().out
    block = next(
        b
        for b in out.split("\n\n")
        if b.startswith("log_det.hessian.X.given-X-Symmetric.as-printed\n")
    )
    assert r"printed:   -(X^{-1} \otimes X^{-1})" in block
    assert "matrix case 2, log-determinant (S3-MC2s)" in block
    assert r"corrected: -K_{nn}" in block
    assert "Slips of typesetting" in out
    assert command.main(["errata", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["misprints"]) == out.count("\n  printed:")
    assert len(found["slips"]) == sum(len(source.slips) for source in sources().values())


def test_errata_of_a_formula_without_any(capsys):
    assert command.main(["errata", "least_squares"]) == 0
    assert capsys.readouterr().out.strip().endswith("no claim stands as printed")
