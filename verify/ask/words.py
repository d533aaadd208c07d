"""Answers in words, for a terminal."""

from typing import Any

from closedform.verify.ask.answer import Answer
from closedform.wording import on_one_line, shown

FEW = 16
"""Entries of an array that is shown whole."""


def report(answer: Answer) -> str:
    """All of an answer; no trailing newline."""
    return "\n".join([shown(answer.headline), *below(answer)])


def below(answer: Answer) -> list[str]:
    """The lines below the first."""
    if answer.status == "not read":
        return _place(answer)
    right = [f"  the right form: {shown(answer.right)}"] if answer.right else []
    return [*_reading(answer), *_why(answer), *_example(answer), *right]


def _place(answer: Answer) -> list[str]:
    if answer.text is None or answer.column is None:
        return []
    return [f"  {on_one_line(answer.text)}", f"  {' ' * answer.column}^"]


def _reading(answer: Answer) -> list[str]:
    if not answer.read:
        return []
    spelled = "tex" if answer.notation == "tex" else "matrixcalculus"
    by = f" by {answer.wrt}" if answer.wrt else ""
    lines = [
        f"  {'read as':<12} {getattr(answer.read['function'], spelled)}",
        f"  {answer.kind + by:<12} {getattr(answer.read['claim'], spelled)}",
    ]
    lines += [f"  {v.name:<12} {_size(v.size)}, {v.domain}" for v in answer.variables]
    lines += [f"  {'remark':<12} {remark}" for remark in answer.remarks]
    return [shown(line) for line in lines]


def _size(size: str) -> str:
    rows, _, columns = size.partition(" x ")
    if size == "1 x 1":
        return "scalar"
    return f"column of {rows}" if columns == "1" else size


def _why(answer: Answer) -> list[str]:
    lines = [f"  {'instead':<12} {shown(text)}" for text in answer.instead]
    return [*lines, *(f"  {'cause':<12} {shown(cause)}" for cause in answer.causes)]


def _example(answer: Answer) -> list[str]:
    example = answer.counterexample
    if not example or "arguments" not in example:
        return []
    sizes = ", ".join(f"{name} = {size}" for name, size in example["shape"].items()) or "scalars"
    lines = [f"  smallest counterexample: {sizes}"]
    few = {name: a for name, a in example["arguments"].items() if _count(a) <= FEW}
    lines += [f"    {name:<12} {array(a)}" for name, a in few.items()]
    values = example["values"]
    if all(_count(a) <= FEW for a in values.values()):
        lines += [f"    {'claim':<12} {array(values['claim'])}"]
        lines += [f"    {'autodiff':<12} {array(values['autodiff'])}"]
    else:
        at = example["entry"]
        lines += [f"    {'claim':<12} {example['claim']:.6g} at {at}"]
        lines += [f"    {'autodiff':<12} {example['autodiff']:.6g} at {at}"]
    return lines


def _count(a: Any) -> int:
    """How many entries nested lists hold."""
    return sum(map(_count, a)) if isinstance(a, list) else 1


def array(a: Any) -> str:
    """An array on one line, with as few digits as it needs up to 6."""
    return "[" + ", ".join(map(array, a)) + "]" if isinstance(a, list) else f"{a:.6g}"
