"""A table, twice: with figures as numbers, and as text for a person."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from closedform.reports import words


@dataclass(frozen=True)
class Table:
    """One table, twice."""

    name: str
    """Stem of its files."""
    caption: str
    plain: pd.DataFrame
    """Figures as numbers, in the units that `caption` states, for other programs."""
    shown: pd.DataFrame
    """The same as text for a person, a word where there is no figure."""
    figures: frozenset[str] = frozenset()
    """Columns of `shown` that hold figures."""


def plain(lines: list[dict[str, Any]], names: list[str]) -> pd.DataFrame:
    """The columns named, of all lines: text cleaned, figures as they are."""
    return pd.DataFrame(
        [[_value(line[name]) for name in names] for line in lines], columns=pd.Index(names)
    )


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return words.clean(value)
    return None if words.absent(value) else value
