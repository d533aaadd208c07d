"""Readings that are not taken: those against custom, and those that are one of two."""

from collections.abc import Mapping

from closedform.formulas.notation.reading.written import Written, names, nodes
from closedform.formulas.notation.sizes.clash import CALLED, SEVERAL, Clash
from closedform.formulas.notation.sizes.customs import SURPRISE, against, costs
from closedform.formulas.notation.sizes.question import Found, Question


def surprising(asked: Question, best: Found, worst: Clash | None) -> None:
    """Refuse a reading against custom."""
    kinds = best.inference.kinds
    scalars = all(kind == "scalar" for kind in kinds.values()) and not best.inference.extra
    if best.cost < SURPRISE or (scalars and not any(n[0].isupper() for n in kinds)):
        return
    if worst is not None and worst.where == "fit":
        raise worst
    if worst is None:
        told = "no customary reading fits" + _instead(asked, kinds)
        raise Clash("scalar or vector", told, asked.function)
    hint = _instead(asked, kinds) if worst.reason == "sizes" else ""
    raise Clash(worst.reason, worst.message + hint, worst.at, worst.where)


def _instead(asked: Question, kinds: Mapping[str, str]) -> str:
    """What to declare, so that the reading is taken."""
    odd = [n for n, kind in kinds.items() if costs(n, asked.notation).get(kind, 9) >= 2.5]
    if not odd:
        return ""
    shape = {"scalar": "scalar", "column": "n"}.get(kinds[odd[0]], "mxn")
    return f"; it would fit if {odd[0]} were {CALLED[kinds[odd[0]]]}: --shape {odd[0]}={shape}"


def against_custom(asked: Question, kinds: Mapping[str, str]) -> list[str]:
    """What is read against custom, kind by kind."""
    odd = against(kinds, asked.notation)
    said = names(asked.function)
    by_kind = {kind: [n for n in said if odd.get(n) == kind] for kind in CALLED}
    return [
        f"{', '.join(ns)} read as {CALLED[kind] if len(ns) == 1 else SEVERAL[kind]}"
        for kind, ns in by_kind.items()
        if ns
    ]


def two_readings(asked: Question, best: list[Found]) -> None:
    """Refuse where two readings cost the same."""
    first = best[0].inference
    for other in (found.inference for found in best[1:]):
        for name in names(asked.function):
            a, b = first.kinds.get(name), other.kinds.get(name)
            if a != b and a and b:
                told = (
                    f"{name} may be {CALLED[a]} or {CALLED[b]}, and both fit: "
                    f"say --shape {name}=scalar or --shape {name}=n"
                )
                raise Clash("scalar or vector", told, _place(asked, name), "function")
        for key, meant in first.meant.items():
            if other.meant[key] != meant:
                told = "diag of a matrix: more than one fits of the vector of its diagonal, the "
                told += "diagonal matrix of that, and that of its vec: write one of them out"
                where, at = _whose(asked, key)
                raise Clash("diag", told, at, where)


def _whose(asked: Question, key: int) -> tuple[str, Written]:
    """The text and the operation that has this identity."""
    for where, written in (("function", asked.function), ("claim", asked.claim)):
        for n in nodes(written) if written is not None else ():
            if id(n) == key:
                return where, n
    return "function", asked.function


def _place(asked: Question, name: str) -> Written:
    return next(n for n in nodes(asked.function) if n.rule == "name" and n.value == name)
