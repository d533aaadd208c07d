"""The table of verdicts."""

from closedform.reports.rows.evidence import Evidence
from closedform.reports.tables.summary import tables


def made(verdicts=(), cells=()):
    return {
        table.name: table
        for table in tables(Evidence(list(verdicts), [row for rows in cells for row in rows]))
    }


def test_csv_and_shown_have_a_row_a_claim_in_order_of_ids(verdict):
    table = made([verdict("b"), verdict("a"), verdict("c")])["verdicts"]
    assert list(table.plain["claim"]) == list(table.shown["claim"]) == ["a", "b", "c"]
