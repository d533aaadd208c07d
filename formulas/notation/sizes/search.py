"""The reading that costs least: which names are scalars, columns and matrices."""

import heapq
from collections.abc import Iterator

from closedform.formulas.notation.reading.written import Written, names, nodes
from closedform.formulas.notation.sizes.clash import CALLED, Clash
from closedform.formulas.notation.sizes.customs import SURPRISE, costs
from closedform.formulas.notation.sizes.doubts import against_custom, surprising, two_readings
from closedform.formulas.notation.sizes.fit import Fit, fits, has_layouts, returned
from closedform.formulas.notation.sizes.functions import DIAGS
from closedform.formulas.notation.sizes.inference import Inference
from closedform.formulas.notation.sizes.question import Found, Question
from closedform.formulas.notation.sizes.sized import sized
from closedform.formulas.notation.tree import SCALAR, Size

MOST = 1500
"""Readings that are tried."""

Key = str | int
Slots = list[tuple[Key, list[tuple[str, float]]]]
"""What may be read in several ways, names and operations, each with its ways and their costs."""


def search(asked: Question) -> Found:
    """The cheapest reading.

    Raises Unread where none fits, or two do; Clash with ``where="fit"`` where only the claim's size
    is wrong.
    """
    slots = _slots(asked)
    found: list[Found] = []
    worst: Clash | None = None
    for base, picked in _by_cost(slots):
        if found and base > found[0].cost:
            break
        try:
            found.append(_tried(asked, picked, base))
        except Clash as clash:
            if worst is None or (base < SURPRISE and _tells_more(clash, worst)):
                worst = clash
        found.sort(key=lambda f: f.cost)
    if not found:
        assert worst is not None
        raise worst
    best = [f for f in found if f.cost == found[0].cost]
    surprising(asked, best[0], worst)
    two_readings(asked, best)
    return best[0]


def _slots(asked: Question) -> Slots:
    texts = [w for w in (asked.function, asked.claim) if w is not None]
    open_names = [
        name
        for name in names(*texts)
        if name not in asked.declared and name not in asked.moves and name not in asked.dimensions
    ]
    slots: Slots = []
    for name in open_names:
        ways = costs(name, asked.notation)
        if asked.kind.scalar_variable and name == asked.wrt:
            ways = {"scalar": 0.0}
        slots.append((name, sorted(ways.items(), key=lambda way: way[1])))
    if asked.notation == "tex":
        slots += [
            (id(n), [(meant, 0.0) for meant in DIAGS])
            for w in texts
            for n in nodes(w)
            if n.rule == "call" and n.value == "diag"
        ]
    return slots


def _by_cost(slots: Slots) -> Iterator[tuple[float, dict[Key, str]]]:
    """Ways to read all slots, the cheapest first."""
    first: tuple[int, ...] = tuple(0 for _ in slots)
    heap = [(sum((ways[0][1] for _, ways in slots), 0.0), first)]
    seen = {first}
    for _ in range(MOST):
        if not heap:
            return
        cost, at = heapq.heappop(heap)
        yield cost, {key: ways[k][0] for (key, ways), k in zip(slots, at, strict=True)}
        for i, (_, ways) in enumerate(slots):
            next = (*at[:i], at[i] + 1, *at[i + 1 :])
            if at[i] + 1 < len(ways) and next not in seen:
                seen.add(next)
                heapq.heappush(heap, (cost - ways[at[i]][1] + ways[at[i] + 1][1], next))


def _tried(asked: Question, picked: dict[Key, str], base: float) -> Found:
    """One reading; raises Clash where it doesn't fit."""
    kinds = {key: way for key, way in picked.items() if isinstance(key, str)}
    choices = {key: way for key, way in picked.items() if isinstance(key, int)}
    r = Inference(kinds, choices, asked.notation, asked.declared)
    for name in asked.square & set(names(asked.function)):
        r.square(r.of_name(name), asked.function, f"{name} is given as a square matrix:")
    f = sized(r, asked.function)
    if asked.value is not None:
        r.alike(asked.value, f, asked.function, "a value")
    if asked.kind.scalar_value and f != SCALAR and asked.value is None:
        told = f"the function is {CALLED[f.kind]}, and a {asked.kind} is of a scalar: --jacobian?"
        raise r.clash(told, asked.function)
    for name in [*kinds, *([asked.wrt] if asked.wrt else [])]:
        r.of_name(name)
    _entry_by_entry(asked, r)
    before = {name: _now(r, size) for name, size in r.names.items()}
    if asked.claim is None:
        return Found(r, f, None, [], base + r.extra, before)
    r.where = "claim"
    for moved, name in asked.moves.items():
        r.names[moved] = f if name is None else r.of_name(name)
    claim = sized(r, asked.claim)
    _entry_by_entry(asked, r)
    x = r.of_name(asked.wrt) if asked.wrt else SCALAR
    ways = (
        [Fit(asked.layout)]
        if is_zero(asked.claim)
        else fits(r, asked.kind, claim, x, f, asked.layout)
    )
    if not ways:
        odd = against_custom(asked, kinds)
        taken = f"with {'; '.join(odd)}, " if odd else ""
        told = f"{taken}the claim is {_told(r, claim)}; {_wanted(asked, r, x, f)}"
        raise Clash("sizes", told, asked.claim, "fit")
    return Found(r, f, claim, ways, base + r.extra, before)


def _now(r: Inference, size: Size) -> Size:
    return Size(*map(r.unknowns.found, size))


def is_zero(claim: Written) -> bool:
    """Whether a claim is 0."""
    inner = claim.inside()
    return inner.rule == "number" and inner.value == 0


def _told(r: Inference, size: Size) -> str:
    return " x ".join(map(r.told, size)) if size != SCALAR else "a scalar"


def _wanted(asked: Question, r: Inference, x: Size, f: Size) -> str:
    by = f" by {asked.wrt}" if asked.wrt else ""
    if not has_layouts(asked.kind):
        return f"a {asked.kind}{by} is {_told(r, returned(asked.kind, None)(x, f))}"
    layouts = [asked.layout] if asked.layout else ["denominator", "numerator"]
    sizes = [f"{_told(r, returned(asked.kind, name)(x, f))} in {name} layout" for name in layouts]
    return f"a jacobian{by} is {' or '.join(sizes)}"


def _entry_by_entry(asked: Question, r: Inference) -> None:
    """Refuse a function of a matrix that is square: it may be the function of matrices."""
    for w, size in r.entrywise:
        said = f"{w.value} of a matrix read entry by entry"
        if asked.elementwise or asked.notation == "matrixcalculus":
            r.remarks[said] = None
        elif r.unknowns.same(*size):
            told = (
                f"is {w.value} of this square matrix the function of matrices, or taken entry by "
                "entry? only the latter is read: say --elementwise"
            )
            raise Clash("matrix function", told, w, r.where)
        else:
            r.headline[said] = None


def _tells_more(clash: Clash, other: Clash) -> bool:
    """A function that reads, and a claim that doesn't, say more of what is wrong than a function
    that doesn't; of such readings the cheapest does."""
    return other.where == "function" and clash.where != "function"
