"""Rows as CSV for a spreadsheet: lists joined with semicolons, no value as nothing, lines ending as RFC 4180 has it.

Clauses stand in brackets, as in text: ``4.0`` without them is to a spreadsheet the number 4, which is another clause.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from carepanel.render.layout import cite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A heading and the rows, each with these columns; what else a row holds is left out. Every line ends as RFC 4180
    has it, the last one too.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(column, row.get(column)) for column in columns] for row in rows)
    return written.getvalue()


def _cell(column: str, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return cite(map(str, value)) if column == "clause" else "; ".join(map(str, value))
        case _:
            return str(value)
