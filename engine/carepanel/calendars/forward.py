"""Deadlines that count forward: within a period of something, and every so often.

The day of the start is not counted, so that a week from a Wednesday ends with the next Wednesday and a month from the
5th with the 5th; where `first_day` is ``same_day`` it is counted, and the period ends a day sooner (a period "beginning
with" a day: Zoan v Rouamba [2000] 1 WLR 1509 (CA)). Months follow the corresponding date rule, and where a month has no
such date the period ends with its last day, whether or not the first day is counted: Dodds v Walker [1981] 1 WLR 1027
(HL), and, for a first day that is counted, SI 2018/1082 rule 1.4(2)(a). Hours are elapsed hours.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from carepanel.calendars.calendar import OutsideCalendar
from carepanel.calendars.endings import finish, from_days, from_hours, shifted, short_month, start, words
from carepanel.calendars.instants import DeadlineOutOfRange, plus_days, show_day
from carepanel.calendars.proof import Proof, Step
from carepanel.calendars.working_days import count_forward, roll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.calendars.anchors import Anchor, Due
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.working_days import Counted
    from carepanel.model.deadlines import Counting, Every, FirstDay, Period, Within

__all__ = ["every", "repeated", "repeats", "within"]

# Who sets whether the first day is counted; where nobody does, as between two repetitions, it is not.
_DEADLINE, _POLICY = ", as this deadline says", ", as the policy counts"
_LEAP_DAY = (2, 29)
# From 1896 to 1904, and again around 2100.
_LONGEST_WAIT = 8


def within(deadline: Within, anchor: Anchor, calendar: Calendar, counting: Counting) -> Due:
    """The end of a period that runs from the anchor, with a remark where that is not after it.

    Raises `DeadlineOutOfRange`.
    """
    period = deadline.period
    if period.unit == "hours":
        if deadline.by is not None:
            raise ValueError("a deadline in hours ends at an instant and takes no `by`")
        return _remarked(from_hours(anchor, period.count, deadline.if_not_working_day, calendar), anchor)
    first_day, set_by = (deadline.first_day, _DEADLINE) if deadline.first_day else (counting.first_day, _POLICY)

    def work(day: date) -> Counted:
        end, steps = _forward(calendar, day, period, first_day, set_by)
        to, moved = roll(calendar, end, deadline.if_not_working_day)
        return to, (*steps, *moved)

    return _remarked(from_days(anchor, work, deadline.by, counting), anchor)


def _remarked(due: Due, anchor: Anchor) -> Due:
    """The due date, whose proof says before its end where it does not lie after the anchor: it was moved back over it,
    or ends at an hour of its very day.
    """
    if due.latest <= anchor.earliest:
        why = "not after what it counts from"
    elif due.earliest < anchor.earliest or due.latest < anchor.latest:
        why = "perhaps not after what it counts from, the hour of which is not known"
    else:
        return due
    *steps, end = due.proof.steps
    return replace(due, proof=Proof((*steps, Step(due.day, "note", why), end)))


def every(deadline: Every, anchor: Anchor, calendar: Calendar, counting: Counting) -> Due:
    """The first time a repeating deadline falls after the anchor.

    From a moment, the first of `repeated`. From a fixed date or day of the year, the first repetition that lies after
    the anchor's day. Ends with the day. Raises `DeadlineOutOfRange`.
    """
    if deadline.anchor is None:
        return next(repeated(deadline, anchor, calendar, counting))

    def work(day: date) -> Counted:
        end, steps = next(counted for counted in _series(deadline, day, calendar, counting) if counted[0] > day)
        return end, (_from(_origin(deadline, day), deadline), *steps)

    return from_days(anchor, work, None, counting)


def repeated(deadline: Every, anchor: Anchor, calendar: Calendar, counting: Counting) -> Iterator[Due]:
    """Every time that a deadline falls which repeats from a moment, each with its own proof.

    The first is `first` (or `period`) after the anchor, the others a whole number of periods after the first where
    `first` sets that apart, and after the anchor where not, so that the 31st comes back after a short month. Ends with
    the years of the calendar. Raises `DeadlineOutOfRange` where not even the first lies in them, and ValueError for a
    deadline with a date of its own.
    """
    if deadline.anchor is not None:
        raise ValueError("what repeats from a date of its own does not repeat from a moment")
    dues = _from_moment(deadline, anchor, calendar, counting)
    yield finish(calendar, next(dues))
    try:
        yield from (finish(calendar, due) for due in dues)
    except DeadlineOutOfRange:
        return


def _from_moment(deadline: Every, anchor: Anchor, calendar: Calendar, counting: Counting) -> Iterator[Due]:
    if deadline.first is None:
        dues = _in_turn(deadline.period, anchor, calendar, counting, _POLICY)
        yield from (_told(due, anchor, deadline, number) for number, due in enumerate(dues, 1))
        return
    first = _told(next(_in_turn(deadline.first, anchor, calendar, counting, _POLICY)), anchor, deadline, 1)
    yield first
    base, rest = first.as_anchor("the first time"), replace(deadline, first=None)
    dues = _in_turn(deadline.period, base, calendar, replace(counting, first_day="day_after"))
    yield from (_told(due, base, rest, number) for number, due in enumerate(dues, 2))


def _in_turn(period: Period, anchor: Anchor, calendar: Calendar, counting: Counting, set_by: str = "") -> Iterator[Due]:
    """The ends of one period from the anchor, of two, and so on."""
    if period.unit == "hours":
        yield from (from_hours(anchor, period.count * number, "keep", calendar) for number in count(1))
    first_day, starts = counting.first_day, {anchor.day, anchor.first_day}
    series = {day: _multiples(period, day, calendar, first_day, set_by) for day in starts}
    while True:
        found = {day: next(days) for day, days in series.items()}
        yield from_days(anchor, found.__getitem__, None, counting)


def _told(due: Due, anchor: Anchor, deadline: Every, number: int) -> Due:
    """The due date, whose proof says after its start which repetition it is."""
    at = len(start(anchor))
    note = _from(anchor.day, deadline, f"; repetition {number}")
    return replace(due, proof=Proof((*due.proof.steps[:at], note, *due.proof.steps[at:])))


def repeats(deadline: Every, start: date, last: date, calendar: Calendar, counting: Counting) -> Iterator[date]:
    """The days up to `last`, included, on which a repeating deadline falls.

    `start` is the day it repeats from, or, where the deadline has a date of its own, the day after which they are
    wanted. Ends with the year 2100. Raises `DeadlineOutOfRange` for a date of its own outside the years from 1900 to
    2100, `OutsideCalendar` for working days before the calendar begins, and ValueError for `hours`, which cannot repeat
    on days.
    """
    after = start if deadline.anchor is not None else date.min
    if isinstance(deadline.anchor, date):
        plus_days(deadline.anchor, 0)
    try:
        for day, _ in _series(deadline, start, calendar, counting):
            if day > last:
                return
            if day > after:
                yield day
    except OutsideCalendar:
        raise
    except DeadlineOutOfRange:
        return


def _series(deadline: Every, start: date, calendar: Calendar, counting: Counting) -> Iterator[Counted]:
    """The days on which the deadline falls, without end, from its own date or from `start`."""
    first_day = counting.first_day if deadline.anchor is None else "day_after"
    origin = _origin(deadline, start)
    if deadline.first is not None:
        origin, steps = _forward(calendar, origin, deadline.first, first_day)
        yield origin, steps
        first_day = "day_after"
    yield from _multiples(deadline.period, origin, calendar, first_day)


def _multiples(
    period: Period, origin: date, calendar: Calendar, first_day: FirstDay, set_by: str = ""
) -> Iterator[Counted]:
    """The last day of one period from the origin, of two, and so on, without end.

    Each is counted from the origin, so that the 31st comes back after a short month; working days, which come to the
    same, from the time before, so that the steps stay few.
    """
    if period.unit != "working_days":
        yield from (
            _forward(calendar, origin, replace(period, count=period.count * number), first_day, set_by)
            for number in count(1)
        )
    day, steps = _forward(calendar, origin, period, first_day, set_by)
    while True:
        yield day, steps
        day, steps = _forward(calendar, day, period, "day_after")


def _from(origin: date, deadline: Every, which: str = "") -> Step:
    first = f", the first after {words(deadline.first)}" if deadline.first else ""
    return Step(origin, "note", f"repeats every {words(deadline.period)} from this day{first}{which}")


def _origin(deadline: Every, day: date) -> date:
    """From where it repeats: from `day` where it has no date of its own; of a day of the year, the last on or before
    `day` (of 29 February, the last in a leap year).
    """
    anchor = deadline.anchor
    if anchor is None or isinstance(anchor, date):
        return anchor or day
    years = (year for year in range(day.year, day.year - _LONGEST_WAIT - 1, -1) if anchor != _LEAP_DAY or isleap(year))
    return next(start for year in years if (start := date(year, *anchor)) <= day)


def _forward(calendar: Calendar, start: date, period: Period, first_day: FirstDay, set_by: str = "") -> Counted:
    """The last day of a period that runs from `start`, with the steps of the count; `set_by` says who chose the first
    day.
    """
    same = first_day == "same_day"
    if period.unit == "working_days":
        rule = "the day itself, if a working day, is day 1" if same else "the day after may be day 1"
        end, steps = count_forward(calendar, start, period.count, first_day)
        return end, (Step(start, "note", f"{words(period)}; {rule}{set_by}"), *steps)
    corresponding = shifted(start, period, 1)
    short = short_month(start, corresponding, period)
    end = plus_days(corresponding, -1) if same and not short else corresponding
    run = f"counting from and including {show_day(start)}{set_by}" if same else f"after {show_day(start)}"
    return end, (Step(end, "counted", f"{words(period)} {run}{short}"),)
