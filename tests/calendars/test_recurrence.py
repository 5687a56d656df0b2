"""Recurrence rules: the days that our own forms give too, and a plain refusal of everything else, soon."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calendars.rules import follows

from carepanel.calendars.meetings import occurrences
from carepanel.calendars.recurrence import recurring_days, why_refused
from carepanel.model.meetings import MeetingDays, Monthly, Recurrence, Weekly

START = date(2026, 1, 5)
SAME = [
    ("FREQ=WEEKLY;BYDAY=MO,TH", Weekly(("monday", "thursday"))),
    ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", Weekly(("tuesday",), 3, START)),
    ("FREQ=MONTHLY;BYDAY=2TU,-1FR", Monthly(((2, "tuesday"), (-1, "friday")))),
    ("FREQ=MONTHLY;BYDAY=5MO", Monthly(((5, "monday"),))),
]


@pytest.mark.parametrize(("rule", "form"), SAME, ids=[rule for rule, _ in SAME])
def test_a_rule_gives_the_days_of_the_form_that_says_the_same(calendar, rule, form):
    ruled, said = (MeetingDays(meets, "next_working_day") for meets in (Recurrence(rule, START), form))
    end = date(2030, 12, 31)
    assert list(occurrences(ruled, calendar, START, end)) == list(occurrences(said, calendar, START, end))


def test_the_days_end_with_the_last_year():
    assert recurring_days("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", START)[-1] == date(2100, 12, 31)


def test_a_rule_that_no_file_can_hold_is_refused():
    with pytest.raises(ValueError, match="INTERVAL"):
        recurring_days("FREQ=DAILY;INTERVAL=0", START)


NAMES = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST", "COUNT"]
VALUES = [
    "DAILY",
    "WEEKLY",
    "MONTHLY",
    "YEARLY",
    "0",
    "1",
    "2",
    "12",
    "-1",
    "53",
    "366",
    "MO",
    "2TU",
    "-5FR",
    "SA,SU",
    "1,5",
    "",
]
PARTS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), min_size=1, max_size=5)


@given(PARTS.map(lambda parts: ";".join(f"{name}={value}" for name, value in parts)) | st.text(max_size=40))
def test_every_rule_is_followed_or_refused_and_neither_takes_long(rule):
    started = time.process_time()
    why = why_refused(rule, START)
    assert time.process_time() - started < 20
    assert why or recurring_days(rule, START)
    assert not why or "; " in why


FORMS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 30).map(str),
        "BYDAY": st.sampled_from(["MO", "TU,TH", "2TU", "-1FR", "1MO,3MO"]),
        "BYMONTH": st.sampled_from(["2", "1,5,9", "12"]),
        "BYMONTHDAY": st.sampled_from(["1", "15", "-1", "29", "30"]),
    },
)


@given(FORMS)
def test_the_days_of_a_rule_are_those_that_follow_it_asked_one_by_one(parts):
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    if why_refused(rule, START):
        return
    found = recurring_days(rule, START)[:30]
    every_day = (START + timedelta(n) for n in range((found[-1] - START).days + 1))
    assert list(found) == [day for day in every_day if follows(rule, START, day)]


@pytest.mark.parametrize(
    ("rule", "day", "does"),
    [
        ("FREQ=DAILY;INTERVAL=3", date(2026, 1, 8), True),
        ("FREQ=DAILY;INTERVAL=3", date(2026, 1, 9), False),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", date(2026, 1, 20), True),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", date(2026, 1, 13), False),
        ("FREQ=MONTHLY;BYDAY=2TU", date(2026, 3, 10), True),
        ("FREQ=MONTHLY;BYDAY=2TU", date(2026, 3, 17), False),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2026, 2, 27), True),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2028, 2, 29), True),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2028, 2, 28), False),
        # the second Tuesday of the year is in January; with months named, it is that of each
        ("FREQ=YEARLY;BYDAY=2TU", date(2026, 5, 12), False),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2TU", date(2026, 5, 12), True),
        ("FREQ=YEARLY;INTERVAL=4", date(2030, 1, 5), True),
        ("FREQ=YEARLY;INTERVAL=4", date(2029, 1, 5), False),
    ],
)
def test_the_one_that_is_asked_reads_a_rule_as_the_standard_does(rule, day, does):
    """What judges the engine is itself judged, by a wall calendar."""
    assert follows(rule, START, day) is does
