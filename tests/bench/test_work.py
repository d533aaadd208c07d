"""A cell at work: what its hash follows from, and its methods from tracing to rows."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jax
import pytest

from closedform.bench import devices, methods
from closedform.bench.measure import QUEUED
from closedform.bench.work import Work
from closedform.formulas._kit.catalogue import read
from closedform.verify.judging import fingerprint as prints
from tests.bench.made import chosen

HELPER = """
FACTORS = {"of": [2.0, 3.0]}


class Scale:
    by = 1.0

    def __init__(self, more):
        self.more = more

    def __call__(self, x):
        return x * self.by * self.more
"""

SOURCE = '''
import functools

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from closedform import Positive, formula
from closedform.formulas._kit.notation import D
import beside_the_claim as beside

TABLE = np.array([1.0, 2.0])
ONES = {1.0}
SCALED = functools.partial(jnp.multiply, 1.0)
SCALE = beside.Scale(1.0)


def closure(held):
    return lambda x: x * held["by"]


CLOSED = closure({"by": 1.0})


@jax.custom_jvp
def square(x):
    return jnp.sum(x * x)


@square.defjvp
def _(primals, tangents):
    (x,), (dx,) = primals, tangents
    return square(x), 2.0 * x @ dx


@formula(source="a test")
def f(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return square(x)


@f.gradient("x", flops=lambda n: n)
def _(x):
    r"""2x"""
    x = SCALE(CLOSED(SCALED(x))) * sum(ONES)
    return x * TABLE[1] * beside.FACTORS["of"][0] / 2.0


@f.gradient("x", form="plain")
def _(x):
    r"""x + x"""
    return x + x
'''


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[..., Work]]:
    """The gradient's cell, where one text stands in place of another."""
    before = list(sys.path)

    def work(old: str = "", new: str = "", **how: Any) -> Work:
        assert old in SOURCE + HELPER
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / "beside_the_claim.py").write_text(HELPER.replace(old, new) if old else HELPER)
        path = folder / "mine.py"
        path.write_text(SOURCE.replace(old, new) if old else SOURCE)
        sys.path[:] = [str(folder), *before]
        sys.modules.pop("beside_the_claim", None)
        first, *_ = read(path).claims.values()
        return Work(first, {"n": 4}, **how)

    yield work
    sys.path[:] = before
    sys.modules.pop("beside_the_claim", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("array([1.0, 2.0])", "array([1.0, 3.0])", id="an array"),
        pytest.param("ONES = {1.0}", "ONES = {2.0}", id="a set"),
        pytest.param("jnp.multiply, 1.0", "jnp.multiply, 2.0", id="a partial"),
        pytest.param("Scale(1.0)", "Scale(2.0)", id="an instance"),
        pytest.param('"by": 1.0', '"by": 2.0', id="a closure over a dict"),
        pytest.param('"of": [2.0', '"of": [4.0', id="a dict of lists in another file"),
        pytest.param("by = 1.0", "by = 2.0", id="a class in another file"),
        pytest.param("x * self.by", "x / self.by", id="a method in another file"),
        pytest.param("2.0 * x @ dx", "3.0 * x @ dx", id="a rule of differentiation"),
        pytest.param("square(x)\n", "square(x) * 1.5\n", id="the formula"),
        pytest.param("return x + x", "return 2.0 * x", id="another form"),
        pytest.param("x: Float", "x: Positive", id="a domain"),
        pytest.param("lambda n: n", "lambda n: 2 * n", id="the stated work"),
        pytest.param("return x + x", "raise ValueError", id="a form that fails"),
    ],
)
def test_what_is_computed_drawn_or_stated_changes_the_hash(
    written: Callable[..., Work], old: str, new: str
) -> None:
    assert written(old, new).fingerprint() != written().fingerprint()


def test_dtype_seed_settings_and_versions_change_it(
    written: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {written(**how).fingerprint() for how in ({}, {"dtype": "float32"}, {"seed": 1})}
    monkeypatch.setenv("NPROC", "7")
    found.add(written().fingerprint())
    monkeypatch.setattr(devices, "versions", lambda: {**prints.versions(), "jax": "99"})
    found.add(written().fingerprint())
    assert len(found) == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CLOSED", "ENCLOSED"),
        ('r"""2x"""', 'r"""2 x, twice the point"""  # by the rule of powers'),
        ("held", "kept_here"),
        ('source="a test"', 'source="a page"'),
    ],
)
def test_names_words_and_sources_do_not(written: Callable[..., Work], old: str, new: str) -> None:
    assert written(old, new).fingerprint() == written().fingerprint()


