"""A timetable for the eye: in the order of its dates, and duties that fall due together in one column.

Which those are hangs on the days asked for, so that no program and no calendar is given it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due, NoDate
from carepanel.schedule.timetable import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carepanel.schedule.meeting_dates import DatedDuty
    from carepanel.schedule.timetable import PanelTimetable, Row


def merged(panel: PanelTimetable) -> PanelTimetable:
    """The same meetings, with a column for duties that are due together at all of them, in the order of the dates.
    What has no date at any of them has no column; where its date is not known it is named with the reason.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for number in range(len(panel.columns)):
        dues = tuple(_same(row.dues[number]) for row in panel.rows)
        if any(dues):
            groups.setdefault(dues, []).append(number)
    in_order = sorted(groups.values(), key=lambda numbers: _offset(panel.rows, numbers[0]))
    duties = [column.duty for column in panel.columns]
    columns = (Column(duties[first], tuple(duties[number] for number in also)) for first, *also in in_order)
    rows = (_picked(row, [numbers[0] for numbers in in_order]) for row in panel.rows)
    return replace(panel, columns=tuple(columns), undated=(*panel.undated, *_not_known(panel)), rows=tuple(rows))


def _not_known(panel: PanelTimetable) -> Iterator[tuple[DatedDuty, str]]:
    for number, column in enumerate(panel.columns):
        dues = [row.dues[number] for row in panel.rows]
        reasons = [due.says for due in dues if isinstance(due, NoDate) and due.reason == "not_known"]
        if reasons and not any(isinstance(due, Due) for due in dues):
            yield column.duty, reasons[0]


def columns_before(panel: PanelTimetable) -> int:
    """How many columns of a merged timetable lie before the meeting."""
    return sum(_offset(panel.rows, number) < timedelta(0) for number in range(len(panel.columns)))


def _picked(row: Row, numbers: Sequence[int]) -> Row:
    dues = tuple(row.dues[number] for number in numbers)
    return replace(row, dues=dues, days_off=tuple(row.days_off[number] for number in numbers))


def _same(due: Due | NoDate) -> object:
    return due.ends if isinstance(due, Due) else None


def _offset(rows: Sequence[Row], number: int) -> timedelta:
    """How far from its meeting a date lies, at the first meeting that has one."""
    dated = ((row.dues[number], row.meeting.day) for row in rows)
    return next(due.day - day for due, day in dated if isinstance(due, Due) and day is not None)
