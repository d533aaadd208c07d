"""The smallest counterexample: small shapes, small integers, within its time."""

import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jaxtyping import Array, Float

from closedform.formulas import Invertible, Symmetric, formula, inv, kron
from closedform.verify.counterexample.shrink import shrink
from closedform.verify.draws.random import draw
from closedform.verify.draws.simple import cost
from closedform.verify.judging.program import evaluate


def trace_product(
    A: Float[Array, "n n"], X: Float[Array, "n n"], B: Float[Array, "n n"]
) -> Float[Array, ""]:
    return jnp.trace(A @ X @ B)


def quadratic(x: Float[Array, " n"], A: Float[Array, "n n"]) -> Float[Array, ""]:
    return x @ A @ x


def log_det(X: Invertible[Array, "n n"]) -> Float[Array, ""]:
    return jnp.linalg.slogdet(X)[1]


def mean_cube(X: Float[Array, "m n"]) -> Float[Array, ""]:
    return jnp.sum(X**3) / X.shape[0]


def rows_over(m: int, X: Float[Array, "m n"]) -> Float[Array, ""]:
    return jnp.sum(X**2) * jnp.sqrt(float(m))


def loss(w: Float[Array, " n"], X: Float[Array, "m n"], y: Float[Array, " m"]) -> Float[Array, ""]:
    return jnp.sum((X @ w - y) ** 2)


def absolute(x: Float[Array, " n"]) -> Float[Array, ""]:
    return jnp.sum(jnp.abs(x))


def smallest(function, claim, kind="gradient", *wrt, where=None, budget_s=60.0, **qualifiers):
    """Declare a claim, refute it by one draw at sizes of 4 and 5, and shrink that."""
    f = formula(where=where)(function)
    getattr(f, kind)(*wrt, **qualifiers)(claim)
    (declared,) = f.claims.values()
    sizes: dict[str, int] = dict(zip(f.dimensions, (4, 5), strict=False))
    with jax.enable_x64(True):
        original = draw(declared, sizes, 1)
    return shrink(declared, sizes, original, budget_s)


def whole(found):
    return all(
        np.array_equal(a, np.round(a))
        for a in [*found.draw.args.values(), *found.draw.tangents.values()]
    )


@pytest.mark.parametrize(
    ("function", "claim", "kind", "wrt"),
    [
        (trace_product, lambda A, B: B @ A, "gradient", "X"),
        (quadratic, lambda x, A: 2 * A @ x, "gradient", "x"),
        (log_det, lambda X: -kron(inv(X).T, inv(X)), "hessian", "X"),
        (log_det, lambda X, dX: inv(X) @ dX @ inv(X), "hvp", "X"),
        (quadratic, lambda x, A, dx: x @ A @ dx, "differential", None),
    ],
    ids=["transposed", "2Ax", "missing K", "hvp", "differential"],
)
def test_small_shapes_and_small_integers(function, claim, kind, wrt):
    found = smallest(function, claim, kind, *([wrt] if wrt else []))
    assert max(found.sizes.values()) <= 2 and found.simple and whole(found)
    assert all(np.abs(a).max() <= 3 for a in found.draw.args.values())
    assert found.got.shape == found.want.shape
    assert abs(found.got[found.entry] - found.want[found.entry]) > 0.1


def test_one_by_one_where_that_refutes():
    found = smallest(quadratic, lambda x, A: A @ x, "gradient", "x")
    assert found.sizes == {"n": 1} and found.got.tolist() == [1.0] and found.want.tolist() == [2.0]


def test_shapes_stay_apart_where_only_those_refute():
    found = smallest(mean_cube, lambda X, n: 3 * X**2 / n, "gradient", "X")
    assert sorted(found.sizes.values()) == [1, 2]
    assert whole(found)


def test_sizes_obey_the_condition():
    found = smallest(
        loss, lambda w, X, y: X.T @ (X @ w - y), "gradient", "w", where=lambda m, n: m > n
    )
    assert found.sizes == {"m": 2, "n": 1}


def test_a_dimension_that_is_an_argument():
    found = smallest(rows_over, lambda m, X: 2 * X * m, "gradient", "X")
    assert found.sizes == {"m": 2, "n": 1}


def test_an_optimum_shows_the_point():
    found = smallest(loss, lambda X, y: X.T @ y, "minimum", "w")
    assert found.sizes == {"n": 1, "m": 1} and found.array == "gradient"
    assert found.point[0].tolist() == (found.draw.args["X"].T @ found.draw.args["y"]).tolist()
    assert whole(found)


def test_along_directions_the_components_are_compared():
    found = smallest(log_det, lambda X: 2 * inv(X).T, "gradient", "X", along=Symmetric)
    assert found.sizes == {"n": 1} and found.compared[0].shape == (1,)
    assert found.draw.args["X"].tolist() == [[1.0]]


def test_of_several_variables_the_wrong_one_is_named():
    found = smallest(
        quadratic, lambda x, A: ((A + A.T) @ x, 3 * jnp.outer(x, x)), "gradient", "x", "A"
    )
    assert found.array == "A" and found.got.tolist() == [[3.0]] and found.want.tolist() == [[1.0]]


def test_a_kink_is_no_counterexample():
    found = smallest(absolute, lambda x: jnp.where(x == 0, 5.0, 1.0), "gradient", "x")
    assert found.draw.args["x"].tolist() == [-1.0]


def test_a_faint_refutation_is_kept():
    found = smallest(quadratic, lambda x, A: (A + A.T) @ x * (1 + 1e-8), "gradient", "x")
    assert found.sizes == {"n": 1}


def test_no_time_leaves_the_draw_as_it_is(monkeypatch):
    looked = []
    monkeypatch.setattr(
        sys.modules[shrink.__module__], "evaluate", lambda *a: looked.append(a) or evaluate(*a)
    )
    found = smallest(trace_product, lambda A, B: B @ A, "gradient", "X", budget_s=0.0)
    assert found.sizes["n"] > 2 and not found.simple
    assert len(looked) == 1  # the draw itself


def test_twice_the_same():
    one, two = (smallest(trace_product, lambda A, B: B @ A, "gradient", "X") for _ in range(2))
    assert one.sizes == two.sizes and all(
        np.array_equal(one.draw.args[n], two.draw.args[n]) for n in one.draw.args
    )


def test_integers_cost_less_than_fractions_and_small_ones_less_than_large():
    f = formula(quadratic)
    f.gradient("x")(lambda x, A: A @ x)
    (claim,) = f.claims.values()
    drawn = draw(claim, {"n": 2}, 0)
    ones = type(drawn)({name: np.ones_like(a) for name, a in drawn.args.items()}, {})
    twos = type(drawn)({name: 2 * a for name, a in ones.args.items()}, {})
    assert cost(ones) < cost(twos) < cost(drawn)
