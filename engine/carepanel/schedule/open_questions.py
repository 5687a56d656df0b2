"""Meetings at which the options of a reading give different dates.

Where the options differ in nothing but what becomes of a day off, the terms are silent about it; else they can be read
in more than one way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.anchors import NoDate
from carepanel.calendars.instants import show_day
from carepanel.schedule.findings import MEETING, Instance, finding, told_apart_by
from carepanel.schedule.worked_from import worked_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.model.terms import Reading, Terms
    from carepanel.schedule.findings import Dated, Finding, Kind
    from carepanel.schedule.meeting_dates import MeetingDates, PanelDates

_NONE = NoDate("not_stated", "no meeting on this day")


def open_question(
    reading: Reading,
    own: PanelDates,
    dates: Mapping[str, PanelDates],
    terms: Mapping[str, Terms],
    calendar: Calendar,
) -> Iterator[Finding]:
    """The meetings of a panel at which the options of a reading differ; `dates` and `terms` are those under each
    option, `own` those as the policy stands.
    """
    found = tuple(_differences(dates, calendar))
    if found:
        otherwise = {worked_from(own.panel.id, other, moving=False) for other in terms.values()}
        kind: Kind = "silent" if len(otherwise) == 1 else "ambiguous"
        yield from finding(kind, own, reading.clauses, reading.question, found, reading.id)


def _differences(dates: Mapping[str, PanelDates], calendar: Calendar) -> Iterator[Instance]:
    """For each meeting the first date that differs between options. Whether a duty arises at all is no matter of dates,
    so one that an option does without is compared between the others.
    """
    subjects = {option: {m.meeting.usual_day: _subjects(m, d) for m in d.meetings} for option, d in dates.items()}
    for usual_day in sorted({day for listed in subjects.values() for day in listed}):
        at_meeting = {option: listed.get(usual_day, {MEETING: _NONE}) for option, listed in subjects.items()}
        for about in dict.fromkeys(name for listed in at_meeting.values() for name in listed):
            values = {option: listed[about] for option, listed in at_meeting.items() if about in listed}
            if len(set(map(told_apart_by, values.values()))) > 1:
                yield Instance(usual_day, about, values, _day_off(usual_day, values.values(), calendar))
                break


def _subjects(found: MeetingDates, dates: PanelDates) -> dict[str, Dated]:
    """Each date of a meeting by whose it is, the meeting's own first: what rests on it moves with it."""
    dues = {duty.id: due for duty, due in zip(dates.duties, found.dues, strict=True)}
    return {MEETING: found.meeting, **dues}


def _day_off(usual_day: date, values: Iterable[Dated], calendar: Calendar) -> str:
    """The day off that the options make different things of, if it is one: ``Fri 3 Apr 2026, Good Friday``."""
    days = [value.day for value in values if not isinstance(value, NoDate) and value.day is not None]
    off = next((day for day in (*days, usual_day) if not calendar.is_working_day(day)), None)
    return "" if off is None else f"{show_day(off)}, {calendar.why_not(off)}"
