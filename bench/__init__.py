"""Is it worth it: timed comparisons, stored as rows."""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["load"]


def load(*paths: str | PathLike[str]) -> "DataFrame":
    """The timings of one or more journals, one row a method and cell.

    Columns are those of ``closedform.bench.rows.COLUMNS`` and ``journal``, the path a row is from.
    Of a cell that a journal holds more than once, the last rows count; a line torn by a crash is
    passed over.

    Raises formulas.InputError for a file that can't be read or is no journal.
    """
    from pathlib import Path

    import pandas

    from closedform.bench import journal
    from closedform.bench.rows import COLUMNS

    rows = [{**row, "journal": str(path)} for path in paths for row in journal.latest(Path(path))]
    return pandas.DataFrame(rows, columns=pandas.Index([*COLUMNS, "journal"]))
