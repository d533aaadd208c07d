"""What one edit of a closed form does: it makes it right, or gives what is left out."""

from dataclasses import dataclass

from closedform.verify.causes import slips
from closedform.verify.causes.clock import Clock
from closedform.verify.causes.edit import Edit
from closedform.verify.causes.looks import Looks


@dataclass(frozen=True)
class Edited:
    """What was found.

    Attributes:
        right: the first edit that makes the claim right.
        part: the first one that gives what is left out, up to a factor; factor: which, in words.
    """

    right: Edit | None = None
    part: Edit | None = None
    factor: str | None = None


def search(looks: Looks, clock: Clock) -> Edited:
    """Try all edits, small ones first, until one makes the claim right or time is out."""
    first, part, factor = looks.first, None, None
    for edit in slips.within(first.trace, clock):
        value = first.edited(edit)
        if value is None:
            continue
        if first.right(value) and _right(looks, edit):
            return Edited(edit, part, factor)
        if part is None and first.factor(value) is not None:
            factor = _left_out(looks, edit)
            part = edit if factor else None
    return Edited(None, part, factor)


def _right(looks: Looks, edit: Edit) -> bool:
    """Whether the edit makes the claim right at the draws that refute it, where the right values
    are not zero, and at all others."""
    if not all(k.size > 0 and k.right(k.edited(edit)) for k in looks.alike):
        return False
    return all(k.right(k.edited(edit)) for k in looks.all)


def _left_out(looks: Looks, edit: Edit) -> str | None:
    """The factor by which the edited claim is what is left out, at every draw."""
    if looks.factor(looks.alike, [k.edited(edit) for k in looks.alike]) is None:
        return None
    return looks.factor(looks.all, [k.edited(edit) for k in looks.all])
