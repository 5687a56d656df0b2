"""Dates that cannot be kept, or hardly: on a day off, not before what they must precede, or with less time than usual.

How long a deadline runs is read off its own proof, from its start to its end.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import plus_days, show_day
from carepanel.model.deadlines import AtLeastBefore, WeekdayBefore
from carepanel.schedule.findings import MEETING, Finding, Instance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.schedule.findings import Kind
    from carepanel.schedule.meeting_dates import DatedDuty
    from carepanel.schedule.timetable import PanelTimetable

    Dated = list[tuple[Meeting, Due]]


def strained(panel: PanelTimetable, calendar: Calendar) -> Iterator[Finding]:
    """Every column's dates that fall on a day off, come too late, or leave less time than at most meetings."""
    for duty, dated in _columns(panel):
        yield from _finding("day_off", duty, panel, _days_off(duty, dated, calendar))
        yield from too_late(panel, duty, dated)
        yield from _finding("shorter", duty, panel, _shorter(duty, dated, calendar))


def unsaid(panel: PanelTimetable) -> Iterator[Finding]:
    """The meetings whose usual day is no working day, where the policy does not state what happens then."""
    if panel.panel.days.dated_by.if_not_working_day == "not_stated":
        meetings = (row.meeting for row in panel.rows if row.meeting.why_moved and not row.meeting.extra)
        instances = tuple(Instance(m.usual_day, MEETING, {"": m}, m.why_moved) for m in meetings if m.day is not None)
        if instances:
            says = f"{panel.panel.title}: what happens on a day that is not a working day is not stated"
            yield Finding("silent", panel.panel.id, panel.panel.clauses, says, len(panel.rows), instances)


def impossible(panel: PanelTimetable) -> Iterator[Finding]:
    """Every column's dates that are not before what they must precede."""
    for duty, dated in _columns(panel):
        yield from too_late(panel, duty, dated)


def too_late(panel: PanelTimetable, duty: DatedDuty, dated: Dated) -> Iterator[Finding]:
    """The dates of one duty, counted back, that are not before what they count from, or not before the meeting."""
    counted_back = ((m, due) for m, due in dated if isinstance(duty.at(m), AtLeastBefore | WeekdayBefore))
    limits = ((meeting, due, min(_start(due), meeting.day or _start(due))) for meeting, due in counted_back)
    found = (
        Instance(meeting.usual_day, duty.id, {"": due}, f"not before {show_day(limit)}")
        for meeting, due, limit in limits
        if due.day >= limit
    )
    yield from _finding("impossible", duty, panel, found)


_SAYS: dict[Kind, str] = {
    "day_off": "falls on a day off and moves to no other",
    "impossible": "is not before what it must precede",
    "shorter": "leaves fewer working days than at most meetings",
}


def _finding(kind: Kind, duty: DatedDuty, panel: PanelTimetable, found: Iterable[Instance]) -> Iterator[Finding]:
    instances = tuple(found)
    if instances:
        says = f"{duty.title}: {_SAYS[kind]}"
        yield Finding(kind, panel.panel.id, duty.clauses, says, len(panel.rows), instances)


def _columns(panel: PanelTimetable) -> Iterator[tuple[DatedDuty, Dated]]:
    for number, column in enumerate(panel.columns):
        dues = ((row.meeting, row.dues[number]) for row in panel.rows)
        yield column.duty, [(meeting, due) for meeting, due in dues if isinstance(due, Due)]


def _days_off(duty: DatedDuty, dated: Dated, calendar: Calendar) -> Iterator[Instance]:
    for meeting, due in dated:
        if not calendar.is_working_day(due.day):
            yield Instance(meeting.usual_day, duty.id, {"": due}, calendar.why_not(due.day))


def _shorter(duty: DatedDuty, dated: Dated, calendar: Calendar) -> Iterator[Instance]:
    lengths = [_working_days(_reference(meeting, due), due.day, calendar) for meeting, due in dated]
    usual = Counter(lengths).most_common(1)[0][0] if lengths else 0
    for (meeting, due), length in zip(dated, lengths, strict=True):
        if length < usual:
            yield Instance(meeting.usual_day, duty.id, {"": due}, f"{length} of the usual {usual} working days")


def _reference(meeting: Meeting, due: Due) -> date:
    """What a date runs from or to: its start, or the meeting itself where that was moved from the start's day."""
    start = _start(due)
    return meeting.day if start == meeting.usual_day and meeting.day is not None else start


def _start(due: Due) -> date:
    return next(step.day for step in reversed(due.proof.steps) if step.effect == "start" and step.day is not None)


def _working_days(one: date, other: date, calendar: Calendar) -> int:
    """The working days after the earlier of two days, up to the later."""
    first, last = sorted((one, other))
    days = (plus_days(first, number) for number in range(1, (last - first).days + 1))
    return sum(map(calendar.is_working_day, days))