def test_what_does_not_say_all_of_itself_has_no_hash(written: Callable[..., Work]) -> None:
    work = written("jnp.sum(x * x)", "jax.pure_callback(lambda x: np.sum(x * x), x[0], x)")
    assert work.fingerprint() is None


@pytest.mark.parametrize(
    "body",
    [
        "return D(lambda y: f(y) * 1.0, x)",
        "return jax.grad(lambda y: jnp.sum(y * y))(x)",
        "return jax.pure_callback(lambda x: 2 * np.asarray(x), x, x)",
    ],
)
def test_a_form_that_differentiates_is_not_timed_against_autodiff(
    written: Callable[..., Work], body: str
) -> None:
    work = written("return x + x", body)
    assert {row.method: row.outcome for row in work.rows(0.02)} == {
        "closed form": "ok",
        "reverse": "ok",
        "forward": "ok",
        "control": "ok",
        "plain": "circular",
    }


def test_a_form_that_differentiates_is_told_before_it_is_traced_at_length(
    written: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written out entry by entry it would take its cell's time, and the other forms with it."""
    traced: list[tuple[int, ...]] = []
    trace = methods.trace

    def noted(name: str, role: str, method: Any, args: Any, tangents: Any) -> Any:
        if role == "closed form":
            traced.append(args["x"].shape)
        return trace(name, role, method, args, tangents)

    monkeypatch.setattr(methods, "trace", noted)
    work = written("return x + x", "return D(lambda y: f(y) * 1.0, x)")
    assert [row.method for row in work.out] == ["plain"]
    (n,) = work.sizes.values()
    assert sorted(traced) == [(2,), (2,), (n,)]


def test_nothing_more_is_compiled_to_check_what_is_timed(
    written: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compile = methods.Traced.compiled

    def counted(self: methods.Traced) -> methods.Compiled:
        compiled.append(self.name)
        return compile(self)

    monkeypatch.setattr(methods.Traced, "compiled", counted)
    rows = written().rows(0.02)
    methods_of_cell = ["closed form", "plain", "reverse", "forward"]
    assert [name for name in compiled if name != "control"] == methods_of_cell
    assert [row.method for row in rows] == [*methods_of_cell, "control"]


def test_a_control_that_can_not_be_copied_is_compiled_once_more(
    written: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> object:
        raise NotImplementedError

    monkeypatch.setattr(methods.serialize_executable, "serialize", refusing)
    (control,) = (row for row in written().rows(0.02) if row.role == "control")
    assert control.outcome == "ok"
    assert (control.compile_seconds or 0) > 0


def test_calls_are_queued_where_their_results_fit_together(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (claim, *_) = chosen(entries, "squares")
    work = Work(claim, {"n": 4})
    work.compile()
    compiled = work.ready["closed form"]
    needed = QUEUED * (compiled.peak_bytes or 0)
    assert needed > 0
    assert not work.queues(compiled)
    work.device = SimpleNamespace(platform="gpu")
    for free, queued in ((needed, True), (needed - 1, False)):
        monkeypatch.setattr(devices, "free_bytes", lambda *_, free=free: free)
        assert work.queues(compiled) is queued


def test_only_what_is_queued_has_a_time_of_the_devices_own(
    entries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Work, "queues", lambda _, compiled: compiled.name == "sum")
    (claim, *_) = chosen(entries, "squares")
    rows = Work(claim, {"n": 4}).rows(0.02)
    assert {row.outcome for row in rows} == {"ok"}
    assert [row.method for row in rows if row.device_seconds is not None] == ["sum"]


def test_a_copy_of_a_program_gives_the_same(entries: Path) -> None:
    (claim, *_) = chosen(entries, "squares")
    work = Work(claim, {"n": 4})
    work.compile()
    with work.settings():
        operands = work.placed(work.drawn)
        copy = work.copied("reverse", operands)
        one, other = (jax.tree.leaves(c.on(*operands)()) for c in (work.ready["reverse"], copy))
    assert all((a == b).all() for a, b in zip(one, other, strict=True))
    assert (copy.name, copy.role) == ("control", "control")
