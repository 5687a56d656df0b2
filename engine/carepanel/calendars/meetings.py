"""The days on which a panel meets.

A meeting keeps its usual day beside the day it is held: a cut-off may follow either. A usual day that is not a working
day is kept, moved to the nearest working day on one side, or not held, as the panel's rule says; where none is stated
the day is kept, and the meeting says so; under ``keep`` the calendar is never asked. Weeks begin on Monday. A month
without a fifth such weekday has no meeting on it. A meeting `during` some time of the year is not held outside it. An
extra meeting is held on its very day; a cancelled one is not held, and is named by the day on which it would have been.
A meeting after another's is held on the day of the other, and starts when that ends, where that is stated. Of days that
are given one by one, nothing is known before the first and after the last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from heapq import heappop, heappush, merge
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import at_instant, on_day
from carepanel.calendars.instants import LAST_YEAR, at_local, show_day
from carepanel.calendars.proof import Step
from carepanel.calendars.recurrence import recurring_days
from carepanel.calendars.working_days import roll
from carepanel.model.deadlines import WEEKDAYS
from carepanel.model.meetings import DaysNotStated, GivenDays, ImmediatelyAfter, Monthly, Recurrence, Weekly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

    from carepanel.calendars.anchors import Anchor
    from carepanel.calendars.calendar import Calendar
    from carepanel.model.deadlines import Weekday
    from carepanel.model.meetings import MeetingDays, OneOff

__all__ = [
    "Meeting",
    "first_on_or_after",
    "furthest_move",
    "held_from",
    "meeting_anchor",
    "occurrences",
]

_LAST_DAY = date(LAST_YEAR, 12, 31)
_WEEK = timedelta(days=7)
_NOT_SAID = "what happens then is not stated"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: its usual day, the day it is held (None: not held), its hour (None: not stated).

    `why_moved` is why the usual day is not a working day, or why the meeting is cancelled, and empty when the meeting
    is on its usual day. `extra` is why there is an extra meeting, and empty for one of the regular ones. `steps` is how
    its day was worked out; the title of the meeting goes before a step that moves it.
    """

    usual_day: date
    day: date | None
    starts: time | None
    why_moved: str = ""
    provisional: bool = False
    extra: str = ""
    steps: tuple[Step, ...] = field(default=(), compare=False, repr=False)

    @property
    def weekday(self) -> Weekday:
        """The day of the week that its usual day is."""
        return WEEKDAYS[self.usual_day.weekday()]


def occurrences(days: MeetingDays, calendar: Calendar, start: date, end: date) -> Iterator[Meeting]:
    """The meetings whose usual day lies from `start` to `end`, both included, in that order; those not held as well.

    Nothing when the days are not stated. Ends with the year 2100. Raises `DeadlineOutOfRange` before the calendar
    begins, and ValueError for a rule that no policy file can hold.
    """
    last = min(end, _LAST_DAY)
    regular = (_in_its_time(meeting, days, calendar) for meeting in _regular(days, calendar, start, last))
    extra = (_extra(each, days, calendar) for each in sorted(days.extra, key=lambda each: each.day))
    cancelled = {each.day: f"cancelled: {each.because}" for each in days.cancelled}
    for meeting in merge(regular, (m for m in extra if start <= m.usual_day <= last), key=lambda m: m.usual_day):
        why = cancelled.get(meeting.day) if meeting.day is not None else None
        yield meeting if why is None else replace(meeting, day=None, why_moved=why)


def held_from(days: MeetingDays, calendar: Calendar, day: date) -> Iterator[Meeting]:
    """The meetings held on `day` or later, wherever their usual day lies, in the order in which they are held; of two
    held on one day, the one whose usual day is the earlier comes first.

    None where it cannot be known which is the first: where the days are not stated one that nobody wrote down may come
    before an extra one, and of days given one by one nothing is known before the first.
    """
    dated_by = days.dated_by
    meets = dated_by.meets
    if isinstance(meets, DaysNotStated) or (isinstance(meets, GivenDays) and day < meets.days[0].day):
        return
    end = meets.days[-1].day if isinstance(meets, GivenDays) else _LAST_DAY
    unmoved = dated_by.if_not_working_day in ("keep", "not_held", "not_stated")
    furthest = timedelta(0) if unmoved else furthest_move(calendar)
    begin = max(day - furthest, min(day, calendar.first))
    waiting: list[tuple[date, date, int, Meeting]] = []
    for number, meeting in enumerate(occurrences(days, calendar, begin, end)):
        # none that is still to come can be held before these
        while waiting and waiting[0][0] < meeting.usual_day - furthest:
            yield heappop(waiting)[-1]
        if meeting.day is not None and meeting.day >= day:
            heappush(waiting, (meeting.day, meeting.usual_day, number, meeting))
    while waiting:
        yield heappop(waiting)[-1]


def first_on_or_after(days: MeetingDays, calendar: Calendar, day: date) -> Meeting | None:
    """The first meeting held on `day` or later; None when there is none to be found."""
    return next(held_from(days, calendar, day), None)


@lru_cache(maxsize=64)
def furthest_move(calendar: Calendar) -> timedelta:
    """How far a day off can lie from the nearest working day: the longest run of days off that the lists know, a week
    or more.
    """
    longest = 7
    passed = date.min
    for start in sorted({day for days in calendar.lists for day in days.listed}):
        day = start
        while start > passed and calendar.covers(day) and not calendar.is_working_day(day):
            day += timedelta(days=1)
        longest = max(longest, (day - start).days + 7)
        passed = max(passed, day)
    return timedelta(days=longest)


