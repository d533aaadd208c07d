"""Pairs as people write them, read: every one that must be, in one way, and no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closedform.formulas import KINDS
from closedform.formulas.notation.read import WrongSize, read
from closedform.formulas.notation.reading.unread import REASONS, Unread
from closedform.formulas.notation.tree import Size
from closedform.formulas.notation.writing.matrixcalculus import matrixcalculus
from closedform.formulas.notation.writing.tex import tex
from closedform.verify.ask.question import variable
from tests.formulas.notation.corpus import pairs

CORPUS = [*pairs(), *pairs("further"), *pairs("pasted")]
WRITERS = {"tex": tex, "matrixcalculus": matrixcalculus}


def asked(pair, **more):
    wrt = pair.wrt and variable(pair.wrt)
    return read(pair.function, pair.claim, KINDS[pair.kind], wrt, layout=pair.layout, **more)


@pytest.mark.parametrize("pair", CORPUS, ids=lambda pair: pair.id)
def test_the_corpus_is_read_and_what_must_be_refused_is(pair):
    if pair.truth == "refuse":
        with pytest.raises(Unread) as refused:
            asked(pair)
        assert refused.value.reason in REASONS
        assert refused.value.text in (pair.function, pair.claim)
        return
    try:
        assert asked(pair)
    except WrongSize:
        assert pair.truth == "wrong"


READ = [pair for pair in CORPUS if pair.truth != "refuse"]


@pytest.mark.parametrize("notation", WRITERS)
@pytest.mark.parametrize("pair", READ, ids=lambda pair: pair.id)
def test_trees_written_and_read_again_are_the_same(pair, notation):
    try:
        first = asked(pair)[0]
    except WrongSize:
        return
    assert first.claim is not None
    write = WRITERS[notation]
    texts = write(first.function), write(first.claim)
    again = read(
        *texts,
        KINDS[pair.kind],
        pair.wrt and variable(pair.wrt),
        notation=notation,
        layout=pair.layout,
        shapes=dict(first.variables),
        elementwise=True,
    )
    same = next(r for r in again if r.fit[:2] == first.fit[:2])
    assert (same.function, same.claim) == (first.function, first.claim)


SIZES = {
    "as general as they can be": ("tr(AXB)", {"A": "m x n", "X": "n x p", "B": "p x m"}),
    "tied by a sum": ("tr(AX + XB)", {"A": "n x n", "X": "n x n", "B": "n x n"}),
    "a residual": (r"\|Xw - y\|^2", {"X": "m x n", "w": "n x 1", "y": "m x 1"}),
    "of an identity": (r"\log|A A^\top + \lambda I|", {"A": "m x n", "lambda": "1 x 1"}),
    "named below": (r"1_m^\top X 1_k", {"X": "m x k"}),
    "a vec": (r"a^\top \mathrm{vec}(X)", {"a": "n*m x 1", "X": "m x n"}),
    "a Kronecker product": (
        r"a^\top (X \otimes B) c",
        {"a": "m*p x 1", "X": "m x n", "B": "p x q"},
    ),
}


@pytest.mark.parametrize("case", SIZES)
def test_sizes_are_as_general_as_they_can_be(case):
    text, wanted = SIZES[case]
    [found] = read(text)
    assert {name: str(found.variables[name]) for name in wanted} == wanted


def test_declared_sizes_are_kept_and_their_names_are_numbers():
    size = Size(("N",), ("d",))
    [found] = read(r"\frac1N \|Xw - y\|^2", shapes={"X": size})
    assert found.variables["X"] == size
    assert "N" not in found.variables
    with pytest.raises(Unread, match="the rows of X"):
        read(r"\log|X|", shapes={"X": size})


HEADLINES = {
    r"-y x^\top w": "y read as a scalar",
    r"\alpha^\top K \alpha": "alpha read as a column",
    "(wx - y)^2": "w, x, y read as scalars",
    r"\|A X\|^2": "the norm of a matrix read as Frobenius's",
    r"1^\top \exp(XB) 1": "exp of a matrix read entry by entry",
    r"\log(\det A)^2": r"\log( )^ read as a power of the logarithm",
    r"1^\top \frac{x}{y}": "a quotient of vectors read entry by entry",
}


@pytest.mark.parametrize("text", HEADLINES)
def test_doubtful_readings_are_said_in_the_headline(text):
    assert HEADLINES[text] in read(text, kind=KINDS["gradient"])[0].headline


def test_a_claim_of_another_size_is_read_and_does_not_fit():
    with pytest.raises(WrongSize, match="a hessian by x is the length of x x the length of x"):
        read("x^T A x", "2Ax", KINDS["hessian"], "x")
    with pytest.raises(Unread, match="of a matrix and a column does not fit"):
        read(r"A x \odot y", r"A \odot y", KINDS["jacobian"], "x")
    with pytest.raises(WrongSize, match="with y read as a scalar, the claim is"):
        read(r"(x^\top w - y)^2", "x x^T", KINDS["gradient"], "w")
    [fit] = [r.fit for r in read("x^T A y", "x^T A", KINDS["gradient"], "y")]
    assert fit.transposed and fit.clean


def test_conditions_that_a_claim_adds():
    [first, *_] = read(r"\det(X^T A X)", r"X^{-T}", KINDS["gradient"], "X")
    assert first.conditions == ("X square",)


def test_a_direction_may_be_called_as_it_likes():
    [found] = read("x^T A x", "(A + A^T) v", KINDS["hvp"], "x")
    assert found.claim == read("x^T A x", r"(A + A^T)\,\mathrm{d}x", KINDS["hvp"], "x")[0].claim
    found, *_ = read("AX", r"\bar Y X^\top", KINDS["pullback"], "A")
    assert found.claim is not None
    assert tex(found.claim) == r"G X^\top"


# ── Never a traceback ───────────────────────────────────────────────────────────

NOISE = [*"xAX+-*/()[]{}^_'|\\.,;:=1 20", r"\frac", r"\top", r"\odot", r"\left", r"\|", "tr", "ᵀ"]


@given(st.lists(st.sampled_from(NOISE), max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_noise_is_read_or_refused_with_a_reason(text):
    refused_or_read(text)


@given(st.sampled_from(READ), st.data())
@settings(max_examples=400, deadline=None)
def test_a_text_with_one_character_changed_is_read_or_refused(pair, data):
    at = data.draw(st.integers(0, len(pair.claim) - 1))
    new = data.draw(st.sampled_from(NOISE) | st.characters())
    refused_or_read(pair.claim[:at] + new + pair.claim[at + 1 :])


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text):
    refused_or_read(text)


HOSTILE = {
    "long": "x" * 100_000,
    "deep brackets": "(" * 2000 + "x" + ")" * 2000,
    "deep braces": "{" * 1500 + "x" + "}" * 1500,
    "deep fonts": r"\mathbf{" * 400 + "x" + "}" * 400,
    "fonts of fonts": r"x^" + r"\mathbf" * 500 + "T",
    "deep fractions": r"\frac{1}{" * 300 + "x" + "}" * 300,
    "definitions that double": "a, a = bb, b = cc, c = dd, d = ee, e = ff, f = gg, g = hh, h = kk",
    "definitions in a circle": "a, a = 2b, b = 2a",
    "many names": "+".join(f"a_{{{k}}}^T b_{{{k}}}" for k in range(60)),
    "a code": 'x"""; import os; os.system("true"); """',
    "a long sum": "+".join(["x^T x"] * 600),
    "primes": "x" + "'" * 3000,
    "a large number": "9" * 400 + " x",
    "a power of a power of a power": "9^{9^{9^9}} x",
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("notation", WRITERS)
def test_hostile_texts_are_read_or_refused(case, notation):
    refused_or_read(HOSTILE[case], notation=notation)


def refused_or_read(text, **more):
    refused = refusal(text, **more)
    if refused is not None:
        assert refused.reason in REASONS
        assert refused.message
        assert "\n" not in refused.message
        if refused.at is not None and refused.text:
            assert 0 <= refused.at <= len(refused.text)


def refusal(text, **more):
    try:
        read(text, **more)
    except Unread as refused:
        return refused
    return None
