"""Which meetings and dates are listed when a day is proclaimed: two plain panels, and Wandsworth's of the week before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from carepanel import load_policy
from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import local_date
from tests.examples import policy
from tests.proclaimed import sides, with_day

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel import Policy
    from carepanel.schedule.moved import Moved, Side


@pytest.fixture
def proclaimed(tmp_path: Path) -> Path:
    return with_day(tmp_path, "2026-06-15")


PLAIN = """
policy: test/panels
authority: Test Council
title: Test panels
version: "1"
in_force: {from: not_stated}
source: {title: Test terms, sha256: not_stated}
uses: english_care_panels
clauses: {"1": A child who is looked after comes to the panel}
counting: {working_days: england_and_wales, first_day: day_after, exactly_on_time: included}
words: {will: must}
parties: {secretary: The secretary, head: The head, treasurer: The treasurer}
membership:
  panel: {members_attend: must, quorum: not_stated, clause: "1", members: {head: {clause: "1", as: chair}}}
  board: {members_attend: must, quorum: not_stated, clause: "1", members: {treasurer: {clause: "1", as: chair}}}
meetings:
  panel:
    {title: The panel, clause: "1", meets: {every: week, day: wednesday}, starts: not_stated,
     if_not_working_day: keep, run_by: secretary, cut_off: not_stated}
  board:
    {title: The board, clause: "1", meets: {every: week, day: monday}, starts: not_stated,
     if_not_working_day: next_working_day, run_by: not_stated, cut_off: not_stated}
eligibility:
  looked_after: {clause: "1", when: {child.looked_after: true}}
kinds:
  - {then: item, title: An item, clause: "1", heard_at: board}
attendance:
  social_worker: {clause: "1", must: attend}
obligations:
  notify: {clause: "1", actor: secretary, will: notify, fulfilled_by: not_recorded,
           deadline: {at_least: 2 days, before: panel}}
  send: {clause: "1", actor: head, will: send, fulfilled_by: not_recorded,
         deadline: {at_least: 2 working days, before: panel}}
  count: {clause: "1", actor: treasurer, will: count, fulfilled_by: not_recorded,
          deadline: {before: board.usual_day}}
  seat: {clause: "1", actor: treasurer, will: seat, fulfilled_by: not_recorded, deadline: {before: board}}
