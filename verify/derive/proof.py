"""From what was derived to what may be shown: a text stands only where the checker verified it."""

import ast
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from closedform.errors import one_line
from closedform.formulas import Claim
from closedform.formulas.derive.clock import limited
from closedform.formulas.derive.errors import CannotDerive
from closedform.formulas.derive.forms import Form, forms, spoken_of
from closedform.formulas.notation.drafts.built import function
from closedform.formulas.notation.drafts.draft import Claimed, free_names
from closedform.formulas.notation.generic import WAVES, of_any_sigma
from closedform.formulas.notation.read import WrongSize, read
from closedform.formulas.notation.reading.unread import Unread
from closedform.formulas.notation.tree import Elementwise, Expression, Number, Zeros, walk
from closedform.verify.rows import Verdict
from closedform.workers.memory import exhausted

ALGEBRA = 5.0
"""Seconds that reading, differentiating and writing may take together."""

Judge = Callable[[Claim], Verdict]


@dataclass(frozen=True)
class Proven:
    """A derived closed form that the checker verified.

    Attributes:
        form: as it was derived; its `code` is what was checked.
        verdict: of that check.
        texts: notation -> texts, one an array, that read back as what was checked.
        seconds: deriving, and until all was checked (s).
    """

    form: Form
    verdict: Verdict
    texts: dict[str, tuple[str, ...]]
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def tex(self) -> str | None:
        """In TeX, arrays of a tuple with commas between; None where TeX has no words for it."""
        return ", ".join(self.texts["tex"]) if "tex" in self.texts else None


class NotProven(Exception):
    """What was derived is not borne out by the checker; the message says how.

    Attributes:
        status: of the last form's verdict.
    """

    def __init__(self, verdict: Verdict) -> None:
        how = f"{verdict.status}: {verdict.detail}" if verdict.detail else verdict.status
        super().__init__(f"a form was derived, and the check did not bear it out ({how})")
        self.status = verdict.status


def proven(claim: Claim, check: Judge, algebra: float = ALGEBRA) -> Proven:
    """What a claim should be, verified.

    Args:
        claim: its kind, variables and sense count; what it says does not.
        check: the verdict on a derived form; algebra: seconds that deriving may take.

    Raises:
        CannotDerive: part of the function that no rule speaks of, or no notation has words for.
        NotProven: the checker verified no form.
    """
    begun = time.perf_counter()
    found = _derived(claim, algebra)
    seconds = {"deriving": time.perf_counter() - begun}
    verdicts: list[Verdict] = []
    for form in found:
        verdicts.append(check(form.claim))
        if verdicts[-1].status == "verified":
            texts = _read_back(form, check)
            seconds["all"] = time.perf_counter() - begun
            return Proven(form, verdicts[-1], texts, seconds)
    raise NotProven(verdicts[-1])


def _derived(claim: Claim, seconds: float) -> list[Form]:
    """The forms of a claim; CannotDerive, whatever stops them."""
    try:
        with limited(seconds):
            return forms(claim)
    except CannotDerive:
        raise
    except Exception as error:  # the function is a person's, and may hold anything
        if exhausted(error):
            raise
        raise CannotDerive(f"reading it raised {one_line(error)}") from error


# ── The texts ───────────────────────────────────────────────────────────────────


def _read_back(form: Form, check: Judge) -> dict[str, tuple[str, ...]]:
    """The texts of a form that are read back as code that was checked."""
    return {
        notation: texts
        for notation, texts in form.texts.items()
        if _means(form, notation, texts, check)
    }


def _means(form: Form, notation: str, texts: tuple[str, ...], check: Judge) -> bool:
    """Whether texts say what was verified: the same code, or code that is verified as well."""
    try:
        trees = [_tree(form, notation, text) for text in texts]
        code = [Claimed(form.claim.kind, tree).code for tree in trees]
        if list(map(ast.unparse, code)) == [_written(form, tree) for tree in form.trees]:
            return True
        return len(code) == 1 and check(_claim(form, trees[0])).status == "verified"
    except (Unread, WrongSize):
        return False


def _written(form: Form, tree: Expression) -> str:
    return ast.unparse(Claimed(form.claim.kind, tree).code)


def _tree(form: Form, notation: str, text: str) -> Expression:
    """What a text is read as, by the reader of `ask`, where the sizes of its names are known; a
    lone 0 is of the derivative's size."""
    shapes = {name: said.stated for name, said in spoken_of(form).items()}
    (reading,) = read(text, notation=notation, shapes=shapes, elementwise=True)
    if isinstance(form.trees[0], Zeros) and reading.function == Number(0):
        return form.trees[0]
    generic = any(isinstance(e, Elementwise) and e.function in WAVES.values() for e in _all(form))
    return of_any_sigma(reading.function) if generic else reading.function


def _all(form: Form) -> Iterator[Expression]:
    return (e for tree in form.trees for e in walk(tree))


def _claim(form: Form, tree: Expression) -> Claim:
    """The claim whose closed form is a tree."""
    claim = form.claim
    code = Claimed(claim.kind, tree).code
    known = [*claim.formula.variables, *(f"d{v}" for v in claim.formula.variables), "G"]
    used = set(free_names(code))
    asked = [n for n in dict.fromkeys([*known, *claim.formula.dimensions]) if n in used]
    return replace(claim, function=function("_", asked, code))
