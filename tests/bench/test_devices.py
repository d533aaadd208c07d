"""Where things are measured: with several devices in a machine, on the one that was asked for."""

from pathlib import Path

import pytest

from closedform.bench import devices
from closedform.bench.devices import ONE_THREAD
from tests.helpers import ROOT, python

SEVERAL = """
import json, sys
import jax
from closedform.bench import devices
from closedform.bench.work import Work
from closedform.bench.methods import forms
from closedform.formulas import gather

devices.synchronous()
third = jax.devices("cpu")[2]
devices.first = lambda device: third
where = set()
def watched(compiled, on=None):
    def call(self, *operands):
        run = on(self, *operands)
        def called():
            result = run()
            where.update(d.id for leaf in jax.tree.leaves(result) for d in leaf.devices())
            return result
        return called
    return call
import closedform.bench.methods as methods
methods.Compiled.on = watched(None, methods.Compiled.on)
claim = gather(["least_squares.hvp.x"])[0][0]
rows = Work(claim, {"m": 3, "n": 2}, "float32").rows(0.02)
found, outcomes = devices.found(), sorted({r.outcome for r in rows})
print(json.dumps([len(found), sorted(where), outcomes, found[0]["platform"]]))
"""


def test_of_several_devices_the_one_that_was_asked_for_does_all_the_work() -> None:
    flags = f"{ONE_THREAD['XLA_FLAGS']} --xla_force_host_platform_device_count=3"
    done = python("-c", SEVERAL, cwd=ROOT, JAX_PLATFORMS="cpu", XLA_FLAGS=flags)
    assert done.returncode == 0, done.stderr
    assert done.stdout == '[3, [2], ["ok"], "cpu"]\n'


def test_the_driver_is_told_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "NVIDIA", tmp_path / "version")
    assert devices.driver() is None
    (tmp_path / "version").write_text("NVRM version: 580.1\nGCC version: 12\n")
    assert devices.driver() == "NVRM version: 580.1"


def test_only_a_cpu_has_its_threads_and_platforms_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ONE_THREAD:
        monkeypatch.delenv(name, raising=False)
    assert ONE_THREAD.items() <= devices.settings("cpu").items()
    assert devices.settings("gpu") == devices.SETTINGS
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    assert devices.settings("cpu")["OPENBLAS_NUM_THREADS"] == "4"


class Card:
    """A GPU, as far as memory goes."""

    platform = "gpu"

    def memory_stats(self) -> dict[str, int]:
        return {"bytes_limit": 100, "bytes_in_use": 30}


def test_free_memory_is_the_cards_own_or_what_the_process_may_still_take() -> None:
    import jax

    assert devices.free_bytes(Card(), 8.0) == 70
    host = jax.devices("cpu")[0]
    assert 0 < devices.free_bytes(host, 64.0) <= 64 * 2**30
    assert devices.free_bytes(host, 1e-6) == 0
