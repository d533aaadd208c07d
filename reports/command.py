"""``closedform reports``: tables and a site of pages from verdicts and timings."""

import importlib.metadata
import platform
import shlex
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from closedform.command import status
from closedform.formulas import InputError, catalogue
from closedform.reports.folder import replacing, write
from closedform.reports.pages.site import Made, build
from closedform.reports.rows.changes import compare, earlier
from closedform.reports.rows.evidence import JOURNAL, VERDICTS, gather
from closedform.reports.rows.run import Run
from closedform.reports.tables.formats import FORMATS
from closedform.reports.tables.summary import tables
from closedform.reports.tables.table import Table
from closedform.reports.words import clean

OUT = Path("reports/out")
"""Where generated files go."""

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def report(
    verdicts: Path,
    journals: Iterable[Path],
    out: Path,
    formats: Iterable[str],
    against: Path | None = None,
) -> list[str]:
    """Write tables and site under `out`; what else there is stays as it is.

    Args:
        verdicts: file of verdicts.
        journals: files of timings; the default one for none, if it is there.
        out: folder for ``tables/`` and ``site/``, each replaced at once; the site holds the tables
            too.
        formats: endings of the tables, of FORMATS.
        against: an earlier run to compare with: its folder, verdicts or journal.

    Returns:
        Remarks on what is missing, a line each.

    Raises:
        InputError: a file is missing or malformed, or `out` can't be written.
    """
    journals, formats = list(journals), list(formats)
    evidence = gather(verdicts, journals)
    changes = compare(evidence, earlier(against), str(against)) if against else None
    found, run = tables(evidence), Run(catalogue(), evidence)
    command = _command(verdicts, journals, out, formats, against)
    made = Made(datetime.now(UTC).isoformat(timespec="seconds"), command, _versions())
    try:
        with replacing(out / "tables") as folder, replacing(out / "site") as site:
            build(site, run, found, made, formats, changes)
            (site / "tables").mkdir()
            for name, text in _files(found, formats):
                write(folder / name, text)
                write(site / "tables" / name, text)
    except OSError as error:
        raise InputError(f"{error.filename or out} can't be written: {error.strerror}") from error
    return evidence.remarks


@app.command()
def reports(
    more: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[JOURNAL]...", help="Journals of timings, as --rows."),
    ] = None,
    verdicts: Annotated[
        Path, typer.Option(help="Verdicts, as closedform verify --json writes them.")
    ] = VERDICTS,
    rows: Annotated[
        list[Path] | None, typer.Option(help=f"Journals of timings; {JOURNAL} if it is there.")
    ] = None,
    out: Annotated[
        Path, typer.Option(help="Folder for tables/ and site/, which are replaced.")
    ] = OUT,
    against: Annotated[
        Path | None, typer.Option(help="An earlier run: its folder, verdicts or journal.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="Formats of the tables. The site is always made.")
    ] = ",".join(FORMATS),
) -> None:
    """Write tables and a site of pages from verdicts and timings.

    Exit status: 0 all was written, 2 a usage or input error.
    """
    for remark in report(verdicts, [*(rows or []), *(more or [])], out, _formats(formats), against):
        typer.echo(f"reports: {clean(remark)}", err=True)
    typer.echo(f"tables: {clean((out / 'tables').resolve())}")
    typer.echo(f"page:   {(out / 'site' / 'index.html').resolve().as_uri()}")


def main(arguments: list[str] | None = None) -> int:
    """The command's exit status."""
    return status("reports", app, arguments)


def _formats(given: str) -> list[str]:
    wanted = list(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InputError(
            f"--format was given {given!r}; it takes {', '.join(FORMATS)}, with commas between"
        )
    return wanted


def _files(found: Iterable[Table], formats: Iterable[str]) -> Iterator[tuple[str, str]]:
    formats = list(formats)
    return (
        (f"{table.name}.{ending}", FORMATS[ending](table)) for table in found for ending in formats
    )


def _command(
    verdicts: Path, journals: list[Path], out: Path, formats: list[str], against: Path | None
) -> str:
    options = [("--rows", journal) for journal in journals] + (
        [("--against", against)] if against else []
    )
    named = [word for option in options for word in map(str, option)]
    return shlex.join(
        [
            "python",
            "-m",
            "closedform",
            "reports",
            "--verdicts",
            str(verdicts),
            *named,
            "--out",
            str(out),
            "--format",
            ",".join(formats),
        ]
    )


def _versions() -> dict[str, str]:
    ours = ("closedform", "pandas", "jinja2", "math-core")
    found = {name: d.version for name in ours for d in importlib.metadata.distributions(name=name)}
    return {"Python": platform.python_version(), **found}
