"""``closedform formulas list | show | new | coverage | errata``: what is registered."""

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from closedform.command import status
from closedform.formulas import Broken, catalogue, coverage, errata, sources
from closedform.formulas._commands import listing, new, pages
from closedform.formulas._commands import sources as told
from closedform.formulas._commands.output import console
from closedform.formulas._kit.catalogue import is_file
from closedform.formulas._kit.survey import imported_elsewhere
from closedform.wording import shown

SCHEMA = 1
"""Version of what ``--json`` prints."""

Targets = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME | GLOB | FILE.py]...", help="All by default.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback()
def commands() -> None:
    """The formulas that are registered, with their claims and sources."""


@app.command("list")
def list_(
    targets: Targets = None,
    subject: Annotated[
        str | None, typer.Option(help="Only formulas of this folder of the catalogue.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only formulas with a claim of this kind.")
    ] = None,
    domain: Annotated[
        str | None, typer.Option(help="Only formulas with a variable of this domain.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Only formulas whose source holds this text.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(help="Only formulas whose names, TeX or notes hold this text.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List formulas: their claims and where they are printed."""
    broken = report_broken(targets or [])
    filters = listing.Filters(subject, kind, domain, source, text)
    found = listing.found(targets or [], filters)
    for formula in found:
        if not formula.record["claims"]:
            typer.echo(f"formulas: {formula.record['formula']} has no claim", err=True)
    if as_json:
        records = [formula.record for formula in found]
        print_json(formulas=records, broken=[*map(dataclasses.asdict, broken)])
    elif found:
        console().print(listing.as_table(found))
    else:
        typer.echo("formulas: no formula matches", err=True)


@app.command()
def show(
    target: Annotated[
        str, typer.Argument(metavar="NAME | CLAIM-ID | FILE.py", help="What to show.")
    ],
    notation: Annotated[
        str | None, typer.Option(help="Write formulas in tex, matrixcalculus or python alone.")
    ] = None,
) -> None:
    """Show a formula: its variables, conditions, and each claim with its code."""
    report_broken([target])
    if is_file(target):
        call = "closedform.formulas._commands.pages:of_file"
        typer.echo(imported_elsewhere(target, call, notation=notation))
        return
    known = catalogue().formulas
    chosen = (
        {known[target]: list(known[target].claims.values())}
        if target in known
        else listing.select([target])
    )
    typer.echo(pages.pages(chosen, notation))
    if notation is not None:
        return
    files = {formula.file for formula in chosen}
    if beside := [
        name for name, formula in known.items() if formula not in chosen and formula.file in files
    ]:
        typer.echo(f"\nIn the same file: {', '.join(beside)}")


@app.command("new")
def new_(
    name: Annotated[str, typer.Argument(help="The formula's name, as trace_of_inverse.")],
    folder: Annotated[
        Path, typer.Option(help="Where to write it; formulas/SUBJECT puts it into the catalogue.")
    ] = Path(),
) -> None:
    """Write a file with a commented, working entry, to be changed into one's own."""
    path = new.write(name, folder)
    typer.echo(f"wrote {path}; change it, and check it: closedform verify {path}")


@app.command("coverage")
def coverage_(
    rows: Annotated[
        bool, typer.Option("--rows", help="Print every row with the claims that cite it.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Hold the sources against the claims: what is registered, what can't be checked, what is
    missing."""
    report_broken([])
    found = coverage(catalogue().claims.values())
    met, every = told.accounted(found)
    if as_json:
        print_json(sources=told.coverage_record(found))
    else:
        console().print(told.every_row(found) if rows else told.totals(found))
        for paragraph in told.remarks(found):
            typer.echo(f"\n{paragraph}")
        typer.echo(f"\n{met} of {every} rows accounted for")
    return 0 if met == every else 1


@app.command("errata")
def errata_(targets: Targets = None, as_json: AsJson = False) -> None:
    """List what sources print wrong, with what is right; and their slips of typesetting."""
    report_broken(targets or [])
    targets = targets or []
    files, names = [t for t in targets if is_file(t)], [t for t in targets if not is_file(t)]
    call = "closedform.formulas._commands.sources:errata_of_file"
    elsewhere = [imported_elsewhere(file, call) for file in files]
    known = catalogue().select(names or ["*"]) if names or not files else ()
    here = errata(known)
    records = [*(one for found in elsewhere for one in found["records"]), *told.misprints(here)]
    words = [*(one for found in elsewhere for one in found["words"]), *map(told.erratum, here)]
    slips = (
        [] if targets else [(k, slip) for k, source in sources().items() for slip in source.slips]
    )
    if as_json:
        print_json(misprints=records, slips=[{"source": k, **vars(slip)} for k, slip in slips])
        return
    typer.echo("\n\n".join(words) or "no claim stands as printed")
    if slips:
        typer.echo("\nSlips of typesetting, which make no claim wrong:")
        typer.echo("\n".join(f"  {told.slip(*s)}" for s in slips))


def main(arguments: list[str] | None = None) -> int:
    """The command's exit status."""
    return status("formulas", app, arguments)


def print_json(**record: Any) -> None:
    """Print a record of this schema."""
    typer.echo(json.dumps({"schema": SCHEMA, **record}, indent=2))


def report_broken(targets: Iterable[str]) -> list[Broken]:
    """Say on standard error which modules of the catalogue can't be read, a line each, unless all
    targets are files."""
    targets = list(targets)
    broken = [] if targets and all(map(is_file, targets)) else catalogue().broken
    for module in broken:
        told_why = shown(f"{module.module} can't be read: {module.error}")
        typer.echo(f"formulas: {told_why}", err=True)
    return broken
