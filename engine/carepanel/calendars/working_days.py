"""Counting working days, forward and back, and moving a day off a holiday. Each answer comes with its steps.

The count never includes a day that is not a working day. Forward, `first_day` says whether the start itself may be day
1; back, the start is never counted, so that two working days before an ordinary Wednesday is the Monday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.instants import DeadlineOutOfRange, plus_days
from carepanel.calendars.proof import Step

if TYPE_CHECKING:
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.model.deadlines import FirstDay, Roll

__all__ = ["Counted", "count_back", "count_forward", "roll"]

Counted = tuple["date", tuple[Step, ...]]

# More working days than the calendar's years hold; a larger count is refused before the first step.
_MOST = 366 * 201


def count_forward(calendar: Calendar, start: date, count: int, first_day: FirstDay) -> Counted:
    """The day on which the count of working days from `start` is complete.

    `count` is at least 1. Raises `DeadlineOutOfRange`.
    """
    return _count(calendar, start if first_day == "same_day" else plus_days(start, 1), count, 1)


def count_back(calendar: Calendar, start: date, count: int) -> Counted:
    """The day that many working days before `start`, which is not counted. Raises `DeadlineOutOfRange`."""
    return _count(calendar, plus_days(start, -1), count, -1)


def _count(calendar: Calendar, day: date, count: int, direction: int) -> Counted:
    """Count working days from `day` itself, one calendar day at a time."""
    if not 1 <= count <= _MOST:
        raise DeadlineOutOfRange
    steps: list[Step] = []
    done = 0
    while True:
        off, provisional = calendar.day_off(day), calendar.is_provisional(day)
        if off is None:
            done += 1
            steps.append(Step(day, "counted", f"day {done}", provisional))
            if done == count:
                return day, tuple(steps)
        else:
            steps.append(Step(day, "skipped", off.why, provisional, off.by))
        day = plus_days(day, direction)


def roll(calendar: Calendar, day: date, rule: Roll) -> Counted:
    """The day itself when it is a working day or `rule` keeps it, else the nearest working day on the side of `rule`.

    Under ``keep`` the calendar is asked only for the sake of a remark, and the day never rests on it. Raises
    `DeadlineOutOfRange`.
    """
    if rule == "keep":
        return day, _remark(calendar, day)
    direction = 1 if rule == "next_working_day" else -1
    to, way = day, "on" if direction > 0 else "back"
    steps: list[Step] = []
    while (off := calendar.day_off(to)) is not None:
        why = f"not a working day, {off.why}; moved {way} one day"
        steps.append(Step(to, "moved", why, calendar.is_provisional(to), off.by))
        to = plus_days(to, direction)
    if calendar.is_provisional(to):
        steps.append(Step(to, "note", "a working day", provisional=True))
    return to, tuple(steps)


def _remark(calendar: Calendar, day: date) -> tuple[Step, ...]:
    off = calendar.day_off(day) if calendar.covers(day) else None
    if off is None:
        return ()
    none = "expected not to be a working day" if calendar.is_provisional(day) else "not a working day"
    return (Step(day, "note", f"{none}, {off.why}; kept all the same", days_off=off.by),)
