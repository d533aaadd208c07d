"""Spellings of one thing are one tree."""

import pytest

from closedform.formulas import KINDS
from closedform.formulas.notation.read import read
from closedform.formulas.notation.tree import Size
from closedform.formulas.notation.writing.matrixcalculus import matrixcalculus

SHAPES = {
    **{name: Size(("m",), ("n",)) for name in ("A", "B", "Sigma")},
    **{name: Size(("n",), ("n",)) for name in ("X", "S", "W_1", "W")},
    **{name: Size(("n",)) for name in ("x", "y", "beta", "x_hat", "x_bar", "w")},
    **{name: Size() for name in ("t", "lambda")},
}

SPELLINGS = {
    "A'": [
        *("A^T", r"A^\top", r"A^{T}", r"A^{\top}", r"A^\intercal", "A'", r"A^{\prime}", "Aᵀ"),
        *(r"A^{\mathsf{T}}", r"A^\mathsf{T}", r"A^{\mathsf T}", r"A^{\mathrm{T}}", r"A^\mathrm T"),
        *(r"A^{\text{T}}", r"A^{\rm T}", r"A^{\!\top}", r"A^{\!\!\top}", "A^{ T }", "A^t", "A’"),
        *(r"\mathbf{A}^\top", r"\boldsymbol{A}^T", r"{\bf A}^T", r"\bm A^\top", "A^{tr}", "𝐀ᵀ"),
    ],
    "inv(X)": ["X^{-1}", "X^-1", "X⁻¹", r"\mathbf X^{-1}", "X^(-1)", r"\operatorname{inv}(X)"],
    "inv(X)'": [
        *(r"X^{-\top}", "X^{-T}", "X^-T", r"(X^{-1})^\top", "{X^{-1}}^T", r"X^{-\mathsf{T}}"),
        *(r"X^{-\intercal}", r"\left(X^{-1}\right)^{\top}", r"[X^{-1}]^T"),
    ],
    "pinv(A)": ["A^+", r"A^\dagger", "A^{+}", r"A^{\dagger}", "A^†"],
    "A*x": ["Ax", "A x", r"A\,x", r"A\cdot x", "A * x", r"\mathbf{A}\mathbf{x}", r"\mathbf{Ax}"],
    "1/2*x": [
        *(r"\frac12 x", r"\tfrac{1}{2}x", r"\frac{1}{2} x", r"{1\over 2} x", "½x", "1/2 x"),
        r"{1 \over \mathrm{2}} x",
    ],
    "tr(X)": [
        *(r"\operatorname{tr}(X)", r"\mathrm{tr}(X)", r"\tr(X)", r"\text{tr}(X)", r"\Tr X"),
        *("tr(X)", "Tr[X]", "trace(X)", r"\operatorname{Tr}\left(X\right)", r"{\rm tr}(X)"),
        *(r"\operatorname*{tr}\{X\}", r"\mathop{\mathrm{tr}}(X)", r"\mathsf{tr}(X)"),
    ],
    "det(X)": [r"\det(X)", "|X|", r"\left|X\right|", r"\lvert X\rvert", "det X", r"\vert X\vert"],
    "log(det(X))": [r"\log\det X", r"\ln|X|", r"\log\left|X\right|", r"\operatorname{logdet}(X)"],
    "log(norm2(x)^2)": [
        *(r"\log\|x\|^2", r"\ln\lVert x\rVert_2^2", r"\log(\|x\|^2)", "log ||x||^2"),
        r"\log\left\|x\right\|^{2}",
    ],
    "log(det(X)^2)": [r"\log|X|^2", r"\log\det(X)^2", r"\ln\left|X\right|^2"],
    "exp(t)": [r"\exp(t)", "e^t", "e^{t}", r"\exp t", r"\mathrm{e}^t"],
    "norm2(x)": [
        *(r"\|x\|", r"\lVert x\rVert", "||x||", r"\left\|x\right\|", r"\|x\|_2", "‖x‖"),
        *(
            r"\Vert x\Vert_2",
            r"\norm{x}",
            r"\vert\vert x \vert\vert",
            "‖x‖₂",
            r"\left\lVert x\right\rVert_{2}",
        ),
    ],
    "norm2(A)^2": [r"\|A\|_F^2", r"\|A\|^2_F", r"\lVert A\rVert_{\mathrm F}^2", r"\norm{A}_F^2"],
    "norm1(x)": [r"\|x\|_1", r"\lVert x \rVert_{1}", r"\|x\|_{\ell_1}"],
    "A.*B": [r"A \odot B", r"A \circ B", "A ⊙ B", "A .* B"],
    "A./B": [r"A \oslash B", "A ⊘ B", "A ./ B"],
    "kron(A, B)": [r"A \otimes B", "A ⊗ B"],
    "vec(A)": [
        r"\operatorname{vec}(A)",
        r"\mathrm{vec}(A)",
        r"\vec(A)",
        "vec(A)",
        r"\text{vec}(A)",
    ],
    "diag(x)": [r"\operatorname{diag}(x)", r"\mathrm{diag}(x)", r"\diag(x)", r"\text{Diag}(x)"],
    "tr(A'*B)": [
        *(r"\langle A, B\rangle", r"\langle A, B\rangle_F", r"\langle A, B\rangle_{\mathrm F}"),
        *("⟨A, B⟩", "A : B", r"\left\langle A, B\right\rangle"),
    ],
    "x'*y": [r"\langle x, y\rangle", r"x^\top y", r"\inner{x}{y}", "x:y"],
    "exp(x)": [r"\exp(x)", "e^x", "e^{x}", r"\mathrm{e}^{x}", r"\exp x", r"\exp\{x\}", "e^(x)"],
    "sqrt(t)": [r"\sqrt{t}", r"\sqrt t", r"\sqrt{ t }"],
    "sigmoid(x)": [r"\sigma(x)", r"\sigma\left(x\right)", r"\operatorname{sigmoid}(x)", "σ(x)"],
    "dsigmoid(x)": [r"\sigma'(x)", r"\sigma^\prime(x)", r"\sigma^{\prime}\left(x\right)", "σ'(x)"],
    "softmax(x)": [r"\operatorname{softmax}(x)", "softmax(x)", r"\text{softmax}(x)"],
    "vector(1)'*x": [r"1^\top x", r"\mathbf{1}^T x", r"\mathbb{1}^\top x", r"{\bf 1}'x", "𝟏ᵀx"],
    "A*vector(1)": ["A1", r"A \mathbf{1}", "A 1_n", r"A \mathbf{1}_{n}", r"A \vec{1}"],
    "vector(1)*vector(1)'.*X": [r"11^\top \odot X", r"\mathbf 1 \mathbf 1^\top \odot X"],
    "x_hat": [r"\hat{x}", r"\hat x", r"\widehat{x}", r"\hat{\mathbf{x}}", r"\mathbf{\hat x}"],
    "x_bar": [r"\bar x", r"\overline{x}", r"\bar{\boldsymbol{x}}"],
    "beta": [r"\beta", r"\boldsymbol\beta", r"\bm{\beta}", "β", r"\boldsymbol{\beta}"],
    "lambda*x": [r"\lambda x", "λx", r"\lambda\,x"],
    "W1*x": ["W_1 x", "W_{1}x", r"\mathbf{W}_1 x", "W₁x", "W^{(1)} x", "W^{[1]}x"],
    "W1'*x": ["W_1^T x", r"W^{(1)\top} x", "W^{[1]T}x"],
    "norm2(x)^2": [
        *(r"f(x) = \|x\|^2", r"y = \|x\|^2", r"\mathcal{L}(x) = \|x\|^2", r"f := \|x\|^2"),
        *(r"\|u\|^2, \quad u = x", r"g(x), \; g(z) = \|z\|^2", r"\|u\|^2 \text{ where } u = x"),
        *(r"\underbrace{\|x\|^2}_{\text{size}}", r"f = g = \|x\|^2", r"$\|x\|^2$.", r"\|x\|^2,"),
    ],
    "x./y": [r"x \oslash y"],
    "tanh(x).^2": [r"\tanh^2(x)", r"\tanh(x)^2", r"(\tanh x)^2", r"\tanh(x)^{\odot 2}"],
    "log(2*t)": [r"\log 2t", r"\log(2t)"],
    "x*(x'*y)": [r"x (x^\top y)", r"x\left(x^\top y\right)", r"x\langle x, y\rangle"],
}


