"""Working days are counted one by one, and each count shows its days."""

from __future__ import annotations

from datetime import date

import pytest

from carepanel.calendars.calendar import OutsideCalendar
from carepanel.calendars.instants import DeadlineOutOfRange
from carepanel.calendars.working_days import count_back, count_forward, roll


def test_a_count_shows_every_day_it_passes(calendar):
    day, steps = count_forward(calendar, date(2026, 4, 1), 2, "day_after")
    assert day == date(2026, 4, 7)
    assert [step.line() for step in steps] == [
        "Thu 2 Apr 2026: day 1",
        "Fri 3 Apr 2026: not counted, Good Friday",
        "Sat 4 Apr 2026: not counted, Saturday",
        "Sun 5 Apr 2026: not counted, Sunday",
        "Mon 6 Apr 2026: not counted, Easter Monday",
        "Tue 7 Apr 2026: day 2",
    ]


@pytest.mark.parametrize(
    ("start", "count", "first_day", "end"),
    [
        (date(2026, 3, 2), 1, "day_after", date(2026, 3, 3)),
        (date(2026, 3, 2), 1, "same_day", date(2026, 3, 2)),
        (date(2026, 3, 7), 1, "same_day", date(2026, 3, 9)),
        (date(2026, 3, 6), 1, "day_after", date(2026, 3, 9)),
        (date(2026, 3, 2), 5, "day_after", date(2026, 3, 9)),
    ],
)
def test_the_first_day_is_the_day_after_or_the_day_itself(calendar, start, count, first_day, end):
    assert count_forward(calendar, start, count, first_day)[0] == end


def test_two_working_days_before_a_wednesday_is_the_monday(calendar):
    day, steps = count_back(calendar, date(2026, 3, 11), 2)
    assert day == date(2026, 3, 9)
    assert [step.line() for step in steps] == ["Tue 10 Mar 2026: day 1", "Mon 9 Mar 2026: day 2"]


@pytest.mark.parametrize(
    ("rule", "to"),
    [
        ("keep", date(2026, 4, 4)),
        ("next_working_day", date(2026, 4, 7)),
        ("previous_working_day", date(2026, 4, 2)),
    ],
)
def test_a_day_rolls_by_its_rule(calendar, rule, to):
    assert roll(calendar, date(2026, 4, 4), rule)[0] == to


@pytest.mark.parametrize("rule", ["keep", "next_working_day", "previous_working_day"])
def test_a_working_day_stays_without_a_word(calendar, rule):
    assert roll(calendar, date(2026, 4, 7), rule) == (date(2026, 4, 7), ())


def test_keeping_a_day_never_needs_the_calendar(calendar):
    assert roll(calendar, date(1999, 4, 4), "keep") == (date(1999, 4, 4), ())
    for day, remark in (
        (date(2030, 1, 1), "Tue 1 Jan 2030: expected not to be a working day, New Year’s Day; kept all the same"),
        (date(2030, 1, 5), "Sat 5 Jan 2030: not a working day, Saturday; kept all the same"),
    ):
        to, [step] = roll(calendar, day, "keep")
        assert (to, step.line(), step.provisional) == (day, remark, False)
    with pytest.raises(OutsideCalendar):
        roll(calendar, date(1999, 4, 4), "next_working_day")


def test_a_day_asked_for_beyond_the_horizon_is_provisional_even_when_it_stays(calendar):
    day, steps = roll(calendar, date(2030, 1, 2), "next_working_day")
    assert day == date(2030, 1, 2)
    assert [step.line() for step in steps] == ["Wed 2 Jan 2030: a working day (provisional)"]


@pytest.mark.parametrize("count", [0, -1, 10**12, 10**30, 30_000])
def test_a_count_out_of_range_is_refused_at_once(calendar, count):
    with pytest.raises(DeadlineOutOfRange):
        count_forward(calendar, date(2026, 3, 2), count, "day_after")
    with pytest.raises(DeadlineOutOfRange):
        count_back(calendar, date(2026, 3, 2), count)


def test_a_roll_off_the_end_of_the_years_is_refused(calendar):
    with pytest.raises(DeadlineOutOfRange):
        count_forward(calendar, date(2100, 12, 31), 1, "day_after")
    with pytest.raises(OutsideCalendar):
        roll(calendar, date(2012, 1, 1), "previous_working_day")
