"""Derivatives of functions of numbers."""

import math
from fractions import Fraction

from closedform.formulas.derive.index.algebra import (
    add,
    as_factor,
    ones,
    scalar,
    scaled,
    spread,
    subtract,
    times,
)
from closedform.formulas.derive.index.elementary import apply
from closedform.formulas.derive.index.form import Sum
from closedform.formulas.derive.index.numbers import Value, value
from closedform.formulas.derive.index.powers import power
from closedform.formulas.derive.rules.rule import Derivative


def _over(e: Sum, p: Fraction | int = -1) -> Sum:
    return power(e, Fraction(p))


def _square(e: Sum) -> Sum:
    return power(e, Fraction(2))


def _one_plus(e: Sum, sign: int = 1) -> Sum:
    return add(ones(e.sizes), scaled(e, sign))


def _tanh(x: Sum) -> Sum:
    return _one_plus(_square(apply("tanh", x)), -1)


def _logistic(x: Sum) -> Sum:
    s = apply("logistic", x)
    return times(s, as_factor(_one_plus(s, -1)))


def _erf(x: Sum) -> Sum:
    c = spread(scalar(Value(Fraction(2), (("pi", Fraction(-1, 2)),))), x.sizes, ())
    return times(c, apply("exp", scaled(_square(as_factor(x)), -1)))


def _normal_density(x: Sum) -> Sum:
    c = spread(scalar(value(1 / math.sqrt(2 * math.pi))), x.sizes, ())
    return times(c, apply("exp", scaled(_square(as_factor(x)), Fraction(-1, 2))))


def _mills(x: Sum) -> Sum:
    m = apply("mills", x)
    return scaled(times(m, as_factor(add(as_factor(x), m))), -1)


def _tan(x: Sum) -> Sum:
    return _one_plus(_square(apply("tan", x)))


DERIVATIVES: dict[str, Derivative] = {
    "exp": Derivative(
        r"e^x",
        "DLMF-4.2.(iii)",
        "elementary_functions.exponential.derivative.x",
        lambda x: apply("exp", x),
    ),
    "log": Derivative(r"1/x", "DLMF-4.7.1", "elementary_functions.logarithm.derivative.x", _over),
    "tanh": Derivative(
        r"1 - \tanh^2 x",
        "DLMF-4.34.3",
        "hyperbolic_functions.hyperbolic_tangent.derivative.x",
        _tanh,
    ),
    "sinh": Derivative(
        r"\cosh x",
        "DLMF-4.34.1",
        "hyperbolic_functions.hyperbolic_sine.derivative.x",
        lambda x: apply("cosh", x),
    ),
    "cosh": Derivative(
        r"\sinh x",
        "DLMF-4.34.2",
        "hyperbolic_functions.hyperbolic_cosine.derivative.x",
        lambda x: apply("sinh", x),
    ),
    "sin": Derivative(
        r"\cos x", "DLMF-4.20.1", "circular_functions.sine.derivative.x", lambda x: apply("cos", x)
    ),
    "cos": Derivative(
        r"-\sin x",
        "DLMF-4.20.2",
        "circular_functions.cosine.derivative.x",
        lambda x: scaled(apply("sin", x), -1),
    ),
    "tan": Derivative(
        r"1 + \tan^2 x", "DLMF-4.20.3", "circular_functions.tangent.derivative.x", _tan
    ),
    "arcsin": Derivative(
        r"(1 - x^2)^{-1/2}",
        "DLMF-4.24.7",
        "circular_functions.arcsine.derivative.x",
        lambda x: _over(_one_plus(_square(x), -1), Fraction(-1, 2)),
    ),
    "arccos": Derivative(
        r"-(1 - x^2)^{-1/2}",
        "DLMF-4.24.8",
        "circular_functions.arccosine.derivative.x",
        lambda x: scaled(_over(_one_plus(_square(x), -1), Fraction(-1, 2)), -1),
    ),
    "arctan": Derivative(
        r"1 / (1 + x^2)",
        "DLMF-4.24.9",
        "circular_functions.arctangent.derivative.x",
        lambda x: _over(_one_plus(_square(x))),
    ),
    "arcsinh": Derivative(
        r"(1 + x^2)^{-1/2}",
        "DLMF-4.38.9",
        "hyperbolic_functions.inverse_hyperbolic_sine.derivative.x",
        lambda x: _over(_one_plus(_square(x)), Fraction(-1, 2)),
    ),
    "arccosh": Derivative(
        r"(x^2 - 1)^{-1/2}",
        "DLMF-4.38.10",
        "hyperbolic_functions.inverse_hyperbolic_cosine.derivative.x",
        lambda x: _over(subtract(_square(x), ones(x.sizes)), Fraction(-1, 2)),
    ),
    "arctanh": Derivative(
        r"1 / (1 - x^2)",
        "DLMF-4.38.11",
        "hyperbolic_functions.inverse_hyperbolic_tangent.derivative.x",
        lambda x: _over(_one_plus(_square(x), -1)),
    ),
    "logistic": Derivative(
        r"\sigma(x) (1 - \sigma(x))",
        "S0-10",
        "elementary_functions.logistic_function.derivative.x",
        _logistic,
    ),
    "sign": Derivative(
        "0", "DLMF-1.16.13", "elementary_functions.sign_function.derivative.x", None
    ),
    "step": Derivative(
        "0", "DLMF-1.16.13", "elementary_functions.step_function.derivative.x", None
    ),
    "erf": Derivative(
        r"2 e^{-x^2} / \sqrt\pi",
        "DLMF-7.2.1",
        "special_functions.error_function.derivative.x",
        _erf,
    ),
    "gammaln": Derivative(
        r"\psi(x)",
        "DLMF-5.2.2",
        "special_functions.log_gamma.derivative.x",
        lambda x: apply("digamma", x),
    ),
    "digamma": Derivative(
        r"\psi'(x)",
        "DLMF-5.15.1",
        "special_functions.digamma_function.derivative.x",
        lambda x: apply("trigamma", x),
    ),
    "normal_cdf": Derivative(
        r"e^{-x^2/2} / \sqrt{2\pi}",
        "DLMF-7.2.1",
        "special_functions.normal_distribution.derivative.x",
        _normal_density,
    ),
    "log_ndtr": Derivative(
        r"\varphi(x) / \Phi(x)",
        "DLMF-7.8.1",
        "special_functions.log_normal_distribution.derivative.x",
        lambda x: apply("mills", x),
    ),
    "mills": Derivative(
        r"-m (x + m), \; m = \varphi(x) / \Phi(x)",
        "DLMF-7.8.1",
        "special_functions.mills_ratio.derivative.x",
        _mills,
    ),
}
"""Function -> its derivative."""
