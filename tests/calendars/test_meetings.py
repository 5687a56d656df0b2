"""Panels meet on the days their rule gives, and on working days only where it says so."""

from __future__ import annotations

from datetime import date, time
from itertools import islice

import pytest

from carepanel.calendars.calendar import OutsideCalendar
from carepanel.calendars.instants import end_of_day, parse_instant, start_of_day
from carepanel.calendars.meetings import Meeting, first_on_or_after, meeting_anchor, occurrences
from carepanel.calendars.proof import ListRef
from carepanel.model.meetings import (
    DaysNotStated,
    GivenDay,
    GivenDays,
    ImmediatelyAfter,
    MeetingDays,
    Monthly,
    OneOff,
    Weekly,
)

CAMDEN = MeetingDays(Weekly(("monday",)), "next_working_day")
WANDSWORTH = MeetingDays(Weekly(("wednesday",)), "not_held", starts=time(13))


def days(rule, calendar, start, end):
    return [meeting.day for meeting in occurrences(rule, calendar, start, end)]


def test_a_weekly_panel_meets_every_week(calendar):
    found = list(occurrences(CAMDEN, calendar, date(2026, 3, 2), date(2026, 3, 16)))
    assert found == [Meeting(day, day, None) for day in (date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16))]


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        ("keep", date(2026, 4, 6)),
        ("next_working_day", date(2026, 4, 7)),
        ("previous_working_day", date(2026, 4, 2)),
        ("not_held", None),
    ],
)
def test_easter_monday_follows_the_rule(calendar, rule, held):
    easter_monday = date(2026, 4, 6)
    why = "" if rule == "keep" else "Easter Monday"
    found = list(occurrences(MeetingDays(CAMDEN.meets, rule), calendar, easter_monday, easter_monday))
    assert found == [Meeting(easter_monday, held, None, why)]


def test_a_wednesday_on_christmas_day_is_not_held(calendar):
    found = list(occurrences(WANDSWORTH, calendar, date(2024, 12, 18), date(2025, 1, 8)))
    assert [(m.day, m.why_moved) for m in found] == [
        (date(2024, 12, 18), ""),
        (None, "Christmas Day"),
        (None, "New Year’s Day"),
        (date(2025, 1, 8), ""),
    ]
    assert {m.starts for m in found} == {time(13)}


def test_sixteen_of_156_mondays_are_holidays(calendar):
    found = list(occurrences(CAMDEN, calendar, date(2026, 1, 5), date(2028, 12, 25)))
    assert len(found) == 156
    assert sum(meeting.day != meeting.usual_day for meeting in found) == 16


def test_the_first_meeting_on_or_after_a_day_is_by_the_day_it_is_held(calendar):
    assert first_on_or_after(CAMDEN, calendar, date(2026, 4, 7)).usual_day == date(2026, 4, 6)
    assert first_on_or_after(CAMDEN, calendar, date(2026, 4, 8)).usual_day == date(2026, 4, 13)
    earlier = MeetingDays(CAMDEN.meets, "previous_working_day")
    assert first_on_or_after(earlier, calendar, date(2026, 4, 2)).usual_day == date(2026, 4, 6)
    assert first_on_or_after(earlier, calendar, date(2026, 4, 3)).usual_day == date(2026, 4, 13)
    assert first_on_or_after(WANDSWORTH, calendar, date(2024, 12, 19)).day == date(2025, 1, 8)


def test_every_day_has_a_first_meeting_and_it_is_the_nearest(calendar):
    for rule in ("keep", "next_working_day", "previous_working_day", "not_held"):
        panel = MeetingDays(Weekly(("monday", "thursday")), rule)
        held = [d for d in days(panel, calendar, date(2025, 12, 1), date(2026, 6, 30)) if d]
        for number in range(date(2026, 1, 1).toordinal(), date(2026, 6, 1).toordinal()):
            day = date.fromordinal(number)
            assert first_on_or_after(panel, calendar, day).day == min(d for d in held if d >= day)


def test_a_panel_every_two_weeks_counts_from_its_week(calendar):
    panel = MeetingDays(Weekly(("tuesday",), 2, date(2026, 1, 6)), "next_working_day")
    assert days(panel, calendar, date(2026, 1, 1), date(2026, 2, 28)) == [
        date(2026, 1, 6), date(2026, 1, 20), date(2026, 2, 3), date(2026, 2, 17),
    ]  # fmt: skip
    assert days(panel, calendar, date(2025, 12, 15), date(2025, 12, 31)) == [date(2025, 12, 23)]
    from_thursday = MeetingDays(Weekly(("tuesday",), 2, date(2026, 1, 8)), "next_working_day")
    assert days(from_thursday, calendar, date(2026, 1, 1), date(2026, 1, 31)) == [date(2026, 1, 6), date(2026, 1, 20)]


