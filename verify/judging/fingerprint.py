"""What was computed, as a hash: traced programs with their constants, arrays, and plain values.

A hash follows from what is computed and from nothing else: no name of a variable, no comment, no
address in memory. So that two hashes are equal only where the same is computed, what does not say
all of itself in its trace has none: callbacks, effects, foreign code, and everything else that is
not known here to say all."""

import dataclasses
import enum
import functools
import hashlib
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from importlib.metadata import version
from typing import Any
from weakref import WeakKeyDictionary

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import ClosedJaxpr, Jaxpr, Literal, Primitive

PACKAGES = ("jax", "jaxlib", "numpy")
"""Packages on which it depends what a program computes, and how fast."""
DIGITS = 16
"""Hexadecimal digits of a hash."""

RULES = {
    "custom_jvp_call": {"jvp_jaxpr_fun"},
    "custom_vjp_call": {"fwd_jaxpr_thunk", "bwd", "out_trees"},
}
"""Primitive -> parameters that hold a derivative rule: it computes nothing here, and is itself in
the trace of a derivative."""
FOREIGN = ("callback", "ffi", "infeed", "outfeed", "rng_uniform")
"""Parts of names of primitives whose result does not follow from their operands and parameters."""

PROGRAMS: "WeakKeyDictionary[Jaxpr, bytes]" = WeakKeyDictionary()
"""The hashes of programs that are still there."""
KNOWN: set[Primitive] = set()
"""Primitives of JAX's modules that were met so far."""

Plain = (bool, int, float, complex, str, bytes, type(None))
BY_WORD = (jax.sharding.Sharding, jax.sharding.PartitionSpec, jax.sharding.Mesh)
"""Types whose representation says all that is to be said of them."""


class Unhashable(Exception):
    """What has no hash, and why."""


def fingerprint(value: Any) -> str:
    """The hash of a value made of traced programs, arrays, plain values, and of tuples, lists,
    sets, mappings and records of these.

    Args:
        value: programs as ``jax.make_jaxpr(f)(*operands)`` or ``jax.jit(f).trace(*operands).jaxpr``
            gives them. One that holds a function with a derivative rule of its own does not say
            what the rule is: for that, its derivatives have to be traced and hashed too.

    Raises:
        Unhashable: it holds something that does not say all of itself.
    """
    return _digest(value)[:DIGITS]


@functools.cache
def versions() -> dict[str, str]:
    """Of Python and of the packages that decide what a program computes, and how fast."""
    found = {package: version(package) for package in PACKAGES}
    return {"python": platform.python_version(), **found}


def _digest(value: Any) -> str:
    return _hash(_words(value))


def _of_program(jaxpr: Jaxpr) -> bytes:
    """The hash of a program, which others may call many times."""
    if jaxpr not in PROGRAMS:
        PROGRAMS[jaxpr] = _hash(_program(jaxpr)).encode()
    return PROGRAMS[jaxpr]


