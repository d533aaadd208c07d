"""A docstring that is not raw loses its TeX: it is an error that says to write r before it."""

import pytest
from jaxtyping import Array, Float

from closedform.formulas import DeclarationError, formula
from closedform.formulas._kit.docstrings import paragraphs

LOST = {
    "a form feed": ("\frac{1}{2} x^2", r"\frac"),
    "a backspace": ("\boldsymbol{x}", r"\boldsymbol"),
    "a tab": ("x^\top x", r"\top"),
    "a bell": ("\alpha x", r"\alpha"),
    "a carriage return": ("\rho x", r"\rho"),
    "a vertical tab": ("\vec x", r"\vec"),
}


def of(text):
    def f():
        pass

    f.__doc__ = text
    return f


@pytest.mark.parametrize("case", LOST)
def test_what_became_a_control_character_is_told(case):
    text, word = LOST[case]
    said = (
        'in the docstring has become a control character, since the string is not raw; write r"""'
    )
    with pytest.raises(DeclarationError) as caught:
        paragraphs(of(text))
    assert f"{word} {said}" in str(caught.value)


def test_a_line_break_of_a_command_is_told_from_a_line_break(tmp_path):
    scope = {}
    path = tmp_path / "mine.py"
    path.write_text('def lost():\n    """\\nabla f"""\n\n\ndef kept():\n    r"""a\n    nabla"""\n')
    exec(compile(path.read_text(), str(path), "exec"), scope)
    with pytest.raises(DeclarationError, match=r"\\nabla in the docstring has become"):
        paragraphs(scope["lost"])
    assert paragraphs(scope["kept"]) == ["a\nnabla"]


def test_a_formula_is_refused_where_it_is_declared():
    with pytest.raises(DeclarationError, match=r"\\top in the docstring"):

        @formula
        def energy(x: Float[Array, " n"]) -> Float[Array, ""]:
            "x^\top x"
            return x @ x


@pytest.mark.parametrize("text", [r"\frac{1}{2} x^\top x", "x", "", None, "a\n\n\tindented"])
def test_a_raw_one_is_read(text):
    assert isinstance(paragraphs(of(text))[0], str)
