"""Memory of products with the Hessian: what is compared, in bytes that follow from the shapes."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from closedform.bench import memory
from closedform.command import command
from closedform.formulas import Broken, Claim, InputError, find, gather

MODULE = "closedform.formulas.determinants.log_det"


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["closedform.bench.memory", *arguments])
    with pytest.raises(SystemExit) as end:
        command("closedform.bench.memory", memory.main)
    return end.value.code


def test_the_dense_hessian_takes_its_entries_and_the_product_does_not() -> None:
    found = memory.peaks(find(MODULE, "log_det.hvp.X"), {"n": 12}, "float32")
    assert found.failed == []
    assert 4 * 12**4 <= (found.dense or 0) < 8 * 12**4
    assert 4 * 3 * 12**2 <= (found.products["closed form"] or 0) < 4 * 12**3
    assert 4 * 3 * 12**2 <= (found.rival or 0) < 4 * 12**3


def test_the_hessian_is_the_one_in_the_same_sense_and_not_by_factors() -> None:
    ids = [form.id for form in memory.hessians(find(MODULE, "log_det.hvp.X"))]
    assert ids[:2] == ["log_det.hessian.X", "log_det.hessian.X.form-outer"]
    along = memory.hessians(find(MODULE, "log_det.hvp.X.along-Symmetric"))
    assert {form.stem for form in along} == {"log_det.hessian.X.along-Symmetric"}
    assert memory.by_factors(find(MODULE, "log_det.hessian.X.form-factors"), {"n": 3}, "float32")
    assert not memory.by_factors(find(MODULE, "log_det.hessian.X.form-outer"), {"n": 3}, "float32")


def test_each_product_is_asked_once() -> None:
    found = memory.products(gather()[0])
    assert len({claim.stem for claim in found}) == len(found) > 5
    assert {claim.kind.name for claim in found} == {"hvp"}


def test_what_can_not_be_compiled_is_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trace = memory.methods.trace

    def failing(name: str, *arguments: Any) -> object:
        if name == "hvp":
            raise ValueError("no such thing")
        return trace(name, *arguments)

    monkeypatch.setattr(memory.methods, "trace", failing)
    found = memory.peaks(find(MODULE, "log_det.hvp.X"), {"n": 3}, "float32")
    assert found.products == {"closed form": None}
    assert found.failed == ["hvp: ValueError: no such thing"]
    assert (found.dense or 0) > 0


def test_a_hessian_whose_shape_can_not_be_found_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_factors = memory.by_factors

    def failing(form: Claim, *arguments: Any) -> bool:
        if form.form == "outer":
            raise ValueError("no such shape")
        return by_factors(form, *arguments)

    monkeypatch.setattr(memory, "by_factors", failing)
    found = memory.peaks(find(MODULE, "log_det.hvp.X"), {"n": 3}, "float32")
    assert found.failed == ["log_det.hessian.X.form-outer: ValueError: no such shape"]
    assert (found.dense or 0) >= 4 * 3**4


@pytest.mark.parametrize(("number", "words"), [(None, "-"), (49152, "48 KiB")])
def test_a_size_is_in_words(number: int | None, words: str) -> None:
    assert memory.size(number) == words


def test_a_line_has_each_figure_and_how_often_the_product_fits() -> None:
    found = memory.Peaks("n=4", {"closed form": 2048, "short": None}, 4096, 2**20, [])
    assert memory.lines(found) == [
        ("-", "n=4", "2 KiB", "4 KiB", "1 MiB", "512"),
        ("short", "n=4", "-", "4 KiB", "1 MiB", "-"),
    ]


def test_the_command_prints_a_table_over_sizes_in_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(monkeypatch, "least_squares", "--sizes", "4,8", "--dtype", "float32") == 0
    out, err = capsys.readouterr()
    cells = [
        line.split()
        for line in out.splitlines()[1:]
        if line.startswith("least_squares.") and " -  " in line
    ]
    assert [(c[0].removeprefix("least_squares."), c[2]) for c in cells] == [
        ("hvp.x", "m=4,n=4"),
        ("hvp.x", "m=8,n=8"),
        ("residual_sum_of_squares.hvp.w", "m=4,n=4"),
        ("residual_sum_of_squares.hvp.w", "m=8,n=8"),
    ]
    assert err == ""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The products that a child is asked for, none of which answers."""
    keys: list[str] = []

    def run(tasks: list[memory.pool.Task], **_: object) -> Iterator[memory.pool.Outcome]:
        keys.extend(task.key for task in tasks)
        return iter(())

    monkeypatch.setattr(memory.pool, "run", run)
    return keys


def test_a_shape_of_other_dimensions_leaves_the_product_out(
    asked: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(monkeypatch, "least_squares.hvp.x", "log_det.hvp.X", "--sizes", "n=8") == 0
    out, err = capsys.readouterr()
    assert asked == ["log_det.hvp.X"]
    assert out.endswith("\nleft out (no such size is legal): least_squares.hvp.x\n")
    assert err == ""


def test_a_shape_that_fits_no_product_is_bad_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(monkeypatch, "least_squares.hvp.x", "--sizes", "n=8") == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "--sizes n=8 does not fit" in err


def test_a_product_without_a_legal_size_is_left_out_and_refused_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = (
        find(*of)
        for of in (
            (MODULE, "log_det.hvp.X"),
            ("closedform.formulas.optimisation.least_squares", "least_squares.hvp.x"),
        )
    )
    monkeypatch.setattr(
        memory.ladders, "ladder", lambda claim, _: [{"n": 3}] if claim is one else []
    )
    assert memory.fitting([one, other], "3") == {one: [{"n": 3}], other: []}
    with pytest.raises(InputError, match="--sizes 3: no such size is legal"):
        memory.fitting([other], "3")


@pytest.mark.usefixtures("asked")
def test_a_module_that_can_not_be_read_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = gather(["log_det.hvp.X"])[0]
    monkeypatch.setattr(
        memory,
        "gather",
        lambda _: (claims, [Broken("closedform.formulas.gone", "SyntaxError: no")]),
    )
    assert called(monkeypatch, "log_det.hvp.X", "--sizes", "4") == 1
    told = "closedform.formulas.gone can't be read, and its formulas were not timed"
    assert capsys.readouterr().err == f"closedform.bench.memory: {told}: SyntaxError: no\n"


def test_a_product_that_can_not_be_made_costs_its_own_lines_only(
    entries: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "ending.py"
    source = entries.read_text().split("@squares.gradient")[0]
    ending = (
        'def _(dx, n):\n    r"""2 dx"""\n    if n == 5:\n        os._exit(7)\n    return 2 * dx\n'
    )
    path.write_text(source + '@squares.hvp("x")\n' + ending)
    assert called(monkeypatch, str(path), "--sizes", "4,5") == 1
    out, err = capsys.readouterr()
    assert "ending.squares.hvp.x  -     n=4" in out and "n=5" not in out
    assert (
        err
        == "closedform.bench.memory: ending.squares.hvp.x: crash: the process died: exit status 7\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--dtype", "float16"], "write float64 or float32"),
        (["--sizes", "medium"], "write small, full"),
        (["trace"], "no claim here is a Hessian-vector product"),
        (["least_squres"], "did you mean least_squares"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    arguments: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert called(monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert says in err
