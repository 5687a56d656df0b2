"""An independent, slow answer to each form of deadline and to which meeting comes next, by stepping from day to day.

Nothing of the package is used and nothing but the standard library: the holidays are the dates in the calendar's file,
and after the last year listed the ones the law fixes. The clocks go forward on the last Sunday in March and back on the
last in October, at 01:00 UTC (Summer Time Act 1972 as amended by SI 2002/262).

Forms of deadline are plain values, as the policy language writes them. Instants are naive and in UTC; a `date` stands
for a day whose hour is not known. What is remembered is remembered by the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
CALENDAR = Path(__file__).parents[2] / "policies" / "shared" / "england_and_wales.yaml"
LISTED = {
    date.fromisoformat(day)
    for day in re.findall(r'^  "([0-9]{4}-[0-9]{2}-[0-9]{2})": ', CALENDAR.read_text("utf-8"), re.MULTILINE)
}
LAST_YEAR_LISTED = max(LISTED).year
# Easter Day is the Sunday after this day of March or April: the table of the Book of Common Prayer for 1900 to 2199, by
# golden number. April goes on from March, so that 32 is the 1st of April.
FULL_MOONS = (45, 34, 23, 42, 31, 49, 39, 28, 47, 36, 25, 44, 33, 22, 41, 30, 48, 38, 27)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march")


def stepped(day, wanted, step=DAY):
    """The first day that will do, from the day itself on."""
    while not wanted(day):
        day += step
    return day


def is_sunday(day):
    return day.isoweekday() == 7


def is_monday(day):
    return day.isoweekday() == 1


@cache
def regular(year):
    full_moon = date(year, 3, 1) + (FULL_MOONS[year % 19] - 1) * DAY
    easter = stepped(full_moon + DAY, is_sunday)
    mondays = (
        stepped(date(year, 5, 1), is_monday),
        stepped(date(year, 5, 31), is_monday, -DAY),
        stepped(date(year, 8, 31), is_monday, -DAY),
    )
    days = {easter - 2 * DAY, easter + DAY, *mondays}
    for month, day in ((1, 1), (12, 25), (12, 26)):
        days.add(stepped(date(year, month, day), lambda day: day.isoweekday() <= 5 and day not in days))
    return days


@cache
def works(day):
    return day.isoweekday() <= 5 and day not in (LISTED if day.year <= LAST_YEAR_LISTED else regular(day.year))


@cache
def change(year, month):
    day = date(year, month, 31)
    while day.isoweekday() != 7:
        day -= DAY
    return datetime.combine(day, time(1))


def ahead(instant):
    return HOUR if change(instant.year, 3) <= instant < change(instant.year, 10) else 0 * HOUR


def local(instant):
    return instant + ahead(instant)


def instant_of(clock):
    fitting = [clock - offset for offset in (HOUR, 0 * HOUR) if ahead(clock - offset) == offset]
    return fitting[0] if fitting else clock


@cache
def midnight(day):
    return instant_of(datetime.combine(day, time(0)))


def end(day, by=None):
    return (midnight(day + DAY), True) if by is None else (instant_of(datetime.combine(day, by)), False)


@cache
def rolled(day, rule):
    while rule != "keep" and not works(day):
        day += DAY if rule == "next_working_day" else -DAY
    return day


@cache
def working_days_after(start, count, first_day):
    day = start if first_day == "same_day" else start + DAY
    while True:
        count -= works(day)
        if count == 0:
            return day
        day += DAY


@cache
def working_days_before(start, count):
    day = start
    while count:
        day -= DAY
        count -= works(day)
    return day


@cache
def months_after(start, months):
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, start.day)


@cache
def months_that_begin_with(start, months):
    """Day by day to the one that the corresponding date follows, or that ends the month in which there is no such."""
    wanted = start.year * 12 + start.month + months

    def is_last(day):
        following = day + DAY
        month = following.year * 12 + following.month
        return month > wanted or (month == wanted and following.day == start.day)

    return stepped(start, is_last)


def after(start, count, unit, first_day):
    if unit == "working_days":
        return working_days_after(start, count, first_day)
    whole = {"days": 1, "weeks": 7}
    if unit in whole:
        return start + (count * whole[unit] - (first_day == "same_day")) * DAY
    months = count * (12 if unit == "years" else 1)
    return months_that_begin_with(start, months) if first_day == "same_day" else months_after(start, months)


def before(start, count, unit):
    if unit == "working_days":
        return working_days_before(start, count)
    whole = {"days": 1, "weeks": 7}
    return (
        start - count * whole[unit] * DAY
        if unit in whole
        else months_after(start, -count * (12 if unit == "years" else 1))
    )


@cache
def weekday_before(start, weekday):
    day = start - DAY
    while day.isoweekday() != WEEKDAYS.index(weekday) + 1:
        day -= DAY
    return day


def hours_after(instant, hours, rule):
    passed = instant
    for _ in range(abs(hours)):
        passed += HOUR if hours > 0 else -HOUR
    day = rolled(local(passed).date(), rule)
    return passed if day == local(passed).date() else instant_of(datetime.combine(day, local(passed).time()))


# Forms of deadline, as written


def period(written):
    """``3 working days`` as a count and a unit; ``year`` is one."""
    count, _, unit = written.partition(" ")
    if not unit:
        count, unit = "1", count
    return int(count), (unit if unit.endswith("s") else unit + "s").replace(" ", "_")


def clock(written):
    return None if written is None else time.fromisoformat(written)


@dataclass(frozen=True)
class Several:
    """The earliest or the latest of several due dates."""

    which: str
    parts: tuple[Any, ...]


def due(form, when, first_day="day_after", on_time="included"):
    """When a deadline passes: the first and the last instant at which it can, and whether these are already too late.

    Or why there is no date. `when` says when a moment came, and of None when the trigger did.
    """

    def ended(day, by):
        instant, over = end(day, clock(by))
        return instant, instant, over or on_time == "excluded"

    roll = form.get("if_not_working_day", "keep") if isinstance(form, dict) else "keep"
    match form:
        case str():
            return form
        case {"earliest_of": parts} | {"latest_of": parts}:
            return several(next(iter(form)), [due(part, when, first_day, on_time) for part in parts])
        case {"within": length}:
            count, unit = period(length)
            came = when(form.get("after"))
            if unit == "hours":
                return elapsed(came, count, roll)
            last = after(local_day(came), count, unit, form.get("first_day", first_day))
            return ended(rolled(last, roll), form.get("by"))
        case {"at_least": length, "before": moment}:
            count, unit = period(length)
            came = when(moment)
            if unit == "hours":
                return elapsed(came, -count, roll)
            return ended(rolled(before(local_day(came), count, unit), roll), form.get("by"))
        case {"by": weekday, "before": moment}:
            name, _, by = weekday.partition(" ")
            return ended(rolled(weekday_before(local_day(when(moment)), name), roll), by or None)
        case {"every": length}:
            origin = form.get("from")
            first = period(form["first"]) if "first" in form else None
            if origin is None or not str(origin)[0].isdigit():
                return ended(after(local_day(when(origin)), *(first or period(length)), first_day), None)
            return ended(next_time(origin, period(length), first, local_day(when(None))), None)
        case {"by": moment}:
            came = when(moment)
            return (came, came, on_time == "excluded") if isinstance(came, datetime) else ended(came, None)
        case {"before": moment}:
            came = when(moment)
            return (came, came, True) if isinstance(came, datetime) else (midnight(came), midnight(came + DAY), True)
        case {"at": moment}:
            return ended(local_day(when(moment)), None)


def local_day(came):
    return local(came).date() if isinstance(came, datetime) else came


def elapsed(came, hours, roll):
    instant = hours_after(came, hours, roll)
    return instant, instant, False


def several(which, parts):
    """Of the earliest, what binds nobody yet or is for others to say is left out; of the latest, nothing can be."""
    dated = tuple(part for part in parts if not isinstance(part, str))
    if which == "latest_of" and len(dated) < len(parts):
        return next(part for part in parts if isinstance(part, str))
    return Several(which, dated)


@cache
def next_time(origin, length, first, day):
    """The first time after the day that something falls which repeats from a date, or from a day of the year."""
    if origin[4] != "-":
        number, _, month = origin.partition(" ")
        wanted = (MONTHS.index(month) + 1, int(number))
        assert (length, first) == ((1, "years"), None)
        return stepped(day + DAY, lambda day: (day.month, day.day) == day_in(day.year, *wanted))
    start, times = date.fromisoformat(origin), 1
    if first is not None:
        start, times = after(start, *first, "day_after"), 0
    count, unit = length
    while True:
        found = after(start, count * times, unit, "day_after") if times else start
        if found > day:
            return found
        times += 1


def day_in(year, month, day):
    """The day of the year, or the day before where the year has no such day."""
    try:
        date(year, month, day)
    except ValueError:
        return month, day - 1
    return month, day


def standing(found, moment):
    """How something done at this instant stands to a due date."""
    if isinstance(found, Several):
        of_each = {standing(part, moment) for part in found.parts}
        best, worst = ("in_time", "late") if found.which == "earliest_of" else ("late", "in_time")
        return worst if worst in of_each else best if of_each == {best} else "not_known"
    earliest, latest, excluded = found
    if moment < earliest or (moment == earliest and not excluded):
        return "in_time"
    return "late" if moment > latest or (moment == latest and excluded) else "not_known"


# Meetings


@dataclass(frozen=True, eq=False)
class Panel:
    """A weekly panel: its weekday, its hour if stated, what holidays do to it, and its cut-off."""

    weekday: str
    starts: time | None
    if_not_working_day: str
    cut_off: Any
    on_time: str


@dataclass(frozen=True)
class Meeting:
    """One meeting: its usual day, the day it is held, when it begins (a day where no hour is stated), its cut-off."""

    usual_day: date
    day: date
    begins: Any
    cut_off: Any


@cache
def meetings(panel):
    """Every meeting held from the end of 2019 to the spring of 2036, by the day on which it is held."""
    found, day = [], date(2019, 12, 1)
    while day < date(2036, 6, 1):
        if WEEKDAYS[day.isoweekday() - 1] == panel.weekday and (works(day) or panel.if_not_working_day != "not_held"):
            found.append(meeting(panel, day))
        day += DAY
    return sorted(found, key=lambda meeting: meeting.day)


def meeting(panel, usual):
    day = usual if works(usual) else rolled(usual, panel.if_not_working_day)
    begins = day if panel.starts is None else instant_of(datetime.combine(day, panel.starts))
    came = {"panel": begins, "panel.usual_day": usual}
    return Meeting(usual, day, begins, due(panel.cut_off, came.__getitem__, on_time=panel.on_time))


@cache
def from_day(panel, day):
    return [meeting for meeting in meetings(panel) if day <= meeting.day < day + 60 * DAY]


def first_it_can_make(panel, instant):
    """The meeting of a case of which nothing has been lodged."""
    held = from_day(panel, local(instant).date())
    return next(meeting for meeting in held if standing(meeting.cut_off, instant) != "late")


def next_meeting(panel, instant, *, is_open):
    """The first that begins after the instant; when it `is_open`, with a cut-off that has not passed by then."""
    held = from_day(panel, local(instant).date())
    following = (meeting for meeting in held if first_instant(meeting.begins) > instant)
    return next(each for each in following if not (is_open and standing(each.cut_off, instant) == "late"))


def first_instant(came):
    return came if isinstance(came, datetime) else midnight(came)
