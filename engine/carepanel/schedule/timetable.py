"""The timetable of a policy: a row for each meeting, a column for each date that rests on it.

Duties that fall due on the same dates throughout share the column of the first; those that only have to be done before
or at the meeting share the meeting's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due, NoDate
from carepanel.calendars.due import resolve
from carepanel.calendars.forward import repeats
from carepanel.model.deadlines import Every, RelativeTo
from carepanel.schedule.meeting_dates import panel_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.model.terms import Panel, Requirement, Terms
    from carepanel.program.program import Program
    from carepanel.schedule.meeting_dates import DatedDuty, PanelDates


@dataclass(frozen=True, slots=True)
class Column:
    """A date of every meeting: the duty it belongs to, and the others that are due by then."""

    duty: DatedDuty
    also: tuple[DatedDuty, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting: for each column when it is due, or why there is no date."""

    meeting: Meeting
    dues: tuple[Due | NoDate, ...]

    @property
    def provisional(self) -> bool:
        """Whether any date of the row rests on bank holidays not yet published."""
        return self.meeting.provisional or any(isinstance(due, Due) and due.provisional for due in self.dues)


@dataclass(frozen=True, slots=True)
class PanelTimetable:
    """The meetings of one panel. `before`: the duties that the meeting itself is the time of. Columns stand in the
    order of their dates; `split` of them lie before the meeting. `undecided`: the duties whose date hangs on a reading
    that nobody has chosen, with the reason.
    """

    panel: Panel
    before: tuple[DatedDuty, ...]
    columns: tuple[Column, ...]
    split: int
    undecided: tuple[tuple[DatedDuty, str], ...]
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
    """Every meeting whose usual day lies in the range. Raises `DeadlineOutOfRange`."""
    terms = program.terms
    panels = tuple(
        panel_timetable(panel_dates(panel, program, calendar, start, end)) for panel in terms.panels.values()
    )
    years = tuple(_year_duty(r, terms, calendar, start, end) for r in terms.requirements if r.per == "year")
    return Timetable(terms, calendar, start, end, panels, years)


def panel_timetable(found: PanelDates) -> PanelTimetable:
    """The meetings of a panel as a table."""
    held = [dates for dates in found.meetings if dates.meeting.day is not None]
    series = {
        duty: tuple(dates.dues[number] for dates in held)
        for number, duty in enumerate(found.duties)
        if any(isinstance(dates.dues[number], Due) for dates in held)
    }
    meetings = [dates.meeting.day for dates in held]
    before = tuple(duty for duty, dues in series.items() if _is_the_meeting(duty, dues, meetings))
    groups: dict[tuple[object, ...], list[DatedDuty]] = {}
    for duty, dues in series.items():
        if duty not in before:
            groups.setdefault(tuple(map(_same, dues)), []).append(duty)
    columns = sorted(
        (Column(first, tuple(also)) for first, *also in groups.values()),
        key=lambda c: _offset(series[c.duty], meetings),
    )
    split = sum(_offset(series[column.duty], meetings) < timedelta(0) for column in columns)
    order = [found.duties.index(column.duty) for column in columns]
    rows = tuple(Row(dates.meeting, tuple(dates.dues[number] for number in order)) for dates in found.meetings)
    return PanelTimetable(found.panel, before, tuple(columns), split, tuple(_undecided(found)), rows)


def _undecided(found: PanelDates) -> Iterator[tuple[DatedDuty, str]]:
    for number, duty in enumerate(found.duties):
        dues = (dates.dues[number] for dates in found.meetings)
        says = next((due.says for due in dues if isinstance(due, NoDate) and due.reason == "undecided"), None)
        if says is not None:
            yield duty, says


def _is_the_meeting(duty: DatedDuty, dues: Sequence[Due | NoDate], meetings: Sequence[date | None]) -> bool:
    """Whether a duty is due on the day of every meeting, by the meeting itself and by no hour of its own."""
    same_day = all(isinstance(due, Due) and due.day == day for due, day in zip(dues, meetings, strict=True))
    return same_day and isinstance(duty.deadline, RelativeTo)


def _same(due: Due | NoDate) -> object:
    return (due.earliest, due.latest, due.strict) if isinstance(due, Due) else None


def _offset(dues: Sequence[Due | NoDate], meetings: Sequence[date | None]) -> timedelta:
    """How far from its meeting a date lies, at the first meeting that has one."""
    return next(d.day - m for d, m in zip(dues, meetings, strict=True) if isinstance(d, Due) and m is not None)


def _year_duty(requirement: Requirement, terms: Terms, calendar: Calendar, start: date, end: date) -> YearDuty:
    deadline = requirement.deadline
    if isinstance(deadline, Every) and deadline.anchor is not None:
        days = repeats(deadline, start - timedelta(days=1), end, calendar, terms.counting)
        return YearDuty(requirement, tuple(days), "")
    if deadline is None:
        return YearDuty(requirement, (), "the source sets no time")
    found = resolve(deadline, lambda _moment: None, None, calendar, terms.counting)
    return YearDuty(requirement, (), "" if isinstance(found, Due) else found.says)
