"""The timetable of a policy: a row for each meeting, a column for each duty whose date rests on it.

The columns are those of the policy, in its order, whatever the days asked for (`merged` has them for the eye). Duties
that only have to be done before or at the meeting share the meeting's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.due import resolve
from carepanel.calendars.forward import repeats
from carepanel.model.deadlines import Every
from carepanel.schedule.datable import is_dated, is_the_meeting, open_readings
from carepanel.schedule.day_off import day_off, why_off
from carepanel.schedule.meeting_dates import panel_dates

if TYPE_CHECKING:
    from datetime import date

    from carepanel.calendars.anchors import NoDate
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.model.terms import Panel, Requirement, Terms
    from carepanel.program.program import Program
    from carepanel.schedule.day_off import DayOff
    from carepanel.schedule.meeting_dates import DatedDuty, MeetingDates, PanelDates


@dataclass(frozen=True, slots=True)
class Column:
    """A date of every meeting: the duty it belongs to. Once merged, `also` holds the others that are due by then."""

    duty: DatedDuty
    also: tuple[DatedDuty, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting: for each column when it is due, or why there is no date, and what a day off did to that date.

    `why_off` is why the day on which the meeting is held is no working day, and empty where it is one.
    """

    meeting: Meeting
    dues: tuple[Due | NoDate, ...]
    days_off: tuple[DayOff | None, ...]
    why_off: str

    @property
    def provisional(self) -> bool:
        """Whether any date of the row rests on bank holidays not yet published."""
        return self.meeting.provisional or any(isinstance(due, Due) and due.provisional for due in self.dues)


@dataclass(frozen=True, slots=True)
class PanelTimetable:
    """The meetings of one panel. `before`: the duties that the meeting itself is the time of. `undated`: the duties
    without a date, with the reason: a reading that nobody has chosen, and once merged whatever leaves them without.
    """

    panel: Panel
    before: tuple[DatedDuty, ...]
    columns: tuple[Column, ...]
    undated: tuple[tuple[DatedDuty, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class YearDuty:
    """A duty of every year: the days on which it falls in the range, or in `says` why it has none."""

    requirement: Requirement
    days: tuple[date, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """The dates of a policy from `start` to `end`, both included."""

    terms: Terms
    calendar: Calendar
    start: date
    end: date
    panels: tuple[PanelTimetable, ...]
    each_year: tuple[YearDuty, ...]


def timetable(program: Program, calendar: Calendar, start: date, end: date) -> Timetable:
    """Every meeting that is usually, or in fact, held on a day of the range: one that was moved is found by either day,
    one that is not held by its usual day. Raises `DeadlineOutOfRange`.
    """
    terms = program.terms
    panels = tuple(
        panel_timetable(panel_dates(panel, program, calendar, start, end, or_held=True))
        for panel in terms.panels.values()
    )
    years = tuple(_year_duty(r, terms, calendar, start, end) for r in terms.requirements if r.per == "year")
    return Timetable(terms, calendar, start, end, panels, years)


def panel_timetable(found: PanelDates) -> PanelTimetable:
    """The meetings of a panel as a table, each duty that may have a date in a column of its own."""
    before = tuple(duty for duty in found.duties if _is_the_meeting(duty, found))
    numbers = [number for number, duty in enumerate(found.duties) if duty not in before and _is_dated(duty, found)]
    columns = tuple(Column(found.duties[number]) for number in numbers)
    readings = ((duty, dict.fromkeys(_open_readings(duty, found))) for duty in found.duties)
    undated = tuple((duty, f"the reading `{next(iter(open_))}` is not decided") for duty, open_ in readings if open_)
    rows = tuple(_row(dates, numbers, found.calendar) for dates in found.meetings)
    return PanelTimetable(found.panel, before, columns, undated, rows)


def _is_the_meeting(duty: DatedDuty, found: PanelDates) -> bool:
    return not duty.by_day and is_the_meeting(duty.deadline, found.panel, found.follows)


def _is_dated(duty: DatedDuty, found: PanelDates) -> bool:
    triggered = duty.trigger is not None
    return any(is_dated(deadline, found.panel, found.follows, triggered=triggered) for deadline in duty.deadlines)


def _open_readings(duty: DatedDuty, found: PanelDates) -> list[str]:
    return [reading for deadline in duty.deadlines for reading in open_readings(deadline, found.panel)]


def _row(dates: MeetingDates, numbers: list[int], calendar: Calendar) -> Row:
    dues = tuple(dates.dues[number] for number in numbers)
    days_off = tuple(day_off(due, calendar) if isinstance(due, Due) else None for due in dues)
    held = dates.meeting.day
    return Row(dates.meeting, dues, days_off, why_off(held, calendar) if held is not None else "")


def _year_duty(requirement: Requirement, terms: Terms, calendar: Calendar, start: date, end: date) -> YearDuty:
    deadline = requirement.deadline
    if isinstance(deadline, Every) and deadline.anchor is not None:
        days = repeats(deadline, start - timedelta(days=1), end, calendar, terms.counting)
        return YearDuty(requirement, tuple(days), "")
    if deadline is None:
        return YearDuty(requirement, (), "the source sets no time")
    found = resolve(deadline, lambda _moment: None, None, calendar, terms.counting)
    return YearDuty(requirement, (), "" if isinstance(found, Due) else found.says)
