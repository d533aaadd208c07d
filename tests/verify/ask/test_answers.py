"""What an answer says, in each of the ways in which a claim may be meant."""

import json

import pytest

import closedform
from closedform.errors import InputError
from closedform.formulas import read
from closedform.verify.ask.answer import STATUSES, Answer
from closedform.verify.ask.answering import steps
from closedform.verify.ask.question import question
from closedform.verify.ask.result import Result, Results
from closedform.verify.ask.words import report
from closedform.verify.checks import check_claim

TIED = r"2X^{-1} - X^{-1} \odot I"
HEADLINES = [
    (("x'*A*x", "gradient", "x", "A*x + A'*x"), {}, "verified"),
    (("x'*A*x", "gradient", "x", "2*A*x"), {}, "right if A is symmetric"),
    (
        ("x'*A*x", "gradient", "x", "2*A*x"),
        {"given": ["A symmetric"]},
        "verified given A symmetric",
    ),
    (
        ("tr(X*A)", "gradient", "X", "A"),
        {},
        "right in numerator layout: its transpose is the gradient",
    ),
    (
        ("log(det(X))", "gradient", "X", "inv(X)"),
        {},
        "right in numerator layout: its transpose is the gradient, or if X is symmetric",
    ),
    (
        (r"\log|X|", "hessian", "X", r"-X^{-1} \otimes X^{-1}"),
        {"along": "symmetric"},
        "verified along symmetric directions",
    ),
    (
        (r"\log|X|", "gradient", "X", TIED),
        {},
        "right by the tied entries of a symmetric X",
    ),
    (
        (r"\log|X|", "gradient", "X", TIED),
        {"on": "symmetric"},
        "verified in the free coordinates of symmetric X",
    ),
    (("A*x", "jacobian", "x", "A"), {}, "verified: right in numerator layout"),
    (("A*x", "jacobian", "x", "A'"), {}, "verified: right in denominator layout"),
    (("A*x", "jacobian", "x", "A"), {"layout": "numerator"}, "verified"),
    (
        ("A*x", "jacobian", "x", "A"),
        {"layout": "denominator"},
        "right in numerator layout, not in denominator layout",
    ),
    (
        ("softmax(a)", "jacobian", "a", "diag(softmax(a)) - softmax(a)softmax(a)^T"),
        {},
        "verified: right in either layout",
    ),
    (
        (r"\det(X^T A X)", "gradient", "X", r"2 \det(X^T A X) X^{-T}"),
        {},
        "verified where X is square",
    ),
    (
        ("-y x^T w", "gradient", "w", "-y x"),
        {},
        "verified (y read as a scalar)",
    ),
    (
        (r"1^\top \sigma(Wx)", "gradient", "x", r"W^\top \sigma'(Wx)"),
        {},
        r"verified (\sigma read as any smooth function)",
    ),
    (("x'*x", "gradient", "x", "-2*x"), {}, "refuted: sign: it is the negative"),
    (("x'*x", "hessian", "x", "x"), {}, "refuted (wrong-size): the claim is the length of x x 1"),
    (
        ("sum(log(A*B*C*x))", "gradient", "x", "(A*B*C)'*(1./(A*B*C*x))"),
        {},
        "verified",
    ),
    (
        ("x'*A*x", "gradient", "x", "2*x'*A"),
        {},
        "right in numerator layout: its transpose is the gradient, if A is symmetric",
    ),
    (
        ("x'*A*x", "gradient", "x", "3*x'*A"),
        {},
        "refuted (of another size; its transpose compared)",
    ),
    (("f(Ax)", "jacobian", "x", "A"), {}, "not read (product or function): is f a function"),
    (("tr(A X)", "gradient", "X", "B"), {}, "not read (stray): B is in the claim"),
]


