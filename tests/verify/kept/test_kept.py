"""A verdict is kept for as long as nothing that it follows from changes, and no longer."""

import re
import shutil
import sqlite3
import threading

import pytest

from closedform.formulas._kit.survey import select
from closedform.verify.kept import basis, shelf
from closedform.verify.run import children, verify

HELPER = "FACTOR = 2.0\n\n\ndef times(a):\n    return FACTOR * a\n"
DOMAIN = '''
from closedform.formulas._kit.domains.domain import Domain


class Small(Domain):
    """Entries of size 1/4."""

    words = "small"

    @classmethod
    def draw(cls, rng, shape, scale=1.0, cond=None):
        """Normal entries."""
        return 0.25 * rng.normal(size=shape)
'''
MINE = '''
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from closedform import formula
from helper_of_mine import times
from domain_of_mine import Small

TABLE = {"half": 0.5}


@jax.custom_jvp
def square(x):
    return x * x


@square.defjvp
def _(primals, tangents):
    (x,), (dx,) = primals, tangents
    return square(x), 2 * x * dx


@formula
def energy(x: Float[Array, " n"], s: Small[Array, ""]) -> Float[Array, ""]:
    r"""s x^\\top x"""
    return s * TABLE["half"] * times(x @ x)


@energy.gradient("x")
def _(x, s):
    r"""2 s x"""
    return s * times(x)


@formula
def with_rule(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return jnp.sum(square(x))


@with_rule.gradient("x")
def _(x):
    r"""2x"""
    return 2 * x


@formula
def wrong(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return x @ x


@wrong.gradient("x")
def _(x):
    r"""x"""
    return x
'''
EDITS = {
    "the claim": ("mine.py", "return s * times(x)", "return s * times(x) + 0.0 * x[::-1]"),
    "a constant": ("mine.py", '{"half": 0.5}', '{"half": 0.25}'),
    "a helper in another file": ("helper_of_mine.py", "FACTOR * a", "FACTOR * a + 0.0"),
    "a helper's constant": ("helper_of_mine.py", "FACTOR = 2.0", "FACTOR = 3.0"),
    "a domain": ("domain_of_mine.py", "0.25 *", "0.125 *"),
    "a domain, otherwise": ("domain_of_mine.py", 'words = "small"', 'words = "tiny"'),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """Files of formulas whose verdicts are kept, and the verdicts."""
    here = tmp_path_factory.mktemp("checked")
    for name, text in (("helper_of_mine", HELPER), ("domain_of_mine", DOMAIN), ("mine", MINE)):
        (here / f"{name}.py").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        _cached_in(here, patch)
        return here, found(here)


@pytest.fixture
def folder(checked, tmp_path, monkeypatch):
    """A copy of them, in another place."""
    shutil.copytree(checked[0], tmp_path, dirs_exist_ok=True)
    _cached_in(tmp_path, monkeypatch)
    return tmp_path


def _cached_in(folder, patch):
    patch.setattr(shelf, "path", lambda: folder / "closedform" / "verdicts.sqlite3")
    patch.setenv("XDG_CACHE_HOME", str(folder))
    patch.delenv("CLOSEDFORM_FRESH", raising=False)


def found(folder, draws=8, seed=0, **how):
    """The verdicts by claim; each by a child that has imported nothing before."""
    with children(1) as within:
        chosen = select([str(folder / "mine.py")], within)
        assert not chosen.broken
        return {
            v.formula.split(".")[-1]: v for v in verify(chosen.claims, within, draws, seed, **how)
        }


def kept(verdicts):
    return {name for name, v in verdicts.items() if v.kept}


def test_what_did_not_change_is_kept_and_anything_that_did_is_not(checked, folder):
    first = checked[1]
    assert {name: v.status for name, v in first.items()} == {
        "energy": "verified", "with_rule": "verified", "wrong": "refuted"}  # fmt: skip
    assert kept(first) == set()
    again = found(folder)
    assert kept(again) == {"energy", "with_rule", "wrong"}
    for name, v in again.items():
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", str(v.kept))
        v.kept, v.file, v.origin = None, first[name].file, first[name].origin
        assert v == first[name]
    assert kept(found(folder, fresh=True)) == set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLOSEDFORM_FRESH", "1")
        assert kept(found(folder)) == set()
    assert kept(found(folder, seed=1)) == set()
    assert kept(found(folder, draws=9)) == set()


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_checked_again(folder, edit):
    file, before, after = EDITS[edit]
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after))
    assert "energy" not in kept(found(folder))


