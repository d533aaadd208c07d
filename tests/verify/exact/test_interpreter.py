"""50-digit arithmetic: against mpmath's own functions, against float64, and where a rule is
missing."""

from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.linalg
import mpmath
import numpy as np
import pytest

from closedform.formulas import catalogue
from closedform.verify.draws.random import draw
from closedform.verify.draws.sizes import rounds
from closedform.verify.exact.interpreter import DIGITS, Unsupported, evaluate, precision
from closedform.verify.oracles.closed import closed
from tests.sampled import sampled

mp: Any = mpmath.mp
rng = np.random.default_rng(0)
A, R, b = rng.normal(size=(4, 4)), rng.normal(size=(5, 3)), rng.normal(size=4)
S = A @ A.T


def precise(f, *arguments):
    with jax.enable_x64(True):
        return evaluate(jax.make_jaxpr(f)(*arguments), arguments)


def agrees(got, want):
    with precision():
        return abs(got - want) <= abs(want) * mpmath.mpf(10) ** (5 - DIGITS)


TO_50_DIGITS = {
    "log-sum-exp": (
        lambda: precise(jax.nn.logsumexp, b)[0],
        lambda: mp.log(sum(mp.exp(x) for x in b)),
    ),
    "logistic": (lambda: precise(jax.nn.sigmoid, b)[0][0], lambda: 1 / (1 + mp.exp(-b[0]))),
    "softmax": (
        lambda: precise(jax.nn.softmax, b)[0][1],
        lambda: mp.exp(b[1]) / sum(mp.exp(x) for x in b),
    ),
    "inverse": (
        lambda: precise(jnp.linalg.inv, A)[0][2, 1],
        lambda: (mp.matrix(A.tolist()) ** -1)[2, 1],
    ),
    "determinant": (
        lambda: precise(jnp.linalg.slogdet, A)[1],
        lambda: mp.log(abs(mp.det(mp.matrix(A.tolist())))),
    ),
    "Cholesky": (
        lambda: precise(jnp.linalg.cholesky, S)[0][3, 3],
        lambda: mp.cholesky(mp.matrix(((S + S.T) / 2).tolist()))[3, 3],
    ),
    "eigenvalue": (
        lambda: precise(jnp.linalg.eigvalsh, S)[0][0],
        lambda: mp.eigsy(mp.matrix(((S + S.T) / 2).tolist()), True)[0],
    ),
    "norm": (
        lambda: precise(jnp.linalg.norm, R)[0],
        lambda: mp.sqrt(sum(mp.mpf(x) ** 2 for x in R.reshape(-1))),
    ),
    "erf": (lambda: precise(jax.scipy.special.erf, b)[0][0], lambda: mp.erf(b[0])),
    "log-gamma": (
        lambda: precise(jax.scipy.special.gammaln, abs(b))[0][0],
        lambda: mp.loggamma(abs(b[0])),
    ),
    "power": (
        lambda: precise(lambda x: jnp.abs(x) ** 1.5, b)[0][0],
        lambda: mp.mpf(abs(b[0])) ** mp.mpf(1.5),
    ),
}


@pytest.mark.parametrize("name", TO_50_DIGITS)
def test_functions_to_50_digits(name):
    ours, theirs = TO_50_DIGITS[name]
    got = ours()
    with precision():
        assert agrees(np.asarray(got).item() if isinstance(got, np.ndarray) else got, theirs())


PROGRAMS = {
    "scatters": lambda: (
        jnp.asarray(A)
        .at[0]
        .add(b)
        .at[1, 2]
        .set(3.0)
        .at[np.array([0, 0])]
        .add(1.0)
        .at[2]
        .multiply(b)
        .at[1]
        .max(b)
        .at[0]
        .min(-b)
    ),
    "gathers": lambda: (
        jnp.asarray(A)[jnp.triu_indices(4)] + jnp.take(jnp.concatenate([b, b, b]), np.arange(10))
    ),
    "scan": lambda: jax.lax.map(lambda x: x * b, jnp.asarray(A)),
    "while": lambda: jax.lax.while_loop(
        lambda x: jnp.sum(x) < 100, lambda x: x * x + 1, jnp.asarray(b)
    ),
    "branches": lambda: jax.lax.cond(b[0] > 0, lambda x: x, lambda x: -x, jnp.asarray(b)),
    "slices": lambda: jax.lax.dynamic_update_slice(
        jnp.asarray(A), jax.lax.dynamic_slice(jnp.asarray(R), (1, 1), (2, 2)), (2, 1)
    ),
    "reductions": lambda: jnp.stack(
        [jnp.asarray(A).max(0), jnp.asarray(A).min(1), jnp.asarray(A).prod(0), jnp.cumsum(b)]
    ),
    "sort": lambda: jnp.sort(b) + jnp.asarray(b)[jnp.argsort(b)] + jnp.argmax(b),
    "QR": lambda: jnp.linalg.qr(R),
    "singular values": lambda: jnp.linalg.svd(R, full_matrices=False),
    "eigenvectors": lambda: jnp.linalg.eigh(S),
    "triangular": lambda: jax.scipy.linalg.solve_triangular(S, A, trans=1),
    "exponential": lambda: jax.scipy.linalg.expm(A),
    "piecewise": lambda: jax.nn.relu(b) + jnp.clip(b, -0.5, 0.5) + jnp.sign(b) * jax.nn.softplus(b),
    "a batch": lambda: jnp.linalg.inv(jnp.stack([A, S])),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_agree_with_float64(name):
    with jax.enable_x64(True):
        f = PROGRAMS[name]
        got, want = evaluate(jax.make_jaxpr(f)(), []), jax.tree.leaves(f())
    for ours, theirs in zip(got, want, strict=True):
        np.testing.assert_allclose(ours.astype(float), theirs, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(
    "id", sampled(sorted(id for id, c in catalogue().claims.items() if not c.as_printed), 3)
)
def test_the_catalogue_agrees_with_float64(id):
    claim = catalogue().claims[id]
    first = rounds(claim, 1, 0)[0]
    d = draw(claim, first.sizes, first.seeds[0])
    with jax.enable_x64(True):
        method = closed(claim, first.sizes)
        got = evaluate(
            jax.make_jaxpr(method)(d.args, d.tangents), jax.tree.leaves((d.args, d.tangents))
        )  # type: ignore[arg-type]
        want = jax.tree.leaves(jax.jit(method)(d.args, d.tangents))
    for ours, theirs in zip(got, want, strict=True):
        np.testing.assert_allclose(
            ours.astype(float), theirs, rtol=1e-9, atol=1e-12 * max(1, np.abs(theirs).max())
        )


@pytest.mark.parametrize(
    ("f", "named"),
    [
        (lambda x: jnp.nextafter(x, 0), "nextafter"),
        (jnp.fft.fft, "complex128"),
        (lambda x: jnp.sqrt(x + 0j), "complex128"),
    ],
    ids=["a primitive", "a transform", "complex numbers"],
)
def test_what_has_no_rule_is_named(f, named):
    with pytest.raises(Unsupported, match=f"{named} has no rule in 50-digit arithmetic"):
        precise(f, b)


def test_undefined_is_nan_and_infinite_inf():
    got = precise(lambda x: (jnp.log(x), 1 / x, jnp.sqrt(x - 1), x / x), np.array([0.0]))
    assert [float(a[0]) for a in got[:2]] == [-np.inf, np.inf]
    assert all(np.isnan(float(a[0])) for a in got[2:])
