"""The profile splits a check's seconds into stages, cold and warm, and says what check_grads
takes."""

from pathlib import Path

import pytest

from closedform.formulas import InputError, catalogue
from closedform.verify import profile
from closedform.verify.profile import STAGES


def test_stages_cold_and_warm_and_check_grads(monkeypatch):
    monkeypatch.setattr(profile, "REPEATS", 1)
    held, once = [], profile._once

    def watched(claim, draws, seed, folder):
        """The rows of one process, noting which compiled programs the folder holds when it ends."""
        rows = once(claim, draws, seed, folder)
        held.append({path.name for path in Path(folder).iterdir() if path.name.endswith("-cache")})
        return rows

    monkeypatch.setattr(profile, "_once", watched)
    claim = catalogue().claims["least_squares.gradient.x"]
    cold, warm = profile.profile(claim, draws=2)
    assert [row["sizes"] for row in cold] == [row["sizes"] for row in warm] and sum(
        row["draws"] for row in warm
    ) == 2
    for row in (*cold, *warm):
        assert all(row[stage] > 0 for stage in STAGES)
        assert sum(row[stage] for stage in STAGES) == pytest.approx(row["whole"])
        assert row["check_grads"] > 0
    assert held[0] and held[1] == held[0]  # the cold process compiled, the warm one found all of it
    assert len(list(profile.lines(claim, cold, warm))) == len(warm)
    assert "check_grads" in profile.totals(warm)


def test_what_has_no_gradient_is_bad_input():
    with pytest.raises(InputError, match="no gradient and no hessian"):
        profile.main(["multinomial_logistic.equals"])
