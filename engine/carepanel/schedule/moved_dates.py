"""The meetings, and the dates that rest on them, that differ between two calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due, NoDate
from carepanel.calendars.instants import LAST_YEAR, show_day
from carepanel.calendars.meetings import furthest_move
from carepanel.determine.requirements import due_in_words
from carepanel.schedule.concerned import concerned
from carepanel.schedule.meeting_dates import panel_dates
from carepanel.schedule.moved import Moved, Side, side
from carepanel.schedule.timetable import panel_timetable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.model.terms import Panel, Terms
    from carepanel.program.program import Program
    from carepanel.schedule.meeting_dates import DatedDuty
    from carepanel.schedule.timetable import Row

_LAST_DAY = date(LAST_YEAR, 12, 31)
_RUNS_ON = timedelta(days=366)
"""How long before the days asked about a meeting is looked for of which a date may still be running."""


@dataclass(frozen=True, slots=True)
class Both:
    """One meeting under both calendars, with the duties that its dates belong to.

    `asked` marks one that is usually, or by either calendar in fact, held on a day asked about; every other is an
    earlier one.
    """

    panel: Panel
    duties: tuple[DatedDuty, ...]
    was: Row
    now: Row
    asked: bool


def under_both(program: Program, old: Calendar, new: Calendar, start: date, end: date) -> Iterator[Both]:
    """The meetings asked about and those of the year before, by their usual days, which are the same by any calendar.

    Raises `DeadlineOutOfRange`.
    """
    for panel in program.terms.panels.values():
        around = _around(panel, (old, new), start, end)
        before, after = (panel_timetable(panel_dates(panel, program, calendar, *around)) for calendar in (old, new))
        duties = tuple(column.duty for column in before.columns)
        for was, now in zip(before.rows, after.rows, strict=True):
            days = {was.meeting.usual_day, *(row.meeting.day for row in (was, now) if row.meeting.day is not None)}
            asked = any(start <= day <= end for day in days)
            if asked or max(days) < start:
                yield Both(panel, duties, was, now, asked)


def _around(panel: Panel, calendars: tuple[Calendar, Calendar], start: date, end: date) -> tuple[date, date]:
    """Between which days the usual day of a meeting can lie that is held, or has a date running, on one asked about."""
    moved_back = panel.days.dated_by.if_not_working_day == "previous_working_day"
    reach = max(map(furthest_move, calendars)) if moved_back else timedelta(0)
    # a meeting is looked for on no day that the calendars do not know, nor on one from which it is moved to such a day
    known = max(calendar.first for calendar in calendars) + reach
    return start if start <= known else max(known, start - _RUNS_ON), min(end, _LAST_DAY) + reach


def moved_dates(meetings: Iterable[Both], start: date, terms: Terms) -> Iterator[Moved]:
    """What differs between the calendars: the meetings asked about with their dates, and of an earlier one the dates
    that lie on `start` or later by either calendar.

    What is due by the meeting itself moves with it.
    """
    for meeting in meetings:
        yield from _moved(meeting, start, terms)


def provisional_changes(meetings: Iterable[Both], terms: Terms) -> tuple[int, int]:
    """How many of the meetings asked about that stay, with every date that rests on them, are provisional no longer,
    and how many have become so.
    """
    stay = [
        (both.was.provisional, both.now.provisional)
        for both in meetings
        if both.asked and not any(_moved(both, both.was.meeting.usual_day, terms))
    ]
    return stay.count((True, False)), stay.count((False, True))


def _moved(both: Both, start: date, terms: Terms) -> Iterator[Moved]:
    was, now = both.was.meeting, both.now.meeting
    panel, usual = both.panel, was.usual_day
    if both.asked and was.day != now.day:
        uid, whom = f"{panel.id}/{usual}", concerned(panel, terms)
        yield Moved(
            *("meeting", uid, "", panel.title, whom, panel.clauses, _held(was), _held(now)), "moves", panel.id, usual
        )
    for duty, old, new in zip(both.duties, both.was.dues, both.now.dues, strict=True):
        if _when(old) != _when(new) and (both.asked or _runs(old, start) or _runs(new, start)):
            uid = f"{panel.id}/{usual}/{duty.id}"
            yield Moved(
                *("date", uid, "", duty.title, duty.actor, duty.clauses, _due(old), _due(new)), "moves", panel.id, usual
            )


def _when(due: Due | NoDate) -> object:
    """All of a date that somebody who has to keep it must know; nothing where there is none, for whatever reason."""
    return due.ends if isinstance(due, Due) else None


def _runs(due: Due | NoDate, start: date) -> bool:
    return isinstance(due, Due) and due.day >= start


def _held(meeting: Meeting) -> Side:
    says = f"not held: {meeting.why_moved}" if meeting.day is None else show_day(meeting.day)
    return side(meeting.day, says, provisional=meeting.provisional)


def _due(due: Due | NoDate) -> Side:
    if isinstance(due, NoDate):
        return Side(None, due.says)
    return side(due.latest, due_in_words(due), provisional=due.provisional)
