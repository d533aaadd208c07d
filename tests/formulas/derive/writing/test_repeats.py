"""Repeated parts named."""

import pytest

from closedform.formulas.derive.writing.repeats import expanded, named
from closedform.formulas.notation.read import read
from closedform.formulas.notation.tree import Size
from closedform.formulas.notation.writing.python import python

SHAPES = {"W": Size(("m",), ("n",)), "x": Size(("n",)), "y": Size(("m",)), "a": Size(("m",))}


def tree(text):
    (reading,) = read(text, notation="matrixcalculus", shapes=SHAPES)
    return reading.function


@pytest.mark.parametrize(
    ("text", "lines", "short"),
    [
        ("(softmax(W*x) - y)*x'", [], "jnp.outer(jax.nn.softmax(W @ x) - y, x)"),
        (
            "softmax(W*x).*y - softmax(W*x)*(softmax(W*x)'*y)",
            ["p = jax.nn.softmax(W @ x)"],
            "p * y - p * (p @ y)",
        ),
        (
            "softmax(exp(a)).*exp(a).*(softmax(exp(a)) - exp(a))",
            ["h = jnp.exp(a)", "p = jax.nn.softmax(h)"],
            "p * h * (p - h)",
        ),
    ],
    ids=["once", "one part", "a part of a part"],
)
def test_parts_that_are_repeated_have_a_name(text, lines, short):
    whole = tree(text)
    (made,), parts = named([whole], ["W", "x", "y", "a"])
    assert [f"{name.name} = {python(said)}" for name, said in parts] == lines
    assert python(made) == short
    assert expanded(made, parts) == whole


def test_a_name_that_is_taken_is_not_given():
    whole = tree("softmax(W*x).*y - softmax(W*x)*(softmax(W*x)'*y)")
    _, ((name, _),) = named([whole], ["W", "x", "y", "p"])
    assert name.name == "q"


def test_parts_of_several_trees_have_one_name():
    several = [tree("softmax(W*x).*y"), tree("(softmax(W*x) - y)*x'")]
    short, ((name, _),) = named(several, "Wxy")
    assert all(name.name in {"p"} for _ in short)
    assert [python(t) for t in short] == ["p * y", "jnp.outer(p - y, x)"]