def test_a_monthly_panel_meets_on_its_nth_days(calendar):
    panel = MeetingDays(Monthly(((4, "tuesday"), (2, "tuesday"))), "keep")
    assert days(panel, calendar, date(2026, 3, 1), date(2026, 4, 30)) == [
        date(2026, 3, 10), date(2026, 3, 24), date(2026, 4, 14), date(2026, 4, 28),
    ]  # fmt: skip
    assert days(MeetingDays(Monthly(((-1, "friday"),)), "keep"), calendar, date(2026, 1, 1), date(2026, 2, 28)) == [
        date(2026, 1, 30), date(2026, 2, 27),
    ]  # fmt: skip


def test_a_fifth_weekday_is_skipped_in_a_month_without_one(calendar):
    panel = MeetingDays(Monthly(((5, "monday"),)), "keep")
    assert days(panel, calendar, date(2026, 1, 1), date(2026, 12, 31)) == [
        date(2026, 3, 30), date(2026, 6, 29), date(2026, 8, 31), date(2026, 11, 30),
    ]  # fmt: skip


def test_a_panel_whose_days_are_not_stated_has_no_dates(calendar):
    health_panel = MeetingDays(DaysNotStated("month"), "keep")
    assert days(health_panel, calendar, date(2026, 1, 1), date(2027, 1, 1)) == []
    assert first_on_or_after(health_panel, calendar, date(2026, 1, 1)) is None


def test_meetings_end_with_the_last_year(calendar):
    *_, last = occurrences(MeetingDays(CAMDEN.meets, "keep"), calendar, date(2100, 12, 1), date.max)
    assert last.day == date(2100, 12, 27)
    assert first_on_or_after(MeetingDays(CAMDEN.meets, "keep"), calendar, date(2100, 12, 28)) is None
    rare = MeetingDays(Weekly(("monday",), 10**12, date(2026, 1, 5)), "keep")
    assert first_on_or_after(rare, calendar, date(2026, 1, 6)) is None
    assert len(list(islice(occurrences(rare, calendar, date(2026, 1, 1), date.max), 5))) == 1


def test_meetings_before_the_calendar_begins_are_refused_unless_kept(calendar):
    with pytest.raises(OutsideCalendar):
        first_on_or_after(CAMDEN, calendar, date(2011, 12, 1))
    with pytest.raises(OutsideCalendar):
        list(occurrences(CAMDEN, calendar, date(2011, 12, 1), date(2011, 12, 31)))
    kept = MeetingDays(CAMDEN.meets, "keep")
    assert first_on_or_after(kept, calendar, date(2011, 12, 1)).day == date(2011, 12, 5)
    assert first_on_or_after(CAMDEN, calendar, date(2012, 1, 2)).day == date(2012, 1, 3)


@pytest.mark.parametrize("meets", [Weekly(("monday",), 0), Weekly(("monday",), -1), Weekly(("monday",), 2)])
def test_a_rule_that_no_file_can_hold_is_refused(calendar, meets):
    with pytest.raises(ValueError, match="a meeting"):
        list(occurrences(MeetingDays(meets, "keep"), calendar, date(2026, 1, 1), date(2026, 2, 1)))


def test_the_start_of_a_meeting_anchors_deadlines(calendar):
    with_hour = first_on_or_after(WANDSWORTH, calendar, date(2026, 3, 11))
    anchor = meeting_anchor(with_hour, "panel")
    assert anchor.exact
    assert anchor.latest == parse_instant("2026-03-11 13:00")
    moved = meeting_anchor(first_on_or_after(CAMDEN, calendar, date(2026, 4, 7)), "panel")
    assert (moved.earliest, moved.latest) == (start_of_day(date(2026, 4, 7)), end_of_day(date(2026, 4, 7)))
    assert [step.line() for step in moved.steps] == [
        "Mon 6 Apr 2026: panel, not held on this day, Easter Monday; held on Tue 7 Apr 2026"
    ]
    (not_held,) = occurrences(WANDSWORTH, calendar, date(2024, 12, 25), date(2024, 12, 25))
    assert meeting_anchor(not_held, "panel") is None


def test_a_meeting_beyond_the_horizon_is_provisional_unless_kept(calendar):
    assert first_on_or_after(CAMDEN, calendar, date(2029, 3, 5)).provisional
    anchor = meeting_anchor(first_on_or_after(CAMDEN, calendar, date(2029, 3, 5)), "panel")
    assert [step.line() for step in anchor.steps] == ["Mon 5 Mar 2029: a working day (provisional)"]
    assert not first_on_or_after(MeetingDays(CAMDEN.meets, "keep"), calendar, date(2029, 3, 5)).provisional