@pytest.mark.parametrize(
    ("wanted", "text"),
    [(wanted, text) for wanted, texts in SPELLINGS.items() for text in texts],
)
def test_tex(wanted, text):
    [found] = read(text, notation="tex", shapes=SHAPES)
    assert matrixcalculus(found.function) == wanted


NAMES = {
    r"\nabla_X f = 2X": "2*X",
    r"\nabla f(X) = 2X": "2*X",
    r"\triangledown f(X) = 2X": "2*X",
    r"{\partial \operatorname{tr}(X^{\top}X) \over \partial X} = 2X": "2*X",
    "G'(X) = 2X": "2*X",
    r"\frac{\partial}{\partial X} \operatorname{tr} X^\top X = 2X": "2*X",
    r"\frac{\delta}{\delta X} \operatorname{tr}(X^\top X) = 2X": "2*X",
    r"d|X| = 2X": "2*X",
    r"\frac{\partial f}{\partial X} = 2X": "2*X",
    r"\frac{\partial \operatorname{tr}(X^\top X)}{\partial X} = 2X": "2*X",
    r"\frac{\mathrm{d}f}{\mathrm{d}X} = 2X": "2*X",
    r"\frac{\partial}{\partial X} \|X\|_F^2 = 2X": "2*X",
    "dF = 2X": "2*X",
    r"\mathrm{d}F = 2X": "2*X",
    r"D f(X) = 2X": "2*X",
    r"G = 2X": "2*X",
}