@pytest.mark.parametrize(("asked", "options", "wanted"), HEADLINES, ids=[h[2] for h in HEADLINES])
def test_headlines(asked, options, wanted):
    answer = next(steps(question(*asked, **options)))
    assert answer.headline.startswith(wanted), answer.headline
    assert answer.status in STATUSES
    assert answer.exit == (
        0 if wanted.startswith("verified") else 2 if wanted.startswith("not read") else 1
    )


def test_the_verdict_comes_before_its_causes():
    first, last = steps(question("x'*x", "gradient", "x", "3*x'*x*x + x"))
    assert (first.headline, first.final, first.causes) == ("refuted", False, [])
    assert last.final
    assert last.headline.startswith("refuted: ")
    assert last.counterexample is not None
    assert last.counterexample["shape"] == {"n": 1}
    assert "smallest counterexample: n = 1" in report(last)


def test_how_it_was_read():
    *_, answer = steps(question("x'*A*x", "gradient", "x", "2*A*x"))
    lines = report(answer).splitlines()
    assert "  read as      x'*A*x" in lines
    assert "  gradient by x 2*A*x" in lines
    assert "  A            n x n, real" in lines
    assert "  x            column of n, real" in lines
    assert answer.read["claim"].tex == "2 A x"
    assert answer.read["claim"].python == "2 * A @ x"


INSTEAD = [
    (("x'*A*x", "gradient", "x", "2*A*x"), {}, "--given 'A symmetric'"),
    (("log(det(X))", "hessian", "X", "-kron(inv(X)', inv(X))"), {}, "--along symmetric"),
    ((r"\log|X|", "gradient", "X", TIED), {}, "--on symmetric"),
    (("tr(X*A)", "gradient", "X", "A"), {}, "A'"),
    ((r"\|x\|^2", "gradient", "x", r"2x^\top"), {}, r"(2 x^\top)^\top"),
    (("A*x", "jacobian", "x", "A"), {"layout": "denominator"}, "--layout numerator"),
]


@pytest.mark.parametrize(("asked", "options", "instead"), INSTEAD, ids=[c[2] for c in INSTEAD])
def test_what_to_write_instead(asked, options, instead):
    *_, answer = steps(question(*asked, **options))
    assert answer.instead[0] == instead
    assert f"  instead      {instead}" in report(answer).splitlines()
    kind, given = asked[1], dict(options)
    if instead.startswith("--"):
        flag, _, value = instead.removeprefix("--").partition(" ")
        given[flag] = [value.strip("'")] if flag == "given" else value
        *_, answer = steps(question(*asked, **given))
    else:
        *_, answer = steps(question(asked[0], kind, asked[2], instead, **given))
    assert answer.status == "verified", answer.headline


def test_of_what_is_not_read_the_place_is_shown():
    [answer] = steps(question(r"\log x^\top w", "gradient", "w", "x"))
    assert report(answer).splitlines()[1:] == [r"  \log x^\top w", "  ^"]
    assert (answer.reason, answer.column) == ("reach", 0)


@pytest.mark.parametrize("flag", [{"given": ["Z symmetric"]}, {"shape": ["Z=n"]}])
def test_flags_that_speak_of_what_is_not_there(flag):
    [answer] = steps(question("x'*A*x", "gradient", "x", "2*A*x", **flag))
    assert (answer.status, answer.reason) == ("not read", "flag")
    assert "the function has x, A" in answer.headline


def test_a_claim_by_no_variable():
    with pytest.raises(InputError, match="a gradient is by a variable"):
        question("x'*A*x", "gradient", None, "2*A*x")


def test_terminals_obey_nothing_that_a_text_holds():
    [answer] = steps(question("x\x1b[31m", "gradient", "x", "x"))
    assert "\x1b" not in report(answer)


def test_records_are_plain_and_whole():
    for answer in steps(question("x'*A*x", "gradient", "x", "2*A*x")):
        record = json.loads(json.dumps(answer.record(), allow_nan=False))
        assert Answer.of(record) == answer
        assert record["exit"] == 1


