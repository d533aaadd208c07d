"""The list of domains: every class of the folder, to Python, to type checkers, and from the public
faces."""

import ast

import closedform
from closedform import formulas
from closedform.formulas._kit import domains
from tests.helpers import ROOT

FOLDER = ROOT / "formulas" / "_kit" / "domains"


def imported(branch):
    return [
        alias.asname or alias.name
        for node in branch
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


def test_every_class_of_the_folder_is_listed_to_python_and_to_type_checkers():
    tree = ast.parse((FOLDER / "__init__.py").read_text())
    (branches,) = (node for node in tree.body if isinstance(node, ast.If))
    assert sorted(imported(branches.body)) == sorted(domains.__all__)
    assert sorted(imported(branches.orelse)) == sorted(domains.__all__)
    classes = [
        node.name
        for path in FOLDER.glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and path.stem != "square"
    ]
    assert sorted(classes) == sorted(domains.__all__)


def test_the_public_faces_pass_every_domain_on():
    for name in domains.__all__:
        assert getattr(closedform, name) is getattr(formulas, name) is getattr(domains, name)
        assert name in formulas.__all__
        assert name in closedform.__getattr__("__all__")
