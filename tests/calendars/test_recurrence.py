"""Recurrence rules: the days that our own forms give too, and a plain refusal of everything else, soon."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
def test_every_day_matches_its_rule(parts):
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    if why_refused(rule, START):
        return
    for day in recurring_days(rule, START)[:50]:
        assert day >= START
        assert "BYMONTH" not in parts or str(day.month) in parts["BYMONTH"].split(",")
        assert "BYDAY" not in parts or any(
            name.endswith(day.strftime("%a")[:2].upper()) for name in parts["BYDAY"].split(",")
        )
