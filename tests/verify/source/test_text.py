"""Functions written out with the classes that they use."""

import jax.numpy as jnp

from closedform import Gram
from closedform.verify.source.text import Text


def gram(A):
    return Gram(A, jnp.ones(len(A)))


def test_a_class_of_ours_is_written_out_with_its_fields():
    text = Text()
    text.write(gram, "closed_form")
    found: dict = {}
    exec("\n".join(["import jax.numpy as jnp", *text.imports, *text.definitions]), found)
    assert not any("closedform" in line for line in text.imports)
    A = jnp.arange(6.0).reshape(3, 2)
    assert jnp.allclose(found["closed_form"](A).dense(), A.T @ A)
    assert found["Gram"]._fields == ("A", "s")
    assert '"""' not in "".join(text.definitions)
