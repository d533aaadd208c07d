"""What the pool's tests run in children."""

import ctypes
import os
import sys
import time


def double(x):
    return 2 * x


def hang():
    while True:
        pass


def hang_in_xla():
    import jax

    return float(jax.jit(lambda x: jax.lax.while_loop(lambda y: y > 0, lambda y: y + 1.0, x))(1.0))


def crash():
    ctypes.string_at(0)


def leave():
    os._exit(7)


def eat():
    held = []
    while True:
        held.append(b"1" * (50 * 2**20))


def run_out():
    raise MemoryError("no room")


def fail():
    raise ValueError("two\nlines")


def talk():
    print("not a reply", flush=True)
    os.write(1, b"nor this\n")
    return "said"


def count(n):
    yield from range(n)


def pace(n, seconds):
    for k in range(n):
        time.sleep(seconds)
        yield k


def variable(name):
    return os.environ.get(name)


def me():
    return os.getpid()


def loaded(module):
    return module in sys.modules


def span():
    begun = time.monotonic()
    time.sleep(0.5)
    return begun, time.monotonic()


def unjson():
    return {1, 2}
