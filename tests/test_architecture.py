"""Imports run one way and in no circle, the public face is what it says, and our plugin is silent
where it has nothing to do."""

import importlib

import pytest

from tests.helpers import ROOT, python
from tests.imports import circles, graph, modules

ORDER = ["formulas", "verify", "bench", "reports"]
SHARED = ["candidates", "ending", "errors", "wording", "workers"]
"""What all four import, and what imports none of them."""
FILES = modules(ROOT / "src" / "closedform")
IMPORTS = graph(FILES)

OPEN = [
    {f"closedform.formulas._kit.{name}" for name in ("choice", "claim", "derivatives", "formula")},
    {f"closedform.reports.{name}" for name in ("entries", "sources")},
]
"""Circles that are still there. The list only ever shrinks."""


def room(module):
    return module.split(".")[1] if "." in module else ""


def allowed(importing, imported):
    one, other = room(importing), room(imported)
    if one in SHARED:
        return other in SHARED
    return one not in ORDER or other not in ORDER or ORDER.index(other) <= ORDER.index(one)


def against_the_order(imports):
    return [
        (name, other)
        for name, others in imports.items()
        for other in sorted(others)
        if not allowed(name, other)
    ]


def test_all_of_the_product_is_looked_at():
    assert {room(name) for name in FILES} >= {"", *ORDER, *SHARED, "command", "plugin"}
    top = [path for package in ORDER for path in (ROOT / package).rglob("*.py")]
    assert {path.resolve() for path in FILES.values()} >= set(top)


def test_imports_run_one_way():
    assert against_the_order(IMPORTS) == []


@pytest.mark.parametrize(
    ("importing", "imported"),
    [
        ("closedform.verify.run", "closedform.bench.rows"),
        ("closedform.formulas._kit.claim", "closedform.verify"),
        ("closedform.workers.pool", "closedform.formulas"),
        ("closedform.workers.child", "closedform.command"),
        ("closedform.errors", "closedform.reports.words"),
    ],
)
def test_an_import_against_the_order_is_found(importing, imported):
    assert against_the_order(IMPORTS | {importing: {imported}}) == [(importing, imported)]


def test_no_two_files_import_each_other():
    assert [
        circle for circle in circles(IMPORTS) if not any(circle <= known for known in OPEN)
    ] == []


@pytest.mark.parametrize(
    "planted",
    [
        ["from made import made_0"],
        ["from made.made_1 import f", "import made.made_0"],
        [
            "from made.made_1 import f",
            "def g():\n    from made import made_2",
            "import typing\nif typing.TYPE_CHECKING:\n    import made.made_3",
            "from made.made_0 import f as h",
        ],
    ],
    ids=["of one", "of two", "of four"],
)
def test_a_planted_circle_is_found(tmp_path, planted):
    package = tmp_path / "made"
    package.mkdir()
    for name, text in {
        "__init__": "from made.aside import g",
        "aside": "import made.made_0",
    }.items():
        (package / f"{name}.py").write_text(text)
    for k, text in enumerate(planted):
        (package / f"made_{k}.py").write_text(text)
    expected = frozenset(f"made.made_{k}" for k in range(len(planted)))
    assert circles(graph(modules(package))) == [expected]
    (package / "made_0.py").write_text("")
    assert circles(graph(modules(package))) == []


@pytest.mark.parametrize("package", ["", *ORDER])
def test_public_names_exist(package):
    module = importlib.import_module(f"closedform.{package}".rstrip("."))
    for name in getattr(module, "__all__", []):
        assert getattr(module, name) is not None


def test_a_session_without_entries_imports_no_jax(tmp_path):
    (tmp_path / "test_theirs.py").write_text(
        "import sys\n\ndef test_theirs():\n"
        "    found = {'jax', 'closedform.formulas', 'pandas', 'numpy'} & set(sys.modules)\n"
        "    assert not found\n"
    )
    others = ["-p", "no:jaxtyping", "-p", "no:hypothesispytest", "-p", "no:benchmark"]
    done = python("-m", "pytest", "-q", *others, "test_theirs.py", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    listed = python("-m", "pytest", "--help", cwd=tmp_path)
    assert "--formula-draws" in listed.stdout  # the plugin was there
