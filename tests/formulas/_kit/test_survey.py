"""What files hold is told by a child: one that hangs, leaves, eats memory or changes what others
rest on costs itself alone."""

import os
import sys

import pytest

from closedform.formulas import InputError, catalogue, gather
from closedform.formulas._kit import survey as surveys
from closedform.formulas._kit.description import Bare, describe
from closedform.formulas._kit.survey import Survey, select, survey
from closedform.workers.pool import Pool
from tests.helpers import RIGHT_AND_WRONG, ROOT

BARE = RIGHT_AND_WRONG.partition("@energy.gradient")[0]
LOG_DET = """
from jaxtyping import Array, Float
from closedform import formula


@formula
def log_det(X: Float[Array, "n n"]) -> Float[Array, ""]:
    return X.sum()


@log_det.gradient
def _(X):
    return X
"""


@pytest.fixture
def children():
    with Pool(2, time_limit=5.0, memory_limit=1.0) as pool:
        yield pool


def written(path, text=RIGHT_AND_WRONG):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return str(path)


def test_a_file_is_not_imported_here(tmp_path, children):
    mark = tmp_path / "imported"
    text = f"import os\nopen({str(mark)!r}, 'a').write(f'{{os.getpid()}} ')\n{RIGHT_AND_WRONG}"
    before = set(sys.modules)
    found = select([written(tmp_path / "mine.py", text)], children)
    assert [claim.id for claim in found.claims] == [
        "mine.energy.gradient.x",
        "mine.energy.gradient.x.form-symmetric",
    ]
    assert str(os.getpid()) not in mark.read_text().split()
    assert not [name for name in set(sys.modules) - before if "mine" in name]


def test_what_is_told_is_what_a_claim_says(tmp_path, children):
    claim = catalogue().claims["log_det.hessian.X.along-Symmetric"]
    (found,) = select(["log_det.hessian.X.along-Symmetric"], children).claims
    assert found == describe(claim)
    assert (found.along, found.kind, found.wrt, found.home) == ("Symmetric", "hessian", ["X"], None)
    path = written(tmp_path / "mine.py")
    one, _ = select([path], children).claims
    assert (one.origin, one.home, one.file, one.line) == (path, path, path, 15)


