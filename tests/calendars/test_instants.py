"""Instants are read strictly, counted honestly and shown plainly."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest

from carepanel.calendars.instants import (
    AmbiguousTime,
    DeadlineOutOfRange,
    UnreadableTime,
    at_local,
    end_of_day,
    iso,
    local_date,
    local_time,
    parse_date,
    parse_instant,
    plus_days,
    plus_hours,
    plus_months,
    show,
    start_of_day,
)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-05T12:00", utc(2026, 3, 5, 12)),
        ("2026-03-05 12:00", utc(2026, 3, 5, 12)),
        ("2026-07-05T12:00", utc(2026, 7, 5, 11)),
        ("2026-07-05T12:00:30", utc(2026, 7, 5, 11, 0, 30)),
        ("2026-07-05T12:00Z", utc(2026, 7, 5, 12)),
        ("2026-07-05T12:00+01:00", utc(2026, 7, 5, 11)),
        ("2026-07-05T12:00-05:30", utc(2026, 7, 5, 17, 30)),
        ("2026-07-05T12:00:59-00:00", utc(2026, 7, 5, 12, 0, 59)),
        ("2026-10-25T01:30+01:00", utc(2026, 10, 25, 0, 30)),
        ("2026-10-25T01:30+00:00", utc(2026, 10, 25, 1, 30)),
        ("2026-10-25T00:59", utc(2026, 10, 24, 23, 59)),
        ("2026-10-25T02:00", utc(2026, 10, 25, 2)),
        ("2026-03-29T00:59", utc(2026, 3, 29, 0, 59)),
        ("2026-03-29T02:00", utc(2026, 3, 29, 1)),
        ("1900-01-01T00:00", utc(1900, 1, 1)),
        ("2100-12-31T23:59:59", utc(2100, 12, 31, 23, 59, 59)),
    ],
)
def test_an_instant_is_read(text, instant):
    read = parse_instant(text)
    assert read == instant
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "12:00", "T12:00", "1200", "2026", "2026-03-05", "20260305T1200", "2026-W10-4T12:00", "P2D",
        "2026-3-5T12:00", "2026-03-05t12:00", "2026-03-05T12:00z", "2026-03-05  12:00", " 2026-03-05T12:00",
        "2026-03-05T12:00\n", "2026-03-05T12", "2026-03-05T12:00:00.5", "2026-03-05T12:00:60", "2026-03-05T24:00",
        "2026-03-05T12:60", "2026-02-29T12:00", "2026-13-01T12:00", "2026-03-05T12:00+1:00", "2026-03-05T12:00+0100",
        "2026-03-05T12:00+01:60", "2026-03-05T12:00+14:01", "2026-03-05T12:00+99:99", "2026-03-05T12:00 Europe/London",
        "٢٠٢٦-٠٣-٠٥T١٢:٠٠", "２０２６-03-05T12:00", "05/03/2026 12:00", "1899-12-31T23:59", "2101-01-01T00:00",
        "0000-01-01T00:00", "9999-12-31T23:59", "1900-01-01T00:00+01:00", "2100-12-31T23:59-01:00", "2026-03-05T12:00-12",
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_never_repeated(text):
    with pytest.raises(UnreadableTime) as refused:
        parse_instant(text)
    assert not text.strip() or text not in str(refused.value)


@pytest.mark.parametrize("text", ["2026-03-29T01:00", "2026-03-29T01:30", "2026-03-29 01:59:59"])
def test_a_local_time_that_the_clocks_skip_is_asked_back(text):
    with pytest.raises(AmbiguousTime, match="this local time does not exist: the clocks go forward over it"):
        parse_instant(text)


@pytest.mark.parametrize("text", ["2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25 01:59:59"])
def test_a_local_time_that_happens_twice_is_asked_back(text):
    message = "this local time happens twice, when the clocks go back; write it with +01:00 or +00:00"
    with pytest.raises(AmbiguousTime) as refused:
        parse_instant(text)
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["2026-02-29", "2026-3-5", "20260305", "2026-03-05T00:00", "2026-03-05\n", "1899-12-31", "2101-01-01", "٢٠٢٦-٠٣-٠٥", "today", ""])  # fmt: skip
def test_a_day_written_otherwise_is_refused(text):
    with pytest.raises(UnreadableTime):
        parse_date(text)


def test_a_day_is_read():
    assert parse_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("clock", "spring", "autumn"),
    [
        (time(0, 59), utc(2026, 3, 29, 0, 59), utc(2026, 10, 24, 23, 59)),
        (time(1, 0), utc(2026, 3, 29, 1, 0), utc(2026, 10, 25, 0, 0)),
        (time(1, 30), utc(2026, 3, 29, 1, 30), utc(2026, 10, 25, 0, 30)),
        (time(2, 0), utc(2026, 3, 29, 1, 0), utc(2026, 10, 25, 2, 0)),
    ],
)
def test_a_clock_time_we_work_out_always_means_something(clock, spring, autumn):
    assert at_local(date(2026, 3, 29), clock) == spring
    assert at_local(date(2026, 10, 25), clock) == autumn


def test_a_skipped_time_moves_forward_by_the_hour_skipped():
    assert local_time(at_local(date(2026, 3, 29), time(1, 30))) == time(2, 30)


def test_the_days_on_which_the_clocks_change_have_23_and_25_hours():
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 5), 24)):
        assert end_of_day(day) - start_of_day(day) == timedelta(hours=hours)


def test_the_end_of_a_day_lies_in_the_next():
    assert local_date(end_of_day(date(2026, 7, 5))) == date(2026, 7, 6)
    assert end_of_day(date(2100, 12, 31)) == utc(2101, 1, 1)


@pytest.mark.parametrize("year", range(2020, 2031))
def test_hours_are_elapsed_and_days_are_on_the_calendar_over_every_hour_of_a_clock_change(year):
    for month in (3, 10):
        sunday = max(d for d in (date(year, month, n) for n in range(25, 32)) if d.weekday() == 6)
        for hour in range(-60, 60):
            begin = start_of_day(sunday) + timedelta(hours=hour)
            assert plus_hours(begin, 48) - begin == timedelta(hours=48)
            assert plus_hours(plus_hours(begin, 48), -48) == begin
            assert plus_hours(begin, 48).tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2008, 2, 29), 18 * 12, date(2026, 2, 28)),
        (date(2026, 8, 31), -18, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2100, 11, 30), 1, date(2100, 12, 30)),
    ],
)
def test_a_month_ends_on_the_corresponding_date_or_the_last_day(day, months, later):
    assert plus_months(day, months) == later
    assert type(plus_months(day, months)) is date


@pytest.mark.parametrize("count", [10**12, -(10**12), 10**30, -(10**30), 24 * 366 * 75, -24 * 366 * 127])
def test_a_count_that_leads_too_far_is_out_of_range(count):
    with pytest.raises(DeadlineOutOfRange):
        plus_hours(utc(2026, 3, 5, 12), count)
    with pytest.raises(DeadlineOutOfRange):
        plus_days(date(2026, 3, 5), count)
    with pytest.raises(DeadlineOutOfRange):
        plus_months(date(2026, 3, 5), count)


@pytest.mark.parametrize(
    ("instant", "shown", "written"),
    [
        (utc(2026, 3, 5, 12), "Thu 5 Mar 2026 12:00", "2026-03-05T12:00:00+00:00"),
        (utc(2026, 7, 5, 11, 0, 30), "Sun 5 Jul 2026 12:00:30", "2026-07-05T12:00:30+01:00"),
        (utc(2026, 10, 25, 0, 30), "Sun 25 Oct 2026 01:30 BST", "2026-10-25T01:30:00+01:00"),
        (utc(2026, 10, 25, 1, 30), "Sun 25 Oct 2026 01:30 GMT", "2026-10-25T01:30:00+00:00"),
        (utc(2026, 10, 25, 2, 0), "Sun 25 Oct 2026 02:00", "2026-10-25T02:00:00+00:00"),
        (utc(2026, 3, 29, 1, 0), "Sun 29 Mar 2026 02:00", "2026-03-29T02:00:00+01:00"),
    ],
)
def test_an_instant_is_shown_in_local_time(instant, shown, written):
    assert show(instant) == shown
    assert iso(instant) == written
    assert parse_instant(iso(instant)) == instant


def test_the_first_and_the_last_day_are_within_the_years_and_the_next_is_not():
    assert plus_days(date(2100, 12, 30), 1) == date(2100, 12, 31)
    assert plus_days(date(1900, 1, 2), -1) == date(1900, 1, 1)
    assert plus_months(date(2100, 1, 31), 11) == date(2100, 12, 31)
    assert plus_months(date(2100, 12, 15), -1) == date(2100, 11, 15)
    assert plus_months(date(2099, 6, 1), 12) == date(2100, 6, 1)
    assert plus_months(date(1900, 2, 1), -1) == date(1900, 1, 1)
    for day, days in ((date(2100, 12, 31), 1), (date(1900, 1, 1), -1)):
        with pytest.raises(DeadlineOutOfRange):
            plus_days(day, days)
    for day, months in ((date(2100, 12, 1), 1), (date(2100, 1, 1), 12), (date(1900, 1, 31), -1)):
        with pytest.raises(DeadlineOutOfRange):
            plus_months(day, months)


def test_hours_reach_to_the_last_year_and_no_further():
    # 100,000 hours are 4,166 days and 16 hours: 1 January 2026 and ten years are 1 January 2036 (3,652 days),
    # the 366 days of 2036 more are 1 January 2037, and 148 more are 29 May
    assert plus_hours(parse_instant("2026-01-01T00:00Z"), 100_000) == parse_instant("2037-05-29T16:00Z")
    assert plus_hours(parse_instant("2100-12-31T22:00Z"), 1) == parse_instant("2100-12-31T23:00Z")
    assert plus_hours(parse_instant("1900-01-01T01:00Z"), -1) == parse_instant("1900-01-01T00:00Z")
    for text, hours in (("2100-12-31T23:00Z", 1), ("1900-01-01T00:00Z", -1)):
        with pytest.raises(DeadlineOutOfRange):
            plus_hours(parse_instant(text), hours)


def test_pendulum_is_imported_only_when_hours_or_months_are_counted():
    program = (
        "import sys; from carepanel.calendars import calendar, due, meetings, instants;"
        "instants.parse_instant('2026-03-05T12:00'); assert 'pendulum' not in sys.modules;"
        "from datetime import date; instants.plus_months(date(2026, 3, 5), 1); assert 'pendulum' in sys.modules"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], check=False, env={"PYTHONPATH": ":".join(sys.path)}).returncode
        == 0
    )
