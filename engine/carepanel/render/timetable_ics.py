"""A timetable as calendar entries: the meetings, and each date that rests on them. It knows no case.

A meeting that is not held is there as well, cancelled, with every date that rested on it, on its usual day: whoever has
it from an earlier file then loses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.backends import prose
from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import at_local
from carepanel.render.ics import Entry, ics
from carepanel.render.layout import cite
from carepanel.render.timetable import duty_in_words, meeting_in_words, off_in_words, passes, remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable


def timetable_ics(found: Timetable, stamp: datetime) -> str:
    """The calendar of a timetable, made at `stamp`. An entry keeps its UID when bank holidays move it."""
    entries = [entry for panel in found.panels for row in panel.rows for entry in _row(row, panel, found)]
    return ics(f"{found.terms.title} ({found.terms.authority})", [*entries, *_years(found)], stamp)


def _row(row: Row, panel: PanelTimetable, found: Timetable) -> Iterator[Entry]:
    meeting, title = row.meeting, panel.panel.title
    day, held, ends = meeting.day or meeting.usual_day, meeting.day is not None, panel.panel.days.ends
    # an extra meeting may be held on the very day that another was moved from
    uid = f"{found.terms.id}/{panel.panel.id}/{'extra-' if meeting.extra else ''}{meeting.usual_day}"
    starts = day if meeting.starts is None else at_local(day, meeting.starts)
    until = at_local(day, ends) if meeting.starts is not None and ends is not None else None
    remarks = remark(row, panel.columns)
    about = "; ".join(filter(None, (remarks, meeting_in_words(panel))))
    yield Entry(uid, starts, title, about, meeting.provisional, not held, until)
    for column, due, off in zip(panel.columns, row.dues, row.days_off, strict=True):
        own, summary = f"{uid}/{column.duty.id}", f"{title}: {prose.lowered(column.duty.title)}"
        if isinstance(due, Due):
            when = due.latest if passes(due) == "at_the_hour" else due.day
            about = "; ".join(filter(None, (off_in_words(off), duty_in_words(column, found.terms))))
            yield Entry(own, when, summary, about, due.provisional)
        elif not held:
            yield Entry(own, day, summary, remarks, meeting.provisional, cancelled=True)


def _years(found: Timetable) -> Iterator[Entry]:
    for duty in found.each_year:
        r = duty.requirement
        for day in duty.days:
            yield Entry(f"{found.terms.id}/{r.name}/{day}", day, f"{found.terms.title}: {r.title}", cite(r.clauses))
