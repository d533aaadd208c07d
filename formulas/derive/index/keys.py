"""Canonical keys: equal for terms that are equal up to the names of their summed indices.

Colour refinement, then every choice of an index where colours tie: the least description is the
key. Parts of a term that share no summed index are described on their own.
"""

import hashlib
from collections.abc import Iterable, Sequence

from closedform.formulas.derive.index.form import Factor, Index, Sum, Term

Colours = dict[Index, int]


def term_key(t: Term) -> str:
    """The key of a term, its coefficient left out."""
    if t._key is None:
        labels = _labels(t)
        numbered = {label: k for k, label in enumerate(sorted(set(labels.values())))}
        fixed = {i: numbered[label] for i, label in labels.items()}
        parts = sorted(_part_key(part, fixed) for part in parts_of(t.factors, t.free))
        axes = [[(fixed[i], str(i.size)) for i in axis] for axis in t.axes]
        t._key = digest(f"{parts}{axes}")
    return t._key


def sum_key(e: Sum) -> str:
    """The key of a sum: its terms' keys with their coefficients, in any order."""
    if e._key is None:
        terms = sorted(f"{t.coefficient} {term_key(t)}" for t in e.terms)
        e._key = digest(f"{terms}{[[str(s) for s in axis] for axis in e.sizes]}")
    return e._key


def digest(text: str) -> str:
    """A short name for a text, the same in every process."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def parts_of(factors: Iterable[Factor], fixed: Iterable[Index]) -> list[list[Factor]]:
    """Factors grouped by the indices they share, but for the fixed ones."""
    known = set(fixed)
    groups: list[tuple[list[Factor], set[Index]]] = []
    for f in factors:
        own = {i for i in f.indices if i not in known}
        hit = [g for g in groups if g[1] & own]
        groups = [g for g in groups if not g[1] & own]
        merged = [h for g in hit for h in g[0]]
        groups.append(([*merged, f], own.union(*(g[1] for g in hit))))
    return [g[0] for g in groups]


def _labels(t: Term) -> dict[Index, str]:
    """Where on the axes each free index stands."""
    labels: dict[Index, str] = {}
    for a, axis in enumerate(t.axes):
        for k, i in enumerate(axis):
            labels[i] = labels.get(i, "") + f"{a:02}.{k:02} "
    return labels


def _part_key(factors: Sequence[Factor], fixed: Colours) -> str:
    summed = list(dict.fromkeys(i for f in factors for i in f.indices if i not in fixed))
    sizes = sorted({str(i.size) for i in summed})
    start = fixed | {i: len(fixed) + sizes.index(str(i.size)) for i in summed}
    return _least(factors, summed, _refined(factors, summed, start), str(sizes))


def _least(factors: Sequence[Factor], summed: Sequence[Index], colours: Colours, head: str) -> str:
    """The least description over all ways to tell tied indices apart."""
    classes: dict[int, list[Index]] = {}
    for i in summed:
        classes.setdefault(colours[i], []).append(i)
    tied = [c for c, members in classes.items() if len(members) > 1]
    if not tied:
        return head + "*".join(sorted(_described(f, colours) for f in factors))
    colour = min(tied)
    found: list[str] = []
    for i in classes[colour]:
        doubled = {j: 2 * c for j, c in colours.items()}
        doubled[i] -= 1
        found.append(_least(factors, summed, _refined(factors, summed, doubled), head))
    return min(found)


def _described(f: Factor, colours: Colours) -> str:
    axes = [tuple(colours[i] for i in axis) for axis in f.axes]
    if f.atom.symmetric:
        axes = [*sorted(axes[:2]), *axes[2:]]
    return f"{f.atom.key}^{f.power}{axes}"


def _refined(factors: Sequence[Factor], summed: Sequence[Index], colours: Colours) -> Colours:
    """Colours split until indices of one colour have neighbours of the same colours."""
    count = len({colours[i] for i in summed})
    while True:
        seen: dict[Index, list[str]] = {i: [] for i in summed}
        for f in factors:
            described = _described(f, colours)
            for a, axis in enumerate(f.axes):
                for k, i in enumerate(axis):
                    if i in seen:
                        seen[i].append(f"{described}@{0 if f.atom.symmetric and a < 2 else a}.{k}")
        signed = {i: (colours[i], sorted(seen[i])) for i in summed}
        ranks = {s: n for n, s in enumerate(sorted({(c, tuple(v)) for c, v in signed.values()}))}
        base = 1 + max((c for i, c in colours.items() if i not in seen), default=-1)
        colours = colours | {i: base + ranks[c, tuple(v)] for i, (c, v) in signed.items()}
        if len(ranks) == count:
            return colours
        count = len(ranks)
