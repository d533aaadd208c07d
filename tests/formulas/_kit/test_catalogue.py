"""The catalogue is a scan in which a broken module costs only itself; files are read from
anywhere."""

import pytest

from closedform.formulas import InputError, catalogue, find, gather, read
from closedform.formulas._kit.catalogue import Catalogue
from tests.helpers import RIGHT_AND_WRONG, ROOT, python


def test_the_catalogue_is_whole():
    assert catalogue().broken == []
    for module in (
        "least_squares",
        "gaussian_mle",
        "multinomial_logistic",
        "two_layer_network",
        "log_det",
    ):
        assert catalogue().select([module])


def test_a_claim_is_found_again_by_origin_and_id():
    for claim in catalogue().claims.values():
        assert find(str(claim.formula.origin), claim.id) is claim


@pytest.mark.parametrize(
    "pattern", ["log_det.hessian", "log_det.hessian.X.along-Symmetric", "*.hessian.X*", "log_det"]
)
def test_a_selection(pattern):
    chosen = [c.id for c in catalogue().select([pattern])]
    assert "log_det.hessian.X.along-Symmetric" in chosen
    assert not any(id.startswith("least_squares") for id in chosen)


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(
        InputError, match="no formula or claim is called 'least_square'; did you mean least_squares"
    ):
        gather(["least_square"])


def test_a_file_is_read(entry):
    assert list(read(entry).claims) == [
        "mine.energy.gradient.x",
        "mine.energy.gradient.x.form-symmetric",
    ]


def test_a_file_of_the_catalogue_is_its_module():
    claims = read(ROOT / "formulas" / "determinants" / "log_det.py").claims
    assert claims["log_det.gradient.X"] is catalogue().claims["log_det.gradient.X"]


def test_a_file_may_import_its_neighbours(tmp_path):
    (tmp_path / "neighbour_of_mine.py").write_text("two = 2")
    path = tmp_path / "mine.py"
    path.write_text("from neighbour_of_mine import two\n" + RIGHT_AND_WRONG)
    assert read(path).claims


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.txt", "x", "is not a Python file"),
        ("broken.py", "import nothing_of_this_name", "can't be imported: ModuleNotFoundError"),
        ("prose.py", "this is no Python", "can't be imported: SyntaxError"),
        ("leaves.py", "raise SystemExit(3)", "can't be imported: SystemExit"),
        ("empty.py", "x = 1", "holds no formula"),
        (
            "slip.py",
            RIGHT_AND_WRONG.replace('gradient("x")', 'gradient("y")'),
            "there is no variable 'y'",
        ),
        ("twice.py", RIGHT_AND_WRONG.replace(', form="symmetric"', ""), "is claimed twice"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path, name, content, says):
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=says) as caught:
        gather([str(tmp_path / name)])
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        gather([str(tmp_path / "none.py")])


def test_two_formulas_of_one_name_are_reported(tmp_path):
    from closedform.formulas._kit.catalogue import load

    found = Catalogue()
    for folder in ("a", "b"):
        path = tmp_path / folder / "mine.py"
        path.parent.mkdir()
        path.write_text(RIGHT_AND_WRONG)
        found.add(load(str(path)), str(path))
    assert len(found.broken) == 1
    assert "is also a formula of" in found.broken[0].error


OFFERED = """
import importlib.metadata, sys
from importlib.metadata import EntryPoint
real = importlib.metadata.entry_points
point = [EntryPoint("mine", {module!r}, "closedform.formulas")]
importlib.metadata.entry_points = (
    lambda **k: point if k.get("group") == "closedform.formulas" else real(**k)
)
from closedform import formulas
found = formulas.catalogue()
print(len(found.formulas), [b.module for b in found.broken], "mine.energy" in found.formulas)
"""


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("mine", "[] True"),
        ("no_such_package", "['no_such_package'] False"),
        ("leaves", "['leaves'] False"),
        ("part_leaves", "['part_leaves.leaves'] True"),
    ],
)
def test_packages_offer_theirs(entry, module, says):
    (entry.parent / "leaves.py").write_text("raise SystemExit(0)")
    package = entry.parent / "part_leaves"
    for name, text in {
        "__init__.py": "",
        "leaves/__init__.py": "raise SystemExit(0)",
        "mine.py": RIGHT_AND_WRONG,
    }.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
    done = python("-c", OFFERED.format(module=module), cwd=entry.parent)
    assert done.stdout.strip().endswith(says), done.stderr
    assert int(done.stdout.split()[0]) >= len(catalogue().formulas)


INTERRUPTS = """
import os, signal, time
os.kill(os.getppid(), signal.SIGINT)
time.sleep(10)
"""


def test_an_interrupt_is_no_broken_module(tmp_path):
    (tmp_path / "interrupts.py").write_text(INTERRUPTS)
    done = python("-c", OFFERED.format(module="interrupts"), cwd=tmp_path)
    assert done.stdout == ""
    assert done.stderr.strip().endswith("KeyboardInterrupt")


def test_rooms_that_hold_no_entries_are_not_scanned(tmp_path):
    done = python(
        "-c",
        "import sys; from closedform import catalogue; assert catalogue().formulas; "
        "print([m for m in sys.modules if m.startswith('closedform.formulas.notation')])",
        cwd=tmp_path,
    )
    assert done.stdout.strip() == "[]", done.stderr