def _hash(words: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for word in words:
        found.update(b"%d:" % len(word))
        found.update(word)
    return found.hexdigest()


def _words(value: Any) -> Iterator[bytes]:
    """The value as a sequence of words, from which it could be told apart from all others."""
    if isinstance(value, ClosedJaxpr):
        yield from (b"program", _of_program(value.jaxpr))
        yield from _words(list(value.consts))
    elif isinstance(value, Jaxpr):
        yield from (b"program", _of_program(value))
    elif isinstance(value, (np.ndarray, np.generic, jax.Array)):
        yield from _array(value)
    elif isinstance(value, enum.Enum):  # before the plain values: some are numbers too
        yield from (b"member", type(value).__qualname__.encode(), value.name.encode())
    elif isinstance(value, Plain):
        yield from (type(value).__name__.encode(), repr(value).encode())
    elif isinstance(value, (tuple, list)):
        yield from (b"sequence", type(value).__qualname__.encode(), str(len(value)).encode())
        for item in value:
            yield from _words(item)
    elif isinstance(value, Mapping):
        yield from _unordered(b"mapping", value.items())
    elif isinstance(value, Set):
        yield from _unordered(b"set", value)
    else:
        yield from _other(value)


def _other(value: Any) -> Iterator[bytes]:
    """Of a record its fields, of a type of JAX's its representation."""
    name = type(value).__qualname__
    if isinstance(value, np.dtype) or _extended(value):
        yield from (b"dtype", str(value).encode())
    elif isinstance(value, BY_WORD) or name == "UnspecifiedValue":
        yield from (b"word", name.encode(), repr(value).encode())
    elif dataclasses.is_dataclass(value):
        yield from (b"record", name.encode())
        yield from _words({f.name: getattr(value, f.name) for f in dataclasses.fields(value)})
    else:
        raise Unhashable(f"a {name} does not say all of itself")


def _unordered(kind: bytes, items: Iterable[Any]) -> Iterator[bytes]:
    found = sorted(map(_digest, items))
    yield from (kind, str(len(found)).encode(), *(one.encode() for one in found))


def _extended(value: Any) -> bool:
    """Whether it is a dtype of JAX's own, as of random keys."""
    return jnp.issubdtype(getattr(value, "type", object), jax.dtypes.extended)


def _array(value: Any) -> Iterator[bytes]:
    """Dtype, shape and entries."""
    if jnp.issubdtype(value.dtype, jax.dtypes.prng_key):
        yield from (b"key", str(value.dtype).encode())
        value = jax.random.key_data(value)
    entries = np.asarray(value)
    if entries.dtype.hasobject:
        raise Unhashable(f"an array of {entries.dtype} does not say all of itself")
    yield from (b"array", str(entries.dtype).encode(), repr(entries.shape).encode())
    yield np.ascontiguousarray(entries).tobytes()


def _program(jaxpr: Jaxpr) -> Iterator[bytes]:
    """Operands, equations and results; variables by the order in which they appear."""
    if jaxpr.effects:
        raise Unhashable(f"it has effects: {', '.join(sorted(map(str, jaxpr.effects)))}")
    numbers: dict[Any, int] = {}

    def bound(variables: Any) -> Iterator[bytes]:
        for variable in variables:
            numbers[variable] = len(numbers)
            yield from (b"variable", variable.aval.str_short().encode(), _weak(variable.aval))

    def used(atoms: Any) -> Iterator[bytes]:
        for atom in atoms:
            if isinstance(atom, Literal):
                yield from (b"literal", atom.aval.str_short().encode(), _weak(atom.aval))
                yield from _words(atom.val)
            else:
                yield str(numbers[atom]).encode()

    yield from bound(jaxpr.constvars)
    yield b"operands"
    yield from bound(jaxpr.invars)
    for equation in jaxpr.eqns:
        name = equation.primitive.name
        if any(part in name for part in FOREIGN):
            raise Unhashable(f"{name} does not follow from its operands alone")
        if not _is_jaxs(equation.primitive):
            raise Unhashable(f"what the primitive {name} computes is not in the program")
        yield from (b"equation", name.encode())
        yield from used(equation.invars)
        yield from _parameters(name, equation.params)
        yield from bound(equation.outvars)
    yield b"results"
    yield from used(jaxpr.outvars)


def _is_jaxs(primitive: Primitive) -> bool:
    """Whether a primitive is JAX's own, of which name and parameters say what it computes:
    somebody else's may be defined anew under its name."""
    if primitive not in KNOWN:  # or in a module imported since
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in ("jax", "jaxlib"):
                KNOWN.update(v for v in vars(module).values() if isinstance(v, Primitive))
    return primitive in KNOWN


def _weak(aval: Any) -> bytes:
    return b"weak" if getattr(aval, "weak_type", False) else b"strong"


def _parameters(primitive: str, parameters: Mapping[str, Any]) -> Iterator[bytes]:
    for name, value in sorted(parameters.items()):
        if name in RULES.get(primitive, ()):
            continue
        yield name.encode()
        try:
            yield from _words(value)
        except Unhashable as error:
            raise Unhashable(f"{primitive} holds {name}: {error}") from error
