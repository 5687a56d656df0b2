"""Deadlines that count forward: within a period of something, and every so often.

The day of the start is not counted, so that a week from a Wednesday ends with the next Wednesday and a month from the
5th with the 5th; where `first_day` is ``same_day`` it is counted, and the period ends a day sooner (a period "beginning
with" a day). Months follow the corresponding date rule. Hours are elapsed hours.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from carepanel.calendars.endings import from_days, from_hours, shifted, short_month, words
from carepanel.calendars.instants import DeadlineOutOfRange, plus_days, show_day
from carepanel.calendars.proof import Step
from carepanel.calendars.working_days import count_forward, roll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.calendars.anchors import Anchor, Due
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.working_days import Counted
    from carepanel.model.deadlines import Counting, Every, FirstDay, Period, Within

__all__ = ["every", "repeats", "within"]

_LEAP_DAY = (2, 29)
# From 1896 to 1904, and again around 2100.
_LONGEST_WAIT = 8


def within(deadline: Within, anchor: Anchor, calendar: Calendar, counting: Counting) -> Due:
    """The end of a period that runs from the anchor. Raises `DeadlineOutOfRange`."""
    period = deadline.period
    if period.unit == "hours":
        if deadline.by is not None:
            raise ValueError("a deadline in hours ends at an instant and takes no `by`")
        return from_hours(anchor, period.count, deadline.if_not_working_day, calendar)
    first_day = deadline.first_day or counting.first_day

    def work(day: date) -> Counted:
        end, steps = _forward(calendar, day, period, first_day)
        to, moved = roll(calendar, end, deadline.if_not_working_day)
        return to, (*steps, *moved)

    return from_days(anchor, work, deadline.by, counting)


def every(deadline: Every, anchor: Anchor, calendar: Calendar, counting: Counting) -> Due:
    """The first time a repeating deadline falls after the anchor.

    From a moment, `first` (or `period`) after it. From a fixed date or day of the year, the first repetition that lies
    after the anchor's day. Ends with the day. Raises `DeadlineOutOfRange`.
    """
    first = deadline.first or deadline.period
    if deadline.anchor is None:
        if first.unit == "hours":
            return from_hours(anchor, first.count, "keep", calendar)
        return from_days(anchor, lambda day: _forward(calendar, day, first, counting.first_day), None, counting)

    def work(day: date) -> Counted:
        return next(counted for counted in _series(deadline, day, calendar, counting) if counted[0] > day)

    return from_days(anchor, work, None, counting)


def repeats(deadline: Every, start: date, last: date, calendar: Calendar, counting: Counting) -> Iterator[date]:
    """The days up to `last`, included, on which a repeating deadline falls.

    `start` is the day it repeats from, or, where the deadline has a date of its own, the day after which they are
    wanted. Ends with the year 2100. `hours` cannot repeat on days: ValueError.
    """
    after = start if deadline.anchor is not None else date.min
    try:
        for day, _ in _series(deadline, start, calendar, counting):
            if day > last:
                return
            if day > after:
                yield day
    except DeadlineOutOfRange:
        return


def _series(deadline: Every, start: date, calendar: Calendar, counting: Counting) -> Iterator[Counted]:
    """The days on which the deadline falls, without end, from its own date or from `start`.

    Every day is counted from the origin, or from the first where `first` sets that apart, so that the 31st comes back
    after a short month.
    """
    origin, first_day = start, counting.first_day
    if deadline.anchor is not None:
        origin, first_day = _origin(deadline.anchor, start), "day_after"
    period = deadline.period
    day, steps = _forward(calendar, origin, deadline.first or period, first_day)
    yield day, (_from(origin, deadline), *steps)
    base, number, first_day = (day, 1, "day_after") if deadline.first else (origin, 2, first_day)
    while True:
        if period.unit == "working_days":
            day, steps = _forward(calendar, day, period, "day_after")
        else:
            day, steps = _forward(calendar, base, replace(period, count=period.count * number), first_day)
        number += 1
        yield day, (_from(origin, deadline), *steps)


def _from(origin: date, deadline: Every) -> Step:
    first = f", the first after {words(deadline.first)}" if deadline.first else ""
    return Step(origin, "note", f"repeats every {words(deadline.period)} from this day{first}")


def _origin(anchor: date | tuple[int, int], day: date) -> date:
    """The date itself, or the last such day of the year on or before `day`: of 29 February, the last in a leap year."""
    if isinstance(anchor, date):
        return anchor
    years = (year for year in range(day.year, day.year - _LONGEST_WAIT - 1, -1) if anchor != _LEAP_DAY or isleap(year))
    return next(start for year in years if (start := date(year, *anchor)) <= day)


def _forward(calendar: Calendar, start: date, period: Period, first_day: FirstDay) -> Counted:
    """The last day of a period that runs from `start`, with the steps of the count."""
    if period.unit == "working_days":
        rule = "the day itself, if a working day, is day 1" if first_day == "same_day" else "the day after may be day 1"
        end, steps = count_forward(calendar, start, period.count, first_day)
        return end, (Step(start, "note", f"{words(period)}; {rule}"), *steps)
    same = first_day == "same_day"
    corresponding = shifted(start, period, 1)
    end = plus_days(corresponding, -1 if same else 0)
    how = "counting from and including" if same else "after"
    short = short_month(start, corresponding, period)
    return end, (Step(end, "counted", f"{words(period)} {how} {show_day(start)}{short}"),)
