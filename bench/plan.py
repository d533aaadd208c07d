"""What is to be timed: cells, and the claims that have no rival."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from closedform.bench import devices, kinds, methods
from closedform.bench import sizes as ladders
from closedform.formulas import Broken, Claim, InputError, catalogue, read
from closedform.formulas._kit.catalogue import is_file
from closedform.formulas._kit.description import Description, describe, qualified
from closedform.formulas._kit.survey import imported_elsewhere


@dataclass(frozen=True)
class Least:
    """The least work of a claim at some sizes.

    flops: that any of its forms states (count); read, written: entries of its operands, and of what
    it returns (count)."""

    flops: float
    read: int
    written: int


@dataclass(frozen=True)
class Cell:
    """One claim, all its forms, at one shape, dtype and device, in plain values.

    claim: any one of its forms; methods: names of its forms; least: its least work, None where no
    form states any; turn: when it is measured, cells of the smallest sizes first, and of these one
    of each formula before a second of any."""

    claim: Description
    sizes: dict[str, int]
    dtype: str
    device: str
    methods: tuple[str, ...]
    least: Least | None = None
    turn: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        """``least_squares.gradient.x[m=64,n=64]``."""
        return f"{self.claim.stem}[{shape(self.sizes)}]"

    @property
    def title(self) -> str:
        """The name, dtype and device: what tells the cell from all others."""
        return f"{self.name} {self.dtype} {self.device}"

    @property
    def fields(self) -> dict[str, Any]:
        """What all rows of the cell share, as far as that is known without a device."""
        return {
            "claim": self.claim.stem,
            "formula": self.claim.formula,
            "kind": self.claim.kind,
            "wrt": self.claim.wrt,
            "sizes": self.sizes,
            "dtype": self.dtype,
            "device": self.device,
            "device_kind": None,
        }


@dataclass(frozen=True)
class Untimed:
    """A claim that is not timed, and why; origin: where it is declared."""

    claim: str
    reason: str
    origin: str | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be timed of a selection.

    misfit: why a shape that was asked for fits some claim not; broken: modules that could not be
    read."""

    cells: list[Cell] = field(default_factory=list)
    untimed: list[Untimed] = field(default_factory=list)
    misfit: str | None = None
    broken: list[Broken] = field(default_factory=list)


def shape(sizes: Mapping[str, int]) -> str:
    """``m=64,n=32``; empty where there are no dimensions."""
    return ",".join(f"{name}={size}" for name, size in sizes.items())


def cell(claim: Claim, sizes: Mapping[str, int], dtype: str, device: str, rung: int = 0) -> Cell:
    """The cell of a claim at some sizes, which are those of a rung of its ladder."""
    names = tuple(map(methods.name, methods.forms(claim)))
    least = _least(claim, sizes, dtype)
    return Cell(describe(claim), dict(sizes), dtype, device, names, least, (rung, 0))


def _least(claim: Claim, sizes: Mapping[str, int], dtype: str) -> Least | None:
    stated = [form.stated_flops(sizes) for form in methods.forms(claim)]
    known = [flops for flops in stated if flops is not None]
    if not known:
        return None
    args, tangents = methods.shapes(claim, sizes, dtype)
    read = sum(math.prod(operand.shape) for operand in (*args.values(), *tangents.values()))
    return Least(min(known), read, kinds.returned(claim, sizes))


def plan(
    claims: Iterable[Claim], spec: str = "small", dtype: str = "float64", device: str = "cpu"
) -> tuple[list[Cell], list[Untimed]]:
    """Cells for the claims at the sizes that `spec` asks for (see
    ``closedform.bench.sizes.ladder``), and what is left out.

    Raises InputError for a spec that is none, or a shape that no claim allows.
    """
    found = _whole([_planned(claims, spec, dtype, device)])
    return found.cells, found.untimed


