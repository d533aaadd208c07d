"""What every entry of the catalogue must be: short, with TeX, conditions and a source, and without
autodiff inside."""

import ast
from pathlib import Path

import pytest

import closedform.formulas
from closedform.formulas import catalogue, cited
from closedform.formulas._kit.coverage import corrected

LINES = 180
"""The longest that a file of entries may be."""
FORMULAS = Path(closedform.formulas.__file__).parent
DEFINITIONS = FORMULAS / "definitions"
"""Where claims may hold autodiff: what a derivative is can't be said without one."""
ENTRIES = sorted({Path(formula.file) for formula in catalogue().formulas.values()})
AUTODIFF = {
    "grad",
    "value_and_grad",
    "jacfwd",
    "jacrev",
    "jacobian",
    "hessian",
    "jvp",
    "vjp",
    "linearize",
    "custom_jvp",
    "custom_vjp",
}


def uses_of_autodiff(path):
    """Names by which a file could differentiate: D, and the transforms of JAX."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in (
            "jax",
            "closedform",
        ):
            found |= {alias.name for alias in node.names} & {"D", *AUTODIFF}
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "jax"
        ):
            found |= {node.attr} & AUTODIFF
    return found


@pytest.mark.parametrize("path", ENTRIES, ids=lambda p: p.stem)
def test_an_entry_file_is_short_and_stands_under_a_subject(path):
    assert len(path.read_text().splitlines()) <= LINES
    assert path.parent.parent == FORMULAS, f"{path} stands under no subject"


@pytest.mark.parametrize("path", ENTRIES, ids=lambda p: p.stem)
def test_autodiff_stands_in_definitions_only(path):
    found = uses_of_autodiff(path)
    assert found <= ({"D"} if path.parent == DEFINITIONS else set()), (
        f"{path} differentiates by {found}"
    )


@pytest.mark.parametrize(
    "text",
    ["from closedform import D, formula", "from jax import grad", "import jax\ng = jax.jacfwd(f)"],
)
def test_autodiff_in_an_entry_is_found(tmp_path, text):
    (tmp_path / "entry.py").write_text(text)
    assert uses_of_autodiff(tmp_path / "entry.py")


@pytest.mark.parametrize("formula", catalogue().formulas.values(), ids=lambda f: f.name)
def test_a_formula_has_tex_conditions_claims_and_rows_of_a_source(formula):
    assert formula.tex, "no TeX: the docstring's first paragraph"
    assert formula.notes, "no conditions: the docstring's second paragraph"
    assert formula.claims, "no claims"
    for claim in formula.claims.values():
        assert claim.tex, claim.id
        cites = [part.strip() for part in (claim.source or "").split(";")]
        assert len(cited(claim.source)) == len(cites), (
            f"{claim.id} cites {cites}: not all are rows of formulas/sources"
        )


def test_every_misprint_has_its_correction_beside_it():
    misprints = [claim for claim in catalogue().claims.values() if claim.as_printed]
    assert misprints
    for claim in misprints:
        right = corrected(claim)
        assert right is not None, (
            f"{claim.id}: no claim of the same formula, kind and variables says what is right"
        )
        assert claim.notes, f"{claim.id} doesn't say what is wrong"


def test_no_two_formulas_have_the_same_title():
    titles = [formula.title.casefold() for formula in catalogue().formulas.values()]
    assert len(set(titles)) == len(titles)
