"""Pairs from standard input, one a line: fields between tabs, or JSON."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from closedform.errors import InputError
from closedform.verify.ask.arguments import KINDS

FORM = "FUNCTION<TAB>KIND<TAB>VARIABLE<TAB>CLAIM[<TAB>given=A symmetric...], or a JSON object"
REPEATED = ("given", "shape")
OPTIONS = ("given", "along", "on", "shape", "layout", "notation", "elementwise")


def questions(line: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions of a line.

    Args:
        options: those that hold for all lines.

    Raises InputError for a line that holds none.
    """
    text = line.strip("\r\n")
    if text.lstrip().startswith("{"):
        return _of_json(text, options)
    fields = text.split("\t")
    kind = fields[1].strip().removeprefix("--") if len(fields) > 3 else ""
    if kind not in KINDS or not fields[3].strip():
        raise InputError(f"a line is {FORM}")
    asked = {"function": fields[0], "kind": kind, "wrt": fields[2].strip() or None}
    more = (field.partition("=") for field in fields[4:] if field.strip())
    return [{**asked, "claim": fields[3], **_merged(options, more)}]


def _merged(options: dict[str, Any], fields: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """The options with those that the fields of a line say."""
    found = {**options, **{name: list(options[name]) for name in REPEATED}}
    for name, _, value in fields:
        _set(found, name.strip().lstrip("-"), value.strip())
    return found


def _set(options: dict[str, Any], word: str, value: Any) -> None:
    if word not in OPTIONS:
        raise InputError(f"a field {word!r} says nothing; known are {', '.join(OPTIONS)}")
    if word in REPEATED:
        options[word] += [value] if isinstance(value, str) else list(value)
    elif word == "elementwise":
        options[word] = value not in ("", "no", "false", False)
    else:
        options[word] = value


def _of_json(text: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        asked = json.loads(text)
        function = asked.pop("function")
    except (ValueError, KeyError, AttributeError) as error:
        raise InputError(f"a line is {FORM}") from error
    more = _merged(options, ())
    claims = [claim for word in KINDS if word in asked for claim in by_variable(word, asked[word])]
    if asked.get("kind") in KINDS and "claim" in asked:  # as an answer names them
        claims.append((asked.pop("kind"), asked.pop("wrt", None), asked.pop("claim")))
    for word, value in asked.items():
        if word not in KINDS:
            _set(more, word, value)
    if not claims:
        raise InputError(f"no claim was given; a line is {FORM}")
    return [{"function": function, "kind": k, "wrt": w, "claim": c, **more} for k, w, c in claims]


def by_variable(kind: str, value: Any) -> list[tuple[str, str | None, str]]:
    """Claims of a kind: one, several, or by variable."""
    if isinstance(value, Mapping):
        return [(kind, wrt, claim) for wrt, claim in value.items()]
    return [(kind, None, claim) for claim in ([value] if isinstance(value, str) else value)]