"""


@pytest.fixture
def plain(tmp_path: Path) -> Policy:
    path = tmp_path / "panels.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    return load_policy(path)


def test_what_shares_a_date_under_one_calendar_alone_moves_by_itself(plain: Policy, proclaimed: Path) -> None:
    other, span = plain.with_calendar(proclaimed), ("2026-06-15", "2026-06-17")
    [panel, _] = plain.dates(*span).panels
    assert [column.duty.id for column in panel.columns] == ["notify", "send"]
    [row] = panel.rows
    assert [due.day for due in row.dues if isinstance(due, Due)] == [date(2026, 6, 15)] * 2
    # two days before Wednesday 17 June are Monday 15 all the same; two working days are then Friday 12; the board of
    # Monday 15 meets on Tuesday 16, before which it is to be seated, and counts before its usual day as ever
    there = {
        "panel/2026-06-17/send": (date(2026, 6, 15), date(2026, 6, 12)),
        "board/2026-06-15": (date(2026, 6, 15), date(2026, 6, 16)),
    }

    def days(moved: tuple[Moved, ...]) -> dict[str, tuple[date, date]]:
        sides = ((one.id, one.was, one.now) for one in moved)
        return {name: (_day(was), _day(now)) for name, was, now in sides}

    assert days(plain.calendar_change(other, *span, at="2026-06-09T09:00").moved) == there
    back = {name: (now, was) for name, (was, now) in there.items()}
    assert days(other.calendar_change(plain, *span, at="2026-06-09T09:00").moved) == back


def _day(side: Side) -> date:
    """The day of a meeting, or the last on which something is in time."""
    if isinstance(side.when, datetime):
        return local_date(side.when - timedelta(seconds=1))
    assert side.when is not None
    return side.when


@pytest.mark.parametrize(
    ("rule", "held", "start", "end"),
    [
        # Monday 15 June goes to the Tuesday or to the Friday before, into the days asked about or out of them
        ("next_working_day", "2026-06-16", "2026-06-16", "2026-06-20"),
        ("next_working_day", "2026-06-16", "2026-06-13", "2026-06-15"),
        ("previous_working_day", "2026-06-12", "2026-06-09", "2026-06-12"),
        ("previous_working_day", "2026-06-12", "2026-06-15", "2026-06-15"),
    ],
)
def test_a_meeting_is_listed_that_either_calendar_has_on_a_day_asked_about(
    tmp_path: Path, proclaimed: Path, rule: str, held: str, start: str, end: str
) -> None:
    path = tmp_path / "panels.yaml"
    path.write_text(PLAIN.replace("if_not_working_day: next_working_day", f"if_not_working_day: {rule}"), "utf-8")
    old = load_policy(path)
    new = old.with_calendar(proclaimed)
    there = ("board/2026-06-15", date(2026, 6, 15), date.fromisoformat(held))
    for was, now, expected in ((old, new, there), (new, old, (there[0], there[2], there[1]))):
        moved = was.calendar_change(now, start, end, at="2026-06-09T09:00").moved
        assert [(one.id, one.was.when, one.now.when) for one in moved if one.kind == "meeting"] == [expected]


@pytest.mark.parametrize(
    ("start", "listed"),
    # three working days after Wednesday 11 March are Monday 16, without Friday 13 Tuesday 17
    [("2026-03-12", True), ("2026-03-16", True), ("2026-03-17", True), ("2026-03-18", False)],
)
def test_a_date_of_an_earlier_meeting_is_listed_while_it_runs_by_either_calendar(
    tmp_path: Path, start: str, listed: bool
) -> None:
    asked = policy("wandsworth")
    other = asked.with_calendar(with_day(tmp_path, "2026-03-13"))
    there = {"panel/2026-03-11/record_decision": ("by the end of Mon 16 Mar 2026", "by the end of Tue 17 Mar 2026")}
    assert sides(asked.calendar_change(other, start, "2026-03-24", at="2026-03-12T09:00").moved) == (
        there if listed else {}
    )


def test_a_meeting_before_the_days_asked_about_is_not_listed_itself(tmp_path: Path) -> None:
    asked = policy("wandsworth")
    # without the panel of Wednesday 11 March nothing of it is left to record by the 16th
    other = asked.with_calendar(with_day(tmp_path, "2026-03-11"))
    moved = asked.calendar_change(other, "2026-03-12", "2026-03-17", at="2026-03-12T09:00").moved
    assert sides(moved) == {
        "panel/2026-03-11/record_decision": ("by the end of Mon 16 Mar 2026", "the meeting is not held")
    }


def test_the_first_days_that_the_calendars_know_can_be_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "panels.yaml"
    path.write_text(PLAIN.replace(": next_working_day", ": previous_working_day"), "utf-8")
    old = load_policy(path)
    new = old.with_calendar(with_day(tmp_path, "2012-01-09"))
    moved = old.calendar_change(new, "2012-01-05", "2012-01-08", at="2026-03-12T09:00").moved
    assert [(one.id, one.was.when, one.now.when) for one in moved if one.kind == "meeting"] == [
        ("board/2012-01-09", date(2012, 1, 9), date(2012, 1, 6))
    ]


def test_a_date_moves_where_its_earliest_instant_does(tmp_path: Path) -> None:
    # 71 hours after Monday 15 June, at whatever hour, end between Wednesday at eleven at night and Thursday at eleven
    deadline = "{within: 71 hours, after: board, if_not_working_day: previous_working_day}"
    path = tmp_path / "panels.yaml"
    path.write_text(PLAIN.replace("deadline: {before: board.usual_day}", f"deadline: {deadline}"), "utf-8")
    old = load_policy(path)
    new = old.with_calendar(with_day(tmp_path, "2026-06-17"))
    moved = old.calendar_change(new, "2026-06-15", "2026-06-15", at="2026-06-09T09:00").moved
    assert sides(moved)["board/2026-06-15/count"] == (
        "between Wed 17 Jun 2026 23:00 and Thu 18 Jun 2026 23:00",
        "between Tue 16 Jun 2026 23:00 and Thu 18 Jun 2026 23:00",
    )


def test_a_meeting_concerns_its_own_panel_and_who_attends_for_the_case(plain: Policy, proclaimed: Path) -> None:
    case = {"case": "X-1", "facts": {"child.looked_after": True}}
    put_forward = {"event": "put_forward", "meeting": "board", "day": "2026-06-15", "at": "2026-06-08T10:00"}
    moved = plain.calendar_change(
        plain.with_calendar(proclaimed),
        *("2026-06-15", "2026-06-17"),
        cases=[{**case, "events": [put_forward]}],
        at="2026-06-09T09:00",
    ).moved
    whom = {one.id: (one.panel, one.actor) for one in moved if one.kind in ("meeting", "case")}
    # nobody is said to run the board, and the head of the panel has no seat on it
    assert whom == {
        "board/2026-06-15": ("board", ("treasurer",)),
        "X-1/meeting": ("board", ("treasurer", "social_worker")),
    }
