"""Which meeting a case goes to, where meetings are cancelled, extra or follow another's."""

from __future__ import annotations

import json
from functools import cache

import pytest
import yaml

from carepanel import PolicyInvalid, load_policy
from carepanel.loading import Source, load
from carepanel.policy import Policy
from tests.examples import ROOT
from tests.examples import policy as shipped

GOOD = ROOT / "tests" / "data" / "policies" / "good"
MINIMAL = yaml.safe_load((GOOD / "minimal.yaml").read_text(encoding="utf-8"))
WEEKLY = {
    "clause": "2",
    "cut_off": "not_stated",
    "meets": {"every": "week", "day": "monday"},
    "if_not_working_day": "keep",
}


@cache
def good(name):
    return load_policy(GOOD / f"{name}.yaml")


def policy(**panel):
    loaded, problems = load(
        Source("a.yaml", json.dumps({**MINIMAL, "meetings": {"board": {**WEEKLY, **panel}}}).encode())
    )
    assert not problems
    return Policy(loaded)


def meeting(policy, *put_forward, at="2026-03-03T09:00"):
    events = [
        {"event": "put_forward", "day": day, "at": f"2026-03-02T{hour:02}:00"} for hour, day in enumerate(put_forward)
    ]
    return policy.determine({"case": "X-1", "facts": {}, "events": events}, at, second_opinion=False).meeting


def test_a_case_put_forward_for_a_cancelled_meeting_has_none_and_is_told_why():
    found = meeting(policy(cancelled={"2026-03-09": "The building is closed"}), "2026-03-09")
    assert (found.day, found.cut_off) == (None, None)
    assert found.why == (
        "the case was put forward for Mon 9 Mar 2026, which is not held (cancelled: The building is closed)"
    )


def test_put_forward_again_it_has_one():
    found = meeting(policy(cancelled={"2026-03-09": "The building is closed"}), "2026-03-09", "2026-03-16")
    assert str(found.day) == "2026-03-16"


def test_a_case_not_put_forward_passes_a_cancelled_meeting_over():
    assert str(meeting(policy(cancelled={"2026-03-09": "Closed"})).day) == "2026-03-16"


def test_a_case_put_forward_for_a_holiday_on_which_the_panel_does_not_meet_has_none():
    found = meeting(policy(if_not_working_day="not_held"), "2026-04-06")
    assert found.day is None
    assert found.why == "the case was put forward for Mon 6 Apr 2026, which is not held (Easter Monday)"


def test_an_extra_meeting_says_that_it_is_one_and_that_its_day_is_a_holiday():
    found = meeting(policy(extra={"2026-04-03": "An emergency"}), "2026-04-03")
    assert str(found.day) == "2026-04-03"
    assert found.why == "the case was put forward for it; an extra meeting (An emergency)"
    assert [step.says for step in found.proof] == [
        "Fri 3 Apr 2026: an extra meeting: An emergency, held all the same, Good Friday"
    ]


def test_beyond_the_last_given_date_the_determination_says_what_is_known():
    found = meeting(policy(meets={"days": ["2026-01-12", "2026-02-09"]}), at="2026-03-03T09:00")
    assert found.day is None
    assert found.why == "the days on which the panel meets are given from Mon 12 Jan 2026 to Mon 9 Feb 2026 only"


def test_how_often_a_panel_meets_may_depend_on_the_case():
    def day(unstable):
        facts = {"child.looked_after": True, "placement.unstable": unstable, "child.has_ehcp": False}
        case = {"case": "X-1", "facts": facts, "events": []}
        return str(good("every_meeting").determine(case, "2026-01-20T09:00", second_opinion=False).meeting.day)

    assert (day(True), day(False)) == ("2026-01-26", "2026-02-09")


@pytest.mark.parametrize(
    ("day", "cut_off"),
    [
        ("2026-03-03", "by Thu 26 Feb 2026 12:00"),
        ("2026-03-05", "by Mon 2 Mar 2026 12:00"),
        ("2026-03-13", "the source sets no time"),
        # Christmas Eve 2026 is an ordinary Thursday
        ("2026-12-24", "by Mon 21 Dec 2026 12:00"),
    ],
)
def test_each_day_of_a_panel_has_its_own_cut_off(day, cut_off):
    facts = {"child.looked_after": True, "placement.unstable": False, "child.has_ehcp": True}
    events = [{"event": "put_forward", "meeting": "two_day_panel", "day": day, "at": "2026-02-20T09:00"}]
    case = {"case": "X-1", "facts": facts, "events": events}
    found = good("every_meeting").determine(case, "2026-02-20T10:00", second_opinion=False).meeting
    assert (str(found.day), found.cut_off_says) == (day, cut_off)


