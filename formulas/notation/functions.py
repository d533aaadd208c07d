"""Functions of numbers that are taken of every entry, and how each notation spells them."""

from typing import NamedTuple


class Spelling(NamedTuple):
    """How a function is written.

    tex: what stands before the bracket; python: code with ``{}`` for the argument.
    """

    tex: str
    python: str


def _named(name: str) -> Spelling:
    return Spelling(rf"\{name}", f"jnp.{name}({{}})")


def _operator(name: str, python: str) -> Spelling:
    return Spelling(rf"\operatorname{{{name}}}", python)


ELEMENTWISE = {
    **{name: _named(name) for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: _named(name) for name in ("arcsin", "arccos", "arctan")},
    "sec": Spelling(r"\sec", "1 / jnp.cos({})"),
    "csc": Spelling(r"\csc", "1 / jnp.sin({})"),
    "cot": Spelling(r"\cot", "1 / jnp.tan({})"),
    "sech": _operator("sech", "1 / jnp.cosh({})"),
    "sqrt": _operator("sqrt", "jnp.sqrt({})"),
    "abs": _operator("abs", "jnp.abs({})"),
    "sign": _operator("sign", "jnp.sign({})"),
    "relu": _operator("relu", "jax.nn.relu({})"),
    "softplus": _operator("softplus", "jax.nn.softplus({})"),
    "sigmoid": Spelling(r"\sigma", "jax.nn.sigmoid({})"),
    "dsigmoid": Spelling(r"\sigma'", "jax.nn.sigmoid({0}) * (1 - jax.nn.sigmoid({0}))"),
    "wave": Spelling(r"\sigma", "wave({}, c)"),
    "dwave": Spelling(r"\sigma'", "wave_prime({}, c)"),
}
"""Function -> its spellings; in matrixcalculus notation each is called by its name here.

``sigmoid`` is the logistic function; ``wave`` stands for any smooth function, with coefficients c.
"""

_SPECIAL = "jax.scipy.special"
WRITTEN = {
    **ELEMENTWISE,
    "arcsinh": _operator("arsinh", "jnp.arcsinh({})"),
    "arccosh": _operator("arcosh", "jnp.arccosh({})"),
    "arctanh": _operator("artanh", "jnp.arctanh({})"),
    "erf": _operator("erf", f"{_SPECIAL}.erf({{}})"),
    "gammaln": Spelling(r"\log\Gamma", f"{_SPECIAL}.gammaln({{}})"),
    "digamma": Spelling(r"\psi", f"{_SPECIAL}.digamma({{}})"),
    "trigamma": Spelling(r"\psi'", f"{_SPECIAL}.polygamma(1, {{}})"),
    "normal_cdf": Spelling(r"\Phi", f"{_SPECIAL}.ndtr({{}})"),
    "log_ndtr": Spelling(r"\log\Phi", f"{_SPECIAL}.log_ndtr({{}})"),
    "mills": _operator(
        "mills", f"jnp.exp(jax.scipy.stats.norm.logpdf({{0}}) - {_SPECIAL}.log_ndtr({{0}}))"
    ),
    "step": _operator("step", "jnp.heaviside({}, 0.0)"),
}
"""The same with functions that are written, and read by no one: they come out of derivations."""

OF_MATRICES = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt")
"""Functions that are functions of square matrices too, which is another thing."""


def spelling(function: str) -> Spelling:
    """How a function is written; ``wave e`` is ``wave`` with the coefficients e."""
    name, _, c = function.partition(" ")
    known = WRITTEN[name]
    if not c:
        return known
    return Spelling(rf"{known.tex}_{{{c}}}", known.python.replace(", c)", f", {c})"))