@pytest.mark.parametrize("claim", NAMES)
def test_left_hand_sides_of_claims(claim):
    found, *_ = read(r"\operatorname{tr}(X^\top X)", claim, KINDS["gradient"], "X")
    assert found.claim is not None
    assert matrixcalculus(found.claim) == NAMES[claim]


def test_what_the_function_defines_stands_in_the_claim():
    found, *_ = read(r"f = \|u\|, \quad u = Ax - b", r"A^\top u / f", KINDS["gradient"], "x")
    assert found.claim is not None
    assert matrixcalculus(found.claim) == "A'*(A*x - b)/norm2(A*x - b)"
    claim = r"D(a) = \operatorname{diag}(p) - p p^\top, \quad p = \operatorname{softmax}(a)"
    found, *_ = read(
        r"\operatorname{softmax}(Wx)", rf"D(Wx) W, \quad {claim}", KINDS["jacobian"], "x"
    )
    wanted = "(diag(softmax(W*x)) - softmax(W*x)*softmax(W*x)')*W"
    assert found.claim is not None
    assert matrixcalculus(found.claim) == wanted


def test_a_derivative_that_is_defined_is_a_name():
    claim = r"\frac{\partial\ell}{\partial a} x^\top, \quad \frac{\partial\ell}{\partial a} = p - y"
    found, *_ = read(r"p^\top Wx - y^\top Wx", claim, KINDS["gradient"], "W")
    assert found.claim is not None
    assert matrixcalculus(found.claim) == "(p - y)*x'"


DIFFERENTIALS = ["dX", r"\mathrm{d}X", r"\mathrm dX", r"\operatorname{d}X", r"d\mathbf{X}", "d X"]
DIFFERENTIALS += [r"\partial X", r"\,\mathrm{d}\mathbf{X}\,", r"d{X}", r"\dd X"]


@pytest.mark.parametrize("dX", DIFFERENTIALS)
def test_differentials(dX):
    found, *_ = read("X^{-1}", f"-X^{{-1}} ({dX}) X^{{-1}}", KINDS["differential"])
    assert found.claim is not None
    assert matrixcalculus(found.claim) == "-inv(X)*dX*inv(X)"


def test_differentials_of_greek_letters():
    claim = r"\operatorname{tr}(\Sigma^{-1} d\Sigma)"
    found, *_ = read(r"\log|\Sigma|", claim, KINDS["differential"])
    assert found.claim is not None
    assert matrixcalculus(found.claim) == "tr(inv(Sigma)*dSigma)"
