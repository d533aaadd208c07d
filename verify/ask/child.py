"""The child's end: a question from JSON, its answer as JSON."""

from collections.abc import Iterator
from typing import Any

from closedform.errors import InputError
from closedform.formulas.notation.reading.parsing import parser
from closedform.verify.ask.answering import steps
from closedform.verify.ask.question import question


def answer(**asked: Any) -> Iterator[dict[str, Any]]:
    """The records of an answer: as soon as its first line is known, and when all is said."""
    try:
        for found in steps(question(**asked)):
            yield found.record()
    except InputError as error:
        yield {"input": str(error)}


def warm() -> None:
    """Load the grammars, and compile one small check."""
    for grammar in ("tex", "matrixcalculus"):
        parser(grammar)
    for _ in steps(question("x'*A*x", "gradient", "x", "A*x + A'*x")):
        pass
