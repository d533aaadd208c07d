"""``python -m reports``, from files to files."""

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import formulas
import reports.__main__ as command
from reports import site
from reports.evidence import read_verdicts
from reports.words import clean

ROOT = Path(formulas.__file__).parents[1]
INDEX = Path("reports/out/site/index.html")
TABLES = Path("reports/out/tables")
VOID = {"meta", "br", "wbr", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """A page's elements and text; fails where tags don't match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.elements, self.text = [], [], ""
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def refused(capsys, *arguments) -> str:
    """What the command says on one line when it ends with status 2 and writes nothing."""
    assert command.main(list(map(str, arguments))) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("reports: ")
    assert err.count("\n") == 1
    assert not INDEX.exists()
    return err


def test_tables_and_page_are_written_and_their_addresses_printed(files, verdict, cell, here, capsys):
    files([verdict()], [cell()], jax="0.10.2")
    assert command.main([]) == 0
    out, err = capsys.readouterr()
    assert out == f"page:   {(here / INDEX).as_uri()}\ntables: {here / TABLES}\n"
    assert not err
    names = {f"{table}.{ending}" for table in ("summary", "verdicts", "timings") for ending in ("html", "md", "csv")}
    assert {p.name for p in TABLES.iterdir()} == names | {".generated"}
    assert {p.name for p in Path("reports/out").iterdir()} == {"site", "tables", "verdicts.json", "bench.jsonl"}
    assert list(pd.read_csv(TABLES / "timings.csv")["ratio"]) == [2.31]


def test_the_page_says_what_it_is_made_from(files, verdict, cell):
    files(
        [verdict(), verdict("made_up.hessian.x", status="refuted", cause="transposed", detail="X^T agrees")],
        [cell()],
        jax="0.10.2",
    )
    command.main([])
    page = Page(INDEX.read_text("utf-8"))
    for told in (
        "faster than the best autodiff mode in 1 of 1 comparisons",
        "2.31 [2.25, 2.36]",
        "refuted, expected verified",
        "transposed",
        "X^T agrees",
        "2 rows of reports/out/verdicts.json",
        "4 rows of reports/out/bench.jsonl",
        "0.10.2",
        "closed form",
        "python -m reports --verdicts reports/out/verdicts.json --out reports/out --format html,md,csv",
        "2 claims have a verdict and are not in the catalogue",
    ):
        assert told in " ".join(page.text.split())


def test_the_page_is_semantic_and_needs_nothing_else(files, verdict, cell):
    files([verdict(), verdict("b", status="error")], [cell(), cell(n=32, outcome="oom", detail="no room")])
    command.main([])
    text = INDEX.read_text("utf-8")
    page = Page(text)
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("title")) == len(page.all("main")) == len(page.all("h1")) == 1
    assert any(meta.get("name") == "viewport" for meta in page.all("meta"))
    assert "prefers-color-scheme: dark" in text
    assert len(page.all("table")) == len(page.all("caption")) == 3
    assert all(th.get("scope") in ("col", "row") for th in page.all("th"))
    assert not [tag for tag, _ in page.elements if tag in ("script", "img", "link", "iframe")]
    assert not [a for _, a in page.elements if "src" in a or "style" in a]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for href in (a["href"] for a in page.all("a")):
        assert href[1:] in ids if href.startswith("#") else (INDEX.parent / href).is_file()


def test_a_formula_in_a_new_file_appears_with_its_tex(files, verdict, here, monkeypatch):
    (here / "entry.py").write_text(
        "from jaxtyping import Array, Float\nfrom formulas import formula\n\n"
        '@formula(source="mine")\ndef entry(x: Float[Array, " n"]) -> Float[Array, ""]:\n'
        '    r"""x^\\top x"""\n    return x @ x\n\n'
        '@entry.gradient("x")\ndef _(x):\n    r"""2 x <x>"""\n    return 2 * x\n'
    )
    monkeypatch.setattr(site, "catalogue", lambda: formulas.read(here / "entry.py"))
    files([verdict("entry.gradient.x", formula="entry")])
    command.main([])
    text = INDEX.read_text("utf-8")
    assert "<code>2 x &lt;x&gt;</code>" in text
    assert "catalogue" not in text.partition("<main>")[2]


def test_claims_without_a_verdict_and_broken_modules_are_remarked_upon(files, verdict, monkeypatch):
    known = formulas.catalogue()
    broken = formulas.Catalogue(known.formulas, [formulas.Broken("formulas.odd", "SyntaxError: <odd>")])
    monkeypatch.setattr(site, "catalogue", lambda: broken)
    files([verdict("log_det.gradient.X")])
    command.main([])
    text = INDEX.read_text("utf-8")
    assert f"{len(known.claims) - 1} of the {len(known.claims)} claims in the catalogue have no verdict here" in text
    assert "formulas.odd can&#39;t be read: SyntaxError: &lt;odd&gt;" in text


HOSTILE = [
    "<script>alert(1)</script>",
    "../../../escaped",
    "=1+1",
    "\x1b[2J\x1b]0;x\x07",
    "</style></table>{{ 7 * 7 }}",
    "a\ud800b",
    "x" * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "path", "formula", "terminal", "template", "surrogate", "long"])
def test_hostile_data_stays_data(files, verdict, cell, here, text, capsys):
    told = dict.fromkeys(("formula", "kind", "status", "source", "cause", "detail", "file"), text)
    claim = verdict(text, **told, counterexample={text: text})
    timed = cell(text, sizes={text: 3}, method=text, outcome=text, detail=text, dtype=text, environment={text: {text: text}})
    files([claim], [timed], os=text, more={text: [text]})
    before = set(here.rglob("*"))
    assert command.main([]) == 0
    new = set(here.rglob("*")) - before
    assert all(p.relative_to(here).parts[:3] in (("reports", "out", "site"), ("reports", "out", "tables")) for p in new)
    assert len(new) == 14
    for path in (p for p in new if p.is_file()):
        content = path.read_bytes().decode("utf-8")
        assert "\x1b" not in content
        if path.suffix == ".html":
            page = Page(content)
            assert not page.all("script")
            assert len(page.all("style")) == 1
            assert clean(text) in " ".join(page.text.split())
    assert not any(control in "".join(capsys.readouterr()) for control in "\x1b\x07")


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_build_leaves_the_earlier_report_whole(files, verdict, monkeypatch, error):
    files([verdict("first")])
    command.main([])
    before = {p: p.read_bytes() for p in Path("reports/out").rglob("*") if p.is_file() and p.name != "verdicts.json"}

    def fail(*_):
        raise error

    monkeypatch.setattr(command, "build", fail)
    files([verdict("second")])
    if error is KeyboardInterrupt:
        assert command.main([]) == 130
    else:
        with pytest.raises(error):
            command.main([])
    assert {p: p.read_bytes() for p in Path("reports/out").rglob("*") if p.is_file() and p.name != "verdicts.json"} == before


def test_without_verdicts_the_command_says_what_to_run(here):
    done = subprocess.run(
        [sys.executable, "-m", "reports"],
        cwd=here,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "reports: there is no reports/out/verdicts.json; to write it, run: python -m verify --json reports/out/verdicts.json\n"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is not JSON"),
        ('{"schema": 1, "claims": [', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "has the schema None"),
        ('{"claims": []}', "has the schema None"),
        ('{"schema": 2, "claims": []}', "has the schema 2, and this version reads 1"),
        ('{"schema": 1}', "lacks its list of claims"),
        ('{"schema": 1, "claims": {}}', "lacks its list of claims"),
        ('{"schema": 1, "environment": 3, "claims": []}', "or its environment"),
        ('{"schema": 1, "claims": [3]}', "claim 1 of"),
        ('{"schema": 1, "claims": [{"id": "a"}]}', "formula = None; wanted text"),
        ('{"schema": 1, "claims": [{"id": ["\\u001b[2J"]}]}', "wanted text"),
    ],
)
def test_a_malformed_verdicts_file_is_refused(here, capsys, content, says):
    (here / "v.json").write_text(content)
    assert says in refused(capsys, "--verdicts", "v.json")


@pytest.mark.parametrize("figure", ["3", True, [1.0]])
def test_a_figure_that_is_none_is_refused(files, verdict, capsys, figure):
    files([verdict(), verdict("b", max_error=figure)])
    assert "claim 2 of reports/out/verdicts.json has max_error = " in refused(capsys)


def test_unreadable_verdicts_are_refused(here, capsys):
    (here / "v.json").write_bytes(b"\xff\xfe\x00")
    assert "is not JSON" in refused(capsys, "--verdicts", "v.json")
    assert "can't be read" in refused(capsys, "--verdicts", here)


def test_figures_that_are_not_finite_are_words(files, verdict):
    files([verdict(max_error=float("inf"), share=float("nan"), tolerance=None)])
    assert command.main([]) == 0
    row = (TABLES / "verdicts.md").read_text().splitlines()[-1]
    assert "not finite" in row
    assert "none" in row


def test_without_a_journal_the_report_has_no_timings_and_says_so(files, verdict, capsys):
    files([verdict()])
    assert command.main([]) == 0
    assert (
        capsys.readouterr().err
        == "reports: no timings: there is no reports/out/bench.jsonl; to measure some, run: python -m bench\n"
    )
    assert "no timings: there is no reports/out/bench.jsonl" in INDEX.read_text("utf-8")
    assert len(pd.read_csv(TABLES / "timings.csv")) == 0


def test_a_journal_that_was_named_must_be_there(files, verdict, capsys):
    files([verdict()])
    assert "there is no other.jsonl" in refused(capsys, "--rows", "other.jsonl")


@pytest.mark.parametrize("content", ["not a journal\n", "[1, 2]\n", '{"event": "cell", "schema": 9, "key": "a", "rows": []}\n'])
def test_a_malformed_journal_is_refused(files, verdict, here, capsys, content):
    files([verdict()])
    (here / "other.jsonl").write_text(content)
    assert "other.jsonl" in refused(capsys, "--rows", "other.jsonl")


@pytest.mark.parametrize("field", [{"ratio": "2"}, {"sizes": 3}, {"role": None}, {"low": True}])
def test_a_malformed_timing_is_refused(files, verdict, cell, capsys, field):
    files([verdict()], [cell(**field)])
    assert f"row 1 of reports/out/bench.jsonl has {next(iter(field))} = " in refused(capsys)


def test_journals_add_up(files, verdict, cell):
    files([verdict()], [cell(n=16)], journal="a.jsonl")
    files([verdict()], [cell(n=64), cell(n=16, outcome="crash", ratio=None, low=None, high=None)], journal="b.jsonl")
    assert command.main(["--rows", "a.jsonl", "b.jsonl"]) == 0
    assert list(pd.read_csv(TABLES / "timings.csv")["outcome"]) == ["crash", "wins"]


def test_formats_are_chosen_and_the_page_links_to_no_others(files, verdict):
    files([verdict()])
    assert command.main([]) == 0
    assert command.main(["--format", "csv, md,csv"]) == 0
    assert {p.suffix for p in TABLES.iterdir() if p.name != ".generated"} == {".csv", ".md"}
    links = [a["href"] for a in Page(INDEX.read_text("utf-8")).all("a") if a["href"].startswith("../")]
    assert len(links) == 6
    assert all((INDEX.parent / link).is_file() for link in links)


@pytest.mark.parametrize("given", ["pdf", "html,pdf", "", ","])
def test_an_unknown_format_is_refused(files, verdict, capsys, given):
    files([verdict()])
    assert "html, md, csv" in refused(capsys, "--format", given)


def test_a_usage_error_is_one_line(capsys, here):
    assert "--bogus" in refused(capsys, "--bogus")


def test_nothing_outside_the_out_folder_is_touched(files, verdict, here):
    files([verdict()])
    (here / "elsewhere").mkdir()
    (here / "elsewhere" / "keep.txt").write_text("mine")
    before = {p: p.stat().st_mtime_ns for p in here.rglob("*") if p.is_file()}
    assert command.main(["--out", "elsewhere"]) == 0
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert {p.name for p in (here / "elsewhere").iterdir()} == {"keep.txt", "site", "tables"}


def test_an_out_folder_that_cannot_be_is_refused(files, verdict, here, capsys):
    files([verdict()])
    (here / "file").write_text("mine")
    assert "can't be written" in refused(capsys, "--out", "file")
    (here / "mine" / "site").mkdir(parents=True)
    (here / "mine" / "site" / "index.html").write_text("mine")
    assert "not generated here" in refused(capsys, "--out", "mine")
    assert (here / "mine" / "site" / "index.html").read_text() == "mine"
    assert not (here / "mine" / "tables").exists()


def test_verdicts_say_what_a_json_reader_would(files, verdict):
    """What is read is what verify writes: every column of the row type, by its name."""
    files([verdict(seconds=1.5, layout=None)])
    claims = json.loads(Path("reports/out/verdicts.json").read_text())["claims"]
    assert read_verdicts(Path("reports/out/verdicts.json"))[0] == claims