def test_a_meeting_that_was_moved_keeps_the_cut_off_of_its_usual_day():
    # Thursday 1 January 2026 is a holiday; the meeting is held on the Friday, and is still Thursday's
    facts = {"child.looked_after": True, "placement.unstable": False, "child.has_ehcp": True}
    events = [{"event": "put_forward", "meeting": "two_day_panel", "day": "2026-01-02", "at": "2025-12-20T09:00"}]
    case = {"case": "X-1", "facts": facts, "events": events}
    found = good("every_meeting").determine(case, "2025-12-20T10:00", second_opinion=False).meeting
    assert (str(found.day), found.cut_off_says) == ("2026-01-02", "by Mon 29 Dec 2025 12:00")


def test_a_rule_that_cannot_be_followed_is_refused_under_the_option_that_takes_it():
    source = (GOOD.parent / "bad" / "rrule-of-another-option.yaml").read_bytes()
    loaded, problems = load(Source("a.yaml", source))
    assert problems == ()
    with pytest.raises(PolicyInvalid, match="INTERVAL"):
        Policy(loaded).determine(
            {"case": "X-1", "facts": {}, "events": []}, "2026-03-01T09:00", readings={"rule": "bad"}
        )


@pytest.mark.parametrize(
    ("meets", "day", "why"),
    [
        (
            {"every": "week", "day": "monday"},
            "2026-03-10",
            "the case was put forward for a day on which the panel does not meet",
        ),
        (
            {"days": ["2026-03-02", "2026-03-30"]},
            "2026-03-10",
            "the case was put forward for a day on which the panel does not meet",
        ),
        (
            {"days": ["2026-03-02", "2026-03-30"]},
            "2026-04-10",
            "whether the panel meets on the day for which the case was put forward is not known: the days on which the "
            "panel meets are given from Mon 2 Mar 2026 to Mon 30 Mar 2026 only",
        ),
        (
            {"every": "month", "day": "not_stated"},
            "2026-03-10",
            "whether the panel meets on the day for which the case was put forward is not known: the days on which the "
            "panel meets are not stated",
        ),
    ],
)
def test_a_case_put_forward_for_no_known_meeting_is_told_what_is_known(meets, day, why):
    found = meeting(policy(meets=meets), day)
    assert (found.day, found.why) == (None, why)


def test_the_first_days_of_the_calendar_are_no_trap():
    moved_back = policy(if_not_working_day="previous_working_day", extra={"2012-01-29": "The first day that is known"})
    assert str(meeting(moved_back, at="2026-03-03T09:00").day) == "2026-03-09"


def test_a_panel_that_meets_often_is_looked_through_as_far_as_its_cut_off_lies_back():
    written = (GOOD / "occurrences.yaml").read_text(encoding="utf-8")
    written = written.replace("day: monday}", "day: [monday, tuesday, wednesday, thursday, friday]}")
    written = written.replace("{by: thursday 12:00, before: panel}", "{at_least: 100 days, before: panel}")
    loaded, problems = load(Source("a.yaml", written.encode()))
    assert not problems
    found = meeting(Policy(loaded), at="2026-03-03T09:00")
    assert (str(found.day), found.why) == ("2026-06-11", "the first whose cut-off has not passed")


def test_the_meetings_that_a_case_cannot_make_are_passed_over_one_by_one():
    case = {"case": "X-1", "facts": {"request.about": "entry_to_care"}, "events": []}
    found = shipped("wandsworth").determine(case, "2024-12-17T09:00", second_opinion=False).meeting
    # papers for Wednesday 18 December were due on the Monday; the two Wednesdays after it are holidays
    assert [step.says for step in found.proof] == [
        "Wed 18 Dec 2024: too late for it: papers were due by Mon 16 Dec 2024 17:00",
        "Wed 25 Dec 2024: not held, Christmas Day",
        "Wed 1 Jan 2025: not held, New Year’s Day",
    ]
    listed = {**case, "events": [{"event": "put_forward", "day": "2025-01-08", "at": "2024-12-16T09:00"}]}
    assert shipped("wandsworth").determine(listed, "2024-12-17T09:00", second_opinion=False).meeting.proof == ()


def test_two_meetings_held_on_one_day_are_two():
    """Easter Monday's is moved to the Tuesday, on which there is one in any case."""
    both = policy(
        meets={"every": "week", "day": ["monday", "tuesday"]},
        if_not_working_day="next_working_day",
    )
    for day in ("2026-04-06", "2026-04-07"):
        events = [{"event": "put_forward", "day": day, "at": "2026-03-30T09:00"}]
        found = both.determine({"case": "X-1", "facts": {}, "events": events}, "2026-03-30T10:00", second_opinion=False)
        assert (found.meeting.usual_day.isoformat(), found.meeting.day.isoformat()) == (day, "2026-04-07")
