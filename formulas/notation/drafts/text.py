"""Entries as files, as a person would write them."""

import ast

from closedform.formulas.notation import names
from closedform.formulas.notation.drafts.built import HELPERS, axes
from closedform.formulas.notation.drafts.draft import Claimed, Draft
from closedform.formulas.notation.tree import Size

WIDTH = 100


def text(draft: Draft, about: str) -> str:
    """A file that holds the entry alone.

    Args:
        about: its first line, in words.
    """
    body = "\n\n\n".join([_formula(draft), *(_claim(draft, claim) for claim in draft.claims)])
    used = {name for node in ast.walk(ast.parse(body)) for name in _named(node)}
    helpers = sorted(used & {*HELPERS, *_domains(draft), "formula"}, key=_place)
    imports = [
        *(["import jax"] if "jax" in used else []),
        *(["import jax.numpy as jnp"] if "jnp" in used else []),
        f"from jaxtyping import Array{', Float' if 'Float' in used else ''}",
        "",
        f"from closedform import {', '.join(helpers)}",
    ]
    return "\n".join([docstring(about), "", *imports, "", "", body]) + "\n"


def _place(name: str) -> tuple[int, str]:
    """Where a name stands in an import: constants, classes, functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def _named(node: ast.AST) -> list[str]:
    return [node.id] if isinstance(node, ast.Name) else []


def _domains(draft: Draft) -> set[str]:
    domains = [*draft.domains.values()]
    for claim in draft.claims:
        domains += [d for d in (claim.along, claim.on, *claim.given.values()) if d is not None]
    return {domain.__name__ for domain in domains}


def _formula(draft: Draft) -> str:
    parameters = [
        f"{names.python(name)}: {_hint(size, draft.domains.get(name))}"
        for name, size in draft.variables.items()
    ]
    parameters += [f"{d}: int" for d in draft.static]
    qualifiers = [f"source={draft.source!r}"] if draft.source else []
    if draft.where:
        sizes = ", ".join(dict.fromkeys(d for pair in draft.where for d in pair))
        tests = " and ".join(f"{a} >= {b}" for a, b in draft.where)
        qualifiers.append(f"where=lambda {sizes}: {tests}")
    head = _call(f"def {draft.name}", parameters) + f" -> {_hint(draft.function.size, None)}:"
    decorator = _call("@formula", qualifiers) if qualifiers else "@formula"
    return "\n".join([decorator, head, *_body(draft.tex, ast.unparse(draft.code))])


def _claim(draft: Draft, claim: Claimed) -> str:
    what = claim.label if claim.kind.names == "label" else claim.wrt and names.python(claim.wrt)
    arguments = [f'"{what}"'] if what and claim.kind.names != "asked" else []
    layout = None if claim.layout == "denominator" else claim.layout
    arguments += [f'layout="{layout}"'] if layout else []
    senses = {"along": claim.along, "on": claim.on}
    arguments += [f"{word}={d.__name__}" for word, d in senses.items() if d is not None]
    given = [f'"{names.python(name)}": {d.__name__}' for name, d in claim.given.items()]
    arguments += [f"given={{{', '.join(given)}}}"] if given else []
    head = f"@{draft.name}.{claim.kind.name}"
    head = f"{head}({', '.join(arguments)})" if arguments else head
    parameters = ", ".join(draft.asked_by(claim))
    return "\n".join([head, f"def _({parameters}):", *_body(claim.tex, ast.unparse(claim.code))])


def _call(head: str, arguments: list[str]) -> str:
    """A call on one line, or an argument a line."""
    line = f"{head}({', '.join(arguments)})"
    if len(line) <= WIDTH - 26:
        return line
    return "\n".join([f"{head}(", *(f"    {argument}," for argument in arguments), ")"])


def _hint(size: Size, domain: type | None) -> str:
    said = axes(size)
    said = f" {said}" if said.isidentifier() else said
    return f'{domain.__name__ if domain else "Float"}[Array, "{said}"]'


def _body(tex: str, code: str) -> list[str]:
    return [f"    {docstring(tex)}", f"    return {code}"]


def docstring(said: str) -> str:
    """A raw docstring that holds this text; an escaped one, where a raw one can't."""
    said = " ".join(said.split())
    raw = '"""' not in said and not said.endswith(("\\", '"'))
    if "\\" not in said and raw:
        return f'"""{said}"""'
    return f'r"""{said}"""' if raw else repr(said)
