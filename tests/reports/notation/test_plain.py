"""TeX read as text."""

import pytest

from closedform.formulas import catalogue
from closedform.reports.notation.plain import plain


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\operatorname{tr}(A^\top X)", "tr(A^T X)"),
        (r"X^{-\top}", "X^-T"),
        (r"-(X^{-1} \otimes X^{-\top})", "-(X^-1 kron X^-T)"),
        (r"\frac{\partial f}{\partial X} = M", "d f/d X=M"),
        (r"\tfrac12 \lVert Ax - b \rVert^2", "1/2||Ax - b||^2"),
        (r"\log \lvert X \rvert", "log|X|"),
        (r"\left( \mathrm{d}X \right)", "(d X)"),
    ],
)
def test_tex_reads_as_people_type_it(tex, text):
    assert " ".join(plain(tex).split()) == text


def test_no_command_of_the_catalogue_is_left():
    for claim in catalogue().claims.values():
        assert not {"\\", "{", "}"} & set(plain(claim.tex)), claim.id
