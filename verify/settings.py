"""What the children that verify are told: environment variables, read before JAX starts."""

import os

from platformdirs import user_cache_path

TIME_LIMIT = 120.0
"""Seconds a claim may take."""
MEMORY_LIMIT = 6.0
"""GiB a child may hold."""

IMPORTS = ("closedform.verify.checks",)
"""What a child imports as it starts."""

FLAGS = (
    "--xla_cpu_multi_thread_eigen=false",
    "--xla_cpu_use_fusion_emitters=false",
    "--xla_cpu_parallel_codegen_split_count=1",
)
"""XLA's: one thread, no fusion emitters, code in one piece."""


def always_fresh() -> bool:
    """Whether no verdict is taken from an earlier run, by the variable CLOSEDFORM_FRESH."""
    return os.environ.get("CLOSEDFORM_FRESH", "0") not in ("", "0")


def environment() -> dict[str, str]:
    """CPU; one thread, since LAPACK can hang or spin on few cores; a persistent cache; and what
    compiles fastest.

    Every program is compiled for a few draws of small arrays: compiling is most of a cold check.
    Without XLA's fusion emitters, and with its code in one piece, it takes less than half as long.
    """
    return {
        "JAX_PLATFORMS": "cpu",
        "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",
        "JAX_COMPILATION_CACHE_DIR": str(user_cache_path("closedform") / "xla"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        "OPENBLAS_NUM_THREADS": "1",
        "XLA_FLAGS": " ".join(FLAGS),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
