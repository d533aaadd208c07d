"""Devices as JAX names them, and the settings under which they are measured."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from closedform import machine
from closedform.formulas import InputError
from closedform.verify.judging.fingerprint import versions
from closedform.workers import pool
from closedform.workers.memory import GIGA

DEVICES = ("cpu", "gpu", "tpu")
"""What can be asked for."""
DTYPES = ("float64", "float32")
"""What can be asked for."""
SETTINGS = {
    "JAX_ENABLE_COMPILATION_CACHE": "false",
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
}
"""Variables of a process that measures: compiling is never a look into a cache, and memory is taken
as needed."""

ONE_THREAD = {
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "NPROC": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Variables that leave XLA and the LAPACK it calls one computing thread each.

The flag alone does not: XLA shares a matrix product out between the caller and a thread of its
pool, which has NPROC of them. """
NVIDIA = Path("/proc/driver/nvidia/version")
"""Where Linux tells of NVIDIA's driver."""


def settings(device: str) -> dict[str, str]:
    """Variables to set in a process that measures on the device.

    On a CPU no other backend is started, and one thread computes, unless this process' own
    variables say otherwise: OpenBLAS waits for its threads by spinning, so that with another
    process on the cores a factorisation that takes 25 us was seen to take 30 ms."""
    if device != "cpu":
        return SETTINGS
    return (
        SETTINGS
        | {"JAX_PLATFORMS": "cpu"}
        | {name: os.environ.get(name, value) for name, value in ONE_THREAD.items()}
    )


def require(device: str) -> None:
    """Raise InputError for what is no device, or one that this machine lacks.

    Backends are looked for in a child process, so that this one holds none of a GPU's memory.
    """
    if device not in DEVICES:
        raise InputError(f"--device {device} is not known; write {', '.join(DEVICES)}")
    if device == "cpu":
        return
    there = _ask()
    if device not in [d["platform"] for d in there]:
        names = ", ".join(f"{d['platform']} ({d['kind']})" for d in there)
        raise InputError(f"--device {device}: JAX sees no {device} on this machine, only {names}")


def found() -> list[dict[str, str]]:
    """The devices that JAX sees, by platform and kind; starts its backends."""
    import jax

    seen = {(d.platform, d.id): d for d in [*jax.devices("cpu"), *jax.devices()]}
    return [{"platform": d.platform, "kind": d.device_kind} for d in seen.values()]


def synchronous() -> None:
    """Have calls on a CPU run in the thread that makes them; to be said before JAX starts its
    backends."""
    import jax

    jax.config.update("jax_cpu_enable_async_dispatch", False)


def first(device: str) -> Any:
    """The device to measure on."""
    import jax

    return jax.devices(device)[0]


@contextmanager
def quick_to_compile() -> Iterator[None]:
    """Programs that are run once, as those that verify are: a third less time to compile, for
    slower code."""
    import jax

    before = jax.config.values["jax_disable_most_optimizations"]
    jax.config.update("jax_disable_most_optimizations", True)
    try:
        yield
    finally:
        jax.config.update("jax_disable_most_optimizations", before)


def free_bytes(device: Any, memory_limit: float) -> int:
    """Memory that a program may still take there (bytes), where this process may hold that many GiB
    of the host's."""
    stats = device.memory_stats() if device.platform != "cpu" else None
    if stats:
        return stats["bytes_limit"] - stats["bytes_in_use"]
    allowed = int(memory_limit * GIGA) - psutil.Process().memory_info().rss
    return max(0, min(allowed, psutil.virtual_memory().available))


def driver() -> str | None:
    """The NVIDIA driver's own words for its version; None without one."""
    try:
        return NVIDIA.read_text().splitlines()[0]
    except (OSError, IndexError):
        return None


def environment(device: Any) -> dict[str, Any]:
    """Versions, threads and settings that a timing depends on."""
    import jax

    return {
        **versions(),
        "platform": platform.platform(),
        "platform_version": device.client.platform_version,
        "driver": driver() if device.platform == "gpu" else None,
        "machine": machine.facts(),
        "processors": pool.cores(),
        **{name.lower(): os.environ.get(name, "") for name in ONE_THREAD},
        "matmul_precision": jax.config.values["jax_default_matmul_precision"] or "default",
        "compilation_cache": jax.config.values["jax_enable_compilation_cache"],
        "cpu_async_dispatch": jax.config.values["jax_cpu_enable_async_dispatch"],
    }


def _ask() -> list[dict[str, str]]:
    for report in pool.run(
        [pool.Task("devices", "closedform.bench.devices:found")], workers=1, environment=SETTINGS
    ):
        if isinstance(report, pool.Outcome):
            return report.value or [{"platform": "none", "kind": report.detail or report.status}]
    return []
