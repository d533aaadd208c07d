"""What the names of a claim stand for: variables, sizes, differentials, the incoming derivative."""

from collections.abc import Collection

from closedform.formulas._kit.kinds import Kind
from closedform.formulas.notation.reading.text import Pair
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.reading.written import names, nodes
from closedform.formulas.notation.sizes.inference import Shapes

SIZED = ("identity", "ones", "commutation")
"""Operations below which sizes stand."""


def dimensions_of(pair: Pair, shapes: Shapes) -> frozenset[str]:
    """Names of sizes: those below an I, a 1 or a K, and those of declared shapes."""
    said = {d for size in shapes.values() for axis in size for d in axis}
    for written in (pair.function, pair.claim):
        for n in nodes(written) if written is not None else ():
            if n.rule in SIZED and n.value:
                said |= set(str(n.value).replace("*", ",").split(","))
    return frozenset(d for d in said if not d.isdigit()) - set(shapes)


def roles(pair: Pair, kind: Kind, wrt: str | None, known: Collection[str]) -> dict[str, str | None]:
    """Names of the claim that stand for a differential, with the name that moves, or for the
    incoming derivative (None).

    In a claim that holds a direction and does not call it dX, or an incoming derivative and does
    not call it G, the one name that the function lacks stands for it.

    Args:
        known: names that are declared, and names of sizes.

    Raises Unread for any other name that the function lacks.
    """
    held = names(pair.function)
    if wrt is not None and wrt not in held and wrt not in known:
        have = ", ".join(held) or "no names"
        raise Unread("variable", f"{wrt} is not in the function, which has {have}")
    if pair.claim is None:
        return {}
    said = names(pair.claim)
    moves: dict[str, str | None] = {}
    if kind.tangents:
        moves = {f"d{name}": name for name in held if f"d{name}" in said}
    if kind.cotangent and "G" in said:
        if "G" in held:
            told = "G is the incoming derivative of a pullback: call the function's name otherwise"
            raise Unread("two names", told)
        moves = {"G": None}
    stray = [n for n in said if n not in held and n not in moves and n not in known]
    if kind.names == "asked" and not moves and len(stray) != 1:
        told = "the claim holds no differential: write dX, or \\mathrm{d}X, of a name that moves"
        raise Unread("variable", told)
    takes = bool(kind.tangents) or kind.cotangent
    if len(stray) == 1 and not moves and wrt and takes:
        return {stray[0]: None if kind.cotangent else wrt}
    if stray:
        at = next(n.at for n in nodes(pair.claim) if n.value == stray[0])
        told = f"{stray[0]} is in the claim and not in the function, which has {', '.join(held)}"
        raise Unread("stray", told, at).about(pair.texts[1] or "")
    return moves
