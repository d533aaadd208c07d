"""A function and a claim about it, from text to typed trees."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from closedform.formulas._kit.kinds import KINDS, Kind
from closedform.formulas.notation.reading.text import Pair, read_pair
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import Written, names
from closedform.formulas.notation.sizes.clash import Clash
from closedform.formulas.notation.sizes.constants import zeros
from closedform.formulas.notation.sizes.customs import against
from closedform.formulas.notation.sizes.dimensions import Dimensions, conditions
from closedform.formulas.notation.sizes.doubts import against_custom
from closedform.formulas.notation.sizes.fit import Fit, returned
from closedform.formulas.notation.sizes.inference import Inference, Shapes
from closedform.formulas.notation.sizes.order import rebracketed
from closedform.formulas.notation.sizes.question import Found, Question
from closedform.formulas.notation.sizes.roles import dimensions_of, roles
from closedform.formulas.notation.sizes.search import is_zero, search
from closedform.formulas.notation.sizes.typed import Typed
from closedform.formulas.notation.tree import SCALAR, Expression, Misfit, Size


class WrongSize(Exception):
    """A claim that is read, but whose size is not what its kind asks for."""


@dataclass(frozen=True)
class Reading:
    """A function and a claim as they were read.

    Attributes:
        notation: of the texts.
        function, claim: the typed trees; the claim's is None where none was given. A differential
            is called dX, the incoming derivative G, whatever the claim calls them.
        variables: the function's names, with their sizes.
        fit: how the claim's size fits.
        conditions: what the claim asks of the sizes beyond what the function does.
        remarks: how ambiguous signs were read; headline: doubtful ones.
    """

    notation: str
    function: Expression
    claim: Expression | None
    variables: Mapping[str, Size]
    fit: Fit = field(default_factory=Fit)
    conditions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()


def read(
    function: str,
    claim: str | None = None,
    kind: Kind = KINDS["equals"],
    wrt: str | None = None,
    *,
    notation: str | None = None,
    shapes: Shapes | None = None,
    square: frozenset[str] = frozenset(),
    layout: str | None = None,
    elementwise: bool = False,
    value: Size | None = None,
) -> list[Reading]:
    """The readings of a function and a claim, one for each way in which the claim fits, best first.

    Args:
        function, claim: the texts.
        kind: kind of the claim; wrt: its variable.
        notation: "tex" or "matrixcalculus"; None to tell by the texts.
        shapes: sizes that are said, of names.
        square: names that are square matrices.
        layout: of a Jacobian; None to try both.
        elementwise: take functions of square matrices entry by entry.
        value: the function's size, where it is said.

    Raises:
        Unread: a text can't be read, or in two ways.
        WrongSize: the claim has another size than its kind asks for.
    """
    shapes = dict(shapes or {})
    pair = read_pair(
        function,
        claim,
        notation=notation,
        moves=bool(kind.tangents),
        cotangent=kind.cotangent,
        declared=shapes,
    )
    dimensions = dimensions_of(pair, shapes)
    asked = Question(
        pair.function,
        pair.claim,
        kind,
        wrt,
        pair.notation,
        shapes,
        square,
        roles(pair, kind, wrt, frozenset(shapes) | dimensions),
        dimensions,
        elementwise,
        layout,
        value,
    )
    try:
        found = search(asked)
        _one_order(asked, found)
        _no_dot_of_scalars(asked, found)
        return [_reading(asked, found, fit, pair) for fit in found.fits or [Fit(layout)]]
    except Clash as clash:
        if clash.where == "fit":
            raise WrongSize(clash.message) from None
        raise clash.unread().about(_text(pair, clash.where)) from None
    except RecursionError:
        raise Unread("length", "this is too deep in brackets") from None


def _text(pair: Pair, where: str) -> str:
    return pair.texts[where == "claim"] or pair.texts[0]


# ── What could be read in another way ───────────────────────────────────────────


def _one_order(asked: Question, found: Found) -> None:
    r"""Refuse ``Ax \odot y`` and its like where the other bracketing fits too."""
    for where, written in (("function", asked.function), ("claim", asked.claim)):
        for at, other in rebracketed(written) if written is not None else ():
            if _same_value(at, found.inference):
                continue
            try:
                again = search(replace(asked, **{where: other}))
            except Clash:
                continue
            if again.cost <= found.cost:
                told = "an operation beside a product, and both bracketings fit: put brackets"
                raise Clash("order", told, at, where)


def _same_value(at: Written, r: Inference) -> bool:
    """Whether what would move across is a scalar."""
    left, right = at.parts
    moved = [left.parts[0]] if left.rule == "product" else []
    moved += [right.parts[1]] if right.rule == "product" else []
    return all(r.of(part) == SCALAR for part in moved)


def _no_dot_of_scalars(asked: Question, found: Found) -> None:
    r"""Refuse ``x \cdot y`` and ``x \times y`` where they fit only with x a scalar against custom."""
    for name, at in found.inference.dotted.items():
        if name in against(found.inference.kinds, asked.notation):
            other = "a cross product, which is not read? drop the sign"
            if at.value == "dot":
                other = "the inner product? write ^\\top"
            told = f"is this a product with {name} a scalar, or {other}"
            raise Clash("scalar or vector", told, at, "function")


# ── The trees ───────────────────────────────────────────────────────────────────


def _reading(asked: Question, found: Found, fit: Fit, pair: Pair) -> Reading:
    """The typed trees, for one way in which the claim fits."""
    r = copy.copy(found.inference)
    r.unknowns = r.unknowns.copy()  # each way ties sizes of its own
    wanted = _fitted(asked, found, fit, r) if asked.claim is not None else None
    held = dict.fromkeys([*names(asked.function), *r.names])
    variables = [n for n in held if n in r.names and n not in (*asked.moves, *asked.dimensions)]
    called = Dimensions(r, variables)
    typed = Typed(r, called.axis, asked.dimensions, _spelled(asked))
    claim = None
    if asked.claim is not None and wanted is not None:
        zero = is_zero(asked.claim)
        claim = zeros(called.size(wanted)) if zero else _tree(typed, asked.claim, pair.texts[1])
    return Reading(
        asked.notation,
        _tree(typed, asked.function, pair.texts[0]),
        claim,
        {name: called.size(r.of_name(name)) for name in variables},
        fit,
        tuple(conditions(r, {n: found.before[n] for n in variables if n in found.before})),
        tuple(r.remarks),
        (*against_custom(asked, r.kinds), *r.headline, *pair.doubts),
    )


def _fitted(asked: Question, found: Found, fit: Fit, r: Inference) -> Size:
    """The size that the claim must have, made one with the size that it has."""
    x = r.of_name(asked.wrt) if asked.wrt else SCALAR
    wanted = returned(asked.kind, fit.layout)(x, found.function)
    if found.claim is not None and asked.claim is not None and not is_zero(asked.claim):
        claim = found.claim.transposed if fit.transposed else found.claim
        for a, b in zip(claim, wanted, strict=True):
            r.unknowns.unify(a, b)
    return wanted


def _spelled(asked: Question) -> dict[str, str]:
    """What differentials and the incoming derivative are called, where a claim calls them
    otherwise."""
    return {said: "G" if moved is None else f"d{moved}" for said, moved in asked.moves.items()}


def _tree(typed: Typed, written: Written, text: str | None) -> Expression:
    try:
        return typed(written)
    except Unread as error:
        raise error.about(text or "") from None
    except Misfit as error:
        raise Unread("sizes", str(error)) from None
