"""Promises that are not kept: dates that leave less time than the words of their deadlines say.

Each is measured in what the terms speak of, and no unit is turned into another. *At least two days before* promises two
days to whoever waits for it, *within 48 hours* 48 hours to whoever has to act. *By Thursday noon before the Monday*
names no length; it promises the time by the clock from the one to the other in a week without a day off. Only what is
sure counts: where an hour is not known, the one that leaves most.

A period in which nobody works but on the day it begins is no promise kept either. Of several deadlines side by side,
of which the earliest or the latest binds, none is measured.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.calendar import Calendar
from carepanel.calendars.instants import LONDON, TICK, local_date, local_time, plus_days
from carepanel.model.deadlines import AtLeastBefore, WeekdayBefore, Within
from carepanel.schedule.findings import finding
from carepanel.schedule.meeting_dates import CUT_OFF
from carepanel.schedule.series import by_duty, plain
from carepanel.schedule.strained import instance, is_too_late, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from carepanel.calendars.anchors import Anchor
    from carepanel.calendars.days_off import DaysOff
    from carepanel.model.deadlines import Counting, Deadline
    from carepanel.schedule.findings import Finding
    from carepanel.schedule.meeting_dates import DatedDuty, PanelDates
    from carepanel.schedule.series import Dated, Series

    Ordinary = Mapping[tuple[str, date], timedelta]

_DAY = timedelta(days=1)


def promises(
    dates: PanelDates, every: tuple[Series, ...], ordinary: PanelDates, calendar: Calendar, counting: Counting
) -> Iterator[Finding]:
    """Every duty's dates that leave less than is promised. `ordinary` has the same meetings in weeks without a day off.
    What comes too late altogether is left out.
    """
    lengths = _ordinary(ordinary)
    for each in every:
        told = (
            (dated, _unkept(dated, lengths.get((each.duty.id, dated.meeting.usual_day)), calendar, counting))
            for dated in each.dated
            if not is_too_late(dated)
        )
        instances = (instance(each, dated, says) for dated, says in told if says)
        says = f"{each.title}: leaves less time than the terms promise"
        yield from finding("promise", dates, each.clauses, says, instances)


def names_a_weekday(duty: DatedDuty) -> bool:
    """Whether a duty needs ordinary weeks: it, or the cut-off that it may rest on, is due on a day of the week."""
    deadlines = map(plain, (duty.deadline, *duty.by_day.values()))
    return duty.id == CUT_OFF or any(isinstance(deadline, WeekdayBefore) for deadline in deadlines)


def without_days_off(calendar: Calendar) -> Calendar:
    """The calendar of ordinary weeks: the same with nothing off but weekends."""
    return Calendar(
        tuple(map(_weekends, calendar.lists)), {name: _weekends(days) for name, days in calendar.named.items()}
    )


def _weekends(days: DaysOff) -> DaysOff:
    return replace(days, listed={}, regular=None, begins=days.first)


def _ordinary(dates: PanelDates) -> Ordinary:
    """What each deadline that is a weekday leaves in an ordinary week, by duty and meeting. An extra meeting may stand
    on any day: to it is promised what the regular ones have.
    """
    found: dict[tuple[str, date], timedelta] = {}
    for each in by_duty(dates):
        least: dict[Deadline, timedelta] = {}
        for dated in sorted(each.dated, key=lambda d: bool(d.meeting.extra)):
            if isinstance(dated.deadline, WeekdayBefore):
                length = _length(dated, dated.deadline)
                if dated.meeting.extra:
                    length = least.get(dated.deadline, length)
                least[dated.deadline] = min(length, least.get(dated.deadline, length))
                found[each.duty.id, dated.meeting.usual_day] = length
    return found


def _unkept(dated: Dated, ordinary: timedelta | None, calendar: Calendar, counting: Counting) -> str:
    """What is left of what is promised, in words; nothing where it is all left."""
    match dated.deadline:
        case AtLeastBefore():
            return _before(dated, dated.deadline, calendar)
        case WeekdayBefore() if ordinary is not None:
            return _told(_length(dated, dated.deadline), ordinary, "days" if dated.deadline.at is None else "hours")
        case Within():
            same_day = (dated.deadline.first_day or counting.first_day) == "same_day"
            return _after(dated, dated.deadline, 1 if same_day else 0, calendar)
        case _:
            return ""


def _before(dated: Dated, deadline: AtLeastBefore, calendar: Calendar) -> str:
    period, due = deadline.period, dated.due
    match period.unit:
        case "hours":
            to = dated.anchor
            return _told(to.latest - due.latest, timedelta(hours=period.count), "hours") if to is not None else ""
        case "working_days":
            # the day that it is due on counts, that before which it is due does not
            left = working_days(plus_days(due.day, -1), plus_days(dated.other_end, -1), calendar)
            return _told(left * _DAY, period.count * _DAY, "working days")
        case _:
            return _told(dated.other_end - due.day, dated.start - dated.counted, "days")


def _after(dated: Dated, deadline: Within, first_day: int, calendar: Calendar) -> str:
    """Of the time after something. `first_day` is 1 where the day itself counts."""
    left, promised, unit = _time_after(dated, deadline, first_day)
    cut_short = not first_day and _is_cut_short(dated.anchor, deadline.by)
    told = _told(left - cut_short * _DAY, promised, unit)
    if told:
        return f"{told}{', not counting the last, which is not whole' if cut_short else ''}"
    first, last = dated.start, dated.due.day
    if local_date(dated.due.earliest - TICK) > first and not working_days(plus_days(first, -first_day), last, calendar):
        but = " but the first" if calendar.is_working_day(first) else ""
        return f"no working day in the promised {_amount(promised, unit)}{but}"
    return ""


def _time_after(dated: Dated, deadline: Within, first_day: int) -> tuple[timedelta, timedelta, str]:
    """What is left and what is promised, and in which unit."""
    period, due = deadline.period, dated.due
    match period.unit:
        case "hours":
            begins, promised = dated.anchor, timedelta(hours=period.count)
            return promised if begins is None else due.latest - begins.latest, promised, "hours"
        case "working_days":
            # moving goes from days off alone, and the last day counted is none
            return period.count * _DAY, period.count * _DAY, "working days"
        case _:
            counted_in = first_day * _DAY
            return due.day - dated.other_end + counted_in, dated.counted - dated.start + counted_in, "days"


def _is_cut_short(begins: Anchor | None, by: time | None) -> bool:
    """Whether a time surely ends at an earlier hour of its last day than that at which it began."""
    return by is not None and begins is not None and begins.day == begins.first_day and by < local_time(begins.earliest)


def _length(dated: Dated, deadline: WeekdayBefore) -> timedelta:
    """The time by the clock from a date to what it comes before; in days where no hour is stated."""
    of, due, meeting, cut_off = dated.of, dated.due, dated.meeting, dated.cut_off
    if of is not None and of.part == "cut_off" and cut_off is not None:
        return cut_off.day - due.day if deadline.at is None else _between(due.latest, _by_the_clock(cut_off.latest))
    of_meeting = of is not None and meeting.day is not None
    day, starts = (meeting.day or dated.start, meeting.starts) if of_meeting else (dated.start, None)
    return day - due.day if deadline.at is None else _between(due.latest, datetime.combine(day, starts or time(0)))


def _between(one: datetime, other: datetime) -> timedelta:
    return other - _by_the_clock(one)


def _by_the_clock(instant: datetime) -> datetime:
    """What calendar and clock show at an instant: across a change of the clocks an hour by the clock is none or two."""
    return instant.astimezone(LONDON).replace(tzinfo=None)


def _told(left: timedelta, promised: timedelta, unit: str) -> str:
    """``60 of the promised 84 hours``; nothing where all is left."""
    return f"{_number(left, unit)} of the promised {_amount(promised, unit)}" if left < promised else ""


def _amount(length: timedelta, unit: str) -> str:
    return f"{_number(length, unit)} {unit.removesuffix('s') if _number(length, unit) == '1' else unit}"


def _number(length: timedelta, unit: str) -> str:
    """Whole days, or hours with the minutes that there are besides: ``72:01``."""
    if unit != "hours":
        return str(length.days)
    hours, minutes = divmod(max(length, timedelta(0)) // timedelta(minutes=1), 60)
    return f"{hours}:{minutes:02d}" if minutes else str(hours)