def test_a_rule_of_ones_own_is_part_of_it(folder):
    text = (folder / "mine.py").read_text()
    (folder / "mine.py").write_text(text.replace("2 * x * dx", "3 * x * dx"))
    again = found(folder)
    assert kept(again) == {"energy", "wrong"}
    assert again["with_rule"].status == "disputed"


def test_comments_and_names_of_variables_change_nothing(folder):
    text = (folder / "mine.py").read_text()
    text = text.replace("    return x @ x\n", "    y = x  # the same\n    return y @ x\n")
    (folder / "mine.py").write_text(f"# a line\n{text}")
    again = found(folder)
    assert kept(again) == {"energy", "with_rule", "wrong"}


def claim(folder):
    from closedform.formulas._kit.catalogue import scan

    return scan(folder / "mine.py").claims["mine.energy.gradient.x"]


def test_the_code_that_judges_and_versions_are_part_of_it(folder, monkeypatch):
    energy = claim(folder)
    before = basis.key(energy, 8, 0)
    assert before is not None and basis.key(energy, 8, 0) == before
    monkeypatch.setattr(basis, "versions", lambda: {"jax": "0.0.1"})
    assert basis.key(energy, 8, 0) != before
    monkeypatch.undo()
    monkeypatch.setattr(basis, "code", lambda: "another tolerance")
    assert basis.key(energy, 8, 0) != before


def test_the_code_is_all_that_judges(tmp_path, monkeypatch):
    package = tmp_path / "closedform"
    for folder in ("verify/judging", "formulas/_kit", "formulas/traces", "reports", "workers"):
        (package / folder).mkdir(parents=True)
        (package / folder / "a.py").write_text("A = 1\n")
    (package / "__init__.py").write_text("")
    monkeypatch.setattr(basis, "PACKAGE", package)

    def code():
        basis.code.cache_clear()
        return basis.code()

    try:
        said = {"": code()}
        for folder in ("verify/judging", "formulas/_kit", "workers", "formulas/traces", "reports"):
            (package / folder / "a.py").write_text("A = 2\n")
            said[folder] = code()
    finally:
        monkeypatch.undo()
        basis.code.cache_clear()
    each = list(said.values())
    assert len(set(each[:4])) == 4 and each[3] == each[4] == each[5]


CALLBACK = '''
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from closedform import formula


@formula
def energy(x: Float[Array, " n"]) -> Float[Array, ""]:
    r"""x^\\top x"""
    return x @ x


@energy.gradient("x")
def _(x):
    r"""2x"""
    return jax.pure_callback(lambda x: 2 * np.asarray(x), jax.ShapeDtypeStruct(x.shape, x.dtype), x)
'''


def test_what_does_not_say_all_of_itself_is_not_kept(folder):
    (folder / "mine.py").write_text(CALLBACK)
    assert kept(found(folder)) == kept(found(folder)) == set()


def test_errors_are_not_kept(folder):
    (folder / "mine.py").write_text(
        MINE.replace('    r"""x"""\n    return x\n', '    return "x"\n')
    )
    assert found(folder)["wrong"].status == "error"
    assert "wrong" not in kept(found(folder))


def row(under):
    found = shelf.get(under)
    return found and found[0]


# ── The file ────────────────────────────────────────────────────────────────────


def test_a_damaged_file_is_made_anew(folder):
    shelf.put("a", {"status": "verified"})
    assert row("a") == {"status": "verified"}
    shelf.path().write_bytes(b"no database at all" * 500)
    assert shelf.get("a") is None
    shelf.put("b", {"status": "refuted", "share": float("inf")})
    assert row("b") == {"status": "refuted", "share": float("inf")}


def test_a_row_that_is_no_row_counts_for_nothing(folder):
    shelf.put("a", {"status": "verified"})
    with sqlite3.connect(shelf.path()) as file:
        file.execute("UPDATE verdicts SET row = '[1'")
    file.close()
    assert shelf.get("a") is None


def test_it_may_be_missing_or_can_not_be_made(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "path", lambda: tmp_path / "a file" / "verdicts.sqlite3")
    (tmp_path / "a file").write_text("")
    shelf.put("a", {"status": "verified"})
    assert shelf.get("a") is None


def test_several_write_at_once(folder):
    def write(k):
        for n in range(20):
            shelf.put(f"{k} {n}", {"status": "verified", "n": n})

    threads = [threading.Thread(target=write, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(
        row(f"{k} {n}") == {"status": "verified", "n": n} for k in range(4) for n in range(20)
    )


def test_the_oldest_go_first(folder, monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 3)
    for n in range(5):
        shelf.put(str(n), {"n": n})
    assert [shelf.get(str(n)) is None for n in range(5)] == [True, True, False, False, False]
