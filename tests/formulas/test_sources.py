"""The sources, and what of them is registered."""

import ast
import dataclasses
import json

import pytest

import formulas.__main__ as command
from formulas import InputError, catalogue, citation, cited, coverage, errata, sources
from formulas._commands.sources import accounted
from formulas._kit.sources import Row, parse, rows
from tests.helpers import ROOT

UNCHECKABLE = {"S0-15", "S2-09", "S2-15"}


def test_every_row_is_accounted_for():
    found = coverage(catalogue().claims.values())
    missing = [c.row.id for covered in found.values() for c in covered if c.status == "missing"]
    assert not missing
    assert accounted(found) == (137, 137)
    assert {c.row.id for covered in found.values() for c in covered if c.status == "not checkable"} == UNCHECKABLE


def test_a_row_without_an_entry_is_missing(monkeypatch, capsys):
    key, source = next(iter(sources().items()))
    new = Row("S9-01", key, "a new page", "gradient", "something that nobody has registered")
    more = sources() | {key: dataclasses.replace(source, rows=(*source.rows, new))}
    monkeypatch.setattr("formulas._kit.coverage.sources", lambda: more)
    found = coverage(catalogue().claims.values())
    assert [c.row.id for covered in found.values() for c in covered if c.status == "missing"] == ["S9-01"]
    assert command.main(["coverage"]) == 1
    out = capsys.readouterr().out
    assert "137 of 138 rows accounted for" in out
    assert "S9-01  a new page: gradient: something that nobody has registered" in out


def test_every_flaw_is_registered_as_a_misprint():
    flawed = {row.id for row in rows().values() if row.flaw}
    printed = {row.id for erratum in errata(catalogue().claims.values()) for row in cited(erratum.printed.source)}
    assert flawed
    assert flawed <= printed


def test_named_tests_exist():
    for row in rows().values():
        if row.test:
            path, name = row.test.split("::")
            functions = [n.name for n in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(n, ast.FunctionDef)]
            assert name in functions, f"{row.id} is met by {row.test}, which is not there"


def test_slips_belong_to_rows():
    for source in sources().values():
        for slip in source.slips:
            assert rows()[slip.row].source == source.key


def test_a_citation_in_words():
    assert citation("S3-C4; S0-07; a page of mine") == (
        "matrix-calculus-2022, scalar case 4, linear regression (S3-C4); zhihu-39523290, example 2, least squares (S0-07); "
        "a page of mine"
    )
    assert citation(None) is None
    assert [row.id for row in cited("S3-C4; S0-07; a page of mine")] == ["S3-C4", "S0-07"]


@pytest.mark.parametrize(
    "text", ["title = ", 'title = "T"', 'title="T"\naddress=""\nlanguage=""\nabout=""\n[[rows]]\nid="x"\ncolour="red"']
)
def test_a_bad_source_is_refused(text):
    with pytest.raises(InputError, match="the source notes can't be read"):
        parse(text, "notes")


def test_coverage_as_a_table_rows_and_json(capsys):
    assert command.main(["coverage"]) == 0
    out = capsys.readouterr().out
    assert "137 of 137 rows accounted for" in out
    assert out.count("image that is lost") == 2
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
    block = next(b for b in out.split("\n\n") if b.startswith("log_det.hessian.X.given-X-Symmetric.as-printed\n"))
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
