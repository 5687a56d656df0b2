"""A proof names the list of days off that each day is off by, and what stands in once a list has ended."""

from __future__ import annotations

from datetime import date

import pytest
from tests.calendars.test_due import PANEL, resolved

from carepanel.calendars.calendar import Calendar
from carepanel.calendars.days_off import SATURDAY_AND_SUNDAY, DaysOff
from carepanel.calendars.due import on_day
from carepanel.calendars.proof import ListRef, Step
from carepanel.model.deadlines import EarliestOf, Period, RelativeTo, Within

END_OF_BANK_HOLIDAYS = (
    "Sun 31 Dec 2028: the list england_and_wales ends here; its later days off are worked out from the law "
    "(provisional)"
)


def test_that_a_list_has_ended_is_said_once(calendar):
    start = on_day(date(2029, 3, 1), "referral")
    part = Within(Period(3, "working_days"))
    due = resolved(EarliestOf((part, part)), start, calendar)
    assert due.provisional
    later = resolved(RelativeTo("by", PANEL), due.as_anchor("cut-off"), calendar)
    assert later.provisional
    for each in (due, later):
        assert [line for line in each.proof.lines() if "ends here" in line] == [END_OF_BANK_HOLIDAYS]
        assert each.proof.lines()[-1] == END_OF_BANK_HOLIDAYS


def closures(horizon, weekend=SATURDAY_AND_SUNDAY):
    off = {date(2026, 12, 24): "Offices closed"}
    return DaysOff("own_closures", "2026-1", "sha256:own", horizon, off, None, weekend)


@pytest.mark.parametrize(
    ("horizon", "weekend", "ends"),
    [
        (date(2028, 12, 31), SATURDAY_AND_SUNDAY, []),
        (
            date(2026, 12, 31),
            SATURDAY_AND_SUNDAY,
            ["Thu 31 Dec 2026: the list own_closures ends here; of its later days off only the weekends are known"],
        ),
        (
            date(2026, 12, 31),
            frozenset(),
            ["Thu 31 Dec 2026: the list own_closures ends here; its later days off are not known"],
        ),
    ],
)
def test_the_list_that_has_ended_is_named_and_what_stands_in_for_it(calendar, horizon, weekend, ends):
    both = Calendar((*calendar.lists, closures(horizon, weekend)))
    due = resolved(Within(Period(2, "working_days")), on_day(date(2027, 1, 4), "referral"), both)
    assert [step.line() for step in due.proof.remarks] == [f"{end} (provisional)" for end in ends]
    assert due.provisional is bool(ends)


def test_every_list_that_has_ended_is_named(calendar):
    both = Calendar((*calendar.lists, closures(date(2026, 12, 31))))
    due = resolved(Within(Period(2, "working_days")), on_day(date(2029, 3, 1), "referral"), both)
    assert [step.days_off.name for step in due.proof.remarks] == ["england_and_wales", "own_closures"]


def test_of_a_meeting_the_list_that_it_keeps_to_is_named(calendar):
    kept_to = Calendar(calendar.lists, {"own_closures": closures(date(2026, 12, 31))})
    by = kept_to.named["own_closures"].ref
    steps = (Step(date(2027, 1, 5), "note", "in its time, as far as is known", provisional=True, days_off=by),)
    due = resolved(RelativeTo("at", PANEL), on_day(date(2027, 1, 5), "panel", steps), kept_to)
    assert [step.days_off.name for step in due.proof.remarks] == ["own_closures"]


def test_of_a_meeting_moved_across_the_end_of_a_list_that_list_is_named(calendar):
    steps = (Step(date(2028, 12, 31), "moved", "not held on this day", provisional=True),)
    due = resolved(RelativeTo("at", PANEL), on_day(date(2029, 1, 2), "panel", steps), calendar)
    assert due.proof.lines()[-1] == END_OF_BANK_HOLIDAYS


def test_a_day_off_by_a_list_that_has_not_ended_is_not_provisional(calendar):
    # the bank holidays are published to 2028, the closures to 2030
    off = {date(2029, 12, 27): "Offices closed", date(2029, 12, 25): "Offices closed"}
    both = Calendar((*calendar.lists, DaysOff("own", "1", "sha256:own", date(2030, 12, 31), off, None)))
    due = resolved(Within(Period(1, "working_days")), on_day(date(2029, 12, 24), "referral"), both)
    assert [step.line() for step in due.proof.steps[2:6]] == [
        "Tue 25 Dec 2029: not counted, Offices closed (own)",
        "Wed 26 Dec 2029: not counted, Boxing Day (provisional)",
        "Thu 27 Dec 2029: not counted, Offices closed (own)",
        "Fri 28 Dec 2029: day 1 (provisional)",
    ]


def test_each_step_names_the_list_that_has_its_day_off(calendar):
    both = Calendar((*calendar.lists, closures(date(2027, 12, 31))))
    start = on_day(date(2026, 12, 23), "referral")
    due = resolved(Within(Period(1, "working_days")), start, both)
    bank, own = ListRef("england_and_wales", "1"), ListRef("own_closures", "2026-1")
    assert [(step.why, step.days_off) for step in due.proof.steps[2:-1]] == [
        ("Offices closed (own_closures)", own),
        ("Christmas Day", bank),
        ("Saturday", None),
        ("Sunday", None),
        ("Boxing Day (substitute day)", bank),
        ("day 1", None),
    ]
    for rule in ("keep", "next_working_day", "previous_working_day"):
        due = resolved(Within(Period(2, "days"), if_not_working_day=rule), start, both)
        assert due.proof.steps[2].days_off == bank
        kept = resolved(Within(Period(3, "days"), if_not_working_day=rule), start, both)
        assert kept.proof.steps[2].days_off is None
