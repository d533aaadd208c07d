"""Functions applied: by name in either notation, with a prime or a power in TeX."""

import unicodedata

from lark import Token

from closedform.formulas.notation.functions import ELEMENTWISE
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written


def applied(function: Token, more: Token | None, argument: Written) -> Written:
    """A function of TeX: with its derivative's prime, or its power."""
    at, name = function.start_pos or 0, str(function)
    if more is not None and more.type == "PRIME":
        if name != "sigmoid":
            told = f"the derivative {name}' is read of \\sigma alone: write it out"
            raise Unread("derivative", told, at)
        name = "dsigmoid"
    applied = called(name, [argument], at)
    if more is not None and more.type == "FUNCTIONPOWER":
        number = Written(
            "number", (), int(unicodedata.normalize("NFKC", more)), more.start_pos or 0
        )
        return Written("power", (applied, number), "of a function", more.start_pos or 0)
    return applied


ARGUMENTS = {"kron": 2, "commutation": 2, "inner": 2}
SIZES = {"eye": 1, "ones": 1, "commutation": 2}


def called(name: str, arguments: list[Written], at: int) -> Written:
    """A function of either notation."""
    wanted = ARGUMENTS.get(name, 1)
    if len(arguments) != wanted:
        told = f"{name} takes {'one argument' if wanted == 1 else f'{wanted} arguments'}"
        raise Unread("grammar", told, at)
    if name in SIZES:
        return _of_sizes(name, arguments, at)
    if name in ("vector", "matrix"):
        if arguments[0].rule != "number":
            raise Unread("grammar", f"{name}() takes a number", at)
        return Written("filled", (arguments[0],), name, at)
    x = arguments[0].inside()
    if name == "kron":
        return Written("kronecker", tuple(arguments), "call", at)
    if name == "inner":
        return Written("inner", tuple(arguments), None, at)
    if name in ("norm1", "norm2"):
        return Written("norm", (x,), {"norm1": "entries", "norm2": ""}[name], at)
    if name == "logdet":
        return Written("call", (Written("call", (x,), "det", at),), "log", at)
    known = {"transpose": "transpose", "inv": "inverse", "pinv": "pseudoinverse"}
    if name in known:
        return Written(known[name], (x,), None, at)
    return Written("call", (x,), name, at)


def _of_sizes(name: str, arguments: list[Written], at: int) -> Written:
    """eye(n), ones(n), commutation(m, n): arguments are dimensions."""
    said = [_size(argument, name) for argument in arguments]
    rule = {"eye": "identity", "ones": "ones", "commutation": "commutation"}[name]
    return Written(rule, (), ",".join(said), at)


def _size(argument: Written, function: str) -> str:
    """A size, or a product of sizes: ``m*n``."""
    if argument.rule == "product":
        return "*".join(_size(part, function) for part in argument.parts)
    if argument.rule not in ("name", "number"):
        raise Unread("grammar", f"{function}() takes the name of a size", argument.at)
    return str(argument.value)


WHOLE = ("softmax", "tr", "det", "adj", "sum", "vec", "diag")
"""Functions of a whole matrix or vector."""
KNOWN = frozenset(ELEMENTWISE) | frozenset(WHOLE)
"""Every function that ``call`` may name."""
