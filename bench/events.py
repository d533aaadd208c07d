"""What is told of cells, by the children that measure them and in the journal: records, and the one
place that turns them into JSON and back."""

import dataclasses
import functools
import types
import typing
from dataclasses import dataclass
from typing import Any, TypeVar

from closedform.bench.rows import Limit, Timing

R = TypeVar("R")

CODE = " #"
"""What stands in a key between the title of a cell and the hash of what it measures."""
UNKNOWN = "unknown"
"""What stands for a hash that nobody knows, or that there is none of."""


@dataclass(frozen=True)
class Asked:
    """A cell as a child is asked for it.

    title: of the cell; origin, claim, stem: where its claim is declared, its id, and its id without
    form; sizes: dimension -> size; command: what measures the cell again; kept: hashes of what was
    measured earlier, which need not be measured again, each with the reason why its claim is not
    tried at larger sizes, or None."""

    title: str
    origin: str
    claim: str
    stem: str
    sizes: dict[str, int]
    command: str
    kept: dict[str, str | None]


@dataclass(frozen=True)
class Begun:
    """A cell is at work. Where no `Done` follows, all ended while it was.

    key: the cell's title; in the journal with the hash."""

    key: str


@dataclass(frozen=True)
class Traced:
    """What the cell measures is traced, and has a hash.

    key: title and hash."""

    key: str


@dataclass(frozen=True)
class Kept:
    """What the cell would measure was measured earlier.

    key: title and hash."""

    key: str


@dataclass(frozen=True)
class Done:
    """What came out of a cell.

    key: title and hash; rows: one a method; seconds: that the cell took in all."""

    key: str
    rows: list[Timing]
    seconds: float | None = None


@dataclass(frozen=True)
class Found:
    """What the machine can do at best.

    key: of the machine, with its versions and settings."""

    key: str
    limit: Limit


Event = Begun | Traced | Kept | Done | Found
NAMES: dict[str, type[Event]] = {
    "start": Begun,
    "traced": Traced,
    "kept": Kept,
    "cell": Done,
    "limit": Found,
}
"""Name of an event in JSON -> its class."""


def key(title: str, code: str | None) -> str:
    """A cell's key; the hash is None where there is none."""
    return f"{title}{CODE}{code or UNKNOWN}"


def title(key: str) -> str:
    """The part of a key that names the cell."""
    return key.split(CODE)[0]


def code(key: str) -> str:
    """The part of a key that says what was measured."""
    return key.partition(CODE)[2]


def packed(event: Event) -> dict[str, Any]:
    """The event as JSON has it."""
    name = next(name for name, known in NAMES.items() if isinstance(event, known))
    return {"event": name, **dataclasses.asdict(event)}


def unpacked(found: dict[str, Any]) -> Event:
    """The event that JSON holds. Raises ValueError, which says why, for what is none."""
    name = found.get("event")
    if not isinstance(name, str) or name not in NAMES:
        raise ValueError(f"{name!r} is no event; there is {', '.join(NAMES)}")
    fields = {field.name for field in dataclasses.fields(NAMES[name])}
    return record(NAMES[name], {part: found[part] for part in found if part in fields})


def record(kind: type[R], found: Any) -> R:
    """The record of that class that JSON holds. Raises ValueError, which says why, for another
    shape."""
    if not isinstance(found, dict):
        raise ValueError(f"{_shown(found)} stands where a {kind.__name__} should")
    hints = _hints(kind)
    if strange := [name for name in found if name not in hints]:
        raise ValueError(f"a {kind.__name__} has no {_shown(strange[0])}")
    if lacking := [name for name in _needed(kind) if name not in found]:
        raise ValueError(f"a {kind.__name__} lacks {', '.join(lacking)}")
    return kind(**{name: _read(name, hints[name], value) for name, value in found.items()})


@functools.cache
def _needed(kind: Any) -> list[str]:
    """Fields that have no default."""
    unset = dataclasses.MISSING
    fields = dataclasses.fields(kind)
    return [f.name for f in fields if f.default is unset and f.default_factory is unset]


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(name: str, hint: Any, value: Any) -> Any:
    """The value of a field, where it is one of the type that the field has."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return record(hint, value)
    if origin is types.UnionType:
        return None if value is None else _read(name, inner[0], value)
    if origin is list and isinstance(value, list):
        return [_read(name, inner[0], item) for item in value]
    if origin is dict and isinstance(value, dict):
        return {part: _read(name, inner[1], item) for part, item in value.items()}
    known = next((types for one, types in _JSON if one is hint), ())
    if hint is Any or (isinstance(value, known) and not isinstance(value, bool)):
        return value
    raise ValueError(f"{name} is {_shown(value)}")


_JSON = ((str, (str,)), (int, (int, float)), (float, (int, float)))
"""Type of a field -> types that JSON gives it: a number is a number."""


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
