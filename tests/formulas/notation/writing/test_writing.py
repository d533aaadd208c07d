"""One tree in each notation."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import closedform
from closedform.formulas.notation.tree import (
    Adjugate,
    Commutation,
    Determinant,
    DiagonalMatrix,
    Difference,
    Dimension,
    Elementwise,
    ElementwisePower,
    ElementwiseQuotient,
    Hadamard,
    Identity,
    Inverse,
    Kronecker,
    Name,
    Negative,
    Norm,
    Number,
    Ones,
    Power,
    Product,
    Quotient,
    Size,
    Softmax,
    Sum,
    Total,
    Trace,
    Transpose,
    Vec,
    Zeros,
)
from closedform.formulas.notation.writing.matrixcalculus import matrixcalculus
from closedform.formulas.notation.writing.python import python
from closedform.formulas.notation.writing.tex import tex
from tests.formulas.notation.sample import A, B, S, b, beta, m, n, t, x, y

residual = Difference(Product(A, x), b)
sigma = Elementwise(x, "sigmoid")
half = Quotient(Number(1), Number(2))

WRITTEN = [
    (
        Product(Transpose(A), residual),
        r"A^\top (A x - b)",
        "A'*(A*x - b)",
        "A.T @ (A @ x - b)",
    ),
    (
        Product(half, Power(Norm(residual), Number(2))),
        r"\frac{1}{2} \lVert A x - b \rVert^{2}",
        "1/2*norm2(A*x - b)^2",
        "jnp.sum((A @ x - b) ** 2) / 2",
    ),
    (
        Product(Product(Transpose(x), S), y),
        r"x^\top S y",
        "x'*S*y",
        "x @ S @ y",
    ),
    (
        Product(x, Product(Transpose(x), y)),
        r"x (x^\top y)",
        "x*(x'*y)",
        "x * (x @ y)",
    ),
    (Transpose(Inverse(S)), r"S^{-\top}", "inv(S)'", "inv(S).T"),
    (Negative(Product(x, Transpose(y))), r"-x y^\top", "-x*y'", "-jnp.outer(x, y)"),
    (
        Negative(Kronecker(Transpose(Inverse(S)), Inverse(S))),
        r"-(S^{-\top} \otimes S^{-1})",
        "-kron(inv(S)', inv(S))",
        "-kron(inv(S).T, inv(S))",
    ),
    (
        Hadamard(sigma, Difference(Ones(n), sigma)),
        r"\sigma(x) \odot (\mathbf{1}_n - \sigma(x))",
        "sigmoid(x).*(vector(1) - sigmoid(x))",
        "jax.nn.sigmoid(x) * (1 - jax.nn.sigmoid(x))",
    ),
    (
        Elementwise(Determinant(S), "log"),
        r"\log(\det(S))",
        "log(det(S))",
        "jnp.linalg.slogdet(S)[1]",
    ),
    (
        Product(Transpose(y), Elementwise(Softmax(x), "log")),
        r"y^\top \log(\operatorname{softmax}(x))",
        "y'*log(softmax(x))",
        "y @ jax.nn.log_softmax(x)",
    ),
    (
        Product(Transpose(Ones(m)), Elementwise(Product(A, x), "exp")),
        r"\mathbf{1}_m^\top \exp(A x)",
        "vector(1)'*exp(A*x)",
        "jnp.ones(m) @ jnp.exp(A @ x)",
    ),
    (
        Product(Commutation(m, n), Vec(A)),
        r"K_{mn} \operatorname{vec}(A)",
        "commutation(m, n)*vec(A)",
        "commutation(m, n) @ vec(A)",
    ),
    (
        Sum(Product(Number(2), Transpose(S)), Product(t, Identity(n))),
        r"2 S^\top + t I_n",
        "2*S' + t*eye(n)",
        "2 * S.T + t * jnp.eye(n)",
    ),
    (
        ElementwiseQuotient(x, ElementwisePower(beta, Number(2))),
        r"x \oslash \beta^{\odot 2}",
        "x./beta.^2",
        "x / beta ** 2",
    ),
    (
        Quotient(Total(A), Dimension("n")),
        r"\frac{\operatorname{sum}(A)}{n}",
        "sum(A)/n",
        "jnp.sum(A) / n",
    ),
    (
        Power(Sum(t, Number(1)), Number(-2)),
        r"(t + 1)^{-2}",
        "(t + 1)^(-2)",
        "(t + 1) ** (-2)",
    ),
    (Power(Number(9), Number(99)), "9^{99}", "9^99", "jnp.asarray(9, float) ** 99"),
    (Power(S, Number(-2)), "S^{-2}", "S^(-2)", "jnp.linalg.matrix_power(inv(S), 2)"),
    (Transpose(Transpose(A)), r"(A^\top)^\top", "A''", "A.T.T"),
    (
        Kronecker(x, Identity(n)),
        r"x \otimes I_n",
        "kron(x, eye(n))",
        "kron(x[:, None], jnp.eye(n))",
    ),
    (
        Product(DiagonalMatrix(x), B),
        r"\operatorname{diag}(x) B",
        "diag(x)*B",
        "jnp.diag(x) @ B",
    ),
    (Trace(Adjugate(S)), r"\operatorname{tr}(\operatorname{adj}(S))", "tr(adj(S))", "adjugate"),
    (Product(Product(t, Number(2)), x), r"t \cdot 2 x", "t*2*x", "t * 2 * x"),
    (Difference(x, Sum(y, x)), "x - (y + x)", "x - (y + x)", "x - (y + x)"),
    (Product(Negative(A), x), "(-A) x", "(-A)*x", "-A @ x"),
    (
        Product(Name("lambda"), Name("dW_1", Size(m, n))),
        r"\lambda \mathrm{d}W_1",
        "lambda*dW1",
        "lambda_ * dW1",
    ),
    (Name("Sigma_hat_ML", Size(n, n)), r"\hat{\Sigma}_{ML}", "Sigma_hat_ML", "Sigma_hat_ML"),
    (Zeros(Size(m, n)), "0", "0", "jnp.zeros((m, n))"),
]


@pytest.mark.parametrize(("e", "as_tex", "as_text", "code"), WRITTEN, ids=[w[2] for w in WRITTEN])
def test_notations(e, as_tex, as_text, code):
    assert tex(e) == as_tex
    assert matrixcalculus(e) == as_text
    assert code in python(e)


ENTRY = {"m": 3, "n": 4, "p": 2, "k": 5}


@pytest.mark.parametrize("e", [w[0] for w in WRITTEN], ids=[w[2] for w in WRITTEN])
def test_python_has_the_size_of_the_tree(e):
    rng = np.random.default_rng(0)
    scope = {name: getattr(closedform, name) for name in ("inv", "kron", "vec", "commutation")}
    scope |= {"adjugate": closedform.adjugate, "jnp": jnp, "jax": jax, "float": float, **ENTRY}
    sizes = {"A": (3, 4), "B": (4, 2), "S": (4, 4), "x": (4,), "y": (4,), "b": (3,)}
    sizes |= {"beta": (4,), "dW1": (3, 4), "Sigma_hat_ML": (4, 4), "t": (), "lambda_": ()}
    scope |= {name: jnp.asarray(rng.normal(size=shape)) for name, shape in sizes.items()}
    wanted = tuple(int(np.prod([ENTRY[d] for d in axis])) for axis in e.size if axis)
    value = eval(compile(python(e), "<tree>", "eval"), {"__builtins__": {}}, scope)
    assert jnp.shape(value) == wanted
