"""The timetable: rows worked out by hand, and the same dates as a case before that meeting has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from carepanel import load_policy
from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import iso
from carepanel.errors import CannotDetermine
from carepanel.render.timetable import moment
from carepanel.render.timetable_text import timetable_text
from tests.examples import AUTHORITIES, ROOT, policy

TABLES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/timetables.yaml").read_text(encoding="utf-8"))


def _shown(due: Any) -> str | None:
    """A due date as the rows write it: the day, with the clock time where it has one."""
    if not isinstance(due, Due):
        return None
    return str(moment(due)) if due.strict else iso(due.latest)[:16].replace("T", " ")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table['policy']}-{table['from']}")
def test_a_timetable_is_the_one_worked_out_by_hand(table: dict[str, Any]) -> None:
    found = policy(table["policy"]).dates(table["from"], table["to"], readings=table.get("readings"))
    panel = found.panels[0]
    assert [column.duty.id for column in panel.columns] == table["columns"]
    rows = [
        [str(row.meeting.usual_day), row.meeting.day and str(row.meeting.day), *map(_shown, row.dues)]
        for row in panel.rows
    ]
    assert rows == table["meetings"]


def test_duties_due_together_share_a_column_and_name_each_other() -> None:
    panel = policy("camden").dates("2026-03-20", "2026-03-31").panels[0]
    also = {column.duty.id: [duty.id for duty in column.also] for column in panel.columns}
    assert also["cut_off"] == ["task_form", "email_form", "pass_on_form", "state_situation", "lodge_papers"]
    assert [duty.id for duty in panel.before] == ["record_options", "tell_service_manager", "gather_views"]
    assert [column.duty.id for column in panel.columns if column.duty.assumes] == ["finalise_outcome"]


def test_a_panel_whose_days_are_not_stated_has_no_rows() -> None:
    panel = next(
        p for p in policy("wandsworth").dates("2026-01-01", "2026-12-31").panels if p.panel.id == "health_panel"
    )
    assert (panel.rows, panel.columns) == ((), ())


def test_duties_of_the_year_have_their_days_or_say_why_not() -> None:
    camden = policy("camden")
    [review, impact] = camden.dates("2026-01-01", "2028-12-31").each_year
    assert (review.days, review.says, impact.says) == ((), "the source sets no time", "the source sets no time")
    [review, _] = camden.dates("2026-01-01", "2028-12-31", readings={"review_from": "calendar_year"}).each_year
    # a year from 1 January ends with the next 1 January
    assert review.days == (date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_case_before_the_meeting_has_the_same_cut_off(authority: str) -> None:
    asked = policy(authority)
    for row in asked.dates("2026-03-01", "2027-02-28").panels[0].rows[::3]:
        if row.meeting.day is None:
            continue
        number = [c.duty.id for c in asked.dates(row.meeting.usual_day, row.meeting.usual_day).panels[0].columns].index(
            "cut_off"
        )
        case = {
            "case": "X-1",
            "events": [
                {
                    "event": "put_forward",
                    "meeting": "panel",
                    "day": str(row.meeting.usual_day),
                    "at": "2026-02-01T09:00",
                }
            ],
        }
        meeting = asked.determine(case, "2026-02-02T09:00", second_opinion=False).meeting
        due = row.dues[number]
        assert isinstance(due, Due)
        assert (meeting.day, meeting.cut_off) == (row.meeting.day, due.latest)
        assert tuple(step.says for step in meeting.cut_off_proof) == due.proof.lines()


def test_what_follows_the_decision_is_due_as_it_is_for_a_case_decided_that_day() -> None:
    asked = policy("wandsworth")
    for row in asked.dates("2026-03-01", "2026-06-30").panels[0].rows:
        decided = f"{row.meeting.day}T12:00"
        case = {
            "case": "X-1",
            "facts": {"request.about": "entry_to_care"},
            "events": [{"event": "panel_decision", "outcome": "agreed", "at": decided}],
        }
        [task] = [t for t in asked.obligations([case], decided) if t.obligation.id == "record_decision"]
        due = row.dues[1]
        assert isinstance(due, Due)
        assert (task.obligation.due, task.obligation.status) in [(due.latest, "pending"), (due.latest, "not_known")]


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("2026-02-01", "2026-01-01", "the first day lies after the last"),
        ("2026-02-30", "2026-03-01", "`start`: "),
        ("1999-01-01", "1999-02-01", "knows the working days of 2012 to 2100 only"),
    ],
)
def test_days_that_cannot_be_are_refused(start: str, end: str, says: str) -> None:
    with pytest.raises(CannotDetermine) as refused:
        policy("camden").dates(start, end)
    assert says in str(refused.value)


def test_beyond_the_published_bank_holidays_a_row_is_provisional() -> None:
    rows = policy("camden").dates("2028-12-01", "2029-01-31").panels[0].rows
    # Mondays 4, 11, 18 and 25 December 2028, held on the 27th with 48 hours to the 29th; then five of January
    assert [row.provisional for row in rows] == [False] * 4 + [True] * 5


@pytest.mark.parametrize(
    ("usual_day", "day", "why"),
    [
        (date(2026, 2, 10), date(2026, 2, 10), ""),
        (date(2026, 2, 17), None, "outside term time (own_terms)"),
        (date(2026, 4, 7), None, "outside term time (own_terms)"),
        (date(2026, 12, 22), None, "outside term time (own_terms)"),
        (date(2027, 1, 5), date(2027, 1, 5), ""),  # beyond the horizon of the terms
    ],
)
def test_a_panel_may_meet_in_term_time_only(usual_day: date, day: date | None, why: str) -> None:
    found = load_policy(ROOT / "tests/data/policies/good/in_term_time.yaml").dates(usual_day, usual_day)
    [row] = found.panels[0].rows
    assert (row.meeting.day, row.meeting.why_moved, row.provisional) == (day, why, usual_day.year == 2027)


def test_working_days_may_be_counted_by_several_lists() -> None:
    rows = (
        load_policy(ROOT / "tests/data/policies/good/several_calendars.yaml")
        .dates("2026-12-22", "2027-01-05")
        .panels[0]
        .rows
    )
    # the offices close from 24 to 31 December: three working days before Tuesday 5 January are the 4th, and 23 and 22 December
    assert [(str(row.meeting.day), _shown(row.dues[0])) for row in rows] == [
        ("2026-12-22", "2026-12-17"),
        ("2027-01-04", "2026-12-21"),
        ("2027-01-05", "2026-12-22"),
    ]


def test_a_date_that_hangs_on_an_undecided_reading_is_said_to() -> None:
    found = policy("wandsworth").dates("2026-03-02", "2026-03-20", readings={"two_days_or_monday": "undecided"})
    text = timetable_text(found)
    assert "cut_off" not in [column.duty.id for column in found.panels[0].columns]
    assert "Cut-off" in text
    assert "Cut-off no date: the reading `two_days_or_monday` is not decided [2.4c]" in " ".join(text.split())
