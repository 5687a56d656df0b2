"""How a deadline ends: at a clock time, with the end of a day, or so many hours after (or before) an instant.

Shared by the deadlines that count forward and those that count back. A day ends at the first instant of the next, and
that instant is too late; a clock time is itself in time unless the file's `on_time` excludes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import EXCLUDED, Due
from carepanel.calendars.instants import (
    TICK,
    at_local,
    clocks_change_between,
    end_of_day,
    happens_twice,
    local_date,
    local_time,
    plus_days,
    plus_hours,
    plus_months,
    show,
    show_day,
)
from carepanel.calendars.proof import Proof, Step
from carepanel.calendars.working_days import roll

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime, time

    from carepanel.calendars.anchors import Anchor
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.days_off import DaysOff
    from carepanel.calendars.working_days import Counted
    from carepanel.model.deadlines import Counting, Period, Roll

__all__ = ["finish", "from_days", "from_hours", "shifted", "short_month", "start", "words"]


def words(period: Period) -> str:
    """The period for people, e.g. ``1 working day`` or ``48 hours``."""
    unit = period.unit.replace("_", " ")
    return f"{period.count} {unit.removesuffix('s') if period.count == 1 else unit}"


def shifted(day: date, period: Period, direction: int) -> date:
    """The day a period of days, weeks, months or years after a day (`direction` 1), or before it (-1).

    Raises `DeadlineOutOfRange`, and ValueError for a unit that needs an hour or a calendar.
    """
    count = period.count * direction
    match period.unit:
        case "days":
            return plus_days(day, count)
        case "weeks":
            return plus_days(day, 7 * count)
        case "months":
            return plus_months(day, count)
        case "years":
            return plus_months(day, 12 * count)
        case _:
            raise ValueError(f"a period in {words(period)} does not end on a day")


def short_month(origin: date, corresponding: date, period: Period) -> str:
    """What a proof says where a month has no such day, so that its last stands for it; nothing otherwise.

    Dodds v Walker [1981] 1 WLR 1027 (HL): a period of months ends on the corresponding date, or, where there is none,
    on the last day of the month.
    """
    if period.unit not in ("months", "years") or corresponding.day == origin.day:
        return ""
    return f"; that month has no {origin.day}th, so it is its last day".replace("31th", "31st")


def start(anchor: Anchor) -> tuple[Step, ...]:
    """The first steps of a proof: how the anchor was worked out, if it was, and the anchor."""
    return (*anchor.steps, Step(anchor.day, "start", anchor.shown()))


def finish(calendar: Calendar, due: Due) -> Due:
    """The same due date; when it rests on days beyond a list's horizon, its proof closes with a remark that says so."""
    ended = {days: None for step in due.proof.steps if step.provisional for days in _ended(calendar, step)}
    return replace(due, proof=Proof(due.proof.steps, tuple(map(_horizon, ended))))


def _ended(calendar: Calendar, step: Step) -> tuple[DaysOff, ...]:
    """The lists whose end makes a step provisional: the ones the days are counted by, or that which a meeting keeps to.

    Where the day itself lies before the end of them all, as that of a meeting moved across it does, the first to end.
    """
    kept_to = [days for days in calendar.named.values() if days.ref == step.days_off and days not in calendar.lists]
    if kept_to and step.day is not None:
        return tuple(days for days in kept_to if step.day > days.horizon)
    ended = calendar.ended(step.day) if step.day is not None else ()
    return ended or (min(calendar.lists, key=lambda days: days.horizon),)


def _horizon(days: DaysOff) -> Step:
    """What stands in for a list of days off once it has ended."""
    if days.regular is not None:
        rest = "its later days off are worked out from the law"
    elif days.weekend:
        rest = "of its later days off only the weekends are known"
    else:
        rest = "its later days off are not known"
    return Step(days.horizon, "note", f"the list {days.name} ends here; {rest}", provisional=True, days_off=days.ref)


def from_days(anchor: Anchor, work: Callable[[date], Counted], by: time | None, counting: Counting) -> Due:
    """The deadline that ends on the day which `work` finds from the anchor's, `by` a clock time or with that day.

    `work` never takes a later day to an earlier one.
    """
    day, steps = work(anchor.day)
    first = day if anchor.first_day == anchor.day else work(anchor.first_day)[0]
    strict = by is None or counting.on_time == "excluded"
    latest = _end_on(day, by)
    earliest = latest if first == day else _end_on(first, by)
    sooner = f"between {_said(first, by, counting)} and " if first != day else ""
    end = Step(day, "end", sooner + _said(day, by, counting))
    return Due(earliest, latest, strict, day, Proof((*start(anchor), *steps, end)))


