"""The rarer forms of deadlines, by a case: each date worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from carepanel import load_policy
from carepanel.calendars.instants import show
from tests.examples import ROOT

POLICY = load_policy(ROOT / "tests/data/policies/good/forms_of_deadlines.yaml")


def obligations(
    at: str, *, facts: dict[str, Any] | None = None, events: dict[str, Any] | None = None, **asked: Any
) -> dict[str, Any]:
    listed = [{"event": name.rstrip("0123456789"), "at": when} for name, when in (events or {}).items()]
    case = {"case": "X-1", "facts": {"child.looked_after": True, **(facts or {})}, "events": listed}
    return {
        f"{t.obligation.id}/{t.obligation.occurrence}": t.obligation for t in POLICY.obligations([case], at, **asked)
    }


def last(obligation: Any) -> str:
    return obligation.proof[-1].says


def test_a_stricter_limit_beside_the_law_says_which_binds() -> None:
    # a request on Monday 30 March 2026: five working days are 31 March, 1, 2, 7 and 8 April; ten end on 15 April
    found = obligations("2026-03-30T12:00", events={"request_made": "2026-03-30T10:00"})["send_plan/1"]
    assert found.due_says == "by the end of Wed 8 Apr 2026"
    assert last(found) == (
        "end: Wed 8 Apr 2026, to the end of the day (the local procedure binds; SI 2010/959 regulation 14 would have "
        "given Wed 15 Apr 2026, to the end of the day), the earliest of the 2"
    )
    assert "due the earliest of: within 5 working days of the trigger, under the local procedure" in found.why
    notes = [step.says for step in found.proof if step.says.startswith("deadline")]
    assert notes == ["deadline 1 of 2, under the local procedure", "deadline 2 of 2, under SI 2010/959 regulation 14"]


@pytest.mark.parametrize(
    ("readings", "due"), [({}, "Wed 4 Mar 2026 17:30"), ({"day_ends": "five"}, "Wed 4 Mar 2026 17:00")]
)
def test_the_working_day_ends_when_the_policy_says(readings: dict[str, str], due: str) -> None:
    found = obligations("2026-03-02T12:00", events={"request_made": "2026-03-02T10:00"}, readings=readings)
    assert show(found["bring_request/1"].due) == due


def test_a_weekday_may_have_a_part_of_the_day() -> None:
    # no cut-off is stated, so the case goes to the panel of the next day, whose Monday was the day before
    found = obligations("2026-03-03T12:00")["lodge_papers/1"]
    assert (show(found.due), found.status) == ("Mon 2 Mar 2026 17:00", "missed")
    assert found.why == "due by Monday 17:00 before the Panel"


def test_a_deadline_may_run_from_the_date_of_a_fact() -> None:
    found = obligations("2026-03-20T12:00", facts={"child.came_into_care_on": "2026-03-06"})["see_child/1"]
    assert (found.due_says, found.status) == ("by the end of Fri 20 Mar 2026", "pending")
    assert (
        obligations("2026-03-21T00:00", facts={"child.came_into_care_on": "2026-03-06"})["see_child/1"].status
        == "missed"
    )
    unknown = obligations("2026-03-20T12:00")["see_child/1"]
    assert (unknown.due, unknown.status) == (None, "not_known")


def test_what_is_not_known_of_a_date_is_asked_for() -> None:
    case = {"case": "X-1", "facts": {"child.looked_after": True}, "events": []}
    found = POLICY.determine(case, "2026-03-20T12:00")
    asked = {item.name: item.would_change for item in found.not_known}
    assert "obligations.see_child" in asked["child.came_into_care_on"]
    assert "obligations.assess_before_birth" in asked["child.expected_on"]


GESTATION = [
    # 30 weeks are ten weeks before the expected day: 70 days
    ("2026-06-10", "before Wed 1 Apr 2026"),
    ("2026-03-12", "before Thu 1 Jan 2026"),
    ("2028-05-09", "before Tue 29 Feb 2028"),
]


@pytest.mark.parametrize(("expected_on", "says"), GESTATION)
def test_weeks_of_gestation_are_counted_back_from_the_expected_birth(expected_on: str, says: str) -> None:
    found = obligations("2025-06-01T12:00", facts={"child.expected_on": expected_on})["assess_before_birth/1"]
    assert found.due_says == says
    assert found.why == "due before 30 weeks of gestation, by the date child expected on"


REVIEWS = [
    # the events, the instant asked about, then the next review's occurrence, its due date and its state
    ({"review_held1": "2026-03-02T10:00"}, "2026-03-03T09:00", 1, "by the end of Tue 2 Mar 2027", "pending"),
    (
        {"review_held1": "2026-03-02T10:00", "review_asked1": "2026-05-04T10:00"},
        "2026-05-05T09:00",
        1,
        "by the end of Mon 18 May 2026",
        "pending",
    ),
    # asked for before the review it follows: it is no longer waited for
    (
        {"review_asked1": "2026-02-02T10:00", "review_held1": "2026-03-02T10:00"},
        "2026-05-05T09:00",
        1,
        "by the end of Tue 2 Mar 2027",
        "pending",
    ),
    # held in answer, late; and the next year counts from it
    (
        {"review_held1": "2026-03-02T10:00", "review_asked1": "2026-05-04T10:00", "review_held2": "2026-05-20T10:00"},
        "2026-05-21T09:00",
        1,
        "by the end of Mon 18 May 2026",
        "fulfilled_late",
    ),
    (
        {"review_held1": "2026-03-02T10:00", "review_asked1": "2026-05-04T10:00", "review_held2": "2026-05-20T10:00"},
        "2026-05-21T09:00",
        2,
        "by the end of Thu 20 May 2027",
        "pending",
    ),
]


@pytest.mark.parametrize(("events", "at", "occurrence", "says", "status"), REVIEWS, ids=range(len(REVIEWS)))
def test_a_review_comes_each_year_or_sooner_if_asked(
    events: dict[str, str], at: str, occurrence: int, says: str, status: str
) -> None:
    found = obligations(at, events=events)[f"hold_next_review/{occurrence}"]
    assert (found.due_says, found.status) == (says, status)


def test_the_first_review_comes_after_three_months() -> None:
    found = obligations("2026-03-03T09:00", events={"request_made": "2025-11-30T10:00"})["hold_first_review/1"]
    assert (found.due_says, found.status) == ("by the end of Sat 28 Feb 2026", "missed")
    assert "3 months after Sun 30 Nov 2025; that month has no 30th, so it is its last day" in "\n".join(
        s.says for s in found.proof
    )


def test_both_engines_come_to_the_same() -> None:
    case = {
        "case": "X-1",
        "facts": {"child.looked_after": True, "child.expected_on": "2026-06-10"},
        "events": [{"event": "request_made", "at": "2026-03-02T10:00"}],
    }
    assert POLICY.determine(case, "2026-03-03T09:00").case == "X-1"
