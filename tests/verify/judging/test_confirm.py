"""A contradiction of autodiff by the values counts where the tolerances could see it."""

import pytest

from closedform.formulas import catalogue
from closedform.verify.checks import check_claim

SATURATED = "two_layer_network.loss_of_inputs.gradient.a1"


@pytest.mark.parametrize("id", [SATURATED, "two_layer_network.loss_of_hidden.gradient.W2"])
def test_what_rounding_leaves_of_zero_contradicts_nothing(id):
    """At one of this seed's wide points a softmax is saturated: the values are 0 all around, and
    autodiff's derivative is 1e-18."""
    assert check_claim(catalogue().claims[id], 20, 1).status == "verified"


def test_a_function_that_swings_within_the_smallest_step_contradicts_nothing():
    assert check_claim(catalogue().claims["chain_rule.differential.X"], 20, 2).status == "verified"
