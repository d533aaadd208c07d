"""What the pool's tests run in children."""

import contextlib
import ctypes
import os
import stat
import subprocess
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


def fork_and_return(x):
    """Return from both processes, from the copy while the next call is at work."""
    time.sleep(0.5 if os.fork() == 0 else 0.3)
    return x


def forge(reply):
    """Write into every pipe that this process may write to."""
    for number in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                os.write(number, reply.encode() + b"\n")
    time.sleep(60)


def _asleep(how):
    """A descendant that sleeps: its pid."""
    if how == "command":
        return subprocess.Popen(["sleep", "600"]).pid
    told, tell = os.pipe()
    if os.fork() == 0:
        if how in ("session", "orphan"):
            os.setsid()
        if how == "orphan" and os.fork():
            os._exit(0)
        os.write(tell, str(os.getpid()).encode())
        time.sleep(600)
        os._exit(0)
    return int(os.read(told, 20))


def descendants(hows, end):
    yield [_asleep(how) for how in hows]
    {"hang": hang, "leave": leave, "crash": crash, "return": lambda: None}[end]()


def eat_in_a_descendant():
    if os.fork() == 0:
        eat()
    os.wait()


def share_with_descendants(n):
    """Hold 300 MiB in common with n processes more."""
    held = b"1" * (300 * 2**20)
    for _ in range(n):
        if os.fork() == 0:
            time.sleep(600)
    time.sleep(2)
    return len(held)


def chatter(megabytes):
    for _ in range(megabytes):
        sys.stdout.write("\x1b[31mtalk\n" * 100_000)
    return "said"


def listen():
    return sys.stdin.read()
