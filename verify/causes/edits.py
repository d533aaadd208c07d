"""What one edit of a closed form does: it makes it right, or gives what is left out."""

from dataclasses import dataclass

from closedform.verify.causes import slips
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


def search(looks: Looks) -> Edited:
    """Try all edits, small ones first, until one makes the claim right or time is out."""
    first, part, factor = looks.first, None, None
    for edit in slips.within(first.trace):
        value = first.edited(edit)
        if value is None:
            continue
        if first.right(value) and all(k.right(k.edited(edit)) for k in looks.alike[1:]):
            return Edited(edit, part, factor)
        if part is None and first.factor(value) is not None:
            factor = looks.factor(looks.alike, [k.edited(edit) for k in looks.alike])
            part = edit if factor else None
    return Edited(None, part, factor)
