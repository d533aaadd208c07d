"""``closedform formulas list | show | new | coverage | errata``: what is registered."""

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from closedform.command import status
from closedform.formulas import Broken, catalogue, coverage, errata, gather, sources
from closedform.formulas._commands import listing, new, pages, spelled
from closedform.formulas._commands import sources as told
from closedform.formulas._commands.output import console, harmless
from closedform.formulas._kit.catalogue import is_file

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
    chosen = listing.select(targets or [])
    shown = list(
        listing.matching(
            chosen, subject=subject, kind=kind, domain=domain, source=source, text=text
        )
    )
    if as_json:
        print_json(
            formulas=[*map(listing.as_record, shown)], broken=[*map(dataclasses.asdict, broken)]
        )
    elif shown:
        console().print(listing.listed(shown))
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
    known = catalogue().formulas
    chosen = (
        {known[target]: list(known[target].claims.values())}
        if target in known
        else listing.select([target])
    )
    if notation is not None:
        written = (spelled.page(f, claims, notation) for f, claims in chosen.items())
        typer.echo("\n\n\n".join(written))
        return
    typer.echo("\n\n\n".join(pages.page(formula, claims) for formula, claims in chosen.items()))
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
    found = errata(gather(targets or [])[0])
    slips = (
        []
        if targets
        else [(key, slip) for key, source in sources().items() for slip in source.slips]
    )
    if as_json:
        print_json(**told.errata_record(found, slips))
        return
    typer.echo("\n\n".join(map(told.erratum, found)) or "no claim stands as printed")
    if slips:
        typer.echo(
            "\n".join(
                [
                    "\nSlips of typesetting, which make no claim wrong:",
                    *(f"  {told.slip(*s)}" for s in slips),
                ]
            )
        )


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
        typer.echo(
            f"formulas: {harmless(module.module)} can't be read: {harmless(module.error)}", err=True
        )
    return broken
