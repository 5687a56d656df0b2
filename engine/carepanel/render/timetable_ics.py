"""A timetable as calendar entries: the meetings, and each date that rests on them. It knows no case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import at_local
from carepanel.render.ics import Entry, ics, when_due
from carepanel.render.layout import cite
from carepanel.render.timetable import legend, remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable


def timetable_ics(found: Timetable, stamp: datetime) -> str:
    """The calendar of a timetable, made at `stamp`. An entry keeps its UID when bank holidays move it."""
    entries = [entry for panel in found.panels for entry in _panel(panel, found)]
    return ics(f"{found.terms.title} ({found.terms.authority})", [*entries, *_years(found)], stamp)


def _panel(panel: PanelTimetable, found: Timetable) -> Iterator[Entry]:
    says = dict(zip(_ids(panel), (explained for _, explained in legend(panel, found.terms)), strict=True))
    for row in panel.rows:
        if row.meeting.day is not None:
            yield from _row(row, panel, found, says)


def _ids(panel: PanelTimetable) -> list[str]:
    ids = [column.duty.id for column in panel.columns]
    return [*ids[: panel.split], "", *ids[panel.split :]]


def _row(row: Row, panel: PanelTimetable, found: Timetable, says: dict[str, str]) -> Iterator[Entry]:
    meeting, title = row.meeting, panel.panel.title
    uid = f"{found.terms.id}/{panel.panel.id}/{meeting.usual_day}"
    if meeting.day is not None:
        when = meeting.day if meeting.starts is None else at_local(meeting.day, meeting.starts)
        about = "; ".join(filter(None, (remark(row), says[""])))
        yield Entry(uid, when, title, about, meeting.provisional)
    for column, due in zip(panel.columns, row.dues, strict=True):
        if isinstance(due, Due):
            summary = f"{title}: {column.duty.title[:1].lower()}{column.duty.title[1:]}"
            when_ = when_due(due.latest)
            yield Entry(f"{uid}/{column.duty.id}", when_, summary, says[column.duty.id], due.provisional)


def _years(found: Timetable) -> Iterator[Entry]:
    for duty in found.each_year:
        r = duty.requirement
        for day in duty.days:
            yield Entry(f"{found.terms.id}/{r.name}/{day}", day, f"{found.terms.title}: {r.title}", cite(r.clauses))
