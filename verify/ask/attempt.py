"""One way to take a question: a reading of it as a claim that can be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from closedform.formulas import Claim, Positive
from closedform.formulas._kit.domains.domain import Domain
from closedform.formulas.notation import names
from closedform.formulas.notation.drafts import Claimed, Draft
from closedform.formulas.notation.drafts.built import claims
from closedform.formulas.notation.drafts.implied import domains, longer
from closedform.formulas.notation.generic import of_any_sigma
from closedform.formulas.notation.read import Reading
from closedform.formulas.notation.tree import Elementwise, Expression, Size, Transpose, walk
from closedform.formulas.notation.writing.matrixcalculus import matrixcalculus
from closedform.formulas.notation.writing.tex import tex
from closedform.verify.ask.question import Question
from closedform.verify.checks import DRAWS, Check
from closedform.verify.draws.sizes import rounds
from closedform.verify.judging.program import Effort

COEFFICIENTS = ("c", Size(("3",)))
"""The coefficients of a function that is any smooth one."""


@dataclass(frozen=True)
class Attempt:
    """A question taken in one way.

    Attributes:
        layout, along, on, given: as of a claim; `given` beside what the question gives.
        positive: whether names that lie anywhere are drawn positive.
        generic: whether sigma is any smooth function, not the logistic one.
    """

    question: Question
    reading: Reading
    along: type[Domain] | None = None
    on: type[Domain] | None = None
    given: Mapping[str, type[Domain]] | None = None
    positive: bool = False
    generic: bool = False

    def check(self, draws: int = DRAWS) -> Check:
        """The check of the claim."""
        return Check(self.claim, rounds(self.claim, draws, 0), draws, 0)

    @cached_property
    def plausible(self) -> bool:
        """Whether a single draw, seen in one autodiff mode, leaves the claim standing."""
        plan = rounds(self.claim, 1, 0)
        effort = Effort(judges=1, values=self.question.kind.point)
        check = Check(self.claim, plan, 1, 0, effort=effort, causes=False)
        return check.judge().status != "refuted"

    @cached_property
    def claim(self) -> Claim:
        """The claim, made from the trees."""
        [claim] = claims(self.draft)
        return claim

    @cached_property
    def draft(self) -> Draft:
        """The entry that the question amounts to."""
        reading, question = self.reading, self.question
        assert reading.claim is not None
        variables = dict(reading.variables) | (dict([COEFFICIENTS]) if self.generic else {})
        return Draft(
            "asked",
            self._taken(reading.function),
            variables,
            (self._claimed(reading.claim),),
            self._domains(),
            tuple((a[0], b[0]) for a, b in longer(reading.function, reading.claim)),
            doc=_typed(question.function, reading),
        )

    @property
    def as_typed(self) -> Draft:
        """The entry with the claim as it stands, where its transpose is what was checked."""
        fit = self.reading.fit._replace(transposed=False)
        return replace(self, reading=replace(self.reading, fit=fit)).draft

    @property
    def transposed(self) -> str:
        """The transpose of the claim, written."""
        claim = self.reading.claim
        assert claim is not None
        turned = claim.parts[0] if isinstance(claim, Transpose) else Transpose(claim)
        return tex(turned) if self.reading.notation == "tex" else matrixcalculus(turned)

    def _claimed(self, tree: Expression) -> Claimed:
        question, fit = self.question, self.reading.fit
        tree = self._taken(tree)
        return Claimed(
            question.kind,
            Transpose(tree) if fit.transposed else tree,
            question.wrt,
            "the other side" if question.kind.names == "label" else None,
            fit.layout or question.layout,
            self.along or question.along,
            self.on or question.on,
            dict(self.given or {}),
            None
            if fit.transposed or "=" in question.claim
            else _typed(question.claim, self.reading),
        )

    def _domains(self) -> dict[str, type[Domain]]:
        """Where names lie: as given, as they must for the formula to be defined, or positive."""
        reading, question = self.reading, self.question
        assert reading.claim is not None
        implied = domains(reading.function, reading.claim)
        if self.positive:
            implied = {**dict.fromkeys(reading.variables, Positive), **implied}
        within = self.along or self.on or question.along or question.on
        if within is not None:  # narrowed to what the claim is along or on
            implied = {n: d for n, d in implied.items() if n != question.wrt}
        given: dict[str, type[Domain]] = {**implied, **question.given}
        return {name: d for name, d in given.items() if name in reading.variables}

    def _taken(self, tree: Expression) -> Expression:
        return of_any_sigma(tree) if self.generic else tree


def may_be_generic(reading: Reading) -> bool:
    """Whether sigma is a name for any function: its derivative stands beside it."""
    trees = [reading.function, *([reading.claim] if reading.claim else [])]
    used = [{e.function for e in walk(tree) if isinstance(e, Elementwise)} for tree in trees]
    free = COEFFICIENTS[0] not in map(names.python, reading.variables)
    return free and "sigmoid" in used[0] and any("dsigmoid" in functions for functions in used)


def _typed(text: str, reading: Reading) -> str | None:
    """The text as it was typed, for a docstring; None where it isn't TeX."""
    return " ".join(text.split()) if reading.notation == "tex" else None