def test_ids_that_clash_are_told_apart_by_their_file(tmp_path, children, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = [written(tmp_path / name) for name in ("a/mine.py", "b/mine.py", "b/other.py")]
    found = select(files, children).claims
    keys = [claim.key for claim in found]
    assert len(keys) == len(set(keys)) == 6
    assert keys[::2] == [
        "a/mine.py::mine.energy.gradient.x",
        "b/mine.py::mine.energy.gradient.x",
        "other.energy.gradient.x",
    ]
    assert {claim.id for claim in found[:4]} == {claim.id for claim in found[:2]}


def test_a_file_whose_ids_are_the_catalogues_keeps_both(tmp_path, children, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = written(tmp_path / "log_det.py", LOG_DET)
    found = {claim.key: claim for claim in select([file, "log_det.gradient.X"], children).claims}
    assert found["log_det.gradient.X"].origin == "closedform.formulas.determinants.log_det"
    assert found["log_det.py::log_det.gradient.X"].origin == file


def test_a_file_that_is_named_twice_is_one(tmp_path, children, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = written(tmp_path / "mine.py")
    (tmp_path / "link.py").symlink_to("mine.py")
    assert len(select([file, "./mine.py", "link.py"], children).claims) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("while True:\n    pass", "can't be imported: no answer within 5 s"),
        ("import os\nos._exit(0)", "can't be imported: the process died: exit status 0"),
        ("import os\nos.abort()", "can't be imported: the process died: SIGABRT"),
        (
            "held = []\nwhile True:\n    held.append(b'1' * (50 * 2**20))",
            "can't be imported: more than 1 GiB of memory",
        ),
        ("raise SystemExit(0)", "can't be imported: SystemExit: 0"),
        ("raise KeyboardInterrupt", "can't be imported: KeyboardInterrupt"),
        ("import sys\nsys.path.clear()", "holds no formula"),
    ],
    ids=["hangs", "leaves", "aborts", "eats", "exits", "interrupts", "without a path"],
)
def test_a_file_that_ends_the_process_is_told_of(tmp_path, children, text, says):
    path = written(tmp_path / "mine.py", text)
    with pytest.raises(InputError, match=says) as caught:
        select([path], children)
    assert str(caught.value).startswith(path)
    assert "\n" not in str(caught.value)


def test_files_are_looked_at_before_any_child_is_asked(tmp_path):
    with Pool(1) as children:
        for name in ("none.py", "notes.txt"):
            with pytest.raises(InputError):
                select([str(tmp_path / name)], children)
        assert children.children == []


def test_what_one_file_changes_others_do_not_see(tmp_path, children):
    changing = "import os, sys\nos.chdir('/')\nsys.setrecursionlimit(60)\nimport jaxtyping\n"
    changing += "jaxtyping.Float = None\n"
    files = [written(tmp_path / "a.py", changing), written(tmp_path / "b.py")]
    found = survey([tmp_path / "a.py", tmp_path / "b.py"] * 3, children)
    assert [len(one.claims) for one in found] == [0, 2] * 3
    assert len(files) == 2


def test_formulas_without_a_claim_are_told(tmp_path, children):
    path = written(tmp_path / "mine.py", BARE)
    found = select([path], children)
    assert (found.claims, found.bare) == ([], [Bare("mine.energy", f"{path}:6")])
    assert str(found.bare[0]).startswith("mine.energy has no claim, and nothing of it is checked: ")


@pytest.mark.parametrize(
    ("text", "tests", "foreign", "trouble"),
    [
        (RIGHT_AND_WRONG, False, False, ""),
        (f"{RIGHT_AND_WRONG}\ndef test_a(): pass\n", True, False, ""),
        ("from unittest import TestCase as TestOne", True, False, ""),
        ("import nothing_of_this_name", False, True, "ModuleNotFoundError"),
        (RIGHT_AND_WRONG.replace('"x", form', '"y", form'), False, False, "no variable 'y'"),
    ],
)
def test_what_else_a_file_holds(tmp_path, children, text, tests, foreign, trouble):
    written(tmp_path / "mine.py", text)
    (found,) = survey([tmp_path / "mine.py"], children)
    assert (found.tests, found.foreign) == (tests, foreign)
    assert trouble in (found.trouble or "")
    assert bool(trouble) == bool(found.trouble)


def test_our_own_files_are_read_here(children):
    (found,) = survey([ROOT / "formulas" / "determinants" / "log_det.py"], children)
    assert found.claims
    assert children.children == []


def test_a_function_from_elsewhere_may_be_registered(tmp_path, children):
    head, _, claims = RIGHT_AND_WRONG.partition('@formula(source="a page")\n')
    function, _, claims = claims.partition("\n\n\n@energy")
    written(tmp_path / "functions.py", head + function)
    text = "from closedform import formula as register\nfrom functions import energy as theirs\n"
    written(tmp_path / "mine.py", f"{text}energy = register(theirs)\n\n\n@energy{claims}")
    (mine,) = survey([tmp_path / "mine.py"], children)
    assert [claim.id for claim in mine.claims] == [
        "functions.energy.gradient.x",
        "functions.energy.gradient.x.form-symmetric",
    ]


def test_a_formula_that_is_imported_is_the_other_files(tmp_path, children):
    written(tmp_path / "mine.py")
    written(tmp_path / "others.py", "from mine import energy\n")
    (found,) = survey([tmp_path / "others.py"], children)
    assert found == Survey()


def test_what_can_be_called_is_tried_elsewhere_first(tmp_path, monkeypatch):
    monkeypatch.setattr(surveys, "IMPORTING", 3.0)
    with pytest.raises(InputError, match="no answer within 3 s"):
        gather([written(tmp_path / "loops.py", "while True:\n    pass")])
    with pytest.raises(InputError, match="the process died"):
        gather([written(tmp_path / "leaves.py", "import os\nos._exit(0)")])
    found, _ = gather([written(tmp_path / "mine.py")])
    assert [claim.id for claim in found][:1] == ["mine.energy.gradient.x"]
