"""The work list: every obligation of every case once, in the order in which it is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from carepanel.calendars.instants import parse_instant
from carepanel.errors import CannotDetermine, CaseInvalid, UnknownParty
from tests.examples import AUTHORITIES, EXAMPLES, policy

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel.determine.work_list import Task

LATE = EXAMPLES / "cases/camden/late_papers.yaml"


def tasks(at: str, *, actor: str = "") -> tuple[Task, ...]:
    return policy("camden").obligations([LATE], at, actor=actor)


STATES = [
    # at, the duty, its state and its due date
    ("2026-03-05T11:00", "lodge_papers", "pending", "2026-03-05T12:00"),
    ("2026-03-05T12:01", "lodge_papers", "missed", "2026-03-05T12:00"),
    ("2026-03-05T14:25", "lodge_papers", "fulfilled_late", "2026-03-05T12:00"),
    ("2026-03-05T11:00", "tell_head_of_service", "not_due", None),
    ("2026-03-05T12:01", "tell_head_of_service", "pending", None),
    ("2026-03-05T12:35", "tell_head_of_service", "fulfilled", None),
    ("2026-03-09T16:00", "finalise_outcome", "not_due", None),
    ("2026-03-09T16:30", "finalise_outcome", "pending", "2026-03-11T16:30"),
    ("2026-03-11T14:00", "finalise_outcome", "fulfilled", "2026-03-11T16:30"),
]


@pytest.mark.parametrize(("at", "duty", "status", "due"), STATES)
def test_a_duty_goes_through_its_states(at: str, duty: str, status: str, due: str | None) -> None:
    [task] = [task for task in tasks(at) if task.obligation.id == duty]
    expected = parse_instant(due) if due else None
    assert task.id.startswith(f"CAM-2026-0001/{duty}/")
    assert (task.obligation.status, task.obligation.due) == (status, expected)


def test_a_task_is_called_by_what_set_it_off() -> None:
    called = {task.obligation.id: task.id for task in tasks("2026-03-10T09:00")}
    assert called["lodge_papers"] == "CAM-2026-0001/lodge_papers/1"
    assert called["late_papers"] == "CAM-2026-0001/late_papers/2026-03-05T12:00Z"
    assert called["finalise_outcome"] == "CAM-2026-0001/finalise_outcome/2026-03-09T16:30Z"


def test_a_task_keeps_its_name_when_something_earlier_is_put_on_record() -> None:
    """The breakdown of February is recorded at once and that of November only in March."""
    case = yaml.safe_load((EXAMPLES / "cases/camden/third_breakdown.yaml").read_text(encoding="utf-8"))
    events = [
        {**event, "recorded_at": "2026-03-05T09:00"} if event["at"].startswith("2025-11") else event
        for event in case["events"]
    ]
    before, after = (
        [t for t in policy("camden").obligations([{**case, "events": events}], at) if t.obligation.id == HEARD_AGAIN]
        for at in ("2026-03-04T09:00", "2026-03-06T09:00")
    )
    assert [task.id.rpartition("/")[2] for task in before] == ["2026-02-17T18:30Z"]
    assert [(t.id.rpartition("/")[2], t.obligation.occurrence) for t in after] == [
        ("2025-11-06T20:00Z", 1),
        ("2026-02-17T18:30Z", 2),
    ]


HEARD_AGAIN = "hear_breakdown_case"


def test_a_late_record_is_told_from_a_late_act() -> None:
    case = yaml.safe_load(LATE.read_text(encoding="utf-8"))
    act = {"event": "outcome_finalised", "at": "2026-03-11T14:00"}
    without = [event for event in case["events"] if event["event"] != "outcome_finalised"]

    def finalised(asked_at: str, known_by: str, **record: str) -> tuple[str, str | None, str | None]:
        asked = policy("camden").obligations([{**case, "events": [*without, {**act, **record}]}], asked_at, known_by)
        [o] = [task.obligation for task in asked if task.obligation.id == "finalise_outcome"]
        return o.status, *(instant and f"{instant:%d %H:%M}" for instant in (o.done_at, o.recorded_at))

    late_record = {"recorded_at": "2026-03-16T09:00"}
    assert finalised("2026-03-12T09:00", "2026-03-12T09:00", **late_record) == ("missed", None, None)
    assert finalised("2026-03-12T09:00", "2026-03-16T09:00", **late_record) == ("fulfilled", "11 14:00", "16 09:00")
    late_act = {"at": "2026-03-16T09:00"}
    assert finalised("2026-03-16T09:00", "2026-03-16T09:00", **late_act) == ("fulfilled_late", "16 09:00", "16 09:00")


def test_a_duty_to_have_everything_in_says_what_is_still_out() -> None:
    [lodging] = [t.obligation for t in tasks("2026-03-05T12:01") if t.obligation.id == "lodge_papers"]
    assert lodging.awaits == ("Up to date chronology",)
    [lodging] = [t.obligation for t in tasks("2026-03-05T14:25") if t.obligation.id == "lodge_papers"]
    assert lodging.awaits == ()


def test_everybody_finds_what_is_theirs() -> None:
    """An authorisation and coming to the panel are as much to be done as any duty."""
    case = EXAMPLES / "cases/camden/third_breakdown.yaml"

    def mine(at: str, actor: str) -> dict[str, tuple[str, str]]:
        found = policy("camden").obligations([case], at, actor=actor)
        return {t.id: (t.obligation.status, t.obligation.due_says) for t in found}

    assert mine("2026-03-03T12:00", "service_manager") == {
        "CAM-2026-0024/authorisations.service_manager/1": ("pending", "by Thu 5 Mar 2026 12:00"),
    }
    assert mine("2026-03-09T12:00", "social_worker")["CAM-2026-0024/attendance.social_worker/1"] == (
        "pending",
        "by the end of Mon 9 Mar 2026",
    )
    # nobody stayed away from a panel that, as far as is known, did not hear the case
    assert "CAM-2026-0024/attendance.social_worker/1" not in mine("2026-03-10T09:00", "social_worker")


TWICE = {
    "case": "CAM-2",
    "facts": {
        "child.date_of_birth": "2009-05-12",
        "child.looked_after": False,
        "child.can_give_views": True,
        "homelessness.at_risk": True,
        "legal.planning_meeting_held": False,
        "request.about": "entry_to_care",
    },
    "events": [
        {"event": "put_forward", "day": "2026-03-09", "at": "2026-03-02T10:00"},
        {"event": "authorised", "by": "team_manager", "at": "2026-03-03T10:00"},
        {"event": "case_heard", "at": "2026-03-09T11:00"},
        {"event": "put_forward", "day": "2026-03-30", "at": "2026-03-18T10:00"},
    ],
}


def test_what_was_missed_for_a_hearing_that_is_over_stays_on_the_list_and_is_not_to_be_done() -> None:
    """Heard on the 9th with one of three authorisations and nobody there, and put forward again for the 30th."""
    found = {t.id: t for t in policy("camden").obligations(TWICE, "2026-03-18T11:00")}
    stand = {name.partition("/")[2]: (t.obligation.status, t.is_open) for name, t in found.items()}
    assert stand["authorisations.team_manager/1"] == ("fulfilled", False)
    assert stand["authorisations.service_manager/1"] == ("missed", False)
    assert stand["attendance.social_worker/1"] == ("missed", False)
    for name in ("authorisations.team_manager/2", "authorisations.service_manager/2", "attendance.social_worker/2"):
        assert stand[name] == ("pending", True)
    before = {t.id for t in policy("camden").obligations(TWICE, "2026-03-17T09:00")}
    assert {name for name in before if name.startswith(("CAM-2/authorisations", "CAM-2/attendance"))} <= set(found)


def test_an_authorisation_missed_for_a_meeting_that_the_case_was_moved_from_stays_missed() -> None:
    case = {**TWICE, "events": [TWICE["events"][0], {**TWICE["events"][3], "at": "2026-03-06T10:00"}]}
    found = [t for t in policy("camden").obligations(case, "2026-03-06T11:00") if t.obligation.id == "head_of_service"]
    assert sorted((t.id, t.obligation.status, t.obligation.due_says) for t in found) == [
        ("CAM-2/authorisations.head_of_service/1", "pending", "by Thu 26 Mar 2026 12:00"),
        ("CAM-2/authorisations.head_of_service/1/2026-03-09", "missed", "by Thu 5 Mar 2026 12:00"),
    ]


def test_before_a_day_comes_sooner_than_by_its_end() -> None:
    listed = [t.obligation.id for t in policy("camden").obligations(TWICE, "2026-03-26T14:00") if t.is_open]
    assert listed.index("gather_views") < listed.index("social_worker")


def test_what_is_not_known_of_a_task_is_said() -> None:
    case = {"case": "X-1", "facts": {"legal.planning_meeting_held": False}, "events": []}
    found = {t.obligation.id: t.obligation for t in policy("camden").obligations([case], "2026-03-04T09:00")}
    assert (found["gather_views"].status, found["gather_views"].not_known_because) == ("not_known", "whether it arises")
    assert found["lodge_papers"].not_known_because == ""


def test_what_is_open_comes_first_and_soonest_first() -> None:
    at = "2026-03-05T12:01"
    found = tasks(at)
    stages = [0 if t.is_open else 1 if t.is_waiting else 2 for t in found]
    assert stages == sorted(stages)
    dated = [t.obligation.due for t in found if t.is_open and t.obligation.due is not None]
    assert dated == sorted(dated)
    assert found[0].obligation.id == "lodge_papers"
    # what may be done comes after what must
    open_ = [t.obligation.strength == "may" for t in found if t.is_open]
    assert open_ == sorted(open_)


def test_why_says_what_it_arose_from_and_what_its_time_rests_on() -> None:
    why = {task.obligation.id: task.obligation.why for task in tasks("2026-03-09T16:30")}
    sent = "the recorded outcome was sent to the chair"
    assert why["finalise_outcome"] == f"since {sent}; due within 48 hours after {sent}"
    assert why["lodge_papers"] == "due by the cut-off of the Care Pathways Panel"
    assert why["tell_head_of_service"] == "since the duty lodge papers is missed"
    assert why["hear_emergency_case"].startswith("once an emergency protection order was applied for")
    assert why["gather_views"] == "because child can give views; due before the Care Pathways Panel"
    assert why["extra_members"] == "for every case"


def test_an_actor_sees_their_own_and_what_they_share() -> None:
    mine = tasks("2026-03-05T12:01", actor="team_manager")
    assert {task.obligation.id for task in mine} == {"tell_service_manager", "list_case", "team_manager"}
    assert {t.obligation.id for t in tasks("2026-03-05T12:01", actor="panel")} == {
        "panel_decision",
        "hear_emergency_case",
    }


def test_an_unknown_actor_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownParty) as refused:
        tasks("2026-03-05T12:01", actor="team_manger")
    assert str(refused.value) == "no party `team_manger` in the policy: did you mean `team_manager`?"


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_the_list_of_many_cases_is_the_lists_of_each(authority: str) -> None:
    cases = sorted((EXAMPLES / "cases" / authority).glob("*.yaml"))[::6]
    asked, at = policy(authority), "2026-03-20T09:00"
    together = asked.obligations(cases, at)
    apart = {task for case in cases for task in asked.obligations([case], at)}
    assert len(together) == len({task.id for task in together})
    assert set(together) == apart
    for case in cases:
        determined = asked.determine(case, at, second_opinion=False)
        beside = ("authorisations", "attendance")
        listed = [t.obligation for t in together if t.case == determined.case and t.obligation.section not in beside]
        assert sorted(listed, key=repr) == sorted(determined.obligations, key=repr)


def test_every_broken_case_is_reported_and_no_list_is_given(tmp_path: Path) -> None:
    for name, facts in (("one", {"child.looked_after": "Zebulon"}), ("two", {"child.looked_afer": True})):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump({"case": f"X-{name}", "facts": facts}), encoding="utf-8")
    with pytest.raises(CaseInvalid) as refused:
        policy("camden").obligations([tmp_path / "one.yaml", LATE, tmp_path / "two.yaml"], "2026-03-05T12:01")
    said = [str(problem) for problem in refused.value.diagnostics]
    assert [line.split(":")[0].rpartition("/")[2] for line in said] == ["one.yaml", "two.yaml"]
    assert "Zebulon" not in "".join(said)


def test_two_cases_of_one_reference_cannot_be_told_apart() -> None:
    with pytest.raises(CannotDetermine, match="is given twice"):
        policy("camden").obligations([LATE, LATE], "2026-03-05T12:01")


def test_obligations_outlive_the_case() -> None:
    """After the outcome is final, the duty to follow the pre-proceedings policy still stands, years later."""
    [task] = [t for t in tasks("2029-01-01T09:00") if t.obligation.id == "follow_pre_proceedings_policy"]
    assert (task.obligation.status, task.is_open) == ("pending", True)
