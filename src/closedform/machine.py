"""The machine at hand, in words: processor, cores, caches, memory."""

import functools
import platform
import re
from pathlib import Path

import psutil

from closedform.wording import bytes_in_words

CPUINFO = Path("/proc/cpuinfo")
"""Where Linux tells of processors."""
CACHES = Path("/sys/devices/system/cpu/cpu0/cache")
"""Where Linux tells of the caches of the first core."""
KINDS = {"Data": "d", "Instruction": "i"}
"""Linux's word for a cache's kind -> its letter; a cache of both has none."""


@functools.cache
def facts() -> dict[str, str]:
    """What a timing depends on besides software; what the system does not tell is left out."""
    cores, threads = psutil.cpu_count(logical=False), psutil.cpu_count()
    found = {
        "processor": processor(),
        "cores": str(cores or ""),
        "hardware threads": str(threads or ""),
        "caches": ", ".join(caches()),
        "memory": bytes_in_words(psutil.virtual_memory().total),
    }
    return {name: told for name, told in found.items() if told}


def processor() -> str:
    """The processor's model."""
    match = re.search(r"^model name\s*:\s*(.+)$", _text(CPUINFO), re.MULTILINE)
    return match[1].strip() if match else platform.processor()


def caches() -> list[str]:
    """``L1d 32 KiB``, ``L2 512 KiB``, ... of one core, those it shares included."""
    found = []
    for folder in sorted(CACHES.glob("index*")):
        level, kind, size = (_text(folder / name).strip() for name in ("level", "type", "size"))
        if level and size:
            found.append(f"L{level}{KINDS.get(kind, '')} {size.replace('K', ' KiB')}")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
