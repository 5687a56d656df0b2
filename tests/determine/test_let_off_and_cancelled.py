"""What lets a duty off and what cancels it, against what was done and missed before.

A request on Monday 2 March 2026, whose plan is due by the end of Monday 9 March.
"""

from __future__ import annotations

import pytest

from carepanel import load_policy
from tests.examples import ROOT

POLICY = load_policy(ROOT / "tests/data/policies/good/let_off_and_cancelled.yaml")
REQUEST = "request_made 2026-03-02T10:00"

ROWS = [
    # what happened, the instant asked about, and how the duty to send the plan stands
    ([REQUEST], "2026-03-05T09:00", "pending"),
    ([REQUEST], "2026-03-10T09:00", "missed"),
    ([REQUEST, "case_withdrawn 2026-03-06T12:00"], "2026-03-06T11:00", "pending"),
    ([REQUEST, "case_withdrawn 2026-03-06T12:00"], "2026-03-06T12:00", "cancelled"),
    ([REQUEST, "case_withdrawn 2026-03-06T12:00"], "2026-03-10T09:00", "cancelled"),
    # what was missed before stays missed
    ([REQUEST, "case_withdrawn 2026-03-11T12:00"], "2026-03-12T09:00", "missed"),
    # what was done before stays done, in time or late
    ([REQUEST, "plan_sent 2026-03-04T12:00", "case_withdrawn 2026-03-06T12:00"], "2026-03-12T09:00", "fulfilled"),
    ([REQUEST, "plan_sent 2026-03-10T12:00", "case_withdrawn 2026-03-11T12:00"], "2026-03-12T09:00", "fulfilled_late"),
    # what is done although it was cancelled: in time it is done, late it was not owed
    ([REQUEST, "case_withdrawn 2026-03-06T12:00", "plan_sent 2026-03-09T12:00"], "2026-03-12T09:00", "fulfilled"),
    ([REQUEST, "case_withdrawn 2026-03-06T12:00", "plan_sent 2026-03-10T12:00"], "2026-03-12T09:00", "cancelled"),
    # a withdrawal before the request cancels nothing of it
    (["case_withdrawn 2026-03-01T12:00", REQUEST], "2026-03-05T09:00", "pending"),
    # let off first, or cancelled first: let off goes before
    ([REQUEST, "no_plan=let_off 2026-03-03T12:00"], "2026-03-12T09:00", "waived"),
    ([REQUEST, "no_plan=let_off 2026-03-03T12:00", "case_withdrawn 2026-03-06T12:00"], "2026-03-12T09:00", "waived"),
    ([REQUEST, "no_plan=needed 2026-03-03T12:00"], "2026-03-12T09:00", "missed"),
    ([], "2026-03-12T09:00", "not_due"),
    (["case_withdrawn 2026-03-06T12:00"], "2026-03-12T09:00", "not_due"),
]


def case(events: list[str]) -> dict[str, object]:
    listed = []
    for written in events:
        name, at = written.split(" ")
        kind, _, outcome = name.partition("=")
        listed.append({"event": kind, "at": at, **({"outcome": outcome} if outcome else {})})
    return {"case": "X-1", "facts": {"child.looked_after": True}, "events": listed}


@pytest.mark.parametrize(("events", "at", "status"), ROWS, ids=range(len(ROWS)))
def test_a_duty_stands_as_what_came_first_left_it(events: list[str], at: str, status: str) -> None:
    for listed in (events, events[::-1], [*events, *events]):
        [task] = [t.obligation for t in POLICY.obligations([case(listed)], at) if t.obligation.id == "send_plan"]
        assert task.status == status
        assert task.cancelled_because == ("the case was withdrawn" if status == "cancelled" else "")
        assert task.let_off_by == ("team_manager",)
        assert task.why.endswith("; the social worker's team manager may let it off")


def test_each_occurrence_is_cancelled_for_itself() -> None:
    events = [
        "breakdown_seen 2026-03-02T10:00",
        "breakdown_reported 2026-03-03T10:00",
        "breakdown_seen 2026-03-09T10:00",
        "case_withdrawn 2026-03-10T10:00",
        "breakdown_seen 2026-03-16T10:00",
    ]
    found = [
        t.obligation
        for t in POLICY.obligations([case(events)], "2026-03-17T09:00")
        if t.obligation.id == "report_breakdown"
    ]
    assert sorted((o.occurrence, o.status) for o in found) == [(1, "fulfilled"), (2, "cancelled"), (3, "pending")]


def test_the_second_engine_and_a_later_record_change_nothing() -> None:
    found = POLICY.determine(case([REQUEST, "case_withdrawn 2026-03-06T12:00"]), "2026-03-10T09:00")
    assert [o.status for o in found.obligations if o.id == "send_plan"] == ["cancelled"]
    late = case([REQUEST])
    late["events"] = [
        *late["events"],  # type: ignore[misc]
        {"event": "case_withdrawn", "at": "2026-03-06T12:00", "recorded_at": "2026-03-11T09:00"},
    ]
    status = {
        known: next(
            o.status for o in POLICY.determine(late, "2026-03-10T09:00", known).obligations if o.id == "send_plan"
        )
        for known in ("2026-03-10T09:00", "2026-03-11T09:00")
    }
    assert status == {"2026-03-10T09:00": "missed", "2026-03-11T09:00": "cancelled"}
