"""A run as a report sees it: the catalogue, the rows, and what follows from both, worked out
once."""

from dataclasses import dataclass
from functools import cached_property

from closedform.formulas import Catalogue
from closedform.reports.rows.cells import Row
from closedform.reports.rows.evidence import Evidence
from closedform.reports.rows.groups import Group, groups
from closedform.reports.rows.strays import Stray, strays


@dataclass(frozen=True)
class Run:
    """What is registered, and the rows that tell of it."""

    catalogue: Catalogue
    evidence: Evidence

    @cached_property
    def verdicts(self) -> dict[str, Row]:
        """The verdicts by claim; of several for one claim, the last."""
        return {row["id"]: row for row in self.evidence.verdicts}

    @cached_property
    def groups(self) -> dict[str, list[Group]]:
        """Claim's id without form -> its timings."""
        return groups(self.evidence.timings)

    @cached_property
    def strays(self) -> dict[str, list[Stray]]:
        """Formula's name -> its claims that only rows tell of."""
        return strays(self.catalogue, self.evidence.verdicts, self.evidence.timings)
