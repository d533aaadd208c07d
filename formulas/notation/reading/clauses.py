r"""Left-hand sides, and definitions behind an expression: ``\nabla f = A^\top u, \quad u = Ax``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from closedform.formulas.notation.reading.tokens import CALLED, OPENING, Token
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written, nodes

MOST = 1500
"""Operations of an expression whose definitions stand in it."""

ACTIVATIONS = ("sigmoid", "softmax", "softplus", "relu")
"""Functions that a text may define."""

OPERATOR = re.compile(r"\\[a-z]*frac(\\partial\\partial|\\delta\\delta|dd)")
r"""``\frac{\partial}{\partial X}``, squeezed: what it is the derivative of stands behind it."""

Tokens = Sequence[Token]


@dataclass(frozen=True)
class Definition:
    """A name, or a function of one argument, and the tokens that it stands for."""

    name: str
    argument: str | None
    body: Tokens
    implied: bool = False
    """By a left-hand side of the expression itself."""


@dataclass
class Definitions:
    """What names and functions stand for."""

    names: dict[str, Written] = field(default_factory=dict)
    functions: dict[str, tuple[str, Written]] = field(default_factory=dict)

    def defines(self, w: Written) -> bool:
        """Whether an operation is a name or a function that stands for something."""
        known = {"name": self.names, "call": self.functions}.get(w.rule, ())
        return w.value in known


def clauses(tokens: Tokens) -> tuple[Tokens, list[Definition]]:
    """The expression, without what names it, and the definitions that follow it; the name too is
    one.

    Raises Unread for a second formula.
    """
    first, *others = list(_split(tokens, ("COMMA", "WHERE")))
    sides = list(_split(first, ("EQUALS",)))
    for side, next in pairwise(sides):
        if not names_value(side):
            told = "two expressions joined by =: ask about one at a time, or --equals"
            raise Unread("several", told, (next or tokens[-1:])[0].at)
    named = [d for side in sides[:-1] if (d := _named(side, sides[-1]))]
    return sides[-1], [*named, *(_definition(part) for part in others if part)]


def _named(left: Tokens, body: Tokens) -> Definition | None:
    """What a left-hand side defines: y of ``y =``, f of ``f(x) =``; nothing of what stands in the
    expression itself."""
    types = [token.type for token in left]
    if not body or left[0].text in {token.text for token in body}:
        return None
    if types == ["NAME"]:
        return Definition(left[0].text, None, body, implied=True)
    if types in (["NAME", "OPEN", "NAME", "CLOSE"], ["FUNCTION", "OPEN", "NAME", "CLOSE"]):
        return Definition(left[0].text, left[2].text, body, implied=True)
    return None


def _split(tokens: Tokens, at: tuple[str, ...]) -> Iterator[Tokens]:
    """The parts between tokens of these types outside of brackets."""
    depth, start = 0, 0
    for k, token in enumerate(tokens):
        depth += (token.type in CALLED) - (token.type in OPENING.values())
        if depth == 0 and token.type in at:
            yield tokens[start:k]
            start = k + 1
    yield tokens[start:]


def names_value(side: Tokens) -> bool:
    """Whether a left-hand side only names what follows: ``f(X)``, ``dF``, a derivative."""
    types = [token.type for token in side]
    if not types:
        return False
    if types[0] == "REFUSED":
        changed = {"PLUS", "MINUS", "HADAMARD", "SLASH"}
        if not OPERATOR.match(side[0].text) or types[1:2] == ["TRANSPOSE"]:
            changed |= {"TRANSPOSE", "INVERSE"}  # of the derivative, perhaps
        return not changed & set(_outside(side))
    if types[:2] == ["NAME", "NAME"] and side[0].text in ("d", "D"):
        return names_value(side[1:])
    if types[:2] == ["NAME", "OPENBAR"] and side[0].text == "d":  # d|X|
        return list(_outside(side[1:])) == ["CLOSEBAR"]
    if types[:3] == ["OPEN", "REFUSED", "CLOSE"]:  # [dF_kl/dX]
        return types[3:] in ([], ["REFUSED"])
    primed = types[:2] == ["NAME", "TRANSPOSE"] and side[1].text == "'"
    if primed and (side[0].text in ("f", "g", "h", "y") or types[2:] == ["OPEN", "NAME", "CLOSE"]):
        types = ["NAME", *types[2:]]  # f'(x)
    if types == ["NAME"]:
        return True
    inner = types[2:-1]
    called = types[1:2] == ["OPEN"] and types[-1] == "CLOSE"
    if types[0] == "FUNCTION":
        return called and inner == ["NAME"] and side[0].text in ACTIVATIONS
    one_group = called and list(_outside(side)).count("CLOSE") == 1
    return types[0] == "NAME" and one_group


def _outside(tokens: Tokens) -> Iterator[str]:
    """Types of tokens outside of brackets."""
    depth = 0
    for token in tokens:
        depth += (token.type in CALLED) - (token.type in OPENING.values())
        if depth == 0:
            yield token.type


def _definition(tokens: Tokens) -> Definition:
    sides = list(_split(tokens, ("EQUALS",)))
    if len(sides) != 2 or not sides[1]:
        raise Unread(
            "definition", "behind a comma a definition is expected, as u = Ax", tokens[0].at
        )
    left, body = sides
    types = [token.type for token in left]
    if types == ["NAME"]:
        return Definition(left[0].text, None, body)
    if types == ["REFUSED"] and left[0].text.startswith("\\"):
        return Definition(left[0].text, None, body)
    if types in (["NAME", "OPEN", "NAME", "CLOSE"], ["FUNCTION", "OPEN", "NAME", "CLOSE"]):
        return Definition(left[0].text, left[2].text, body)
    if types == ["FUNCTION", "PRIME", "OPEN", "NAME", "CLOSE"] and left[0].text == "sigmoid":
        return Definition("dsigmoid", left[3].text, body)
    at = tokens[0].at
    raise Unread("definition", "this can't be defined: a name can, or f(t)", at)


def marked(tokens: Tokens, known: Definitions) -> list[Token]:
    """The tokens, with functions that are defined as functions, and derivatives that are defined as
    names."""
    found = list(tokens)
    for k, token in enumerate(found):
        if token.type == "REFUSED" and token.text in known.names:
            found[k] = replace(token, type="NAME", refused=None)
        before_bracket = k + 1 < len(found) and found[k + 1].type == "OPEN"
        if token.type == "NAME" and token.text in known.functions and before_bracket:
            found[k] = replace(token, type="FUNCTION")
    return found


def substituted(written: Written, known: Definitions) -> Written:
    """The expression with what its names and functions stand for, and what stands in that.

    Raises Unread where it grows too long, or definitions go round in a circle.
    """
    for _ in range(len(known.names) + len(known.functions) + 1):
        if not any(map(known.defines, nodes(written))):
            return written
        written = _measured(_substituted(written, known), {}, written.at)
    raise Unread("definition", "these definitions go round in a circle", written.at)


def _substituted(w: Written, known: Definitions) -> Written:
    if w.rule == "name" and w.value in known.names:
        return Written("bracket", (known.names[str(w.value)],), None, w.at)
    if w.rule == "call" and w.value in known.functions:
        argument, body = known.functions[str(w.value)]
        inner = Definitions({argument: _substituted(w.parts[0], known)})
        return Written("bracket", (_substituted(body, inner),), None, w.at)
    parts = tuple(_substituted(part, known) for part in w.parts)
    return replace(w, parts=parts) if parts else w


def _measured(w: Written, sizes: dict[int, int], at: int) -> Written:
    if _size(w, sizes) > MOST:
        raise Unread("length", "with its definitions written out it is too long", at)
    return w


def _size(w: Written, sizes: dict[int, int]) -> int:
    """How many operations it is, without going through those that are shared again."""
    if id(w) not in sizes:
        sizes[id(w)] = 1 + sum(_size(part, sizes) for part in w.parts)
    return sizes[id(w)]


def of_itself(definition: Definition, body: Written) -> None:
    """Raise Unread for a definition that says something of the name itself."""
    own = definition.name
    if any(n.rule == "name" and n.value == own for n in nodes(body)):
        told = f"this says something of {own}: say it with --given, as --given '{own} symmetric'"
        raise Unread("definition", told, definition.body[0].at)
