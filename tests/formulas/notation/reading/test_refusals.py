"""What may be meant in two ways is refused, with a reason of the closed list and the column."""

import pytest

from closedform.formulas import KINDS
from closedform.formulas.notation.read import read
from closedform.formulas.notation.reading.unread import REASONS, Unread
from closedform.wording import on_one_line

CASES = [
    ("product or function", r"1^\top \rho(Ax-b)", 7),
    ("product or function", "f(Ax)", 0),
    ("product or function", "g(X) + 1", 0),
    ("product or function", "1^T W(x)", 4),
    ("product or function", r"\operatorname{expm}(A)", 0),
    ("product or function", r"\sigma^2 + \sigma(x)", 0),
    ("reach", r"\log x^\top w", 0),
    ("reach", r"\det X A", 0),
    ("reach", "x/2y", 3),
    ("reach", "logx", 0),
    ("reach", r"\log|A| |B|", 0),
    ("reach", r"\log\det(A) x^T x", 0),
    ("reach", r"\log|A|/2", 0),
    ("reach", r"\sin t \cos t", 12),
    ("reach", "trAB", 0),
    ("order", r"1^\top (Ax \odot y)", 11),
    ("order", r"\|A\|x\|+b\|", 6),
    ("order", r"A \odot B \otimes C", 10),
    ("matrix function", r"\operatorname{tr}(\exp(X))", 18),
    ("matrix function", "a^T e^{A} A b", 4),
    ("norm", r"\|X\|_2 + \log|X|", 0),
    ("norm", r"\|x\|_\infty", 3),
    ("norm", r"\|x\|_*", 3),
    ("norm", "y^T A y + |y|", 10),
    ("index", r"\sum_i x_i", 0),
    ("index", "X_{ij}", 0),
    ("index", r"x^\top x + x_i", 11),
    ("index", "x^{(i)}", 1),
    ("index", r"\mathbf{1}_{x > 0}", 10),
    ("dots", r"x_1 + \ldots + x_n", 6),
    ("entries", r"\begin{pmatrix} a \end{pmatrix}", 0),
    ("derivative", r"\frac{\partial f}{\partial X} X", 0),
    ("derivative", r"\nabla f", 0),
    ("derivative", "x''", 1),
    ("derivative", r"\tanh'(x)", 0),
    ("differential or product", "a^T dX b", 4),
    ("operation", r"\max(x)", 0),
    ("operation", r"\sqrt[3]{t}", 0),
    ("operation", r"\mathbb{E}[x]", 0),
    ("complex", "X^H X", 1),
    ("complex", "x^* + x", 1),
    ("power", "x^T x + y^T x^2", 13),
    ("power", r"\log|X| + X^{1/2}", 11),
    ("power", "2^10", 2),
    ("power", "A x^(2)", 4),
    ("brackets", "x^(2", 2),
    ("power", r"\sin^{-1}(t)", 4),
    ("power", "x^t x + t", 1),
    ("two names", r"\mathbf{x}^\top A x", 18),
    ("two names", r"\vec{X}", 0),
    ("two names", "e^T e + e^{t}", 0),
    ("several", "A + B = C", 8),
    ("several", "A + B =", 6),
    ("several", r"a \pm b", 2),
    ("several", r"x \le y", 2),
    ("definition", r"x^\top A x, \quad A = A^\top", 22),
    ("definition", "x^T A x, y", 9),
    ("brackets", "(x", 0),
    ("brackets", "x)", 1),
    ("brackets", r"|x\|", 2),
    ("brackets", "{x", 0),
    ("character", "x # y", 2),
    ("character", r"\foo x", 0),
    ("character", "\\\0x", 0),
    ("grammar", "^T x", 0),
    ("grammar", "x +", 2),
    ("grammar", "A 2", 2),
    ("grammar", r"{t \over 2 \over 3}", 11),
    ("grammar", r"X\top", 1),
    ("sizes", "x^T y z^T", 6),
    ("scalar or vector", r"x \cdot y", 2),
    ("scalar or vector", r"x^T A (x \times y)", 9),
    ("undetermined", r"\operatorname{tr}(I)", 18),
]


@pytest.mark.parametrize(("reason", "text", "at"), CASES, ids=[case[1] for case in CASES])
def test_refused(reason, text, at):
    with pytest.raises(Unread) as refused:
        read(text, kind=KINDS["gradient"])
    assert (refused.value.reason, refused.value.at) == (reason, at), refused.value
    assert refused.value.message.isprintable()
    caret = str(refused.value).splitlines()[-1]
    assert caret == " " * (4 + at) + "^"


MATRIXCALCULUS = [
    ("notation", "2*A x", 4),
    ("notation", "A^T*x", 1),
    ("notation", "x'*(A)(B)", 6),
    ("product or function", "foo(x)*2", 0),
    ("product or function", "x(2*y)", 0),
    ("two names", "AX*y", 0),
    ("grammar", "exp*2", 0),
    ("grammar", "kron(A)*2", 0),
    ("character", "x*#", 2),
    ("brackets", "(x*2", 0),
]


@pytest.mark.parametrize(("reason", "text", "at"), MATRIXCALCULUS)
def test_refused_in_matrixcalculus(reason, text, at):
    with pytest.raises(Unread) as refused:
        read(text, notation="matrixcalculus")
    assert (refused.value.reason, refused.value.at) == (reason, at), refused.value


CLAIMS = [
    ("stray", "2Bx", 1),
    ("several", r"\frac{\partial}{\partial x}^T x = 2x", 34),
    ("several", r"\frac{\partial f}{\partial x}^T = 2x", 34),
    ("stray", r"2 \lambda x", 2),
    ("two names", r"2u, \quad u = Ax, \quad A = B", 28),
]


@pytest.mark.parametrize(("reason", "claim", "at"), CLAIMS)
def test_refused_in_a_claim(reason, claim, at):
    with pytest.raises(Unread) as refused:
        read("x^T A x", claim, KINDS["gradient"], "x")
    assert (refused.value.reason, refused.value.at) == (reason, at), refused.value
    assert refused.value.text == claim


def test_a_variable_that_is_not_there_and_two_kinds_that_fit():
    with pytest.raises(Unread, match="Z is not in the function") as refused:
        read("x^T A x", "x", KINDS["gradient"], "Z")
    assert refused.value.reason == "variable"
    with pytest.raises(Unread, match="known are tex, matrixcalculus"):
        read("x", notation="latex")


def test_reasons_are_a_closed_list():
    with pytest.raises(AssertionError):
        Unread("whatever", "no such reason")
    assert all(REASONS.values())


def test_a_caret_stands_below_its_column_whatever_the_text_holds():
    assert on_one_line("a\tb\nc\x1b[31m") == "a b c [31m"
