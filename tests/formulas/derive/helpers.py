"""Expressions of the tests: functions of a few variables, read; and their values."""

import jax.numpy as jnp
import numpy as np

from closedform.formulas.derive.index.evaluation import Evaluation
from closedform.formulas.derive.index.sizes import Pair, Size
from closedform.formulas.derive.reading.functions import Argument, read

M, N = Size.named("m"), Size.named("n")
PAIR = Pair({"m": 7, "n": 11}, {"m": 11, "n": 17})
SHAPES = {
    **dict.fromkeys(("A", "B", "S"), (N, N)),
    **dict.fromkeys(("X", "Y"), (M, N)),
    **dict.fromkeys(("x", "y", "z"), (N,)),
    **dict.fromkeys(("u", "v"), (M,)),
    **dict.fromkeys(("s", "t"), ()),
}
"""Name -> shape of every variable that tests use."""


def expression(f):
    """A function of variables by name, in index form."""
    names = f.__code__.co_varnames[: f.__code__.co_argcount]
    (made,) = read(f, [Argument(name, SHAPES[name]) for name in names], PAIR)
    return made


def arrays(seed=0, positive=False):
    """Values of all variables at the first sizes; S is positive definite."""
    rng = np.random.default_rng(seed)
    made = {
        name: rng.normal(size=[size.at(PAIR.first) for size in shape])
        for name, shape in SHAPES.items()
    }
    if positive:
        made = {name: np.abs(a) + 0.1 for name, a in made.items()}
    S = made["S"]
    return made | {"S": S @ S.T / len(S) + np.eye(len(S))}


def value(e, given=None):
    """The value of an expression at the first sizes."""
    return Evaluation(given or arrays(), PAIR.first).sum(e)


def called(f, given=None):
    """The value of the function itself there."""
    names = f.__code__.co_varnames[: f.__code__.co_argcount]
    given = given or arrays()
    return np.asarray(f(**{name: jnp.asarray(given[name]) for name in names}))
