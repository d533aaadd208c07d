"""Words of a question, and arguments as people type them."""

import pytest

from closedform import SPD, OneHot, Symmetric
from closedform.errors import InputError
from closedform.formulas import KINDS
from closedform.formulas.notation.tree import SCALAR, Size
from closedform.verify.ask import arguments, stream
from closedform.verify.ask.arguments import SEPARATOR, shielded
from closedform.verify.ask.question import question, variable

NO_OPTIONS = {"given": [], "shape": [], "along": None, "on": None, "layout": None}
NO_OPTIONS |= {"notation": None, "elementwise": False}


def test_flags_are_called_as_kinds_are():
    """Of the third differential alone there is no notation to type."""
    assert set(arguments.KINDS) == set(KINDS) - {"third"}


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("A symmetric", Symmetric),
        ("A is symmetric", Symmetric),
        ("A positive definite", SPD),
        ("A SPD", SPD),
        ("A one-hot", OneHot),
    ],
)
def test_given(text, domain):
    asked = question("x'*A*x", "gradient", "x", "2*A*x", given=[text])
    assert asked.given == {"A": domain}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A=mxn", Size(("m",), ("n",))),
        ("A = m x n", Size(("m",), ("n",))),
        ("A=3x3", Size(("3",), ("3",))),
        ("A=n", Size(("n",))),
        ("A=scalar", SCALAR),
        ("A=1", SCALAR),
    ],
)
def test_shapes(text, size):
    asked = question("x'*A*x", "gradient", "x", "2*A*x", shape=[text])
    assert asked.shapes == {"A": size}


@pytest.mark.parametrize(
    "words",
    [
        {"given": ["symmetric"]},
        {"given": ["A tall"]},
        {"shape": ["A"]},
        {"shape": ["A=mxnxp"]},
        {"shape": ["A=m+n"]},
        {"along": "nowhere"},
        {"kind": "integral"},
        {"layout": "diagonal"},
        {"layout": "numerator"},
        {"kind": "equals", "along": "symmetric"},
    ],
)
def test_words_that_say_nothing(words):
    asked = {"kind": "gradient", **words}
    with pytest.raises(InputError):
        question("x'*A*x", asked.pop("kind"), "x", "2*A*x", **asked)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x", "x"),
        (r"\beta", "beta"),
        (r"\boldsymbol{\beta}", "beta"),
        (r"\mathbf{x}", "x"),
        (r"\textbf{x}", "x"),
        (r"{\bf X}", "X"),
        ("W1", "W_1"),
        ("W_{1}", "W_1"),
        (r"\hat y", "y_hat"),
    ],
)
def test_variables(text, name):
    assert variable(text) == name


def test_a_text_may_begin_with_a_minus_sign():
    typed = ["-x'*x", "--gradient", "x", "-2*x", "--equals", "-y", "--given", "x real", "--json"]
    assert shielded(typed) == [
        " -x'*x",
        "--gradient",
        f"x{SEPARATOR}-2*x",
        "--equals",
        f"{SEPARATOR}-y",
        "--given",
        "x real",
        "--json",
    ]
    assert arguments.claim("gradient", f" x {SEPARATOR} -2*x") == ("gradient", "x", "-2*x")
    assert arguments.claim("equals", f"{SEPARATOR}-y") == ("equals", None, "-y")
    assert shielded(["-", "--json"]) == ["-", "--json"]


def test_a_differential_may_name_its_variable():
    assert shielded(["A", "--differential", "X", "-dX"])[2] == f"X{SEPARATOR}-dX"
    assert shielded(["A", "--differential", "-dX", "--json"])[2] == f"{SEPARATOR}-dX"
    assert shielded(["A", "--differential", "dX"])[2] == f"{SEPARATOR}dX"


@pytest.mark.parametrize("typed", [["A", "--gradient", "x"], ["A", "--equals"], ["--hessian"]])
def test_a_claim_that_is_missing(typed):
    with pytest.raises(InputError, match="takes a"):
        shielded(typed)


def test_lines_between_tabs():
    [asked] = stream.questions("x'*x\tgradient\tx\t2*x\tgiven=x positive\n", NO_OPTIONS)
    assert asked["given"] == ["x positive"]
    assert (asked["function"], asked["kind"], asked["wrt"]) == ("x'*x", "gradient", "x")
    [asked] = stream.questions("tr(AB)\tequals\t\ttr(BA)", {**NO_OPTIONS, "given": ["A symmetric"]})
    assert (asked["wrt"], asked["given"]) == (None, ["A symmetric"])
    assert NO_OPTIONS["given"] == []


def test_lines_of_json():
    line = '{"function": "f", "gradient": {"x": "a", "y": "b"}, "equals": "c", "shape": "x=n"}'
    asked = stream.questions(line, NO_OPTIONS)
    assert [(q["kind"], q["wrt"], q["claim"]) for q in asked] == [
        ("gradient", "x", "a"),
        ("gradient", "y", "b"),
        ("equals", None, "c"),
    ]
    assert asked[0]["shape"] == ["x=n"]
    line = '{"function": "f", "kind": "gradient", "wrt": "x", "claim": "a", "given": "x positive"}'
    [asked] = stream.questions(line, NO_OPTIONS)
    assert (asked["kind"], asked["wrt"], asked["claim"]) == ("gradient", "x", "a")
    assert asked["given"] == ["x positive"]


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "x\tgradient\tx",
        "x\tslope\tx\ty",
        "x\tgradient\tx\t \t",
        "x\tgradient\tx\ty\tcolour=red",
        "{",
        '{"gradient": {"x": "2*x"}}',
        '{"function": "x"}',
        '{"function": "x", "slope": "y"}',
    ],
)
def test_lines_that_hold_no_question(line):
    with pytest.raises(InputError):
        stream.questions(line, NO_OPTIONS)
