"""Deadlines that count back: at least a period before something, and a weekday before it.

The day of the moment is not counted: two working days before an ordinary Wednesday is the Monday, and the Monday before
a Monday is a week earlier. What is at least two working days before may be done on that day, until `by` or its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.endings import from_days, from_hours, shifted, short_month, words
from carepanel.calendars.instants import plus_days, show_day
from carepanel.calendars.proof import Step
from carepanel.calendars.working_days import count_back, roll
from carepanel.model.deadlines import WEEKDAYS

if TYPE_CHECKING:
    from datetime import date

    from carepanel.calendars.anchors import Anchor, Due
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.working_days import Counted
    from carepanel.model.deadlines import AtLeastBefore, Counting, Period, Roll, WeekdayBefore

__all__ = ["at_least_before", "weekday_before"]


def at_least_before(deadline: AtLeastBefore, anchor: Anchor, calendar: Calendar, counting: Counting) -> Due:
    """The last day that lies a whole period before the anchor's. Raises `DeadlineOutOfRange`."""
    period = deadline.period
    if period.unit == "hours":
        if deadline.by is not None:
            raise ValueError("a deadline in hours ends at an instant and takes no `by`")
        return from_hours(anchor, -period.count, deadline.if_not_working_day, calendar)

    def work(day: date) -> Counted:
        end, steps = _back(calendar, day, period)
        return _rolled(calendar, day, end, steps, deadline.if_not_working_day)

    return from_days(anchor, work, deadline.by, counting)


def weekday_before(deadline: WeekdayBefore, anchor: Anchor, calendar: Calendar, counting: Counting) -> Due:
    """The last such weekday strictly before the anchor's day. Raises `DeadlineOutOfRange`."""

    def work(day: date) -> Counted:
        back = (day.weekday() - WEEKDAYS.index(deadline.weekday)) % 7 or 7
        end = plus_days(day, -back)
        steps = (Step(end, "counted", f"the last {deadline.weekday.title()} before {show_day(day)}"),)
        return _rolled(calendar, day, end, steps, deadline.if_not_working_day)

    return from_days(anchor, work, deadline.at, counting)


def _back(calendar: Calendar, day: date, period: Period) -> Counted:
    if period.unit == "working_days":
        end, steps = count_back(calendar, day, period.count)
        return end, (Step(day, "note", f"{words(period)} counted back; this day is not counted"), *steps)
    end = shifted(day, period, -1)
    return end, (Step(end, "counted", f"{words(period)} before {show_day(day)}{short_month(day, end, period)}"),)


def _rolled(calendar: Calendar, before: date, end: date, steps: tuple[Step, ...], rule: Roll) -> Counted:
    """The day after `rule`, with a remark where it no longer lies before the moment."""
    to, moved = roll(calendar, end, rule)
    past = (Step(to, "note", "no longer before the day counted back from"),) if to >= before else ()
    return to, (*steps, *moved, *past)
