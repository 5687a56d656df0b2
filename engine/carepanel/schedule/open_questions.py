"""Meetings at which the options of a reading give different dates.

Where the options differ in nothing but what becomes of a day off, the terms are silent about it; else they can be read
in more than one way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due, NoDate
from carepanel.calendars.instants import show_day
from carepanel.calendars.meetings import Meeting
from carepanel.model.deadlines import unrolled
from carepanel.schedule.assumed import assumed
from carepanel.schedule.findings import MEETING, Finding, Instance
from carepanel.schedule.meeting_dates import dated_duties

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.model.terms import Reading, Terms
    from carepanel.schedule.findings import Kind
    from carepanel.schedule.meeting_dates import MeetingDates, PanelDates

_NONE = NoDate("not_stated", "no meeting on this day")


def moves(panel: str, one: Terms, other: Terms) -> bool:
    """Whether two choices of readings may give the meetings of a panel different dates."""
    return _rests_on(panel, one) != _rests_on(panel, other)


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
        panel = own.panel.id
        otherwise = {_but_for_days_off(panel, other) for other in terms.values()}
        kind: Kind = "silent" if len(otherwise) == 1 else "ambiguous"
        held = sum(dates_.meeting.day is not None for dates_ in own.meetings)
        always = kind == "ambiguous" and len(found) >= held
        yield Finding(
            kind, panel, reading.clauses, reading.question, len(own.meetings), found, reading.id, always=always
        )


def _differences(dates: Mapping[str, PanelDates], calendar: Calendar) -> Iterator[Instance]:
    """For each meeting the first date that differs between options. Whether a duty arises at all is no matter of dates,
    so one that an option does without is compared between the others.
    """
    subjects = {option: {m.meeting.usual_day: _subjects(m, d) for m in d.meetings} for option, d in dates.items()}
    for usual_day in sorted({day for listed in subjects.values() for day in listed}):
        at_meeting = {option: listed.get(usual_day, {MEETING: _NONE}) for option, listed in subjects.items()}
        for about in dict.fromkeys(name for listed in at_meeting.values() for name in listed):
            values = {option: listed[about] for option, listed in at_meeting.items() if about in listed}
            if len(set(map(_told_apart_by, values.values()))) > 1:
                yield Instance(usual_day, about, values, _day_off(usual_day, values.values(), calendar))
                break


def _subjects(found: MeetingDates, dates: PanelDates) -> dict[str, Meeting | Due | NoDate]:
    """Each date of a meeting by whose it is, the meeting's own first: what rests on it moves with it."""
    dues = {duty.id: due for duty, due in zip(dates.duties, found.dues, strict=True)}
    return {MEETING: found.meeting, **dues}


def _told_apart_by(value: Meeting | Due | NoDate) -> Hashable:
    match value:
        case Meeting():
            return value.day, value.starts
        case Due():
            return value.earliest, value.latest, value.strict
        case NoDate():
            return None


def _day_off(usual_day: date, values: Iterable[Meeting | Due | NoDate], calendar: Calendar) -> str:
    """The day off that the options make different things of, if it is one: ``Fri 3 Apr 2026, Good Friday``."""
    days = [value.day for value in values if not isinstance(value, NoDate) and value.day is not None]
    off = next((day for day in (*days, usual_day) if not calendar.is_working_day(day)), None)
    return "" if off is None else f"{show_day(off)}, {calendar.why_not(off)}"


def _rests_on(panel: str, terms: Terms) -> Hashable:
    """Everything that the dates of a panel's meetings are worked out from."""
    found = terms.panels[panel]
    follows = assumed(found, terms)
    duties = tuple((d.id, d.deadline, tuple(d.by_day.items()), d.trigger) for d in dated_duties(found, terms, follows))
    return found.days, duties, follows, terms.counting


def _but_for_days_off(panel: str, terms: Terms) -> Hashable:
    """The same, whatever becomes of a day off."""
    found = terms.panels[panel]
    days = replace(found.days, if_not_working_day="keep")
    follows = assumed(found, terms)
    duties = tuple(
        (d.id, unrolled(d.deadline), tuple((day, unrolled(own)) for day, own in d.by_day.items()), d.trigger)
        for d in dated_duties(found, terms, follows)
    )
    return days, duties, follows, terms.counting
