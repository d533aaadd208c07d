"""What tests of the pool share."""

import os
import time

from closedform.workers import pool

HERE = "tests.workers.pool_tasks"
"""What the children run lies in a module of its own, which they find by its name."""


def outcomes(*tasks, **limits):
    """Key -> outcome of ``(name#anything, arguments)``."""
    found = pool.run(
        [pool.Task(name, f"{HERE}:{name.split('#')[0]}", arguments) for name, arguments in tasks],
        workers=2,
        **limits,
    )
    return {report.task.key: report for report in found if isinstance(report, pool.Outcome)}


def gone(pid, patience=10.0):
    """Whether the process ends in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False
