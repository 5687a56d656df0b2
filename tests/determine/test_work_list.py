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
    assert (task.id, task.obligation.status, task.obligation.due) == (f"CAM-2026-0001/{duty}/1", status, expected)


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
    assert {task.obligation.id for task in mine} == {"tell_service_manager", "list_case"}
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
        listed = [t.obligation for t in together if t.case == determined.case]
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