def select(targets: Iterable[str], spec: str, dtype: str, device: str) -> Plan:
    """The same for what names, ids, globs and files select; for all of the catalogue for none.

    Files are imported in children. Raises InputError also where a target selects nothing.
    """
    ladders.check(spec)
    targets = list(targets)
    files, names = [t for t in targets if is_file(t)], [t for t in targets if not is_file(t)]
    asked = {"spec": spec, "dtype": dtype, "device": device}
    call, told = "closedform.bench.plan:of_file", devices.settings("cpu")
    parts = [_unpacked(imported_elsewhere(file, call, told, **asked)) for file in files]
    if files and not names:
        return _whole(parts)
    known = catalogue()
    claims = known.select(names or ["*"]) if known.claims or names else []
    found = _whole([*parts, _planned(claims, spec, dtype, device)])
    return replace(found, broken=known.broken)


def of_file(path: str, spec: str, dtype: str, device: str) -> dict[str, Any]:
    """What is to be timed of a file: what a child that imports it is called for."""
    return asdict(_planned(read(Path(path)).claims.values(), spec, dtype, device))


def _unpacked(found: dict[str, Any]) -> Plan:
    """The plan that JSON holds."""
    cells = [
        Cell(
            **{
                **one,
                "claim": Description(**one["claim"]),
                "methods": tuple(one["methods"]),
                "least": Least(**one["least"]) if one["least"] else None,
                "turn": tuple(one["turn"]),
            }
        )
        for one in found["cells"]
    ]
    return Plan(cells, [Untimed(**one) for one in found["untimed"]], found["misfit"])


def _planned(claims: Iterable[Claim], spec: str, dtype: str, device: str) -> Plan:
    ladders.check(spec)
    stems = {claim.stem: claim for claim in claims}
    cells: list[Cell] = []
    untimed: list[Untimed] = []
    misfit = None
    for stem, claim in stems.items():
        origin = claim.formula.origin
        if reason := why_not(claim):
            untimed.append(Untimed(stem, reason, origin))
            continue
        try:
            rungs = ladders.ladder(claim, spec)
        except InputError as error:
            misfit, rungs = str(error), []
        if not rungs:
            untimed.append(Untimed(stem, "no such size is legal", origin))
        cells += [cell(claim, sizes, dtype, device, k) for k, sizes in enumerate(rungs)]
    return Plan(cells, untimed, misfit)


def _whole(parts: Iterable[Plan]) -> Plan:
    """The parts as one, in turn, with names that differ: where claims of two files have one id,
    their file stands before it.

    Raises InputError where the shape that was asked for fits no claim."""
    parts = list(parts)
    cells = {(c.claim.origin, c.title): c for part in parts for c in part.cells}
    untimed = {(u.origin, u.claim): u for part in parts for u in part.untimed}
    misfit = next((part.misfit for part in parts if part.misfit), None)
    if misfit and not cells:
        raise InputError(misfit)
    named = {(c.claim.origin, c.claim.stem) for c in cells.values()} | untimed.keys()
    clashes = {stem for stem, n in Counter(stem for _, stem in named).items() if n > 1}

    def told(stem: str, origin: str | None) -> str:
        return qualified(stem, origin) if stem in clashes else stem

    found = [
        replace(c, claim=replace(c.claim, stem=told(c.claim.stem, c.claim.origin)))
        for c in cells.values()
    ]
    left = [replace(u, claim=told(u.claim, u.origin)) for u in untimed.values()]
    assert len({c.title for c in found}) == len(found)
    return Plan(in_turn(found), left, misfit)


def in_turn(cells: Iterable[Cell]) -> list[Cell]:
    """The cells with their turns, by the place of their sizes on the claim's ladder."""
    seen: Counter[tuple[str, int]] = Counter()
    found = []
    for cell in cells:
        of_formula = (cell.claim.formula, cell.turn[0])
        found.append(replace(cell, turn=(cell.turn[0], seen[of_formula])))
        seen[of_formula] += 1
    return found


def why_not(claim: Claim) -> str | None:
    """Why a claim is not timed; None where it is."""
    if claim.as_printed:
        return "a misprint, kept as printed"
    return None if kinds.timed(claim) else "no autodiff rival"
