"""Every row of `tests/data/occurrences.yaml` comes out as worked out by hand, however its events are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from carepanel import load_policy
from tests.examples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel.determine.determination import Obligation

POLICY = load_policy(ROOT / "tests/data/policies/good/occurrences.yaml")
ROWS: list[dict[str, Any]] = yaml.load(
    (ROOT / "tests/data/occurrences.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
KEYS = {"row", "events", "at", "expect", "because"}


def case(events: list[str]) -> dict[str, object]:
    return {"case": "X-1", "facts": {"child.looked_after": True}, "events": [event(written) for written in events]}


def event(written: str) -> dict[str, str]:
    """``no_report=let_off 2026-03-03T10:00 by=team_manager``: an event, its outcome, its time, its attributes."""
    name, at, *attributes = written.split(" ")
    kind, _, outcome = name.partition("=")
    carried = dict(attribute.split("=") for attribute in attributes)
    return {"event": kind, "at": at, **carried, **({"outcome": outcome} if outcome else {})}


def said(obligation: Obligation) -> str:
    """``fulfilled end of 2026-03-04``: how it stands and, where it has one, its time."""
    due = obligation.due_says.removeprefix("by ").replace("the end of", "end of")
    return obligation.status if obligation.due is None else f"{obligation.status} {due}"


def written(expected: str) -> str:
    """The same in the words of a due date: ``fulfilled end of Wed 4 Mar 2026``."""
    from carepanel.calendars.instants import parse_date, parse_instant, show, show_day

    status, _, due = expected.partition(" ")
    way, _, when = due.rpartition(" ")
    if not when:
        return status
    shown = show(parse_instant(when)) if "T" in when else show_day(parse_date(when))
    return " ".join(part for part in (status, way, shown) if part)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_each_occurrence_stands_as_worked_out_by_hand(row: dict[str, Any]) -> None:
    assert KEYS <= set(row) <= KEYS | {"disposition"}
    events = row["events"]
    for listed in (events, events[::-1], [*events, *events]):
        found = POLICY.determine(case(listed), row["at"])
        if "disposition" in row:
            assert found.disposition is not None
            assert found.disposition.answer == row["disposition"]
        for duty, expected in row["expect"].items():
            occurrences = [o for o in found.obligations if o.id == duty]
            assert [o.occurrence for o in occurrences] == list(range(1, len(occurrences) + 1))
            assert [said(o) for o in occurrences] == [written(each) for each in expected], duty


def test_there_are_rows_for_every_duty() -> None:
    looked_at = {duty for row in ROWS for duty in row["expect"]}
    terms = POLICY.terms
    assert looked_at >= {r.name for r in terms.of("obligations")}


def test_two_events_of_one_minute_set_off_tasks_of_different_ids() -> None:
    events = ["breakdown_seen 2026-03-02T10:00", "breakdown_seen 2026-03-02T10:00:40"]
    tasks = POLICY.obligations([case(events)], "2026-03-03T09:00")
    assert {task.id for task in tasks if task.obligation.id == "report_breakdown"} == {
        "X-1/report_breakdown/2026-03-02T10:00Z",
        "X-1/report_breakdown/2026-03-02T10:00:40Z",
    }


TWO_PANELS = (
    (ROOT / "tests/data/policies/good/occurrences.yaml")
    .read_text("utf-8")
    .replace(
        "eligibility:\n",
        """  board:
    title: Second panel
    clause: "2"
    meets: {every: week, day: tuesday}
    starts: "14:00"
    if_not_working_day: next_working_day
    cut_off: not_stated
eligibility:
""",
        1,
    )
    .replace(
        "parties:\n  chair",
        """  brief_board:
    clause: "1"
    actor: social_worker
    must: brief the board
    fulfilled_by: report_checked
    deadline: {before: board}
parties:
  chair""",
        1,
    )
    .replace(
        "disposition:\n", 'kinds:\n  - {then: other, title: Other, clause: "1", heard_at: panel}\ndisposition:\n', 1
    )
)


def test_one_panel_hearing_a_case_again_does_not_double_the_duties_of_another(tmp_path: Path) -> None:
    (tmp_path / "two_panels.yaml").write_text(TWO_PANELS, "utf-8")
    policy = load_policy(tmp_path / "two_panels.yaml")
    events = [
        "put_forward 2026-03-02T10:00 day=2026-03-09 meeting=panel",
        "document_lodged 2026-03-04T10:00 document=form",
        "report_checked 2026-03-04T11:00",
        "case_heard 2026-03-09T14:30",
        "put_forward 2026-03-09T16:00 day=2026-03-10 meeting=board",
        "case_heard 2026-03-10T14:30",
        "put_forward 2026-03-11T10:00 day=2026-03-16 meeting=panel",
    ]
    found = policy.determine(case(events), "2026-03-11T12:00")
    stands = {duty: [said(o) for o in found.obligations if o.id == duty] for duty in ("lodge_papers", "brief_board")}
    assert [each.split(" ")[0] for each in stands["lodge_papers"]] == ["fulfilled", "pending"]
    assert [each.split(" ")[0] for each in stands["brief_board"]] == ["fulfilled"]
    assert "10 Mar 2026" in stands["brief_board"][0]
