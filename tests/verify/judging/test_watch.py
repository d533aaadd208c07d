"""Whether a claim differentiates is seen at run time and in the code."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from closedform.verify.judging.watch import differentiates, opaque, watching

X = jnp.ones(3)


def cube(x):
    return jnp.sum(x**3)


def helper(x):
    return jax.grad(cube)(x)


cached = jax.jit(jax.grad(cube))
jax.make_jaxpr(cached)(X)

DIFFERENTIATING = {
    "grad": jax.grad(cube),
    "traced before": cached,
    "jvp": lambda x: jax.jvp(cube, (x,), (x,))[1],
    "vjp": lambda x: jax.vjp(cube, x)[1](1.0)[0],
    "linearize": lambda x: jax.linearize(cube, x)[1](x),
    "jacfwd": jax.jacfwd(cube),
    "of a Hessian": lambda x: jax.hessian(cube)(x),
    "a helper's": lambda x: 2 * helper(x),
    "under vmap": lambda x: jax.vmap(lambda t: jax.grad(lambda s: s**3)(t))(x),
}
PLAIN = {
    "a power": lambda x: 3 * x**2,
    "a custom rule's value": lambda x: jax.nn.relu(x) + jax.nn.silu(x),
    "softmax": lambda x: jax.nn.softmax(x) * jnp.linalg.norm(x),
    "linear algebra": lambda x: jnp.linalg.solve(jnp.eye(3), x),
}


@pytest.mark.parametrize("case", DIFFERENTIATING)
def test_differentiation_is_seen(case):
    f = DIFFERENTIATING[case]
    with watching() as seen:
        jax.make_jaxpr(lambda x: f(x))(X)
    assert seen or differentiates(f)


@pytest.mark.parametrize("case", PLAIN)
def test_what_does_not_differentiate_is_not_taken_for_it(case):
    f = PLAIN[case]
    with watching() as seen:
        program = jax.make_jaxpr(lambda x: f(x))(X)
    assert not seen
    assert not differentiates(f)
    assert opaque(program.jaxpr) is None


def test_the_watch_ends():
    with watching() as seen:
        pass
    jax.grad(cube)(X)
    assert not seen


def test_what_is_behind_a_callback_or_complex_is_told():
    def called(x):
        return jax.pure_callback(lambda x: np.asarray(3 * x**2), X, x)

    def stepped(x):
        return jnp.imag((x + 1e-20j) ** 3) / 1e-20

    assert opaque(jax.make_jaxpr(called)(X).jaxpr) == "a callback"
    assert opaque(jax.make_jaxpr(stepped)(X).jaxpr) == "complex numbers"
    assert opaque(jax.make_jaxpr(jax.jit(called))(X).jaxpr) == "a callback"
