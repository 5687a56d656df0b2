"""Instants and local days: strict reading, Europe/London clock time, and the two kinds of counting.

An instant is a timezone-aware `datetime` in UTC; a local day is a `date` in Europe/London. Elapsed hours are counted
in UTC, months on the calendar; neither is ever turned into the other. Instants are compared in UTC only, because two
London times compare by the clock on the wall, which is wrong while the clocks go back.

A clock time that we work out ourselves always means something (`at_local`): one that the clocks skip moves forward by
the hour skipped, one that happens twice is the first of the two. A clock time that somebody wrote in a case does not:
`parse_instant` asks them which was meant.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from carepanel.text.dates import FIRST_YEAR, LAST_YEAR, UnreadableTime, parse_date

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "LONDON",
    "TICK",
    "AmbiguousTime",
    "DeadlineOutOfRange",
    "UnreadableTime",
    "at_local",
    "clocks_change_between",
    "end_of_day",
    "happens_twice",
    "iso",
    "local_date",
    "local_time",
    "parse_date",
    "parse_instant",
    "plus_days",
    "plus_hours",
    "plus_months",
    "show",
    "show_day",
    "start_of_day",
    "weekday",
]

LONDON = ZoneInfo("Europe/London")
# The smallest step between two instants: what lies just before an excluded end.
TICK = timedelta(microseconds=1)

# A UTC offset beyond 14 hours is used nowhere in the world.
_MAX_OFFSET = timedelta(hours=14)
_HOUR = timedelta(hours=1)
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?")
# English names of our own: `strftime` follows the locale of whoever runs us.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class AmbiguousTime(UnreadableTime):
    """A local time without an offset names no instant, or two, because the clocks change."""


class DeadlineOutOfRange(ValueError):
    """A date lies outside the years in which we work dates out."""

    def __init__(self, message: str = f"the date falls outside the years {FIRST_YEAR} to {LAST_YEAR}") -> None:
        super().__init__(message)


def parse_instant(text: str) -> datetime:
    """The instant written ``YYYY-MM-DDTHH:MM[:SS][Z|±HH:MM]``, a space allowed for the T, local time without an offset.

    Raises `UnreadableTime`, and `AmbiguousTime` for a local time that the clocks skip or repeat.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise UnreadableTime(
            "expected a date and time written YYYY-MM-DDTHH:MM, with Z or an offset if it is not local time"
        )
    day = parse_date(match[1])
    try:
        clock = time.fromisoformat(match[2])
    except ValueError:
        raise UnreadableTime("there is no such time of day; hours run from 00 to 23") from None
    instant = _with_offset(day, clock, match[3]) if match[3] else _local(day, clock)
    if not FIRST_YEAR <= local_date(instant).year <= LAST_YEAR:
        raise UnreadableTime(f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return instant


def _with_offset(day: date, clock: time, offset: str) -> datetime:
    if offset == "Z":
        return datetime.combine(day, clock, UTC)
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    ahead = timedelta(hours=hours, minutes=minutes)
    if timedelta(minutes=minutes) >= _HOUR or ahead > _MAX_OFFSET:
        raise UnreadableTime("there is no such offset from UTC; they run from -14:00 to +14:00")
    return datetime.combine(day, clock, UTC) + (ahead if offset[0] == "-" else -ahead)


def _local(day: date, clock: time) -> datetime:
    local = datetime.combine(day, clock, LONDON)
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    if first is None or second is None or first == second:
        return local.astimezone(UTC)
    if first < second:
        raise AmbiguousTime(
            "this local time does not exist: the clocks go forward over it; write the time that was meant"
        )
    raise AmbiguousTime(
        f"this local time happens twice, when the clocks go back; write it with {_offset(first)} or {_offset(second)}"
    )


def _offset(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def local_date(instant: datetime) -> date:
    """The local day in which the instant lies."""
    return instant.astimezone(LONDON).date()


def local_time(instant: datetime) -> time:
    """The clock time of the instant in Europe/London."""
    return instant.astimezone(LONDON).time()


def at_local(day: date, clock: time) -> datetime:
    """The instant of a clock time on a local day.

    A time that the clocks skip moves forward by as much as they do (01:30 on 29 March 2026 is 02:30); of one that
    happens twice the first is meant (01:30 on 25 October 2026 is the one before the clocks go back).
    """
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The instant at which the local day begins."""
    return at_local(day, time(0))


def end_of_day(day: date) -> datetime:
    """The instant at which the local day is over: the first that no longer lies in it."""
    return start_of_day(day + timedelta(days=1))


def plus_hours(instant: datetime, hours: int) -> datetime:
    """The instant that many elapsed hours later (earlier when negative), whatever the clocks do in between.

    Raises `DeadlineOutOfRange`.
    """
    import pendulum

    if abs(hours) > 24 * 366 * (LAST_YEAR - FIRST_YEAR + 1):
        raise DeadlineOutOfRange
    later = pendulum.instance(instant.astimezone(UTC)).add(hours=hours)
    if not FIRST_YEAR <= local_date(later).year <= LAST_YEAR:
        raise DeadlineOutOfRange
    return datetime.fromtimestamp(later.timestamp(), UTC)


def plus_days(day: date, days: int) -> date:
    """The day that many calendar days later (earlier when negative). Raises `DeadlineOutOfRange`."""
    ordinal = day.toordinal() + days
    if not date(FIRST_YEAR, 1, 1).toordinal() <= ordinal <= date(LAST_YEAR, 12, 31).toordinal():
        raise DeadlineOutOfRange
    return date.fromordinal(ordinal)


def plus_months(day: date, months: int) -> date:
    """The corresponding day that many months later (earlier when negative); where that month has none, its last day.

    The corresponding date rule: Dodds v Walker [1981] 1 WLR 1027 (HL). Raises `DeadlineOutOfRange`.
    """
    import pendulum

    years = day.year + (day.month - 1 + months) // 12
    if not FIRST_YEAR <= years <= LAST_YEAR:
        raise DeadlineOutOfRange
    later = pendulum.date(day.year, day.month, day.day).add(months=months)
    return date(later.year, later.month, later.day)


def clocks_change_between(one: datetime, other: datetime) -> bool:
    """Whether local time has another offset from UTC at the one instant than at the other."""
    return one.astimezone(LONDON).utcoffset() != other.astimezone(LONDON).utcoffset()


def weekday(day: date) -> str:
    """The day of the week for people, e.g. ``Thursday``."""
    return _WEEKDAYS[day.weekday()]


def show_day(day: date) -> str:
    """The day for people, e.g. ``Thu 5 Mar 2026``."""
    return f"{weekday(day)[:3]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def happens_twice(instant: datetime) -> bool:
    """Whether the local clock shows the time of this instant twice that day, because the clocks go back."""
    local = instant.astimezone(LONDON)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def show(instant: datetime) -> str:
    """The instant for people, e.g. ``Thu 5 Mar 2026 12:00``; with GMT or BST where that clock time happens twice."""
    local = instant.astimezone(LONDON)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{show_day(local.date())} {clock}{f' {local.tzname()}' if happens_twice(instant) else ''}"


def iso(instant: datetime) -> str:
    """The instant for machines: local time with its offset, e.g. ``2026-03-05T12:00:00+00:00``."""
    return instant.astimezone(LONDON).isoformat(timespec="seconds")
