"""The hash of a traced program: it follows what is computed, and nothing else."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest
from jax.extend.core import Primitive

from closedform.verify.judging.fingerprint import Unhashable, fingerprint
from tests.helpers import ROOT, python

HELPER = """
import jax.numpy as jnp

TABLE = {"weights": (1.0, 2.0)}

def doubled(x):
    return x * 2.0

def raised(x, by):
    return x**by

class Offset:
    step = 0.5

    def __init__(self, by):
        self.by = by

    def __call__(self, x):
        return x + self.by * self.step
"""

SOURCE = '''
import functools

import jax
import jax.numpy as jnp
import numpy as np
import helper_of_a_claim as helper

WEIGHTS = np.array([1.0, 2.0, 3.0])
SHIFT = jnp.asarray([0.0, 1.0, 0.0])
POWERS = {"even": [2, 4], "odd": [3]}
KNOWN = {1.5, 2.5}
RAISED = functools.partial(helper.raised, by=3)
MOVED = helper.Offset(1.0)

def scaling(by):
    held = {"by": [by]}

    def scaled(x):
        return x * held["by"][0]

    return scaled

SCALED = scaling(4.0)

@jax.custom_jvp
def softened(x):
    return jnp.tanh(x)

@softened.defjvp
def _(primals, tangents):
    (x,), (dx,) = primals, tangents
    return softened(x), dx * (1 - jnp.tanh(x) ** 2)

@jax.custom_vjp
def clipped(x):
    return jnp.sum(x)

clipped.defvjp(lambda x: (clipped(x), x.shape), lambda shape, g: (g * jnp.ones(shape) * 1.0,))

def f(x, scale=np.float64(2.0), *, shifts=(0.0, [1.0])):
    """The sum of all that stands above."""
    total = WEIGHTS @ x + SHIFT @ x
    total += jnp.sum(x ** POWERS["even"][0])  # the first power
    total += sum(sorted(KNOWN)) * x[0] + jnp.sum(RAISED(x)) + jnp.sum(MOVED(x))
    total += jnp.sum(SCALED(x)) + jnp.sum(softened(x)) + clipped(x)
    total += helper.doubled(x)[0] * helper.TABLE["weights"][1]
    return total * scale + shifts[1][0]
'''


@pytest.fixture
def hashed(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """The hash of f with its gradient, where one text stands in place of another in its module or
    in the one that it imports."""
    before = list(sys.path)

    def of(old: str = "", new: str = "") -> str:
        assert old in SOURCE + HELPER
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / "helper_of_a_claim.py").write_text(HELPER.replace(old, new) if old else HELPER)
        (folder / "claims.py").write_text(SOURCE.replace(old, new) if old else SOURCE)
        sys.path[:] = [str(folder), *before]
        sys.modules.pop("helper_of_a_claim", None)
        spec = importlib.util.spec_from_file_location("claims", folder / "claims.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        with jax.enable_x64(True):
            spec.loader.exec_module(module)
            x = jax.ShapeDtypeStruct((3,), "float64")
            return fingerprint([jax.make_jaxpr(g)(x) for g in (module.f, jax.grad(module.f))])

    yield of
    sys.path[:] = before
    sys.modules.pop("helper_of_a_claim", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("[1.0, 2.0, 3.0]", "[1.0, 2.0, 4.0]", id="an array of numpy"),
        pytest.param("[0.0, 1.0, 0.0]", "[0.0, 1.0, 1.0]", id="an array of jax"),
        pytest.param('"even": [2, 4]', '"even": [4, 2]', id="a dict of lists"),
        pytest.param("{1.5, 2.5}", "{1.5, 3.5}", id="a set"),
        pytest.param("by=3", "by=5", id="a partial"),
        pytest.param("Offset(1.0)", "Offset(2.0)", id="an attribute of an instance"),
        pytest.param("scaling(4.0)", "scaling(8.0)", id="a closure"),
        pytest.param("x * 2.0", "x * 3.0", id="a function of another module"),
        pytest.param("step = 0.5", "step = 0.25", id="an attribute of another module's class"),
        pytest.param("x + self.by", "x - self.by", id="a method of another module's class"),
        pytest.param('"weights": (1.0, 2.0)', '"weights": (1.0, 3.0)', id="another module's dict"),
        pytest.param("(1 - jnp.tanh(x) ** 2)", "(2 - jnp.tanh(x) ** 2)", id="a rule of jvp"),
        pytest.param("jnp.ones(shape) * 1.0", "jnp.ones(shape) * 0.5", id="a rule of vjp"),
        pytest.param("np.float64(2.0)", "np.float64(3.0)", id="a default that is an array"),
        pytest.param("(0.0, [1.0])", "(0.0, [2.0])", id="a default that holds a list"),
        pytest.param("total * scale", "total / scale", id="an operation"),
    ],
)
def test_what_is_computed_changes_it(hashed: Callable[..., str], old: str, new: str) -> None:
    assert hashed(old, new) != hashed()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("total", "whole"),
        ("  # the first power", "\n"),
        ('"""The sum of all that stands above."""', '"""A sum."""'),
        ("held", "kept_here"),
        ('"odd": [3]', '"odd": [5]'),
        ("softened", "smoothed"),
    ],
)
def test_names_words_and_what_is_not_asked_for_do_not(
    hashed: Callable[..., str], old: str, new: str
) -> None:
    assert hashed(old, new) == hashed()


def test_a_rule_alone_is_seen_in_the_derivative_only() -> None:
    """Why programs that are differentiated are hashed with their derivatives."""

    @jax.custom_jvp
    def one(x):
        return x

    @jax.custom_jvp
    def other(x):
        return x

    one.defjvps(lambda dx, out, x: dx)
    other.defjvps(lambda dx, out, x: 2 * dx)
    values = [fingerprint(jax.make_jaxpr(f)(1.0)) for f in (one, other)]
    slopes = [fingerprint(jax.make_jaxpr(jax.grad(f))(1.0)) for f in (one, other)]
    assert values[0] == values[1]
    assert slopes[0] != slopes[1]


def _printed(x):
    jax.debug.print("{}", x)
    return x


@pytest.mark.parametrize(
    ("f", "why"),
    [
        (lambda x: jax.pure_callback(np.sin, x, x), "pure_callback does not follow"),
        (_printed, "effects|debug_callback"),
        (lambda x: jax.lax.rng_uniform(0.0, x, (2,)), "rng_uniform does not follow"),
        (
            lambda x: jax.ffi.ffi_call("of_mine", jax.ShapeDtypeStruct((), x.dtype))(x),
            "ffi_call does not follow",
        ),
        (lambda x: jax.jit(lambda y: jax.pure_callback(np.sin, y, y))(x), "jit holds jaxpr: "),
    ],
)
def test_what_does_not_say_all_of_itself_has_none(f: Callable[..., Any], why: str) -> None:
    with pytest.raises(Unhashable, match=why):
        fingerprint(jax.make_jaxpr(f)(1.0))


@pytest.mark.parametrize("value", [object(), len, np.array([object()]), {"f": print}, int])
def test_values_that_are_not_known_have_none(value: Any) -> None:
    with pytest.raises(Unhashable, match="does not say all of itself"):
        fingerprint(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (0.0, -0.0),
        ("1", 1),
        ((1, 2), [1, 2]),
        (("ab", "c"), ("a", "bc")),
        (([1], 2), ([1, 2],)),
        (np.zeros(2), np.zeros(2, np.float32)),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.float64(1), np.array([1.0])),
        ({"a": 1, "b": 2}, {"a": 2, "b": 1}),
        ({1, 2}, {1, 3}),
        (jax.random.key(0), jax.random.key(1)),
        (jax.random.key(0), jax.random.key_data(jax.random.key(0))),
    ],
)
def test_values_that_differ_have_hashes_that_differ(one: Any, other: Any) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_the_order_of_what_has_none_does_not_matter() -> None:
    assert fingerprint({"a": 1, "b": {1, 2}}) == fingerprint({"b": {2, 1}, "a": 1})


def test_operands_of_another_dtype_or_shape_are_another_program() -> None:
    shapes = [((2,), "float32"), ((3,), "float32"), ((2,), "int32")]
    operands = [jax.ShapeDtypeStruct(*shape) for shape in shapes]
    found = {fingerprint(jax.make_jaxpr(lambda x: x * 2)(operand)) for operand in operands}
    found.add(fingerprint(jax.make_jaxpr(lambda x: x * 2)(2.0)))  # weakly typed
    assert len(found) == 4


def test_control_flow_is_looked_into() -> None:
    def loop(step: float) -> Callable[..., Any]:
        return lambda x: jax.lax.scan(lambda c, _: (c * step, None), x, None, length=3)[0]

    def branch(step: float) -> Callable[..., Any]:
        return lambda x: jax.lax.cond(x > 0, lambda y: y * step, lambda y: y, x)

    for made in (loop, branch):
        one, two, again = (fingerprint(jax.make_jaxpr(made(s))(1.0)) for s in (2.0, 3.0, 2.0))
        assert one == again != two


EVERYWHERE = """
import jax
from closedform.formulas import gather
from closedform.verify.draws.random import draw
from closedform.verify.draws.sizes import rounds
from closedform.verify.judging.fingerprint import fingerprint
from closedform.verify.oracles.closed import closed
jax.config.update("jax_enable_x64", True)
claims = {claim.kind.name: claim for claim in gather()[0]}
for claim in claims.values():
    first = rounds(claim, 1, 0)[0]
    drawn = draw(claim, first.sizes, 0)
    method = closed(claim, first.sizes)
    print(fingerprint(jax.make_jaxpr(method)(drawn.args, drawn.tangents)))
"""


def test_every_process_finds_the_same_hash_of_a_claim_of_each_kind() -> None:
    one, two = (python("-c", EVERYWHERE, cwd=ROOT, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.returncode == 0, one.stderr
    assert one.stdout.count("\n") > 10
    assert one.stdout == two.stdout


def test_a_primitive_of_ones_own_does_not_say_what_it_computes():
    twice = Primitive("twice")
    twice.def_impl(lambda x: 2 * x)
    twice.def_abstract_eval(lambda x: x)
    with pytest.raises(Unhashable, match="what the primitive twice computes is not in the program"):
        fingerprint(jax.make_jaxpr(twice.bind)(1.0))