def meeting_anchor(meeting: Meeting, says: str) -> Anchor | None:
    """The start of the meeting as something deadlines count from: its hour, or its whole day; None when not held."""
    if meeting.day is None:
        return None
    steps = tuple(
        replace(step, why=f"{says}, {step.why}") if step.effect == "moved" else step for step in meeting.steps
    )
    if meeting.starts is None:
        return on_day(meeting.day, says, steps)
    return at_instant(at_local(meeting.day, meeting.starts), says, steps)


def _regular(days: MeetingDays, calendar: Calendar, start: date, end: date) -> Iterator[Meeting]:
    if isinstance(days.meets, ImmediatelyAfter):
        other = days.meets.days
        return (_after(meeting, days) for meeting in occurrences(other, calendar, start, end))
    return (_meeting(days, calendar, day) for day in _usual_days(days.meets, start, end))


def _in_its_time(meeting: Meeting, days: MeetingDays, calendar: Calendar) -> Meeting:
    """The meeting, not held where the list of days off that it keeps to, such as a school's terms, is against it.

    On a day before the list begins or after it ends it is held, provisionally.
    """
    if not days.during or meeting.day is None:
        return meeting
    keeps_to = calendar.named[days.during]
    why = keeps_to.why_off(meeting.day)
    begun = keeps_to.covers(meeting.day)
    provisional = meeting.provisional or not (begun and keeps_to.is_settled(meeting.day))
    if why:
        return replace(meeting, day=None, why_moved=f"{why} ({keeps_to.name})", provisional=provisional)
    if begun and meeting.day <= keeps_to.horizon:
        return meeting
    begins = "" if begun else f": {keeps_to.name} begins on {show_day(keeps_to.first)}"
    says = f"in its time, as far as is known{begins}"
    remark = Step(meeting.day, "note", says, provisional=True, days_off=keeps_to.ref)
    return replace(meeting, provisional=True, steps=(*meeting.steps, remark))


def _after(other: Meeting, days: MeetingDays) -> Meeting:
    """The meeting that follows another one, on its day or not at all."""
    why = other.why_moved if other.day is not None else f"the meeting before it is not held, {other.why_moved}"
    return replace(other, starts=days.begins, why_moved=why)


def _meeting(days: MeetingDays, calendar: Calendar, usual: date) -> Meeting:
    if days.if_not_working_day == "keep":
        return Meeting(usual, usual, days.starts)
    off, provisional = calendar.day_off(usual), calendar.is_provisional(usual)
    if off is None:
        steps = (Step(usual, "note", "a working day", provisional=True),) if provisional else ()
        return Meeting(usual, usual, days.starts, provisional=provisional, steps=steps)
    if days.if_not_working_day == "not_held":
        return Meeting(usual, None, days.starts, off.why, provisional)
    if days.if_not_working_day == "not_stated":
        why = f"{off.why}; {_NOT_SAID}"
        kept = Step(usual, "note", f"not a working day, {why}", provisional, off.by)
        return Meeting(usual, usual, days.starts, why, provisional, steps=(kept,))
    held, _ = roll(calendar, usual, days.if_not_working_day)
    provisional = calendar.is_provisional(max(usual, held))
    why = f"not held on this day, {off.why}; held on {show_day(held)}"
    moved = Step(usual, "moved", why, provisional, off.by)
    return Meeting(usual, held, days.starts, off.why, provisional, steps=(moved,))


def _extra(extra: OneOff, days: MeetingDays, calendar: Calendar) -> Meeting:
    """An extra meeting, held as said; `why_moved` says why its day is no working day, where that is known."""
    off = calendar.day_off(extra.day) if calendar.covers(extra.day) else None
    why, by = (off.why, off.by) if off is not None else ("", None)
    held = f", held all the same, {why}" if why else ""
    step = Step(extra.day, "note", f"an extra meeting: {extra.because}{held}", days_off=by)
    return Meeting(extra.day, extra.day, days.begins, why, extra=extra.because, steps=(step,))


def _usual_days(
    meets: Weekly | Monthly | GivenDays | Recurrence | DaysNotStated, start: date, end: date
) -> Iterator[date]:
    match meets:
        case Weekly():
            return _weekly(meets, start, end)
        case Monthly():
            return _monthly(meets, start, end)
        case GivenDays(days=given):
            return (each.day for each in given if start <= each.day <= end)
        case Recurrence(rule=rule, start=first):
            days = recurring_days(rule, first)
            return iter(days[bisect_left(days, start) : bisect_right(days, end)])
        case DaysNotStated():
            return iter(())


def _weekly(meets: Weekly, start: date, end: date) -> Iterator[date]:
    if meets.every < 1:
        raise ValueError("a meeting is held every 1 week or more")
    if meets.every > 1 and meets.counting_from is None:
        raise ValueError("a meeting held every few weeks needs a week to count from")
    offsets = sorted({WEEKDAYS.index(day) for day in meets.days})
    week = _monday_of(start)
    origin = _monday_of(meets.counting_from or start)
    while week <= end:
        if (week - origin).days // 7 % meets.every == 0:
            yield from (day for day in (week + timedelta(days=n) for n in offsets) if start <= day <= end)
        week += _WEEK


def _monthly(meets: Monthly, start: date, end: date) -> Iterator[date]:
    for month in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        days = {_nth(month // 12, month % 12 + 1, nth, WEEKDAYS.index(weekday)) for nth, weekday in meets.days}
        yield from sorted(day for day in days if day is not None and start <= day <= end)


def _nth(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth such weekday of a month, counted from its end when negative; None when the month has none."""
    first, length = monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    index = nth if nth < 0 else nth - 1
    return date(year, month, days[index]) if -len(days) <= index < len(days) and nth != 0 else None


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
