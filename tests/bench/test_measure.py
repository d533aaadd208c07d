"""The measuring core on a clock of our own: nothing here waits, and nothing is asserted of real
time."""

import gc
import random

import jax
import pytest

from closedform.bench import measure as core
from closedform.bench.measure import CONTROL, measure
from closedform.bench.statistics import ratio
from tests.bench.made import World


def timed(
    world: World,
    seconds: dict[str, float],
    rivals: list[str],
    budget: float = 2.0,
    **options: float,
) -> core.Measured:
    methods = {name: world.method(name, s, **options) for name, s in seconds.items()}
    return measure(
        methods,
        rivals,
        lambda name: world.method(CONTROL, seconds[name]),
        budget=budget,
        clock=world.clock,
        seed=3,
    )


def test_the_true_ratio_is_found_against_the_best_rival() -> None:
    found = timed(
        World(drift=5.0, noise=0.05), {"closed": 1e-4, "slow": 9e-4, "best": 3e-4}, ["slow", "best"]
    )
    assert found.reference == "best"
    against = ratio(found.samples["best"], found.samples["closed"])
    assert against.low < 3 < against.high
    assert against.high / against.low < 1.15


def test_the_control_is_a_method_of_its_own_and_ties() -> None:
    world = World(noise=0.02)
    found = timed(world, {"closed": 1e-4, "reverse": 2e-4}, ["reverse"])
    assert set(found.samples) == {"closed", "reverse", CONTROL}
    control = ratio(found.samples["reverse"], found.samples[CONTROL])
    assert control.low <= 1 <= control.high
    assert world.log.count(CONTROL) > len(found.samples[CONTROL])


def test_every_call_is_waited_for_once() -> None:
    world = World()
    timed(world, {"closed": 1e-5, "reverse": 1e-4}, ["reverse"])
    assert world.waits == len(world.log) > 1000


def test_queued_calls_are_each_waited_for_once_and_all_after_the_last() -> None:
    world = World()
    call = world.method("queued", 1e-3)
    waited: list[int] = []

    def sync(results: list[object]) -> None:
        waited.append(len(world.log))
        jax.block_until_ready(results)

    assert core.queued(call, world.clock, sync) == pytest.approx(1e-3)
    assert waited == [core.QUEUED * (k + 1) for k in range(core.QUEUES)]
    assert world.waits == len(world.log) == core.QUEUED * core.QUEUES


def test_the_first_runs_are_not_timed() -> None:
    found = timed(World(), {"closed": 1e-4, "reverse": 1e-4}, ["reverse"], first=0.1)
    assert max(max(s) for s in found.samples.values()) == pytest.approx(1e-4)
    assert set(found.calls.values()) <= set(range(10, 21))


def test_a_sample_lasts_a_millisecond_and_a_slow_method_is_called_once() -> None:
    found = timed(World(), {"closed": 1e-6, "reverse": 0.5}, ["reverse"], budget=100)
    assert found.calls["closed"] * 1e-6 >= core.SHORTEST
    assert found.calls["reverse"] == found.calls[CONTROL] == 1


def test_a_method_that_takes_no_time_at_all_is_not_called_for_ever() -> None:
    sample = core.sampler(World().clock, lambda value: value)
    assert core.calibrate(lambda: None, sample) == core.MOST_CALLS


def test_the_order_is_shuffled_anew_in_every_block_and_repeats_with_its_seed() -> None:
    def orders(seed: int) -> list[tuple[str, ...]]:
        rng, seen = random.Random(seed), []
        calls = dict.fromkeys("abc", 1)
        methods = {name: (lambda name=name: log.append(name)) for name in "abc"}
        for _ in range(40):
            log: list[str] = []
            core.block(methods, calls, core.sampler(World().clock, lambda value: value), rng)
            seen.append(tuple(log))
        return seen

    assert len(set(orders(0))) == 6
    assert orders(0) == orders(0) != orders(1)


def test_samples_stand_in_block_order() -> None:
    world = World(drift=1000.0)
    found = timed(world, {"closed": 1e-3, "reverse": 1e-3}, ["reverse"])
    for samples in found.samples.values():
        assert samples == sorted(samples)


@pytest.mark.parametrize(
    ("noise", "ratio", "blocks"),
    [(0.0, 1.1, core.FEWEST), (0.0, 2.0, core.FLOOR), (1.0, 1.1, core.MOST), (1.0, 2.0, core.MOST)],
)
def test_quiet_methods_get_the_fewest_blocks_and_noisy_ones_the_most(
    noise: float, ratio: float, blocks: int
) -> None:
    found = timed(World(noise=noise), {"closed": 1e-4, "reverse": ratio * 1e-4}, ["reverse"])
    assert (len(found.samples["closed"]), found.stopped) == (blocks, "blocks")


def test_a_ratio_far_from_one_needs_its_first_digit_and_one_near_it_two_percent() -> None:
    logs = [-0.4, -0.2, 0.0, 0.2, 0.4]
    near, far, farther = (core.needed([x + by for x in logs]) for by in (0.0, 1.0, 5.0))
    assert near == pytest.approx((2.5 * 0.2 * 1.4826 / 0.02) ** 2, rel=1e-3)
    assert far == pytest.approx(near / 25, rel=1e-3)
    assert farther == core.FLOOR


def test_a_small_budget_ends_it_with_blocks_enough_for_an_interval() -> None:
    world = World()
    found = timed(world, {"closed": 1.0, "reverse": 1.0}, ["reverse"], budget=0.5)
    assert (len(found.samples["closed"]), found.stopped) == (core.FLOOR, "budget")
    assert world.now < 45
    assert ratio(found.samples["reverse"], found.samples["closed"]).coverage >= 0.95


def test_pilot_blocks_are_thrown_away() -> None:
    world = World()
    found = timed(world, {"closed": 1e-2, "reverse": 1e-2}, ["reverse"])
    kept = len(found.samples["closed"])
    assert world.log.count("closed") == core.WARM + 1 + core.PILOT + kept


def test_garbage_is_not_collected_meanwhile_but_afterwards() -> None:
    world = World()
    timed(world, {"closed": 1e-2, "reverse": 1e-2}, ["reverse"])
    assert not any(world.collected[-core.FEWEST * 3 :])
    assert gc.isenabled()


def test_garbage_collection_is_restored_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), core.quiet():
        raise ZeroDivisionError
    assert gc.isenabled()
