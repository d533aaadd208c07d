"""What is to be timed, and in which order."""

import sys
from pathlib import Path

import pytest

from closedform.bench import plan
from closedform.formulas import InputError, gather, read
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
    assert cells[0].methods[:2] == ("closed form", "outer")
    assert [cell.name for cell in cells] == ["log_det.hessian.X[n=4]"]


def test_titles_tell_cells_apart_by_claim_shape_dtype_and_device(entries: Path) -> None:
    claims = [*chosen(entries, "squares"), *chosen(entries, "cubes")]
    places = (("float64", "cpu"), ("float32", "cpu"), ("float64", "gpu"))
    cells = [cell for place in places for cell in plan.plan(claims, "4,8", *place)[0]]
    assert len({cell.title for cell in cells}) == len(cells) == 12
    assert cells[0].title == "mine.squares.gradient.x[n=4] float64 cpu"


def test_every_formula_has_its_turn_before_any_has_a_second_one_smallest_sizes_first() -> None:
    cells, _ = plan.plan(gather(["least_squares", "log_det", "softmax"])[0], "4,8")
    ordered = [(cell.sizes, cell.claim.formula) for cell in sorted(cells, key=lambda c: c.turn)]
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
    assert {cell.claim.formula for cell in cells} == {"log_det"}
    assert {one.reason for one in untimed} >= {"no such size is legal"}
    with pytest.raises(InputError, match=r"write n=\.\.\."):
        plan.plan(gather(["log_det"])[0], "m=3")


WHERE = ("4,8", "float64", "cpu")


def test_what_is_planned_elsewhere_is_what_is_planned_here(entries: Path) -> None:
    before = set(sys.modules)
    found = plan.select([str(entries), "log_det"], *WHERE)
    assert not [name for name in set(sys.modules) - before if name.startswith("mine")]
    cells, untimed = plan.plan([*read(entries).claims.values(), *gather(["log_det"])[0]], WHERE[0])
    assert found.cells == cells
    assert found.untimed == untimed
    assert (found.misfit, found.broken) == (None, [])
    assert plan.select([], *WHERE).cells == plan.plan(gather()[0], WHERE[0])[0]


def test_claims_of_one_id_from_different_files_are_all_planned(
    entries: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a/mine.py", "b/mine.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(entries.read_text().split("@squares.equals")[0])
    found = plan.select(["a/mine.py", "b/mine.py", "a/mine.py"], "4", "float64", "cpu")
    assert [cell.name for cell in found.cells] == [
        "a/mine.py::mine.squares.gradient.x[n=4]",
        "b/mine.py::mine.squares.gradient.x[n=4]",
    ]
    assert {cell.claim.id for cell in found.cells} == {"mine.squares.gradient.x.form-sum"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import os\nos._exit(0)", "can't be imported: the process died: exit status 0"),
        ("raise SystemExit(0)", "can't be imported: SystemExit: 0"),
        ("x = 1", "holds no formula"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "mine.py").write_text(text)
    with pytest.raises(InputError, match=says):
        plan.select([str(tmp_path / "mine.py")], *WHERE)
