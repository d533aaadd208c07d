"""A counterexample as plain JAX: it runs as it is, and says by how much the claim is off."""

import functools
import importlib.util

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.nn import softmax
from jaxtyping import Array, Float

from closedform.formulas import (
    SPD,
    Invertible,
    Orthogonal,
    Skew,
    Symmetric,
    Unit,
    commutation,
    duplication,
    find,
    formula,
    inv,
    kron,
    unvec,
    vec,
    vech,
)
from closedform.formulas._kit.catalogue import Catalogue
from closedform.formulas._kit.domains import orthogonal
from closedform.verify.counterexample.found import Smallest, point
from closedform.verify.counterexample.snippet import snippet
from closedform.verify.draws.random import Draw, draw
from closedform.verify.judging.trace import output_shape
from closedform.verify.oracles.coordinates import projected
from tests.helpers import python

WEIGHT = 0.5
TABLE = np.array([1.0, 2.0])
OPTIONS = {"scale": 3.0, "signs": (1, -1)}
rows_of = functools.partial(jnp.sum, axis=1)
outer_rows = jax.vmap(jnp.outer)
T = 7.0
"""A name that snippets use, too."""


@jax.custom_jvp
def cube(x: Array) -> Array:
    """With a derivative of its own."""
    return x**3


@cube.defjvp
def _cube_jvp(primals, tangents):
    return cube(primals[0]), 3 * primals[0] ** 2 * tangents[0]


def hat(p: Array) -> Array:
    """diag(p) - p p^T."""
    return jnp.diag(p) - jnp.outer(p, p)


@jax.jit
def doubled(x: Array) -> Array:
    return 2 * x


class Rotation(orthogonal.Orthogonal):
    """Orthogonal by another name: all that it has is inherited."""


def distance(X: Float[Array, "n n"], B: Float[Array, "n n"]) -> Float[Array, ""]:
    return jnp.sum((X - B) ** 2)


def product(X: Float[Array, "m n"], Y: Float[Array, "n p"]) -> Float[Array, "m p"]:
    r"""XY"""
    return X @ Y


