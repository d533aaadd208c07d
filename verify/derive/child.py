"""The child's end: a request from JSON, its answers as JSON."""

from collections.abc import Iterator
from typing import Any

from closedform.errors import InputError
from closedform.verify.derive.answering import answers
from closedform.verify.derive.request import request


def answer(**asked: Any) -> Iterator[dict[str, Any]]:
    """The records of the answers, each as soon as it is known."""
    try:
        for found in answers(request(**asked)):
            yield found.record()
    except InputError as error:
        yield {"input": str(error)}
