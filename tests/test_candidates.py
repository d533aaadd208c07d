"""Which files may declare formulas is told without importing them."""

import pytest

from closedform.candidates import Candidates
from tests.helpers import RIGHT_AND_WRONG, ROOT

YES = {
    "decorated": RIGHT_AND_WRONG,
    "under another name": "from closedform import formula as register\n@register\ndef f(x): ...",
    "called": "from closedform.formulas import formula\ndef g(x): ...\nf = formula(g)",
    "called with a source": "import closedform\nf = closedform.formula(source='a page')(g)",
    "a module under another name": "import closedform.formulas as cf\n@cf.formula\ndef f(x): ...",
    "a module of the package": "from closedform import formulas as c\n@c.formula\ndef f(x): ...",
    "all names": "from closedform import *\n@formula\ndef f(x): ...",
    "in a function": "from closedform import formula\ndef made():\n    return formula(g)\n"
    "f = made()",
    "by assignment": "from closedform import formula\nnew = formula\nother = new\nf = other(g)",
    "by a partial function": "import closedform as c\nfrom functools import partial\n"
    "new = partial(c.formula, source='a page')\n@new()\ndef f(x): ...",
    "under a condition": "try:\n    from closedform import formula\n"
    "except ImportError:\n    formula = None\n"
    "if formula:\n    @formula\n    def f(x): ...",
    "in a class": "from closedform import formula\nclass A:\n    f = formula(g)",
    "from a file beside it": "from helper import register\n@register\ndef f(x): ...",
    "through two files": "from package.again import register as r\nf = r(g)",
    "through a module": "import helper\nf = helper.register(g)",
    "all names of a file": "from helper import *\nf = register(g)",
    "relatively": "from .helper import register\nf = register(g)",
}
NO = {
    "nothing": "",
    "no Python": "@formula def",
    "no text": "\x00",
    "somebody else's": "from spreadsheet import formula\n@formula\ndef f(x): ...",
    "their own": "def formula(f):\n    return f\n@formula\ndef f(x): ...",
    "another's attribute": "import spreadsheet\n@spreadsheet.formula\ndef f(x): ...",
    "a word": "# closedform formula\nTEXT = 'from closedform import formula'",
    "other names of ours": "from closedform import inv, SPD\nA = inv(B)",
    "inside tests": "from closedform import formula\n"
    "def test_it():\n    @formula\n    def f(x): ...",
    "an import alone": "from closedform import formula",
    "from a file without": "from nothing import register\n@register\ndef f(x): ...",
}
BESIDE = {
    "helper.py": "from closedform import formula as register",
    "nothing.py": "def register(f):\n    return f",
    "package/__init__.py": "",
    "package/again.py": "from helper import register",
    "circle.py": "from mine import f\nfrom helper import register",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in BESIDE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("text", YES.values(), ids=YES)
def test_a_candidate(folder, text):
    (folder / "mine.py").write_text(text)
    assert folder / "mine.py" in Candidates(folder)


@pytest.mark.parametrize("text", NO.values(), ids=NO)
def test_no_candidate(folder, text):
    (folder / "mine.py").write_text(text)
    assert folder / "mine.py" not in Candidates(folder)


def test_files_that_import_each_other(folder):
    (folder / "mine.py").write_text("from circle import register\nf = register(g)")
    assert folder / "mine.py" in Candidates(folder)


def test_a_file_in_a_folder_finds_those_of_the_root(folder):
    path = folder / "losses" / "mine.py"
    path.parent.mkdir()
    path.write_text("from package.again import register\nf = register(g)")
    assert path in Candidates(folder)
    assert path not in Candidates(path.parent)


def test_every_entry_is_one_and_the_kit_is_mostly_none():
    known = Candidates(ROOT)
    entries = list((ROOT / "formulas").glob("[a-z]*/[a-z]*.py"))
    entries = [path for path in entries if "@formula" in path.read_text()]
    assert len(entries) > 20
    assert all(path in known for path in entries)
    assert ROOT / "formulas" / "_kit" / "drawing.py" not in known
