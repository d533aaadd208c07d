"""What is to be timed, and in which order."""

from pathlib import Path

import pytest

from closedform.bench import plan
from closedform.bench.methods import forms, name
from closedform.formulas import InputError, gather
from tests.bench.made import chosen


def test_what_has_no_rival_or_is_a_misprint_is_left_out_with_its_reason(entries: Path) -> None:
    cells, untimed = plan.plan(chosen(entries, "squares"), "8")
    assert [cell.name for cell in cells] == ["mine.squares.gradient.x[n=8]"]
    assert {(u.claim, u.reason) for u in untimed} == {
        ("mine.squares.equals.inner-product", "no autodiff rival"),
        ("mine.squares.gradient.x.as-printed", "a misprint, kept as printed"),
    }


def test_all_forms_of_a_claim_share_a_cell() -> None:
    cells, _ = plan.plan(gather(["log_det.hessian.X.form-outer"])[0], "4")
    assert [name(form) for form in forms(cells[0].claim)][:2] == ["closed form", "outer"]
    assert [cell.name for cell in cells] == ["log_det.hessian.X[n=4]"]


def test_titles_tell_cells_apart_by_claim_shape_dtype_and_device(entries: Path) -> None:
    claims = [*chosen(entries, "squares"), *chosen(entries, "cubes")]
    places = (("float64", "cpu"), ("float32", "cpu"), ("float64", "gpu"))
    cells = [cell for place in places for cell in plan.plan(claims, "4,8", *place)[0]]
    assert len({cell.title for cell in cells}) == len(cells) == 12
    assert cells[0].title == "mine.squares.gradient.x[n=4] float64 cpu"


def test_every_formula_has_its_turn_before_any_has_a_second_one_smallest_sizes_first() -> None:
    cells, _ = plan.plan(gather(["least_squares", "log_det", "softmax"])[0], "4,8")
    ordered = [
        (cell.sizes, cell.claim.formula.name) for cell in sorted(cells, key=lambda c: c.turn)
    ]
    formulas = {name for _, name in ordered}
    assert {name for _, name in ordered[: len(formulas)]} == formulas
    small = [name for sizes, name in ordered if set(sizes.values()) == {4}]
    assert [name for _, name in ordered[: len(small)]] == small
    assert len(ordered) == 2 * len(small)
    for k in range(len(small)):
        counts = [small[: k + 1].count(name) for name in formulas]
        left = [small[k + 1 :].count(name) for name in formulas]
        waiting = [count for count, more in zip(counts, left, strict=True) if more]
        assert max(counts) - min(waiting, default=max(counts)) <= 1


def test_sizes_that_fit_no_claim_are_refused_and_else_left_out() -> None:
    claims = gather(["log_det", "least_squares"])[0]
    cells, untimed = plan.plan(claims, "n=3")
    assert {cell.claim.formula.name for cell in cells} == {"log_det"}
    assert {one.reason for one in untimed} >= {"no such size is legal"}
    with pytest.raises(InputError, match=r"write n=\.\.\."):
        plan.plan(gather(["log_det"])[0], "m=3")
