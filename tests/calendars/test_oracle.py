"""An independent oracle and the package agree on every form of deadline, whenever what it counts from came to be."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
import yaml
from tests.calendars import oracle
from tests.calendars.rows import read_deadline

from carepanel.calendars.due import NoDate, at_instant, on_day, resolve
from carepanel.calendars.instants import at_local, local_date, local_time
from carepanel.conditions.moments import EventMoment
from carepanel.model.deadlines import AtLeastBefore, Counting, Period, WeekdayBefore, Within

ROLLS = ("keep", "next_working_day", "previous_working_day")
YEARS = range(2020, 2036)
PANEL = EventMoment("panel")
NOON = time(12)
# A prime, so that the sample drifts through weekdays, month ends and holidays.
SAMPLE = 71
HOURS = 8
COUNTINGS = (("day_after", "included"), ("same_day", "excluded"))
TICK = timedelta(microseconds=1)

# Every form of deadline of docs/language.md, as written. `report` is a second moment, three weeks after the first.
FORMS = yaml.load(
    """
- {within: 48 hours, after: panel}
- {within: 1 hour}
- {within: 48 hours, if_not_working_day: next_working_day}
- {within: 2 days, by: "17:00"}
- {within: 2 days, by: "01:30"}
- {within: 1 working day}
- {within: 3 working days, by: "17:00", first_day: same_day}
- {within: 10 working days, if_not_working_day: next_working_day}
- {within: 1 month}
- {within: 3 months, first_day: same_day, if_not_working_day: previous_working_day}
- {within: 1 year}
- {at_least: 36 hours, before: panel, if_not_working_day: previous_working_day}
- {at_least: 2 working days, before: panel, by: "17:00"}
- {at_least: 7 days, before: panel, by: "12:00", if_not_working_day: previous_working_day}
- {at_least: 2 weeks, before: panel, if_not_working_day: next_working_day}
- {at_least: 1 month, before: panel}
- {by: thursday 12:00, before: panel, if_not_working_day: previous_working_day}
- {by: monday, before: panel, if_not_working_day: next_working_day}
- {by: sunday 01:30, before: panel}
- {by: panel}
- {before: panel}
- {at: panel}
- {every: 1 year}
- {every: 1 year, after: panel, first: 3 months}
- {every: 1 year, from: 1 january}
- {every: 1 year, from: 29 february}
- {every: 3 months, from: "2028-08-31"}
- {every: 20 working days, from: "2034-05-01"}
- {every: 1 year, from: "2016-02-29", first: 1 month}
- {earliest_of: [{within: 2 weeks}, {within: 3 working days, after: report, by: "12:00"}, {at: report}]}
- {earliest_of: [{before: report}, {by: panel}, external]}
- {latest_of: [{within: 1 month}, {within: 5 working days, after: report}]}
- {latest_of: [{earliest_of: [{by: report}, {within: 26 days}]}, {before: panel}]}
- {latest_of: [{by: panel}, not_stated]}
- not_stated
- external
""",
    Loader=yaml.BaseLoader,  # noqa: S506
)


def as_the_language_has_it(form):
    """The rows write a moment that `every` runs from as `after`."""
    return {**form, "from": form["after"]} if isinstance(form, dict) and {"every", "after"} <= set(form) else form


def resolved(deadline, anchor, calendar):
    counting = Counting(("england_and_wales",))
    return resolve(deadline, lambda _: anchor, anchor, calendar, counting)


def plain(instant):
    assert instant.tzinfo is UTC
    return instant.replace(tzinfo=None)


def assert_same(found, expected, *what):
    """A due date of the package and one of the oracle. Of several deadlines it is tried at the ends of each."""
    if isinstance(expected, str):
        assert isinstance(found, NoDate), what
        assert found.reason == expected, what
    elif isinstance(expected, oracle.Several):
        for moment in critical(expected):
            assert found.standing(moment.replace(tzinfo=UTC)) == oracle.standing(expected, moment), (what, moment)
    else:
        assert (plain(found.earliest), plain(found.latest), found.strict) == expected, what


def critical(expected):
    if isinstance(expected, oracle.Several):
        return [moment for part in expected.parts for moment in critical(part)]
    return [end + near for end in expected[:2] for near in (-TICK, 0 * TICK, TICK)]


def hours_of(year):
    """Each hour of the local year, as a naive instant in UTC."""
    instant, over = oracle.midnight(date(year, 1, 1)), oracle.midnight(date(year + 1, 1, 1))
    while instant < over:
        yield instant
        instant += oracle.HOUR


def hours_sampled(year, count=HOURS):
    """A few hours of the year, drawn at random (seeded), a few midnights, and those around both clock changes."""
    draw = random.Random(year)
    changes = [oracle.change(year, month) + n * oracle.HOUR for month in (3, 10) for n in (-1, 0, 1)]
    midnights = [oracle.midnight(day) for day in draw.sample(days_of(year, 1), count)]
    begin = oracle.midnight(date(year, 1, 1))
    return [*(begin + n * oracle.HOUR for n in draw.sample(range(365 * 24), count)), *midnights, *changes]


def check_forms(hours, calendar):
    """The number of due dates compared: each form, from each instant; at midnight from the whole day as well, and under
    the other way of counting.
    """
    read = [(form, read_deadline(form), as_the_language_has_it(form)) for form in FORMS]
    compared = 0
    for hour in hours:
        instants = {"panel": hour, "report": hour + 21 * oracle.DAY}
        starts = [{name: (at_instant(at.replace(tzinfo=UTC), name), at) for name, at in instants.items()}]
        is_midnight = oracle.local(hour).time() == time(0)
        if is_midnight:
            days = {name: oracle.local(at).date() for name, at in instants.items()}
            starts.append({name: (on_day(day, name), day) for name, day in days.items()})
        for given, (first_day, on_time) in product(starts, COUNTINGS if is_midnight else COUNTINGS[:1]):
            trigger, start = given["panel"]
            counting = Counting(("england_and_wales",), first_day, on_time)
            for form, deadline, written in read:
                if isinstance(start, datetime) or "hour" not in str(form):
                    found = resolve(deadline, lambda m, given=given: given[m.event][0], trigger, calendar, counting)
                    expected = oracle.due(written, lambda m, given=given: given[m or "panel"][1], first_day, on_time)
                    assert_same(found, expected, form, start, first_day, on_time)
                    compared += 1
    return compared


@pytest.mark.parametrize("year", YEARS)
def test_every_form_agrees_with_the_oracle_from_a_sample_of_hours(calendar, year):
    assert check_forms(hours_sampled(year), calendar) > HOURS * len(FORMS)


@pytest.mark.long
@pytest.mark.parametrize("year", YEARS)
def test_every_form_agrees_with_the_oracle_from_every_hour(calendar, year):
    assert check_forms(hours_of(year), calendar) > 365 * 24 * len(FORMS)


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
        for days in range(-4, 2):
            check_hours(sunday + timedelta(days=days), calendar)


@pytest.mark.parametrize("hours", [1, 36, 47, 48])
def test_hours_from_an_unknown_start_span_all_that_it_can_reach(calendar, hours):
    changes = [date(2026, 3, 27), date(2026, 3, 28), date(2026, 10, 23), date(2026, 10, 24), date(2026, 10, 25)]
    for day in [*days_of(2026, 29), *changes, date(2026, 4, 2), date(2026, 12, 23)]:
        check_hours_of_an_unknown_start(day, calendar, hours)


def test_the_oracle_keeps_the_same_clock_as_the_package():
    instant = datetime(2020, 1, 1, tzinfo=UTC)
    while instant.year < 2036:
        wall = oracle.local(plain(instant))
        assert at_local(wall.date(), wall.time()) in (instant, instant - oracle.HOUR)
        assert local_date(instant) == wall.date()
        assert local_time(instant) == wall.time()
        instant += timedelta(hours=7)