BANK_HOLIDAYS = ListRef("england_and_wales", "1")


@pytest.mark.parametrize(
    ("rule", "extra", "day", "line", "by"),
    [
        (
            *("next_working_day", (), date(2026, 4, 6)),
            "Mon 6 Apr 2026: panel, not held on this day, Easter Monday; held on Tue 7 Apr 2026",
            BANK_HOLIDAYS,
        ),
        (
            *("not_stated", (), date(2026, 4, 6)),
            "Mon 6 Apr 2026: not a working day, Easter Monday; what happens then is not stated",
            BANK_HOLIDAYS,
        ),
        (
            *("not_held", (OneOff(date(2026, 4, 6), "Many"),), date(2026, 4, 6)),
            "Mon 6 Apr 2026: an extra meeting: Many, held all the same, Easter Monday",
            BANK_HOLIDAYS,
        ),
        # a weekend is off by no list, and so is a working day
        (
            *("not_held", (OneOff(date(2026, 4, 11), "Many"),), date(2026, 4, 11)),
            "Sat 11 Apr 2026: an extra meeting: Many, held all the same, Saturday",
            None,
        ),
        (
            *("not_held", (OneOff(date(2026, 4, 9), "Many"),), date(2026, 4, 9)),
            "Thu 9 Apr 2026: an extra meeting: Many",
            None,
        ),
    ],
)
def test_a_meeting_on_a_day_off_names_the_list_that_has_the_day(calendar, rule, extra, day, line, by):
    held = [m for m in occurrences(MeetingDays(CAMDEN.meets, rule, extra=extra), calendar, day, day) if m.day]
    [step] = meeting_anchor(held[0], "panel").steps
    assert (step.line(), step.days_off) == (line, by)


def test_an_extra_meeting_after_another_panels_starts_when_the_other_ends(calendar):
    other = MeetingDays(Weekly(("monday",)), "next_working_day", starts=time(13), ends=time(15))
    after = MeetingDays(ImmediatelyAfter("other", other), "keep", extra=(OneOff(date(2026, 3, 12), "Many"),))
    found = list(occurrences(after, calendar, date(2026, 3, 9), date(2026, 3, 12)))
    assert [(m.day, m.starts) for m in found] == [(date(2026, 3, 9), time(15)), (date(2026, 3, 12), time(15))]


def test_a_meeting_moved_past_the_horizon_is_provisional(calendar):
    """Sunday 31 December 2028 is the last day of the published lists; 1 January 2029 is a holiday by law."""
    last = date(2028, 12, 31)
    for rule, day, provisional in (
        ("next_working_day", date(2029, 1, 2), True),
        ("previous_working_day", date(2028, 12, 29), False),
    ):
        [found] = occurrences(MeetingDays(Weekly(("sunday",)), rule), calendar, last, last)
        assert (found.day, found.provisional) == (day, provisional)


def test_what_a_proof_says_of_an_extra_meeting_and_of_a_holiday(calendar):
    days = MeetingDays(
        Weekly(("monday",)),
        "not_stated",
        extra=(OneOff(date(2026, 3, 14), "Many requests"), OneOff(date(2026, 3, 12), "An emergency")),
    )
    found = {
        m.day: [s.line() for s in meeting_anchor(m, "panel").steps]
        for m in occurrences(days, calendar, date(2026, 3, 9), date(2026, 4, 6))
    }
    assert found[date(2026, 3, 9)] == []
    assert found[date(2026, 3, 12)] == ["Thu 12 Mar 2026: an extra meeting: An emergency"]
    assert found[date(2026, 3, 14)] == ["Sat 14 Mar 2026: an extra meeting: Many requests, held all the same, Saturday"]
    assert found[date(2026, 4, 6)] == [
        "Mon 6 Apr 2026: not a working day, Easter Monday; what happens then is not stated"
    ]


def test_a_meeting_lasts_from_its_start_to_its_end():
    assert MeetingDays(Weekly(("monday",)), "keep", starts=time(9, 45), ends=time(12, 10)).minutes == 145
    assert MeetingDays(Weekly(("monday",)), "keep", ends=time(12, 10)).minutes is None


def test_the_first_and_the_last_of_given_days_are_covered():
    days = GivenDays(tuple(GivenDay(date(2026, month, 2)) for month in (3, 4, 6)))
    asked = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 5, 1), date(2026, 6, 2), date(2026, 6, 3)]
    assert [days.covers(day) for day in asked] == [False, True, True, True, False]
