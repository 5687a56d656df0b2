"""Every time that a repeating deadline falls from a moment, worked out by hand with a wall calendar."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from carepanel.calendars.anchors import at_instant, on_day
from carepanel.calendars.calendar import OutsideCalendar
from carepanel.calendars.due import resolve
from carepanel.calendars.forward import repeated, repeats
from carepanel.calendars.instants import DeadlineOutOfRange, end_of_day, parse_date, parse_instant, show
from carepanel.model.deadlines import Counting, Every, Period

COUNTING = Counting(("england_and_wales",))
MONTH, YEAR, WEEK, DAY, HOURS = (Period(1, unit) for unit in ("months", "years", "weeks", "days", "hours"))


def anchor(text):
    return on_day(parse_date(text), "agreed") if len(text) == 10 else at_instant(parse_instant(text), "agreed")


def falls(deadline, since, calendar, count, counting=COUNTING):
    """The first so many times: a day that ends, or an instant."""
    found = islice(repeated(deadline, anchor(since), calendar, counting), count)
    return [str(due.day) if due.latest == end_of_day(due.day) and due.strict else show(due.latest) for due in found]


@pytest.mark.parametrize(
    ("deadline", "since", "days"),
    [
        # a month without a 31st ends on its last day, and the 31st comes back
        (Every(MONTH), "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]),
        (Every(MONTH), "2026-01-31T10:00", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]),
        (Every(MONTH), "2028-01-30", ["2028-02-29", "2028-03-30", "2028-04-30"]),
        (Every(Period(3, "months")), "2025-11-30", ["2026-02-28", "2026-05-30", "2026-08-30", "2026-11-30"]),
        # 29 February is there again in 2028
        (Every(YEAR), "2024-02-29", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]),
        # three months, then a year each from where those ended
        (Every(YEAR, first=Period(3, "months")), "2026-03-10", ["2026-06-10", "2027-06-10", "2028-06-10"]),
        (Every(MONTH, first=DAY), "2026-01-30", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (Every(Period(6, "weeks")), "2026-03-10", ["2026-04-21", "2026-06-02", "2026-07-14"]),
        # Good Friday 3 April, Easter Monday 6 April, 4 and 25 May
        (Every(Period(20, "working_days")), "2026-03-10", ["2026-04-09", "2026-05-08", "2026-06-08"]),
        # the clocks go forward on 29 March 2026 at 01:00
        (
            Every(Period(24, "hours")),
            "2026-03-28T12:00",
            ["Sun 29 Mar 2026 13:00", "Mon 30 Mar 2026 13:00", "Tue 31 Mar 2026 13:00"],
        ),
        # two days of hours from a Friday afternoon, then the same day of every week
        (
            Every(WEEK, first=Period(48, "hours")),
            "2026-03-06T16:00",
            ["Sun 8 Mar 2026 16:00", "2026-03-15", "2026-03-22"],
        ),
        # from the end of a day, 24 hours run to the end of the next
        (Every(Period(24, "hours"), first=DAY), "2026-03-06T10:00", ["2026-03-07", "2026-03-08", "2026-03-09"]),
    ],
)
def test_a_deadline_falls_again_and_again(deadline, since, days, calendar):
    assert falls(deadline, since, calendar, len(days)) == days
    first = resolve(deadline, lambda _: None, anchor(since), calendar, COUNTING)
    assert first == next(repeated(deadline, anchor(since), calendar, COUNTING))


def test_an_hour_that_is_not_known_leaves_the_hour_of_every_repetition_open(calendar):
    first, second = islice(repeated(Every(Period(36, "hours")), anchor("2026-03-09"), calendar, COUNTING), 2)
    assert [show(first.earliest), show(first.latest)] == ["Tue 10 Mar 2026 12:00", "Wed 11 Mar 2026 12:00"]
    assert [show(second.earliest), show(second.latest)] == ["Thu 12 Mar 2026 00:00", "Fri 13 Mar 2026 00:00"]


def test_where_the_day_itself_is_counted_every_period_begins_with_it(calendar):
    same_day = Counting(("england_and_wales",), first_day="same_day")
    assert falls(Every(MONTH), "2026-03-01", calendar, 3, same_day) == ["2026-03-31", "2026-04-30", "2026-05-31"]
    assert falls(Every(WEEK), "2026-03-02", calendar, 2, same_day) == ["2026-03-08", "2026-03-15"]
    assert falls(Every(YEAR, first=WEEK), "2026-03-02", calendar, 2, same_day) == ["2026-03-08", "2027-03-08"]


def test_the_proof_of_each_says_which_it_is(calendar):
    _, second, third = islice(repeated(Every(MONTH), anchor("2026-01-31T10:00"), calendar, COUNTING), 3)
    assert second.proof.lines() == (
        "start: agreed, Sat 31 Jan 2026 10:00",
        "Sat 31 Jan 2026: repeats every 1 month from this day; repetition 2",
        "Tue 31 Mar 2026: 2 months after Sat 31 Jan 2026",
        "end: Tue 31 Mar 2026, to the end of the day",
    )
    assert third.proof.lines()[1:3] == (
        "Sat 31 Jan 2026: repeats every 1 month from this day; repetition 3",
        "Thu 30 Apr 2026: 3 months after Sat 31 Jan 2026; that month has no 31st, so it is its last day",
    )


def test_the_proof_of_a_later_one_shows_how_the_first_was_come_to(calendar):
    first, second = islice(
        repeated(Every(YEAR, first=Period(3, "months")), anchor("2026-03-10"), calendar, COUNTING), 2
    )
    beginning = (
        "start: agreed, Tue 10 Mar 2026, hour not known",
        "Tue 10 Mar 2026: repeats every 1 year from this day, the first after 3 months; repetition 1",
        "Wed 10 Jun 2026: 3 months after Tue 10 Mar 2026",
        "end: Wed 10 Jun 2026, to the end of the day",
    )
    assert first.proof.lines() == beginning
    assert second.proof.lines() == (
        *beginning,
        "start: the first time, end of Wed 10 Jun 2026",
        "Wed 10 Jun 2026: repeats every 1 year from this day; repetition 2",
        "Thu 10 Jun 2027: 1 year after Wed 10 Jun 2026",
        "end: Thu 10 Jun 2027, to the end of the day",
    )


def test_working_days_are_counted_on_from_the_time_before(calendar):
    _, second = islice(repeated(Every(Period(2, "working_days")), anchor("2026-03-05"), calendar, COUNTING), 2)
    assert second.proof.lines() == (
        "start: agreed, Thu 5 Mar 2026, hour not known",
        "Thu 5 Mar 2026: repeats every 2 working days from this day; repetition 2",
        "Mon 9 Mar 2026: 2 working days; the day after may be day 1",
        "Tue 10 Mar 2026: day 1",
        "Wed 11 Mar 2026: day 2",
        "end: Wed 11 Mar 2026, to the end of the day",
    )


def test_only_what_rests_on_days_beyond_the_horizon_is_provisional(calendar):
    dues = list(islice(repeated(Every(Period(5, "working_days")), anchor("2028-12-18"), calendar, COUNTING), 2))
    assert [due.provisional for due in dues] == [False, True]
    assert dues[1].proof.lines()[-1].endswith("(provisional)")


def test_repetitions_end_with_the_years(calendar):
    assert falls(Every(YEAR), "2098-06-30", calendar, 9) == ["2099-06-30", "2100-06-30"]
    assert falls(Every(Period(200, "years")), "1900-06-30", calendar, 9) == ["2100-06-30"]


@pytest.mark.parametrize(
    ("deadline", "since", "error"),
    [
        (Every(Period(10**12, "years")), "2026-03-10", DeadlineOutOfRange),
        (Every(Period(5, "working_days")), "2009-03-10", OutsideCalendar),
    ],
)
def test_a_first_that_cannot_be_worked_out_is_refused_and_not_left_out(deadline, since, error, calendar):
    with pytest.raises(error):
        next(repeated(deadline, anchor(since), calendar, COUNTING))


def test_what_falls_on_days_of_its_own_does_not_repeat_from_a_moment(calendar):
    with pytest.raises(ValueError, match="from a date of its own"):
        next(repeated(Every(YEAR, anchor=(1, 1)), anchor("2026-03-10"), calendar, COUNTING))


def test_the_days_alone_are_the_same(calendar):
    for deadline in (Every(MONTH), Every(YEAR, first=Period(3, "months")), Every(Period(20, "working_days"))):
        days = list(islice(repeats(deadline, date(2026, 1, 31), date.max, calendar, COUNTING), 12))
        assert [str(day) for day in days] == falls(deadline, "2026-01-31", calendar, 12)


@pytest.mark.parametrize(
    ("every", "start", "last", "days"),
    [
        # of the quarter days of 2026 only those after the start
        (
            Every(Period(3, "months"), anchor=(1, 1)),
            date(2026, 5, 10),
            date(2026, 12, 31),
            [date(2026, 7, 1), date(2026, 10, 1)],
        ),
        (Every(Period(3, "months"), anchor=(1, 1)), date(2026, 7, 1), date(2026, 12, 31), [date(2026, 10, 1)]),
        (
            Every(Period(3, "months"), anchor=(1, 1)),
            date(2026, 6, 30),
            date(2026, 10, 1),
            [date(2026, 7, 1), date(2026, 10, 1)],
        ),
        (
            Every(Period(1, "years"), anchor=date(2020, 9, 1)),
            date(2026, 5, 10),
            date(2028, 8, 31),
            [date(2026, 9, 1), date(2027, 9, 1)],
        ),
        # without a date of its own each day counts, the first included
        (Every(Period(1, "weeks")), date(2026, 3, 2), date(2026, 3, 16), [date(2026, 3, 9), date(2026, 3, 16)]),
    ],
)
def test_only_the_days_after_the_start_repeat(every, start, last, days, calendar):
    assert list(repeats(every, start, last, calendar, COUNTING)) == days
