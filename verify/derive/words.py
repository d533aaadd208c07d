"""Derived forms in words, for a terminal."""

from closedform.verify.derive.answer import Derived
from closedform.wording import counted, shown

WIDTH = 14


def about(answer: Derived) -> list[str]:
    """The function, and what its names are."""
    if answer.read is None:
        return []
    lines = [shown(f"{answer.function}"), *_row("read as", answer.read)]
    return [*lines, *(row for v in answer.variables for row in _row(v[0], f"{v[1]}, {v[2]}"))]


def report(answer: Derived) -> list[str]:
    """One derivative: its forms, and what they rest on; or why there is none."""
    if answer.status != "derived":
        head = f"{heading(answer)}: " if answer.kind else ""
        return [shown(f"{head}{answer.detail}")]
    lines = [shown(heading(answer))]
    code = [*answer.lines, answer.python or ""]
    lines += [row for k, line in enumerate(code) for row in _row("" if k else "python", line)]
    for name, texts in (("tex", answer.tex), ("matrixcalculus", answer.matrixcalculus)):
        lines += [row for text in texts or [] for row in _row(name, text)]
    lines += _row("registered", answer.registered) if answer.registered else []
    lines += [row for remark in answer.remarks for row in _row("remark", remark)]
    v = answer.verdict
    over = counted(v["draws"], "draw")
    return [*lines, *_row(v["status"], f"{v['comparisons']} entries compared over {over}")]


def heading(answer: Derived) -> str:
    """``gradient by x along Symmetric``."""
    parts = [answer.kind, *(["by " + ", ".join(answer.wrt)] if answer.wrt else [])]
    parts += [f"in {answer.layout} layout"] if answer.layout else []
    parts += [f"along {answer.along}"] if answer.along else []
    parts += [f"on {answer.on}"] if answer.on else []
    parts += [f"given {name} {domain}" for name, domain in answer.given.items()]
    return " ".join(parts)


def _row(name: str, said: str) -> list[str]:
    return [f"  {name:<{WIDTH}} {shown(said, 2000)}"]