ENTRIES = [
    (("x'*A*x", "gradient", "x", "A*x + A'*x"), {}, "verified"),
    (("x'*A*x", "gradient", "x", "2*A*x"), {"given": ["A symmetric"]}, "verified"),
    (("x'*A*x", "gradient", "x", "2*A*x"), {}, "refuted"),
    (("log|X|", "hessian", "X", "-kron(inv(X)', inv(X))"), {}, "refuted"),
    (("log|X|", "hessian", "X", "-kron(inv(X)', inv(X))"), {"along": "symmetric"}, "verified"),
    (("tr(X*A)", "gradient", "X", "A"), {}, "refuted"),
    (("A*x", "jacobian", "x", "A"), {}, "verified"),
    (("a^b", "derivative", "b", "log(a)*a^b"), {}, "verified"),
    ((r"\|Xw-y\|^2", "minimum", "w", r"(X^\top X)^{-1}X^\top y"), {}, "verified"),
    ((r"X^{-1}", "differential", None, r"-X^{-1} dX X^{-1}"), {}, "verified"),
    (("AB", "pullback", "A", "G B^T"), {}, "verified"),
    ((r"1^\top \sigma(Wx)", "gradient", "x", r"W^\top \sigma'(Wx)"), {}, "verified"),
    ((r"\lambda x^\top x", "gradient", "x", r"2\lambda x"), {}, "verified"),
    (("a^T x", "gradient", "a", "0"), {}, "refuted"),
    (("t^2", "derivative", "t", "2 t"), {}, "verified"),
    (("3 t", "derivative", "t", "3"), {}, "verified"),
    (("K_{mn} vec(A)", "equals", None, "vec(A^T)"), {}, "verified"),
    (("X^2", "jacobian", "X", r"X \otimes I + I \otimes X^T"), {}, "verified"),
]


@pytest.mark.parametrize(("asked", "options", "status"), ENTRIES, ids=[str(e[0]) for e in ENTRIES])
def test_entries_that_are_saved_get_the_same_verdict(asked, options, status, tmp_path):
    answer = next(steps(question(*asked, **options)))
    assert answer.entry is not None
    path = tmp_path / "saved.py"
    path.write_text(answer.entry, encoding="utf-8")
    assert "eval" not in answer.entry
    [claim] = read(path).claims.values()
    assert check_claim(claim).status == status
    assert {"verified": "verified"}.get(answer.status, "refuted") == status


def test_saved_docstrings_are_raw_and_as_typed():
    answer = next(steps(question(r"\tfrac12\|x\|^2", "gradient", "x", r"\mathrm{I}x")))
    assert r'r"""\tfrac12\|x\|^2"""' in (answer.entry or "")


def test_arrays_that_are_too_large_are_refused():
    text = "vec(" + "kron(" * 6 + "A" + ", A)" * 6 + ")"
    [answer] = steps(question(text, "equals", None, text))
    assert (answer.status, answer.reason) == ("not read", "length")


# ── In Python ───────────────────────────────────────────────────────────────────


def test_ask_in_python():
    answer = closedform.ask("x'*A*x", gradient={"x": "2*A*x"}, given="A symmetric")
    assert isinstance(answer, Result)
    assert answer.status == "verified"
    assert str(answer).startswith("verified given A symmetric\n")
    assert "<math" in answer._repr_html_()
    assert repr(answer) == "<asked: verified given A symmetric>"


def test_ask_several_in_python():
    answers = closedform.ask("x'*x", gradient={"x": "2*x"}, hessian={"x": "2*eye"}, equals="y'*y")
    assert isinstance(answers, Results)
    assert [a.status for a in answers] == ["verified", "verified", "not read"]
    assert str(answers).count("verified") == 2
    with pytest.raises(InputError, match="no claim was given"):
        closedform.ask("x'*x")


def test_pages_escape_what_texts_hold():
    answer = closedform.ask("<script>", gradient={"x": "<b>"})
    assert isinstance(answer, Result)
    assert "<script>" not in answer._repr_html_()