def _end_on(day: date, by: time | None) -> datetime:
    return end_of_day(day) if by is None else at_local(day, by)


def _said(day: date, by: time | None, counting: Counting) -> str:
    if by is None:
        return f"{show_day(day)}, to the end of the day"
    instant = at_local(day, by)
    return f"{show(instant)}{_clocks(instant, by)}, that very instant {counting.on_time}"


def _clocks(instant: datetime, by: time) -> str:
    """What a proof says where the clocks skip or repeat a time; nothing on every other day."""
    if local_time(instant) != by:
        return f" (the clocks skip {by:%H:%M})"
    return " (the first of the two)" if happens_twice(instant) else ""


def from_hours(anchor: Anchor, hours: int, rule: Roll, calendar: Calendar) -> Due:
    """The deadline a number of elapsed hours after the anchor, or before it when negative.

    When it falls on a day that is not a working day, `rule` may move it to the same hour of another day.
    """
    moved = plus_hours(anchor.latest, hours)
    why = f"{abs(hours)} elapsed {'hours' if abs(hours) != 1 else 'hour'} {'after' if hours > 0 else 'before'}"
    changed = "; the clocks change in between" if clocks_change_between(anchor.latest, moved) else ""
    if anchor.exact:
        to, steps = _rolled(calendar, moved, rule, strict=anchor.strict)
        counted = Step(_day_of(moved, strict=anchor.strict), "counted", f"{why}: {show(moved)}{changed}")
        day = _day_of(to, strict=anchor.strict)
        excluded = anchor.strict and to != end_of_day(day)
        end = Step(day, "end", f"{show(to)}{EXCLUDED if excluded else ''}")
        return Due(to, to, anchor.strict, day, Proof((*start(anchor), counted, *steps, end)))
    earliest, latest, steps = _spread(calendar, plus_hours(anchor.earliest, hours), moved, rule)
    counted = Step(
        None, "counted", f"{why}: between {show(plus_hours(anchor.earliest, hours))} and {show(moved)}{changed}"
    )
    day = _day_of(latest, strict=True)
    end = Step(day, "end", f"between {show(earliest)} and {show(latest)}")
    return Due(earliest, latest, strict=True, day=day, proof=Proof((*start(anchor), counted, *steps, end)))


def _rolled(calendar: Calendar, instant: datetime, rule: Roll, *, strict: bool) -> tuple[datetime, tuple[Step, ...]]:
    """The instant moved to the same hour of a working day; the end of a day moves to the end of another."""
    day = _day_of(instant, strict=strict)
    to, steps = roll(calendar, day, rule)
    if to == day:
        return instant, steps
    if strict and instant == end_of_day(day):
        return end_of_day(to), steps
    return at_local(to, local_time(instant)), steps


def _spread(
    calendar: Calendar, earliest: datetime, latest: datetime, rule: Roll
) -> tuple[datetime, datetime, tuple[Step, ...]]:
    """The span that the instants from `earliest` up to `latest` reach once each is moved to a working day.

    Moving keeps the hour and changes the day, so the first of them need not stay the first: each day is moved apart.
    """
    ends: list[datetime] = []
    steps: list[Step] = []
    for begin, end in _pieces(earliest, latest):
        day = local_date(begin)
        to, why = roll(calendar, day, rule)
        steps += [step for step in why if step not in steps]
        last = end - TICK
        ends += (begin, end) if to == day else (at_local(to, local_time(begin)), at_local(to, local_time(last)) + TICK)
    return min(ends), max(ends), tuple(steps)


def _pieces(earliest: datetime, latest: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The span cut at each midnight and where the clocks change, so that in each piece the clock only goes forward."""
    begin = earliest
    while begin < latest:
        end = min(latest, end_of_day(local_date(begin)))
        same, other = begin, end - TICK
        if clocks_change_between(same, other):
            while other - same > TICK:
                middle = same + (other - same) // 2
                same, other = (same, middle) if clocks_change_between(same, middle) else (middle, other)
            end = other
        yield begin, end
        begin = end


def _day_of(instant: datetime, *, strict: bool) -> date:
    """The local day an instant counts as; the first instant of a day, when excluded, is the end of the day before."""
    return local_date(instant - TICK if strict else instant)
