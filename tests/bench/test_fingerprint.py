"""The hash that a key ends with: it follows what is computed, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from closedform.bench import fingerprint as prints
from closedform.bench import methods, plan
from closedform.formulas import Claim, Gram
from closedform.formulas._kit.catalogue import read
from tests.helpers import ROOT, python

SOURCE = '''
from typing import NamedTuple
import jax.numpy as jnp
from jaxtyping import Array, Float
from closedform.formulas import Positive, formula
from closedform.formulas._kit.notation import D

POWER = 2
SCALES = (1.0, (2.0, 3.0))


class Scaled(NamedTuple):
    x: Array

    @property
    def factor(self):
        return self.one() * 1.0

    @staticmethod
    def one():
        return 1.0 + 0.0

    def dense(self):
        return self.x * self.factor


def half(x):
    return Scaled(x / 2).dense() * SCALES[0]


@formula(source="a test")
def f(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""half the sum of squares"""
    return jnp.sum(half(x**POWER))


@f.gradient("x")
def _(x):
    r"""x"""
    return jnp.stack([x[i] * 1.0 for i in range(len(x))])


def through(x):
    return D(lambda x: f(x) * 1.0, x)


@f.gradient("x", form="plain")
def _(x):
    r"""x"""
    return x


@f.hessian("x")
def _(n):
    r"""I"""
    return jnp.eye(n)
'''


@pytest.fixture
def hashed(tmp_path: Path) -> Callable[..., str]:
    """The hash of the gradient, where the source has one text in place of another."""

    def of(old: str = "", new: str = "") -> str:
        assert old in SOURCE
        path = tmp_path / f"f{len(list(tmp_path.iterdir()))}" / "made.py"
        path.parent.mkdir()
        path.write_text(SOURCE.replace(old, new, 1) if old else SOURCE)
        return prints.fingerprint(forms(path))

    return of


def forms(path: Path) -> list[Claim]:
    return [claim for claim in read(path).claims.values() if claim.kind.name == "gradient"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r"""x"""', 'r"""x, the point itself"""'),
        ("POWER = 2", "POWER = 2  # an even one\n\n"),
        ("jnp.eye(n)", "jnp.eye(n) * 1.0"),
        ('source="a test"', 'source="a book"'),
        ("class Scaled(NamedTuple):", 'class Scaled(NamedTuple):\n    """With a factor."""\n'),
    ],
)
def test_words_lines_and_neighbours_do_not_change_it(
    hashed: Callable[..., str], old: str, new: str
) -> None:
    assert hashed(old, new) == hashed()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("POWER = 2", "POWER = 3"),
        ("x / 2", "x / 4"),
        ("x[i] * 1.0", "x[i] * 2.0"),
        ("    return x\n", "    return x + 0\n"),
        ("half(x**POWER)", "half(abs(x)**POWER)"),
        ('form="plain"', 'form="simple"'),
        ("x: Float[", "x: Positive["),
        ("SCALES = (1.0, (2.0, 3.0))", "SCALES = (1.0, (2.0, 4.0))"),
        ("self.x * self.factor", "self.x / self.factor"),
        ("self.one() * 1.0", "self.one() * 2.0"),
        ("1.0 + 0.0", "1.0 + 1.0"),
    ],
)
def test_what_is_computed_changes_it(hashed: Callable[..., str], old: str, new: str) -> None:
    assert hashed(old, new) != hashed()


def test_classes_of_our_own_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    path.write_text(
        SOURCE.replace("Scaled(x / 2)", "Gram(x[:, None], x)").replace(
            "import Positive", "import Gram, Positive"
        )
    )
    before = prints.fingerprint(forms(path))
    monkeypatch.setattr(Gram, "dense", lambda self: self.A.T @ self.A)
    monkeypatch.setattr(Gram.dense, "__module__", Gram.__module__)
    assert prints.fingerprint(forms(path)) != before


def test_versions_change_it(hashed: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = hashed()
    monkeypatch.setattr(prints, "versions", lambda: {"jax": "99"})
    assert hashed() != before


def test_every_process_finds_the_same_keys() -> None:
    code = "from closedform.bench import plan; from closedform.formulas import gather; "
    code += "print([c.key for c in plan.plan(gather()[0])[0]])"
    one, two = (python("-c", code, cwd=ROOT, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout


def test_keys_tell_cells_apart_by_claim_shape_dtype_device_and_code(tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    path.write_text(SOURCE)
    claims = read(path).claims.values()
    cells = [
        cell for dtype in ("float64", "float32") for cell in plan.plan(claims, "4,8", dtype)[0]
    ]
    cells += plan.plan(claims, "4,8", "float64", "gpu")[0]
    assert len({cell.key for cell in cells}) == len(cells) == 12
    code = prints.fingerprint(forms(path))
    assert cells[0].key == f"made.f.gradient.x[n=4] float64 cpu #{code}"


def test_forms_that_hold_autodiff_themselves_are_not_timed_against_it(tmp_path: Path) -> None:
    direct = "jnp.stack([x[i] * 1.0 for i in range(len(x))])"
    one, both = (
        SOURCE.replace(direct, "through(x)"),
        SOURCE.replace(direct, "through(x)").replace("return x\n", "return through(x)\n"),
    )
    for text, left in ((SOURCE, ["closed form", "plain"]), (one, ["plain"]), (both, [])):
        path = tmp_path / f"made_{len(left)}.py"
        path.write_text(text)
        cells, untimed = plan.plan(forms(path), "4")
        assert [methods.name(form) for cell in cells for form in methods.forms(cell.claim)] == left
        assert [one.reason for one in untimed] == ([] if left else ["autodiff is inside the claim"])
