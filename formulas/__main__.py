"""``python -m formulas list | show NAME``: what is registered."""

import ast
import dataclasses
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from formulas import KINDS, Broken, Claim, Domain, Formula, InputError, catalogue, gather, read
from formulas._kit import drawing
from formulas._kit.command import status
from formulas._kit.errors import nearest

SCHEMA = 1
"""Version of what ``list --json`` prints."""
WIDE = 10_000
"""Columns of a line that goes to a file or a pipe: no line is cut."""

DOMAINS = {name: found for name, found in vars(drawing).items() if isinstance(found, type) and issubclass(found, Domain)}

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback()
def commands() -> None:
    """The formulas that are registered, with their claims."""


@app.command("list")
def listing(
    targets: Annotated[list[str] | None, typer.Argument(metavar="[NAME | GLOB | FILE.py]...", help="All by default.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only formulas with a claim of this kind.")] = None,
    domain: Annotated[str | None, typer.Option(help="Only formulas with a variable of this domain.")] = None,
    source: Annotated[str | None, typer.Option(help="Only formulas whose source holds this text.")] = None,
    text: Annotated[str | None, typer.Option(help="Only formulas whose names, TeX or notes hold this text.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List formulas: their claims and where they are printed."""
    broken = report_broken(targets or [])
    shown = list(matching(select(targets or []), kind, domain, source, text))
    if as_json:
        record = {"schema": SCHEMA, "formulas": [*map(as_record, shown)], "broken": [*map(dataclasses.asdict, broken)]}
        typer.echo(json.dumps(record, indent=2))
    elif shown:
        console().print(table(shown))
    else:
        typer.echo("formulas: no formula matches", err=True)


@app.command()
def show(target: Annotated[str, typer.Argument(metavar="NAME | CLAIM-ID | FILE.py", help="What to show.")]) -> None:
    """Show a formula: its variables, conditions, and each claim with its code."""
    report_broken([target])
    known = catalogue().formulas
    chosen = {known[target]: list(known[target].claims.values())} if target in known else select([target])
    typer.echo("\n\n\n".join(page(formula, claims) for formula, claims in chosen.items()))
    files = {formula.file for formula in chosen}
    if beside := [name for name, formula in known.items() if formula not in chosen and formula.file in files]:
        typer.echo(f"\nIn the same file: {', '.join(beside)}")


def main(arguments: list[str] | None = None) -> int:
    """The command's exit status."""
    return status("formulas", app, arguments)


def select(targets: Iterable[str]) -> dict[Formula[..., Any], list[Claim]]:
    """Formulas with those of their claims that are meant; all for no target.

    Raises:
        InputError: a target names nothing, or a file can't be read.
    """
    targets = list(targets)
    if not targets:
        return {f: list(f.claims.values()) for f in catalogue().formulas.values()}
    chosen: dict[Formula[..., Any], list[Claim]] = {}
    for file in filter(_is_file, targets):
        chosen |= {formula: [] for formula in read(Path(file)).formulas.values()}  # those without a claim, too
    for claim in gather(targets)[0]:
        chosen.setdefault(claim.formula, []).append(claim)
    return chosen


def report_broken(targets: Iterable[str]) -> list[Broken]:
    """Say on standard error which modules of the catalogue can't be read, a line each, unless all targets are files."""
    targets = list(targets)
    broken = [] if targets and all(map(_is_file, targets)) else catalogue().broken
    for module in broken:
        typer.echo(f"formulas: {harmless(module.module)} can't be read: {harmless(module.error)}", err=True)
    return broken


def matching(
    formulas: Iterable[Formula[..., Any]], kind: str | None, domain: str | None, source: str | None, text: str | None
) -> Iterator[Formula[..., Any]]:
    """The formulas that every filter given lets through.

    Raises:
        InputError: there is no such kind or domain.
    """
    formulas = list(formulas)
    wanted = _domain(domain, DOMAINS | {d.__name__: d for f in formulas for d in _domains(f)}) if domain else None
    if kind and kind not in KINDS:
        raise InputError(f"there is no kind of claim {kind!r}; {nearest(kind, KINDS)}")
    for formula in formulas:
        claims = formula.claims.values()
        sources = [formula.source, *(claim.source for claim in claims)]
        words = [formula.name, formula.tex, formula.notes, *(w for c in claims for w in (c.id, c.tex, c.notes))]
        if (
            (not kind or any(claim.kind == kind for claim in claims))
            and (wanted is None or wanted in _domains(formula))
            and (not source or any(source.casefold() in (s or "").casefold() for s in sources))
            and (not text or any(text.casefold() in w.casefold() for w in words))
        ):
            yield formula


def table(formulas: Iterable[Formula[..., Any]]) -> Table:
    """One row a formula: name, kinds of claims with their variables, number of claims, source."""
    found = Table("formula", "claims", "by", "source", box=None, pad_edge=False, header_style="bold")
    found.columns[1].justify = "right"
    for formula in formulas:
        by = dict.fromkeys(" ".join([c.kind, *c.wrt, *filter(None, [c.label])]) for c in formula.claims.values())
        found.add_row(*map(harmless, (formula.name, str(len(formula.claims)), ", ".join(by), formula.source or "not stated")))
    return found


def console() -> Console:
    """Standard output; as wide as the longest line where it is no terminal, and nothing in it is markup."""
    return Console(width=None if sys.stdout.isatty() else WIDE, markup=False, emoji=False, highlight=False)


def page(formula: Formula[..., Any], claims: Iterable[Claim]) -> str:
    """A formula in words: variables, value, conditions, and the claims with their code."""
    head = [formula.signature, *_indented(formula.tex, formula.notes), ""]
    head += [f"  {v.name}: {v.shape}, {v.domain.words}" for v in formula.variables.values()]
    head += [f"  {name}: a dimension" for name in formula.static]
    head += [f"  value: {formula.output if formula.output else 'shape derived from the function'}"]
    head += [f"  holds where {condition}"] if (condition := _condition(formula)) else []
    head += [f"  source: {formula.source or 'not stated'}", f"  file: {formula.file}"]
    return harmless("\n".join(head)) + "".join(f"\n\n{harmless(_section(claim))}" for claim in claims)


def harmless(text: str) -> str:
    """Text without terminal control codes; lines stay."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", " ", text)


def as_record(formula: Formula[..., Any]) -> dict[str, Any]:
    """A formula as JSON."""
    return {
        "formula": formula.name,
        "signature": formula.signature,
        "variables": {v.name: {"shape": list(v.shape.axes), "domain": v.domain.__name__} for v in formula.variables.values()},
        "tex": formula.tex,
        "notes": formula.notes,
        "source": formula.source,
        "file": formula.file,
        "claims": [*map(_claim_record, formula.claims.values())],
    }


def _claim_record(claim: Claim) -> dict[str, Any]:
    told = {name: getattr(claim, name) for name in ("id", "kind", "tex", "notes", "source", "form", "layout", "expected")}
    return {**told, "wrt": list(claim.wrt)}


def _section(claim: Claim) -> str:
    facts = [f"returns: {_returns(claim)}", *_qualifiers(claim), f"source: {claim.source or 'not stated'}"]
    parts = [claim.tex, claim.notes, "\n", *facts, "\n", _code(claim)]
    return "\n".join([claim.id, *_indented(*parts)])


def _returns(claim: Claim) -> str:
    several = "a tuple, for each variable " if len(claim.wrt) > 1 and claim.kind != "differential" else ""
    return several + KINDS[claim.kind] + (f", {claim.layout or 'denominator'} layout" if claim.kind == "jacobian" else "")


def _qualifiers(claim: Claim) -> Iterator[str]:
    if claim.along:
        yield f"compared only along {claim.along.words} directions"
    if claim.on:
        yield f"in the free coordinates of {claim.on.words} matrices"
    for name, domain in claim.given.items():
        yield f"given: {name} is {domain.words}"
    if claim.form:
        yield f"form: {claim.form}"
    if claim.as_printed:
        yield "as printed in the source, a misprint: expected to be refuted"


def _code(claim: Claim) -> str:
    try:
        return textwrap.dedent(inspect.getsource(claim.function)).strip()
    except (OSError, TypeError):
        return "(its code is not in a file)"


def _condition(formula: Formula[..., Any]) -> str | None:
    """The body of where=, as it is written."""
    if formula.where is None:
        return None
    try:
        [definition] = ast.parse(textwrap.dedent(inspect.getsource(formula.function))).body
        decorators = definition.decorator_list if isinstance(definition, ast.FunctionDef) else []
        found = [k.value for d in decorators if isinstance(d, ast.Call) for k in d.keywords if k.arg == "where"]
        return ast.unparse(found[0].body if isinstance(found[0], ast.Lambda) else found[0])
    except (OSError, TypeError, SyntaxError, ValueError, IndexError):
        return formula.where.__name__


def _indented(*paragraphs: str) -> list[str]:
    return [f"  {line}".rstrip() for paragraph in paragraphs if paragraph for line in paragraph.splitlines()]


def _is_file(target: str) -> bool:
    return target.endswith(".py")


def _domain(name: str, known: dict[str, type[Domain]]) -> type[Domain]:
    found = {other.casefold(): domain for other, domain in known.items()}.get(name.casefold())
    if found is None:
        raise InputError(f"there is no domain {name!r}; {nearest(name, known)}")
    return found


def _domains(formula: Formula[..., Any]) -> set[type[Domain]]:
    """Where its variables live, in any of its claims."""
    declared = {variable.domain for variable in formula.variables.values()}
    return declared | {d for c in formula.claims.values() for d in (c.along, c.on, *c.given.values()) if d is not None}


if __name__ == "__main__":
    sys.exit(main())
