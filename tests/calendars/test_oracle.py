"""Every deadline form against the slow oracle, for every day of 2020 to 2030 (some of them in the normal run)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from tests.calendars import oracle

from carepanel.calendars.due import at_instant, on_day, resolve
from carepanel.calendars.instants import at_local, local_date, local_time
from carepanel.conditions.moments import EventMoment
from carepanel.model.deadlines import AtLeastBefore, Counting, Period, WeekdayBefore, Within

ROLLS = ("keep", "next_working_day", "previous_working_day")
YEARS = range(2020, 2031)
PANEL = EventMoment("panel")
NOON = time(12)
# A prime, so that the sample drifts through weekdays, month ends and holidays.
SAMPLE = 13


def resolved(deadline, anchor, calendar):
    counting = Counting(("england_and_wales",))
    return resolve(deadline, lambda _: anchor, anchor, calendar, counting)


def plain(instant):
    return instant.astimezone(UTC).replace(tzinfo=None)


def check_days(day, calendar):
    anchor = on_day(day, "panel")
    for rule, by, first_day in product(ROLLS, (None, NOON), ("day_after", "same_day")):
        for count, unit in ((1, "working_days"), (3, "working_days"), (20, "working_days"), (2, "days"), (28, "days"), (6, "weeks"), (3, "months"), (1, "years")):  # fmt: skip
            found = resolved(Within(Period(count, unit), None, by, first_day, rule), anchor, calendar)
            expected = oracle.end(oracle.rolled(oracle.after(day, count, unit, first_day), rule), by)
            assert (plain(found.latest), found.strict) == expected, (day, count, unit, first_day, rule, by)
            assert found.earliest == found.latest
    for rule, by in product(ROLLS, (None, NOON)):
        for count, unit in ((2, "working_days"), (5, "working_days"), (7, "days"), (2, "weeks"), (1, "months")):
            found = resolved(AtLeastBefore(Period(count, unit), PANEL, by, rule), anchor, calendar)
            expected = oracle.end(oracle.rolled(oracle.before(day, count, unit), rule), by)
            assert (plain(found.latest), found.strict) == expected, (day, count, unit, rule, by)
        for weekday in oracle.WEEKDAYS:
            found = resolved(WeekdayBefore(weekday, by, PANEL, rule), anchor, calendar)
            expected = oracle.end(oracle.rolled(oracle.weekday_before(day, weekday), rule), by)
            assert (plain(found.latest), found.strict) == expected, (day, weekday, rule, by)


def check_hours(day, calendar):
    for clock, hours, rule in product((time(0), time(1, 30), time(16, 45)), (24, 48, 72), ROLLS):
        anchor = at_instant(at_local(day, clock), "outcome sent")
        forward = resolved(Within(Period(hours, "hours"), None, None, None, rule), anchor, calendar)
        assert plain(forward.latest) == oracle.hours_after(plain(anchor.latest), hours, rule), (day, clock, hours, rule)
        back = resolved(AtLeastBefore(Period(hours, "hours"), PANEL, None, rule), anchor, calendar)
        assert plain(back.latest) == oracle.hours_after(plain(anchor.latest), -hours, rule), (day, clock, hours, rule)


def check_hours_of_an_unknown_start(day, calendar, hours):
    """The span is exactly what the minutes of the day reach, each on its own."""
    begin, over = oracle.midnight(day), oracle.midnight(day + oracle.DAY)
    minutes = [begin + n * timedelta(minutes=5) for n in range((over - begin) // timedelta(minutes=5))]
    for rule in ROLLS:
        reached = [oracle.hours_after(minute, hours, rule) for minute in minutes]
        due = resolved(Within(Period(hours, "hours"), None, None, None, rule), on_day(day, "heard"), calendar)
        assert plain(due.earliest) == min(reached), (day, hours, rule)
        assert plain(due.latest) == max(reached) + timedelta(minutes=5), (day, hours, rule)


def days_of(year, step):
    first = date(year, 1, 1)
    offset = year % step
    return [first + timedelta(days=n) for n in range(offset, 365 + (year % 4 == 0), step)]


@pytest.mark.parametrize("year", YEARS)
def test_a_sample_of_days_agrees_with_the_oracle(calendar, year):
    for day in days_of(year, SAMPLE):
        check_days(day, calendar)
        check_hours(day, calendar)


@pytest.mark.long
@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_oracle(calendar, year):
    for day in days_of(year, 1):
        check_days(day, calendar)
        check_hours(day, calendar)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_around_a_clock_change_agrees_with_the_oracle(calendar, year):
    for month in (3, 10):
        sunday = oracle.change(year, month).date()
        for days in range(-5, 5):
            check_hours(sunday + timedelta(days=days), calendar)


@pytest.mark.parametrize("hours", [1, 36, 47, 48])
def test_hours_from_an_unknown_start_span_all_that_it_can_reach(calendar, hours):
    changes = [date(2026, 3, 27), date(2026, 3, 28), date(2026, 10, 23), date(2026, 10, 24), date(2026, 10, 25)]
    for day in [*days_of(2026, 29), *changes, date(2026, 4, 2), date(2026, 12, 23)]:
        check_hours_of_an_unknown_start(day, calendar, hours)


def test_the_oracle_keeps_the_same_clock_as_the_package():
    instant = datetime(2020, 1, 1, tzinfo=UTC)
    while instant.year < 2031:
        wall = oracle.local(plain(instant))
        assert at_local(wall.date(), wall.time()) in (instant, instant - oracle.HOUR)
        assert local_date(instant) == wall.date()
        assert local_time(instant) == wall.time()
        instant += timedelta(hours=7)
