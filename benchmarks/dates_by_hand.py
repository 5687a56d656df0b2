"""The meeting and the cut-off of a case by hand: the rules are ours, the counting is done by `carepanel.calendars`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from benchmarks.by_hand import Sitting
from benchmarks.file_on_case import ListedAgain, NotOnFile
from carepanel.calendars.instants import at_local, end_of_day, local_date, start_of_day
from carepanel.calendars.working_days import count_back, roll

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from benchmarks.by_hand import FindSitting
    from benchmarks.file_on_case import File
    from carepanel.calendars.calendar import Calendar

_WEEK = timedelta(days=7)
_MONDAY, _WEDNESDAY = 0, 2
_NOON, _FIVE = time(12), time(17)
_MOST_WEEKS = 60

Sittings = Callable[["date"], "Iterator[Sitting]"]
"""The meetings from the week of a day on, and the one before."""


def camden_sitting(calendar: Calendar) -> FindSitting:
    """Mondays, or the next working day; papers by noon on the Thursday before the Monday, or the working day before."""

    def held(monday: date) -> Sitting:
        day, _ = roll(calendar, monday, "next_working_day")
        thursday, _ = roll(calendar, monday - timedelta(days=4), "previous_working_day")
        return Sitting(day, start_of_day(day), end_of_day(day), at_local(thursday, _NOON))

    def sittings(begin: date) -> Iterator[Sitting]:
        return (held(monday) for monday in _weeks(begin, _MONDAY))

    def find(file: File, complete: datetime | None, _urgent: bool) -> Sitting:
        put_forward = _put_forward(file)
        if put_forward:
            return _on(put_forward, sittings, moved=put_forward.weekday() == _MONDAY)
        return _first_it_can_make(sittings, file, complete)

    return find


def wandsworth_sitting(calendar: Calendar) -> FindSitting:
    """Wednesdays at noon that are working days; the request by 17:00 two working days before."""

    def held(wednesday: date) -> Sitting:
        begins = at_local(wednesday, _NOON)
        before, _ = count_back(calendar, wednesday, 2)
        return Sitting(wednesday, begins, begins, at_local(before, _FIVE))

    def sittings(begin: date) -> Iterator[Sitting]:
        return (held(day) for day in _weeks(begin, _WEDNESDAY) if calendar.is_working_day(day))

    def find(file: File, complete: datetime | None, urgent: bool) -> Sitting:
        put_forward = _put_forward(file)
        if put_forward:
            return _on(put_forward, sittings, moved=False)
        agreed = file.first_with("urgent_agreement", "outcome", "agreed") if urgent else None
        if agreed:
            return next(sitting for sitting in sittings(local_date(agreed)) if sitting.begins > agreed)
        return _first_it_can_make(sittings, file, complete)

    return find


def _weeks(begin: date, weekday: int) -> Iterator[date]:
    """That weekday in the week before `begin`, from which a meeting may have been moved, and in those from then on."""
    monday = begin - timedelta(days=begin.weekday())
    return (monday + timedelta(days=weekday) + week * _WEEK for week in range(-1, _MOST_WEEKS))


def _put_forward(file: File) -> date | None:
    event = file.last.get("put_forward")
    day = event.attributes.get("day") if event else None
    return day if isinstance(day, date) else None


def _on(day: date, sittings: Sittings, *, moved: bool) -> Sitting:
    """The meeting held on a day or, where it is moved, from it."""
    sitting = next(sitting for sitting in sittings(day) if sitting.day >= day)
    if sitting.day != day and not moved:
        raise ListedAgain("for a day on which the panel does not meet")
    return sitting


def _first_it_can_make(sittings: Sittings, file: File, complete: datetime | None) -> Sitting:
    """The first whose cut-off has not passed, or had not when the papers were all in."""
    in_by = file.at if complete is None else min(file.at, complete)
    found = next((sitting for sitting in sittings(local_date(in_by)) if sitting.cut_off >= in_by), None)
    if found is None:
        raise NotOnFile("a meeting within a year")
    return found
