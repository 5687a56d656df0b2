"""A bank holiday proclaimed a week before: Monday 15 June 2026. What moves was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from carepanel import resources
from carepanel.calendars.changed_days import ChangedDay
from carepanel.calendars.instants import parse_instant
from carepanel.determine.work_list import Task
from carepanel.schedule.calendar_change import changed_tasks
from carepanel.schedule.moved import Side
from tests.examples import ROOT, policy
from tests.proclaimed import NEARLY_EIGHTEEN, sides, with_day

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel.determine.determination import Determination

MEMBERS = (
    "chair",
    "vice_chair",
    "reviewing_officers_manager",
    "legal_proceedings_manager",
    "fostering_manager",
    "virtual_school_head",
    "camhs",
    "education",
    "resources_manager",
    "corporate_parenting_head",
    "cin_head",
)
"""The eleven of 3.2; 3.5b has the Business Support Service run the panel."""


@pytest.fixture
def proclaimed(tmp_path: Path) -> Path:
    return with_day(tmp_path, "2026-06-15")


def test_camdens_monday_moves_and_what_counts_from_it(proclaimed: Path) -> None:
    camden = policy("camden")
    moved = camden.calendar_change(
        camden.with_calendar(proclaimed), "2026-06-01", "2026-07-31", at="2026-06-08T09:00"
    ).moved
    assert sides(moved) == {
        "panel/2026-06-15": ("Mon 15 Jun 2026", "Tue 16 Jun 2026"),
        "panel/2026-06-15/finalise_outcome": (
            "on Wed 17 Jun 2026, the hour not known",
            "on Thu 18 Jun 2026, the hour not known",
        ),
    }
    assert [one.actor for one in moved] == [("business_support_officer", *MEMBERS), ("chair",)]


def test_wandsworths_papers_are_due_sooner_and_its_record_later(proclaimed: Path) -> None:
    asked = policy("wandsworth")
    case = {
        "case": "WAN-1",
        "facts": {"request.about": "entry_to_care"},
        "events": [
            {"event": "put_forward", "meeting": "panel", "day": "2026-06-10", "at": "2026-06-01T10:00"},
            {"event": "panel_decision", "outcome": "agreed", "at": "2026-06-10T12:30"},
        ],
    }
    moved = asked.calendar_change(
        asked.with_calendar(proclaimed), "2026-06-01", "2026-06-30", cases=[case], at="2026-06-11T00:00"
    ).moved
    found = sides(moved)
    # two working days before Wednesday 17 June, without Monday 15
    assert found["panel/2026-06-17/cut_off"] == ("by Mon 15 Jun 2026 17:00", "by Fri 12 Jun 2026 17:00")
    # three working days after Wednesday 10 June: 11, 12 and 15, or 16
    assert found["panel/2026-06-10/record_decision"] == (
        "by the end of Mon 15 Jun 2026",
        "by the end of Tue 16 Jun 2026",
    )
    assert "WAN-1/record_decision/2026-06-10T11:30Z" in found
    task = next(one for one in moved if one.id == "WAN-1/record_decision/2026-06-10T11:30Z")
    assert (task.was.when, task.now.when) == (parse_instant("2026-06-16T00:00"), parse_instant("2026-06-17T00:00"))
    assert (task.case, task.actor) == ("WAN-1", ("administrator",))
    # what is due by the cut-off moves with it
    by_then = {f"panel/2026-06-17/{duty}" for duty in ("cut_off", "submit_request", "liaise_on_joint_funding")}
    assert set(found) == {*by_then, "panel/2026-06-10/record_decision", "WAN-1/record_decision/2026-06-10T11:30Z"}


def test_the_meeting_of_a_case_moves_with_it(proclaimed: Path) -> None:
    camden = policy("camden")
    put_forward = {"event": "put_forward", "meeting": "panel", "day": "2026-06-15", "at": "2026-06-08T10:00"}
    moved = camden.calendar_change(
        camden.with_calendar(proclaimed),
        "2026-06-08",
        "2026-06-30",
        cases=[{"case": "CAM-1", "events": [put_forward]}],
        at="2026-06-09T09:00",
    ).moved
    [meeting] = [one for one in moved if one.kind == "case"]
    assert (meeting.id, meeting.was.when, meeting.now.when) == ("CAM-1/meeting", date(2026, 6, 15), date(2026, 6, 16))
    # 7.1a: the social worker and their managers attend to present the case
    assert meeting.actor == ("business_support_officer", *MEMBERS, "social_worker", "team_manager")


def test_what_a_new_day_takes_away_is_listed_by_what_is_answered_and_what_no_longer_arises(proclaimed: Path) -> None:
    camden = policy("camden")
    other = camden.with_calendar(proclaimed)
    span, at = ("2026-06-15", "2026-06-15"), "2026-06-09T09:00"
    moved = camden.calendar_change(other, *span, cases=[NEARLY_EIGHTEEN], at=at).moved
    of_the_case = {one.id: (one.kind, one.change, one.was.says, one.now.says) for one in moved if one.case}
    before = ("before Mon 15 Jun 2026, pending", "before Tue 16 Jun 2026, pending")
    coming = ("by the end of Mon 15 Jun 2026, pending", "by the end of Tue 16 Jun 2026, pending")
    assert of_the_case == {
        "CAM-17/meeting": ("case", "moves", "Mon 15 Jun 2026", "Tue 16 Jun 2026"),
        "CAM-17/eligibility": ("case", "differs", "yes", "no"),
        "CAM-17/eligibility.homeless_16_17": ("case", "differs", "yes", "no"),
        "CAM-17/disposition": ("case", "differs", "Papers still to come", "Not a case for this panel"),
        "CAM-17/gather_views/1": ("obligation", "moves", *before),
        "CAM-17/record_options/1": ("obligation", "moves", *before),
        "CAM-17/tell_service_manager/1": ("obligation", "moves", *before),
        "CAM-17/attendance.social_worker/1": ("obligation", "moves", *coming),
        "CAM-17/attendance.team_manager/1": ("obligation", "moves", *coming),
        "CAM-17/panel_decision/1": (
            *("obligation", "ends"),
            *("no date (the source sets no time), pending", "no longer arises"),
        ),
    }
    eligibility = next(one for one in moved if one.id == "CAM-17/eligibility")
    assert (eligibility.clause, eligibility.was.when, eligibility.now.when) == (("4.2a", "4.2b"), None, None)
    assert eligibility.actor == ("business_support_officer", *MEMBERS, "social_worker", "team_manager")

    # and the other way round, were the proclamation withdrawn
    back = {one.id: one for one in other.calendar_change(camden, *span, cases=[NEARLY_EIGHTEEN], at=at).moved}
    decision = back["CAM-17/panel_decision/1"]
    assert (decision.change, decision.was.says) == ("arises", "does not arise")
    assert decision.now.says == "arises: no date (the source sets no time), pending"
    assert {name: (one.now.says, one.was.says) for name, one in back.items() if one.kind == "case"} == {
        name: (was, now) for name, (kind, _, was, now) in of_the_case.items() if kind == "case"
    }


def test_what_papers_late_under_the_new_calendar_set_off_arises(tmp_path: Path) -> None:
    camden = policy("camden")
    # Thursday 11 June is proclaimed: papers for Monday 15 are then due on Wednesday 10 at noon; one came at two, and the
    # rest have not come by three
    lodged = {"document": "chronology", "dated": "2026-06-08", "at": "2026-06-10T14:00"}
    events = [*NEARLY_EIGHTEEN["events"], {"event": "document_lodged", **lodged}]
    moved = camden.calendar_change(
        camden.with_calendar(with_day(tmp_path, "2026-06-11")),
        *("2026-06-15", "2026-06-15"),
        cases=[{**NEARLY_EIGHTEEN, "events": events}],
        at="2026-06-10T15:00",
    ).moved
    found = {one.id: (one.change, one.was.says, one.now.says) for one in moved}
    arises = ("arises", "arises once the duty lodge papers is missed", "no date (the source sets no time), pending")
    assert found["CAM-17/late_papers/1"] == arises
    assert found["CAM-17/tell_head_of_service/1"] == arises
    assert found["CAM-17/lodge_papers/1"] == (
        *("moves", "by Thu 11 Jun 2026 12:00, pending"),
        "by Wed 10 Jun 2026 12:00, missed",
    )
    assert found["CAM-17/disposition"] == (
        *("differs", "Papers still to come"),
        "Papers late, for the Head of Service to decide",
    )
    assert found["CAM-17/documents.chronology"] == ("differs", "in", "late")


def test_what_is_not_known_says_why(tmp_path: Path) -> None:
    asked = policy("wandsworth")
    # Wednesday 17 June is proclaimed: there is no panel that week, and the case put forward for it has no meeting
    put_forward = {"event": "put_forward", "meeting": "panel", "day": "2026-06-17", "at": "2026-06-08T09:30"}
    moved = asked.calendar_change(
        asked.with_calendar(with_day(tmp_path, "2026-06-17")),
        *("2026-06-17", "2026-06-17"),
        cases=[{"case": "WAN-2", "facts": {"request.about": "entry_to_care"}, "events": [put_forward]}],
        at="2026-06-09T09:00",
    ).moved
    found = {one.id: (one.change, one.was.says, one.now.says) for one in moved}
    assert found["WAN-2/meeting"] == (
        *("moves", "Wed 17 Jun 2026"),
        "no meeting: the case was put forward for Wed 17 Jun 2026, which is not held (A day proclaimed)",
    )
    assert found["WAN-2/chair_panel/1"] == (
        *("moves", "by the end of Wed 17 Jun 2026, pending"),
        "no date (the case has no meeting), pending",
    )
    # whether it is needed hangs on a fact nobody has stated, under either calendar
    fact = "Who is joint funding needed with?"
    assert found["WAN-2/liaise_on_joint_funding/1"] == (
        *("moves", f"by Mon 15 Jun 2026 17:00, not known: {fact}"),
        f"no date, not known: {fact}",
    )


def test_what_is_done_on_the_day_of_a_panel_whose_hour_is_not_stated_cannot_be_told(proclaimed: Path) -> None:
    camden = policy("camden")
    told = {"event": "service_manager_told", "at": "2026-06-15T10:00"}
    case = {**NEARLY_EIGHTEEN, "events": [*NEARLY_EIGHTEEN["events"], told]}
    moved = camden.calendar_change(
        camden.with_calendar(proclaimed), "2026-06-15", "2026-06-15", cases=[case], at="2026-06-15T11:00"
    ).moved
    [told_to] = [one for one in moved if one.id == "CAM-17/tell_service_manager/1"]
    assert told_to.was.says == "before Mon 15 Jun 2026, not known: whether it is done in time cannot be told"
    assert told_to.now.says == "before Tue 16 Jun 2026, fulfilled"


def _stand(due_says: str, status: str, due: str | None = None, duty: str = "gather_views") -> Determination:
    """A determination with one obligation, which stands so."""
    found = policy("camden").determine(NEARLY_EIGHTEEN, "2026-06-09T09:00", second_opinion=False)
    one = next(o for o in found.obligations if o.id == duty)
    when = None if due is None else parse_instant(due)
    changed = replace(one, due=when, due_says=due_says, status=status)  # type: ignore[arg-type]
    return replace(found, obligations=(changed,), not_known=())


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        # no date on either side is no date that moves, for whatever reason there is none
        (("what it counts from has not happened", "pending"), ("the source sets no time", "pending"), None),
        (("when it came to be is not known", "not_known"), ("it is not known", "not_known"), None),
        # but what stands otherwise is said to
        (("when it came to be is not known", "not_known"), ("the source sets no time", "pending"), "differs"),
        (("by noon", "pending", "2026-06-15T12:00"), ("by noon", "missed", "2026-06-15T12:00"), "differs"),
        (("by noon", "pending", "2026-06-15T12:00"), ("the source sets no time", "pending"), "moves"),
        (("by noon", "pending", "2026-06-15T12:00"), ("by noon", "pending", "2026-06-16T12:00"), "moves"),
        # what is done stays done whenever it was due, unless it is late now
        (("by noon", "fulfilled", "2026-06-15T12:00"), ("by noon", "fulfilled", "2026-06-16T12:00"), None),
        (("by noon", "fulfilled", "2026-06-15T12:00"), ("by ten", "fulfilled_late", "2026-06-15T10:00"), "moves"),
        (("its trigger has not happened", "not_due"), ("the source sets no time", "not_due"), None),
        (("by noon", "pending", "2026-06-15T12:00"), ("its trigger has not happened", "not_due"), "ends"),
    ],
)
def test_an_obligation_moves_where_its_date_does(was: Any, now: Any, change: str | None) -> None:
    found = [one.change for one in changed_tasks([(_answered(_stand(*was)), _answered(_stand(*now)))])]
    assert found == ([] if change is None else [change])


def _answered(found: Determination) -> tuple[Determination, list[Task]]:
    return found, [Task(found.case, obligation) for obligation in found.obligations]


def test_why_there_is_no_date_is_why_it_is_not_known_where_nothing_can_be_asked() -> None:
    old, new = _stand("by noon", "pending", "2026-06-15T12:00"), _stand("when it came to be is not known", "not_known")
    [moved] = changed_tasks([(_answered(old), _answered(new))])
    assert moved.now == Side(None, "no date, not known: when it came to be is not known")


def test_a_change_names_the_list_and_its_days(proclaimed: Path) -> None:
    camden = policy("camden")
    found = camden.calendar_change(camden.with_calendar(proclaimed), "2026-08-01", "2026-08-31", at="2026-06-08T09:00")
    [changed] = found.lists
    assert (changed.was.version, changed.now.version, found.moved) == ("1", "2", ())
    assert changed.days == (ChangedDay(date(2026, 6, 15), "", "A day proclaimed"),)


def test_a_calendar_that_says_the_same_moves_nothing(tmp_path: Path) -> None:
    same = tmp_path / "same.yaml"
    same.write_bytes(resources.shared_bytes("england_and_wales"))
    for authority in ("camden", "wandsworth"):
        asked = policy(authority)
        cases = [ROOT / f"benchmarks/cases/{authority}.yaml"]
        assert (
            asked.calendar_change(
                asked.with_calendar(same), "2026-01-01", "2028-12-31", cases=cases, at="2026-03-09T09:00"
            ).moved
            == ()
        )


def test_what_is_known_when_decides_which_obligations_are_live(proclaimed: Path) -> None:
    asked = policy("wandsworth")
    decided = {"event": "panel_decision", "outcome": "agreed", "at": "2026-06-10T12:30"}
    case = {
        "case": "WAN-3",
        "facts": {"request.about": "entry_to_care"},
        "events": [
            {"event": "put_forward", "meeting": "panel", "day": "2026-06-10", "at": "2026-06-01T10:00"},
            {**decided, "recorded_at": "2026-06-12T09:00"},
        ],
    }
    other = asked.with_calendar(proclaimed)

    def found(at: str, known_by: str | None = None) -> dict[str, tuple[str, str]]:
        moved = asked.calendar_change(other, "2026-06-15", "2026-06-15", cases=[case], at=at, known_by=known_by).moved
        return {name: says for name, says in sides(moved).items() if name.startswith("WAN-3/record_decision")}

    # three working days after Wednesday 10 June, as of when it is asked and of what was on file by then
    pending = ("by the end of Mon 15 Jun 2026, pending", "by the end of Tue 16 Jun 2026, pending")
    assert found("2026-06-12T10:00") == {"WAN-3/record_decision/2026-06-10T11:30Z": pending}
    assert found("2026-06-12T08:00") == {}
    assert found("2026-06-12T10:00", "2026-06-12T08:00") == {}
    assert found("2026-06-11T10:00", "2026-06-12T10:00") == {"WAN-3/record_decision/2026-06-10T11:30Z": pending}
    # on Tuesday 16 June it is too late under the old calendar only
    missed = ("by the end of Mon 15 Jun 2026, missed", "by the end of Tue 16 Jun 2026, pending")
    assert found("2026-06-16T09:00") == {"WAN-3/record_decision/2026-06-10T11:30Z": missed}
