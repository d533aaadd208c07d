"""Methods as programs: what they move, and their names."""

from closedform.bench import methods
from closedform.formulas import find
from closedform.verify.oracles.closed import closed


def test_bytes_are_those_of_arguments_that_are_used_and_of_what_is_returned() -> None:
    module = "closedform.formulas.determinants.log_det"
    dense, factors = (
        find(module, f"log_det.hessian.X.form-{form}") for form in ("outer", "factors")
    )
    hessian = find("closedform.formulas.optimisation.least_squares", "least_squares.hessian.x")

    def moved(form, sizes: dict[str, int]) -> tuple[int | None, int | None]:
        method = closed(form, sizes, factors=True)
        compiled = methods.compile(
            "f", "closed form", method, *methods.shapes(form, sizes, "float32")
        )
        return compiled.read_bytes, compiled.write_bytes

    assert moved(hessian, {"m": 7, "n": 5}) == (4 * 7 * 5, 4 * 5 * 5)
    assert moved(dense, {"n": 6})[1] == 4 * 6**4
    assert moved(factors, {"n": 6}) == (4 * 6**2, 4 * 2 * 6**2)
