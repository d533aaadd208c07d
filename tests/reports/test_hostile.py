"""Names, TeX, notes and errors are data: whatever they hold changes nothing in a page and writes
nothing outside the folder."""

import pytest

import closedform.reports.command as command
from closedform import formulas
from closedform.reports.words import clean
from tests.reports.html import pages

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "path": "../../../escaped",
    "absolute": "/tmp/escaped",
    "formula": "=1+1",
    "terminal": "\x1b[2J\x1b]0;x\x07",
    "template": "</style></table>{{ 7 * 7 }}{% raw %}",
    "surrogate": "a\ud800b",
    "long": "x" * 20_000,
    "braces": "{" * 10_000 + "x" + "}" * 10_000,
    "bomb": r"\def\a{\a\a}\a" + r"\sqrt{" * 300,
    "separators": 'a"]b&c;d|e',
    "device": "con",
    "dots": "..",
    "empty": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_rows_stay_data(files, verdict, cell, here, text, capsys, monkeypatch):
    monkeypatch.setattr(command, "catalogue", formulas.Catalogue)
    told = dict.fromkeys(
        ("formula", "kind", "status", "source", "cause", "detail", "file", "form"), text
    )
    more = {
        "causes": [text, r"write \frac{" + text],
        "mutants": {text: text, "skipped": text},
        "accuracy": {text: {"autodiff": 1.0}},
    }
    claim = verdict(text, **told, **more, counterexample={"shape": {text: text}, "snippet": text})
    timed = cell(
        text,
        sizes={text: 3},
        method=text,
        outcome=text,
        detail=text,
        dtype=text,
        environment={text: {text: text}},
    )
    files([claim], [timed], os=text, more={text: [text]})
    before = set(here.rglob("*"))
    assert command.main([]) == 0
    new = set(here.rglob("*")) - before
    assert all(
        p.relative_to(here).parts[:3] in (("reports", "out", "site"), ("reports", "out", "tables"))
        for p in new
    )
    assert all(len(p.name) < 200 for p in new)
    found = pages(here / "reports" / "out" / "site")
    for path, page in found.items():
        assert "\x1b" not in path.read_text("utf-8")
        assert [list(a) for a in page.all("script")] == [["src", "defer"]]
        assert not page.all("style")
        assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
        assert all(
            not a["href"].startswith(("javascript", "/", "http", "..\\")) for a in page.all("a")
        )
    assert clean(text) in found[here / "reports" / "out" / "site" / "index.html"].words
    assert not any(control in "".join(capsys.readouterr()) for control in "\x1b\x07")


ENTRY = """
from jaxtyping import Array, Float
from closedform.formulas import formula


@formula(source={text!r})
def entry(x: Float[Array, " n"]) -> Float[Array, ""]:
    return x @ x


entry.notes = entry.tex = {text!r}
said = {text!r}.replace("\x07", "")  # which no docstring may hold


def claim(x):
    return 2 * x


claim.__doc__ = said + "\\n\\n" + said
entry.gradient("x", form={text!r} or None)(claim)
"""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_entry_stays_data(files, here, text, monkeypatch):
    (here / "entry.py").write_text(ENTRY.format(text=text))
    known = formulas.read(here / "entry.py")
    monkeypatch.setattr(command, "catalogue", lambda: known)
    files([])
    before = set(here.rglob("*"))
    assert command.main([]) == 0
    assert all("out" in p.relative_to(here).parts for p in set(here.rglob("*")) - before)
    for path, page in pages(here / "reports" / "out" / "site").items():
        assert [list(a) for a in page.all("script")] == [["src", "defer"]], path
        assert not page.all("style")
        assert "\x1b" not in path.read_text("utf-8")