def quadratic(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    r"""x^\top A x"""
    return x @ A @ x


def log_det(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    r"""\log|X|"""
    return jnp.linalg.slogdet(X)[1]


def residual(
    w: Float[Array, " n"], X: Float[Array, "m n"], y: Float[Array, " m"]
) -> Float[Array, ""]:
    return jnp.sum((X @ w - y) ** 2)


def rayleigh(x: Float[Array, " n"], A: Symmetric[Array, "n n"]) -> Float[Array, ""]:
    return x @ A @ x


def alignment(Q: Float[Array, "n n"], A: SPD[Array, "n n"]) -> Float[Array, ""]:
    return -jnp.trace(Q @ A)


def two_parts(
    x: Float[Array, " n"], y: Float[Array, " n"], a: Float[Array, " n"]
) -> Float[Array, ""]:
    return jnp.sum((x - a) ** 2) + jnp.sum((y + x) ** 2)


def growth(t: Float[Array, ""], X: Float[Array, "m n"]) -> Float[Array, "m n"]:
    return jnp.exp(t) * X


def scores(a: Float[Array, " n"]) -> Float[Array, " n"]:
    return softmax(a)


def inverse(X: Invertible[Array, "n n"]) -> Float[Array, "n n"]:
    return inv(X)


def power(k: int, X: Float[Array, "n k"]) -> Float[Array, ""]:
    return jnp.sum(X**2) * k


def shadows(
    f: Float[Array, " n"], got: Float[Array, ""], jnp_: Float[Array, ""]
) -> Float[Array, ""]:
    return jnp.sum(f * f) * got * T * jnp_


def odd(x: Float[Array, " n"]) -> Float[Array, ""]:
    return jnp.sum(cube(x)) * OPTIONS["scale"] + TABLE[1] * jnp.sum(doubled(x))


def jacobian_in(layout):
    """Of XY by X, in each layout."""
    return {
        "denominator": lambda X, Y, m, n, p: kron(Y, jnp.eye(m)),
        "numerator": lambda X, Y, m, n, p: kron(Y.T, jnp.eye(m)),
        "block-by-output": lambda X, Y, m, n, p: jnp.einsum("ik,jl->kilj", jnp.eye(m), Y).reshape(
            m * m, p * n
        ),
        "block-by-input": lambda X, Y, m, n, p: jnp.einsum("ik,jl->ikjl", jnp.eye(m), Y).reshape(
            m * m, n * p
        ),
    }[layout]


def _nested(X):
    """With a function inside."""

    def back(k: int, inv: float = WEIGHT) -> Array:
        total: Array = unvec(commutation(k, k) @ vec(X), k, k)
        return total * inv / WEIGHT

    return inv(back(len(X)))


def twice(f):
    """A closure over another claim."""
    factor = 2.0
    return lambda X, Y, m, n, p: factor * f(X, Y, m, n, p)


def own_round():
    """A closure over a function that is called as one of Python's."""

    def round(x: Array) -> Array:
        return OPTIONS["scale"] * 3 * x**2 + 4 * WEIGHT * TABLE[1]

    return lambda x: round(x)


def off(f):
    """A closure over something that is no plain function."""
    return lambda x: 1.5 * f(x)


CASES = {
    "gradient": (
        quadratic,
        "gradient",
        ["x"],
        {},
        lambda x, A: (A + A.T) @ x,
        lambda x, A: 2 * A @ x,
    ),
    "gradients": (
        quadratic,
        "gradient",
        ["x", "A"],
        {},
        lambda x, A: ((A + A.T) @ x, jnp.outer(x, x)),
        lambda x, A: ((A + A.T) @ x, 2 * jnp.outer(x, x)),
    ),
    "nested": (log_det, "gradient", ["X"], {}, _nested, lambda X: inv(X)),
    **{
        layout: (
            product,
            "jacobian",
            ["X"],
            {"layout": layout},
            jacobian_in(layout),
            twice(jacobian_in(layout)),
        )
        for layout in ("denominator", "numerator", "block-by-output", "block-by-input")
    },
    "softmax": (
        scores,
        "jacobian",
        ["a"],
        {},
        lambda a: hat(softmax(a)),
        lambda a: jnp.diag(softmax(a)),
    ),
    "hessian": (
        log_det,
        "hessian",
        ["X"],
        {},
        lambda X, n: -commutation(n, n) @ kron(inv(X).T, inv(X)),
        lambda X: -kron(inv(X).T, inv(X)),
    ),
    "hessian of a vector": (quadratic, "hessian", ["x"], {}, lambda A: A + A.T, lambda A: 2 * A),
    "hvp": (
        log_det,
        "hvp",
        ["X"],
        {},
        lambda X, dX: -(inv(X) @ dX @ inv(X)).T,
        lambda X, dX: -inv(X) @ dX @ inv(X),
    ),
    "differential": (
        quadratic,
        "differential",
        [],
        {},
        lambda x, A, dx, dA: dx @ (A + A.T) @ x + x @ dA @ x,
        lambda x, A, dx, dA: dx @ A @ x + x @ dA @ x,
    ),
    "pullback": (product, "pullback", ["X"], {}, lambda Y, G: G @ Y.T, lambda Y, G: 2 * G @ Y.T),
    "pullbacks": (
        product,
        "pullback",
        ["X", "Y"],
        {},
        lambda X, Y, G: (G @ Y.T, X.T @ G),
        lambda X, Y, G: (G @ Y.T, -X.T @ G),
    ),
    "derivative": (growth, "derivative", ["t"], {}, lambda t, X: jnp.exp(t) * X, lambda t, X: X),
    "equals": (
        log_det,
        "equals",
        [],
        {},
        lambda X: jnp.log(jnp.linalg.det(X)),
        lambda X: jnp.log(jnp.trace(X) ** 2),
    ),
    "minimum": (
        residual,
        "minimum",
        ["w"],
        {},
        lambda X, y: jnp.linalg.solve(X.T @ X, X.T @ y),
        lambda X, y: X.T @ y,
    ),
    "maximum that is none": (
        residual,
        "maximum",
        ["w"],
        {},
        None,
        lambda X, y: jnp.linalg.solve(X.T @ X, X.T @ y),
    ),
    "stationary": (two_parts, "stationary", ["x", "y"], {}, lambda a: (a, -a), lambda a: (a, a)),
    "minimum along": (
        alignment,
        "minimum",
        ["Q"],
        {"along": Orthogonal},
        lambda A: jnp.eye(len(A)),
        lambda A: -jnp.eye(len(A)),
    ),
    "minimum outside": (
        alignment,
        "stationary",
        ["Q"],
        {"along": Orthogonal},
        None,
        lambda A: 2 * jnp.eye(len(A)),
    ),
    "minimum outside by zero": (
        alignment,
        "stationary",
        ["Q"],
        {"along": Orthogonal},
        None,
        lambda A: 0.0 * A,
    ),
    "minimum along a subclass": (
        alignment,
        "minimum",
        ["Q"],
        {"along": Rotation},
        lambda A: jnp.eye(len(A)),
        lambda A: -jnp.eye(len(A)),
    ),
    "minimum outside a bound": (
        distance,
        "minimum",
        ["X"],
        {"along": SPD, "given": {"B": Symmetric}},
        None,
        lambda B: B,
    ),
    "minimum inside": (
        distance,
        "minimum",
        ["X"],
        {"along": SPD, "given": {"B": SPD}},
        lambda B: B,
        lambda B: B - jnp.eye(len(B)),
    ),
    "gradient along": (
        log_det,
        "gradient",
        ["X"],
        {"along": Symmetric},
        lambda X: inv(X),
        lambda X: 2 * inv(X),
    ),
    "gradient along unit": (
        rayleigh,
        "gradient",
        ["x"],
        {"along": Unit},
        lambda x, A: 2 * (A @ x - x * (x @ A @ x)),
        lambda x, A: A @ x,
    ),
    "jacobian along": (
        inverse,
        "jacobian",
        ["X"],
        {"along": Symmetric},
        lambda X: -kron(inv(X), inv(X)),
        lambda X: kron(inv(X), inv(X)),
    ),
    "jacobian by input along": (
        inverse,
        "jacobian",
        ["X"],
        {"along": Symmetric, "layout": "block-by-input"},
        lambda X, n: -jnp.einsum("ki,jl->ikjl", inv(X), inv(X)).reshape(n * n, n * n),
        lambda X, n: jnp.eye(n * n),
    ),
    "hessian along": (
        log_det,
        "hessian",
        ["X"],
        {"along": Symmetric},
        lambda X: -kron(inv(X), inv(X)),
        lambda X: -2 * kron(inv(X), inv(X)),
    ),
    "hvp along": (
        log_det,
        "hvp",
        ["X"],
        {"along": Symmetric},
        lambda X, dX: -inv(X) @ dX @ inv(X),
        lambda X, dX: inv(X) @ dX,
    ),
    "differential along": (
        log_det,
        "differential",
        [],
        {"along": Skew, "given": {"X": Symmetric}},
        lambda X, dX: 0.0 * X[0, 0],
        lambda X, dX: jnp.sum(dX**2),
    ),
    "gradient on": (
        log_det,
        "gradient",
        ["X"],
        {"on": Symmetric},
        lambda X: 2 * inv(X) - jnp.diag(jnp.diag(inv(X))),
        lambda X: inv(X),
    ),
    "hessian on": (
        log_det,
        "hessian",
        ["X"],
        {"on": Symmetric},
        lambda X, n: -duplication(n).T @ kron(inv(X), inv(X)) @ duplication(n),
        lambda X, n: -duplication(n).T @ duplication(n) + 0.0 * vech(X),
    ),
    "hvp on": (
        log_det,
        "hvp",
        ["X"],
        {"on": Symmetric},
        lambda X, dX: jnp.diag(jnp.diag(inv(X) @ dX @ inv(X))) - 2 * inv(X) @ dX @ inv(X),
        lambda X, dX: -inv(X) @ dX @ inv(X),
    ),
    "jacobian on": (
        inverse,
        "jacobian",
        ["X"],
        {"on": Symmetric},
        lambda X, n: -duplication(n).T @ kron(inv(X), inv(X)),
        lambda X, n: -0.5 * duplication(n).T @ kron(inv(X), inv(X)),
    ),
    "dimension as argument": (
        power,
        "gradient",
        ["X"],
        {},
        lambda k, X: 2 * k * X,
        lambda n, X: 2 * n * X,
    ),
    "names that clash": (
        shadows,
        "gradient",
        ["f"],
        {},
        lambda f, got, jnp_: 2 * f * got * T * jnp_,
        lambda f, got: f * got,
    ),
    "constants": (
        odd,
        "gradient",
        ["x"],
        {},
        lambda x: OPTIONS["scale"] * 3 * x**2 + 4 * WEIGHT * TABLE[1],
        lambda x: WEIGHT * TABLE[1] * OPTIONS["signs"][1] * x,
    ),
    "made functions": (
        quadratic,
        "gradient",
        ["A"],
        {},
        lambda x: outer_rows(x[None], x[None])[0],
        lambda x: outer_rows(x[None], x[None])[0] + rows_of(x[None]),
    ),
    "closure": (
        odd,
        "gradient",
        ["x"],
        {},
        lambda x: jax.grad(lambda x: jnp.sum(cube(x)) * 3 + 4 * jnp.sum(x))(x),
        off(cube),
    ),
    "name of a builtin": (odd, "gradient", ["x"], {}, own_round(), lambda x: 2 * x),
}


def declared(case, wrong=True):
    """The case's claim, as a claim."""
    function, kind, wrt, qualifiers, right, wrong_one = CASES[case]
    return claimed(function, kind, wrt, qualifiers, wrong_one if wrong else right)


def claimed(function, kind, wrt, qualifiers, closed):
    f = formula(function)
    getattr(f, kind)(*wrt, **qualifiers)(closed)
    (claim,) = f.claims.values()
    return claim


def at(claim, seed=1):
    """A draw as a counterexample."""
    sizes: dict[str, int] = dict(zip(claim.formula.dimensions, (2, 3, 4), strict=False))
    with jax.enable_x64(True):
        drawn = draw(claim, sizes, seed)
        tangents = projected(claim, *jax.tree.map(jnp.asarray, (drawn.args, drawn.tangents)))
        found = Draw(drawn.args, {name: np.asarray(V) for name, V in tangents.items()})
        return shown(claim, sizes, found)


def shown(claim, sizes, drawn):
    """A snippet asks for no more than sizes, output, draw and point."""
    zero = np.zeros(())
    with jax.enable_x64(True):
        output = output_shape(claim, sizes, drawn.args, twice=False)
    return Smallest(
        sizes,
        output,
        drawn,
        got=zero,
        want=zero,
        array=None,
        entry=(),
        compared=(zero, zero),
        point=point(claim, sizes, drawn.args) if claim.kind.point else (),
        simple=True,
    )


@pytest.fixture
def run(capsys):
    """Run a program in this process; what it prints, and the difference at its end."""

    def run(text):
        with jax.enable_x64(True):
            exec(compile(text, "<snippet>", "exec"), {"__name__": "__main__"})
        shown = capsys.readouterr().out
        assert "closed form" in shown and "autodiff" in shown
        return float(shown.split("largest difference")[1])

    enabled = jax.config.read("jax_enable_x64")
    yield run
    jax.config.update("jax_enable_x64", enabled)


@pytest.mark.parametrize("case", CASES)
def test_it_shows_what_is_wrong_and_what_is_right(case, run):
    wrong = declared(case)
    text = snippet(wrong, at(wrong))
    assert text.startswith(f"# {wrong.id}\n") and "formulas" not in text and '"""' not in text
    assert run(text) > 1e-6
    if CASES[case][4] is not None:
        right = declared(case, wrong=False)
        assert run(snippet(right, at(right))) < 1e-9


def test_whole_numbers_read_as_such():
    claim = declared("gradient")
    plain = Draw({"x": np.array([1.0, -0.0]), "A": np.eye(2)}, {})
    text = snippet(claim, shown(claim, {"n": 2}, plain))
    assert "x = jnp.array([1.0, 0.0])\nA = jnp.array([[1.0, 0.0], [0.0, 1.0]])" in text


def test_they_run_in_a_fresh_process(tmp_path):
    for k, case in enumerate(("constants", "minimum along", "hessian")):
        claim = declared(case)
        (tmp_path / f"snippet{k}.py").write_text(snippet(claim, at(claim)))
    (tmp_path / "all.py").write_text(
        "import runpy\nfor k in range(3): runpy.run_path(f'snippet{k}.py')\n"
    )
    done = python("all.py", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("largest difference") == 3


def test_without_source_there_is_nothing():
    space = {"jnp": jnp}
    exec("def closed(x, A): return A @ x", space)
    claim = claimed(quadratic, "gradient", ["x"], {}, space["closed"])
    assert snippet(claim, at(claim)) == ""


def test_without_source_it_loads_the_claim(tmp_path, run):
    path = tmp_path / "mine.py"
    path.write_text(
        "import jax.numpy as jnp\n"
        "from closedform import formula, Orthogonal\n"
        "from jaxtyping import Array, Float\n"
        "space = {'jnp': jnp}\n"
        "exec('def closed(A): return -jnp.eye(len(A))', space)\n"
        "@formula\n"
        "def alignment(Q: Float[Array, 'n n'], A: Float[Array, 'n n']) -> Float[Array, '']:\n"
        "    return -jnp.trace(Q @ A @ A.T)\n"
        "alignment.minimum('Q', along=Orthogonal)(space['closed'])\n"
    )
    specification = importlib.util.spec_from_file_location("mine", path)
    assert specification and specification.loader
    specification.loader.exec_module(module := importlib.util.module_from_spec(specification))
    Catalogue().add(module, str(path))
    (claim,) = module.alignment.claims.values()
    text = snippet(claim, at(claim))
    assert "can't be written out" in text and f"find({str(path)!r}, {claim.id!r})" in text
    assert find(str(path), claim.id).id == claim.id
    assert run(text) > 1e-6
