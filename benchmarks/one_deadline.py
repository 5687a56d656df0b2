"""One deadline, worked out by the engine and by others for whom a deadline is a date and no more.

All count the working days after a day, by the bank holidays of England and Wales. numpy is handed its calendar made
up; `holidays` holds one. `pendulum` steps a day at a time, as the engine does, and so does the standard library; those
two are what the count itself costs in Python.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import holidays
import numpy as np
import pendulum

from benchmarks.timing import Contender
from carepanel.calendars.anchors import at_instant
from carepanel.calendars.due import resolve
from carepanel.calendars.instants import at_local
from carepanel.loading import load, source_of
from carepanel.model.deadlines import Counting, Period, Within

if TYPE_CHECKING:
    from collections.abc import Callable

    from carepanel.calendars.calendar import Calendar

START = date(2026, 3, 26)
"""A Thursday a week before Good Friday."""
COUNTS = (3, 20)
PLAIN = "standard library, a day at a time"

_SATURDAY = 5


def one_deadline(count: int) -> list[Contender]:
    """The contenders for so many working days after `START`; each run gives the day."""
    calendar = _calendar()
    return [
        Contender("carepanel, proof in words", _with_words(count, calendar)),
        Contender("carepanel, proof as data", _with_proof(count, calendar)),
        Contender("carepanel's calendar, no proof", _stepping(count, calendar.is_working_day), 10),
        Contender("holidays.get_nth_working_day", _by_holidays(count), 10),
        Contender("numpy.busday_offset", _by_numpy(count, calendar), 10),
        Contender("pendulum, a day at a time", _by_pendulum(count, calendar), 10),
        Contender(PLAIN, _by_library(count, calendar), 10),
    ]


def _calendar() -> Calendar:
    loaded, _ = load(source_of("camden"))
    if loaded is None:
        raise SystemExit("the shipped policy does not load")
    return loaded.calendar


def _with_proof(count: int, calendar: Calendar) -> Callable[[], date]:
    deadline = Within(Period(count, "working_days"))
    start = at_instant(at_local(START, datetime.min.time()), "it happened")
    counting = Counting((calendar.name,))

    def run() -> date:
        due = resolve(deadline, lambda _moment: None, start, calendar, counting)
        return due.day  # type: ignore[union-attr]

    return run


def _with_words(count: int, calendar: Calendar) -> Callable[[], date]:
    deadline = Within(Period(count, "working_days"))
    start = at_instant(at_local(START, datetime.min.time()), "it happened")
    counting = Counting((calendar.name,))

    def run() -> date:
        due = resolve(deadline, lambda _moment: None, start, calendar, counting)
        due.proof.lines()  # type: ignore[union-attr]
        return due.day  # type: ignore[union-attr]

    return run


def _stepping(count: int, works: Callable[[date], bool]) -> Callable[[], date]:
    def run() -> date:
        day, left = START, count
        while left:
            day += timedelta(days=1)
            left -= works(day)
        return day

    return run


def _by_library(count: int, calendar: Calendar) -> Callable[[], date]:
    off = frozenset(calendar.lists[0].listed)
    return _stepping(count, lambda day: day.weekday() < _SATURDAY and day not in off)


def _by_holidays(count: int) -> Callable[[], date]:
    of_england = holidays.country_holidays("GB", subdiv="ENG", years=range(2025, 2028))

    def run() -> date:
        return of_england.get_nth_working_day(START, count)

    return run


def _by_numpy(count: int, calendar: Calendar) -> Callable[[], date]:
    busy = np.busdaycalendar(holidays=[np.datetime64(day) for day in calendar.lists[0].listed])
    start = np.datetime64(START)

    def run() -> date:
        found: date = np.busday_offset(start, count, busdaycal=busy).item()
        return found

    return run


def _by_pendulum(count: int, calendar: Calendar) -> Callable[[], date]:
    off = frozenset(calendar.lists[0].listed)
    start = pendulum.date(START.year, START.month, START.day)

    def run() -> date:
        day, left = start, count
        while left:
            day = day.add(days=1)
            left -= day.weekday() < _SATURDAY and day not in off
        return date(day.year, day.month, day.day)

    return run
