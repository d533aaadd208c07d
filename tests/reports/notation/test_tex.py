"""TeX as MathML, and the font it is set in."""

import html
import re
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from closedform.formulas import catalogue
from closedform.reports import assets
from closedform.reports.notation import symbols, tex


def everything():
    for formula in catalogue().formulas.values():
        yield symbols.definition(formula)
        yield from map(symbols.equation, formula.claims.values())


def test_all_of_the_catalogue_is_set():
    assert not [found for found in everything() if tex.convert(found) is None]


def test_the_font_holds_every_character_that_the_catalogue_uses():
    known = TTFont(assets.FONT).getBestCmap() or {}
    drawn = [ElementTree.fromstring(tex.mathml(found, annotate=False)) for found in everything()]
    used = {character for found in drawn for character in "".join(found.itertext())}
    assert not {
        c
        for c in used
        if ord(c) not in known and not c.isspace() and ord(c) not in range(0x2061, 0x2065)
    }
    italic = {"x": 0x1D465, "Σ": 0x1D6F4}  # what a browser shows a single letter as
    assert all(code in known for code in italic.values())
    assert (
        "OFL" in assets.LICENCE.read_text() or "SIL OPEN FONT LICENSE" in assets.LICENCE.read_text()
    )


def test_the_second_font_holds_every_character_of_the_sources_titles():
    assert assets.titled()
    known = TTFont(assets.HAN).getBestCmap() or {}
    assert not [character for character in assets.titled() if ord(character) not in known]
    assert assets.HAN.stat().st_size < 20_000


@pytest.mark.parametrize(
    "given",
    [
        "",
        "{" * 10_000 + "x" + "}" * 10_000,
        "{" * 60 + "x" + "}" * 60,
        r"\left(" * 60 + "x" + r"\right)" * 60,
        "x" * 2_001,
        r"\nosuchcommand",
        r"\frac{a}",
        r"\def\a{\a\a}\a",
        r"\color{red} x",
        r"\href{javascript:alert(1)}{x}",
        "a\x1b[2Jb",
        "a\ud800b",
    ],
)
def test_what_can_not_be_set_is_shown_as_code(given):
    assert tex.convert(given) is None
    found = tex.mathml(given)
    assert found.startswith('<code class="tex">') and found.endswith("</code>")
    assert len(found) < 2_100


@pytest.mark.parametrize(
    "given",
    [
        r"\text{<script>alert(1)</script>}",
        r"\operatorname{<b>}",
        "a < b > c & d",
        "</annotation></math><img>",
    ],
)
def test_what_is_set_is_escaped(given):
    found = tex.convert(given)
    assert found is None or {e.tag for e in ElementTree.fromstring(found).iter()} <= set(
        tex.ELEMENTS.pattern.split("|")
    )
    assert not re.search(r"<(script|b|img)\b", tex.mathml(given))


@pytest.mark.parametrize(
    "found",
    [
        "<math><script/></math>",
        '<math><mi href="x">a</mi></math>',
        '<math onclick="x"></math>',
        "<math>",
        '<math><mi style="x"/></math>',
    ],
)
def test_what_is_no_mathematics_is_not_shown(found, monkeypatch):
    class Odd:
        def __init__(self, **_): ...
        def convert_with_local_state(self, *_, **__):
            return found

    monkeypatch.setattr(tex, "LatexToMathML", Odd)
    assert tex.convert("x + y") is None


def test_the_tex_stays_inside_for_those_who_copy_it():
    given = r"a < b^\top"
    assert html.escape(given) in (tex.convert(given) or "")
    assert given not in (tex.convert(given, annotate=False) or "")


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("x", "x"),
        ("Sigma", r"\Sigma"),
        ("W1", "W_{1}"),
        ("sigma_2", r"\sigma_{2}"),
        ("lambda_", r"\lambda"),
        ("x_i", "x_{i}"),
        ("loss", r"\mathrm{loss}"),
        ("a_long_name", r"\mathrm{a long name}"),
        ("éa", r"\mathrm{ a}"),
    ],
)
def test_names_become_symbols(name, symbol):
    assert tex.symbol(name) == symbol
    assert tex.convert(symbol)


def test_prose_sets_what_stands_between_dollar_signs():
    assert tex.prose("any <b> $A^2$, 5$") == f"any &lt;b&gt; {tex.mathml('A^2', False, False)}, 5$"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("d(X^{-1}) = -X^-1", "d(X<sup>-1</sup>) = -X<sup>-1</sup>"),
        ("(hess f)^{-1}, A^T b", "(hess f)<sup>-1</sup>, A<sup>T</sup> b"),
        ("x_{ij}, log_det, K_nn", "x<sub>ij</sub>, log_det, K_nn"),
        ("a ^ b, 2^{<b>}", "a ^ b, 2<sup>&lt;b&gt;</sup>"),
        ("x^{" + "a" * 30 + "}", "x^{" + "a" * 30 + "}"),
    ],
)
def test_prose_raises_powers(text, shown):
    assert tex.prose(text) == shown
