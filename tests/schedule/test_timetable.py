"""The timetable: rows worked out by hand, and the same dates as a case before that meeting has."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from carepanel import load_policy
from carepanel.calendars.anchors import Due, NoDate
from carepanel.calendars.instants import iso, show
from carepanel.calendars.meetings import Meeting
from carepanel.calendars.proof import ListRef
from carepanel.determine.requirements import due_in_words
from carepanel.errors import CannotDetermine
from carepanel.render.timetable import passes
from carepanel.render.timetable_text import timetable_text
from carepanel.schedule.meeting_dates import panel_dates
from carepanel.schedule.merged import merged
from carepanel.schedule.timetable import Row, panel_timetable
from tests.examples import AUTHORITIES, ROOT, policy

if TYPE_CHECKING:
    from pathlib import Path

    from carepanel import Policy

GOOD = ROOT / "tests/data/policies/good"
TABLES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/timetables.yaml").read_text(encoding="utf-8"))


def _shown(due: Any) -> str | None:
    """A due date as the rows write it: the day, with the clock time where it has one."""
    if not isinstance(due, Due):
        return None
    return iso(due.latest)[:16].replace("T", " ") if passes(due) == "at_the_hour" else str(due.day)


@cache
def policy_of(name: str) -> Policy:
    """A shipped policy, or one of the tests'."""
    return policy(name) if name in AUTHORITIES else load_policy(GOOD / f"{name}.yaml")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table['policy']}-{table['from']}")
def test_a_timetable_is_the_one_worked_out_by_hand(table: dict[str, Any]) -> None:
    found = policy_of(table["policy"]).dates(table["from"], table["to"], readings=table.get("readings"))
    panel = merged(found.panels[0])
    assert [column.duty.id for column in panel.columns] == table["columns"]
    rows = [
        [str(row.meeting.usual_day), row.meeting.day and str(row.meeting.day), *map(_shown, row.dues)]
        for row in panel.rows
    ]
    assert rows == table["meetings"]


def test_duties_due_together_share_a_column_and_name_each_other() -> None:
    panel = merged(policy("camden").dates("2026-03-20", "2026-03-31").panels[0])
    also = {column.duty.id: [duty.id for duty in column.also] for column in panel.columns}
    assert also["cut_off"] == ["task_form", "email_form", "pass_on_form", "state_situation", "lodge_papers"]
    assert [duty.id for duty in panel.before] == ["record_options", "tell_service_manager", "gather_views"]
    assert [column.duty.id for column in panel.columns if column.duty.assumes] == ["finalise_outcome"]


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-02", "2026-03-22"), ("2026-03-02", "2026-04-12"), ("2026-03-03", "2026-03-03")]
)
def test_the_columns_are_those_of_the_policy_whatever_the_days(start: str, end: str) -> None:
    # in March the agenda goes out at the cut-off, at Easter a day before; on Tuesday 3 March there is no meeting
    first, second = policy_of("stated_hours").dates(start, end).panels
    ids = [column.duty.id for column in first.columns]
    assert ids == ["cut_off", "lodge_papers", "send_agenda", "finalise_outcome"]
    assert all(len(row.dues) == len(row.days_off) == len(ids) for row in first.rows)
    assert (second.columns, [column.also for column in first.columns]) == ((), [()] * 4)


@pytest.mark.parametrize("name", [*AUTHORITIES, *(path.stem for path in GOOD.glob("*.yaml"))])
def test_every_date_that_rests_on_a_meeting_has_a_column(name: str) -> None:
    program = policy_of(name)._prepare({}).determiner.program
    for panel in program.terms.panels.values():
        found = panel_dates(panel, program, policy_of(name).calendar, date(2026, 1, 1), date(2026, 6, 30))
        table = panel_timetable(found)
        own = {duty.id for duty in (*table.before, *(column.duty for column in table.columns))}
        dated = {
            duty.id
            for dates in found.meetings
            for duty, due in zip(found.duties, dates.dues, strict=True)
            if isinstance(due, Due)
        }
        assert dated <= own


def test_what_is_due_with_the_meeting_is_told_from_the_policy() -> None:
    [panel] = policy("camden").dates("2026-03-03", "2026-03-03").panels
    assert panel.rows == ()
    assert [duty.id for duty in panel.before] == ["record_options", "tell_service_manager", "gather_views"]


def test_the_check_of_the_calendar_still_goes_by_the_usual_days() -> None:
    camden = policy("camden")
    program, panel = camden._prepare({}).determiner.program, camden.terms.panels["panel"]
    week = (date(2026, 4, 7), date(2026, 4, 10))
    assert panel_dates(panel, program, camden.calendar, *week).meetings == ()
    [found] = panel_dates(panel, program, camden.calendar, *week, or_held=True).meetings
    assert found.meeting.usual_day == date(2026, 4, 6)


def test_meetings_stand_in_the_order_in_which_they_are_held(tmp_path: Path) -> None:
    # the extra one of Monday 6 April is held before the regular one of that day, which is moved to the Tuesday
    text = (ROOT / "policies/camden.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "camden.yaml"
    extra = '    starts: not_stated\n    extra: {"2026-04-06": Many}\n'
    changed.write_text(text.replace("    starts: not_stated\n", extra, 1), encoding="utf-8")
    rows = load_policy(changed).dates("2026-04-06", "2026-04-07").panels[0].rows
    assert [(row.meeting.day, row.meeting.extra) for row in rows] == [
        (date(2026, 4, 6), "Many"),
        (date(2026, 4, 7), ""),
    ]


def test_what_a_panel_sets_off_comes_at_an_hour_that_nobody_knows() -> None:
    [row] = policy_of("stated_hours").dates("2026-03-02", "2026-03-02").panels[0].rows
    due = row.dues[3]
    assert isinstance(due, Due)
    assert due_in_words(due) == "on Wed 4 Mar 2026, the hour not known"
    assert due.proof.lines()[0] == "start: the day of the First panel, Mon 2 Mar 2026, hour not known"


def test_a_date_beyond_the_calendar_is_not_known_and_says_why() -> None:
    [row] = policy("camden").dates("2012-01-01", "2012-01-05").panels[0].rows
    # the Thursday before Monday 2 January 2012
    says = "Thu 29 Dec 2011: the calendar `england_and_wales` knows the working days of 2012 to 2100 only"
    assert row.dues[0] == NoDate("not_known", says)
    # Wednesday 29 December 2100: the third working day after it lies in January
    [row] = policy("wandsworth").dates("2100-12-29", "2100-12-29").panels[0].rows
    assert [isinstance(due, Due) for due in row.dues] == [True, False, True, True]


def test_a_panel_whose_days_are_not_stated_has_no_rows() -> None:
    panel = next(
        p for p in policy("wandsworth").dates("2026-01-01", "2026-12-31").panels if p.panel.id == "health_panel"
    )
    assert (panel.rows, panel.columns) == ((), ())


@pytest.mark.parametrize(
    ("name", "on", "readings", "days_off"),
    [
        # Thursday 1 January 2026; whoever has to have something in by the cut-off has it in by the Wednesday
        ("camden", "2026-01-05", {}, {"cut_off": ("2026-01-01", False), "lodge_papers": ("2026-01-01", False)}),
        ("camden", "2026-01-05", {"bank_holiday_thursday": "keep"}, {"cut_off": ("2026-01-01", True)}),
        # 48 hours from Thursday 16 April 2026
        ("stated_hours", "2026-04-16", {}, {"finalise_outcome": ("2026-04-18", True)}),
        # Tuesday 28 and Monday 27 December 2027, and the weekend before them
        ("camden", "2028-01-03", {}, {"send_template": ("2027-12-28", False)}),
        # working days that are counted over holidays are not moved
        ("wandsworth", "2026-04-08", {}, {}),
    ],
)
def test_a_date_says_what_a_day_off_did_to_it(
    name: str, on: str, readings: dict[str, str], days_off: dict[str, tuple[str, bool]]
) -> None:
    panel = policy_of(name).dates(on, on, readings=readings).panels[0]
    [row] = panel.rows
    found = {
        column.duty.id: (str(off.day), off.kept)
        for column, off in zip(panel.columns, row.days_off, strict=True)
        if off is not None
    }
    assert found == {**found, **days_off}
    assert bool(found) == bool(days_off)


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
        (date(2025, 12, 16), date(2025, 12, 16), ""),  # before they begin
    ],
)
def test_a_panel_may_meet_in_term_time_only(usual_day: date, day: date | None, why: str) -> None:
    [row] = policy_of("in_term_time").dates(usual_day, usual_day).panels[0].rows
    assert (row.meeting.day, row.meeting.why_moved, row.provisional) == (day, why, usual_day.year != 2026)


@pytest.mark.parametrize(
    ("usual_day", "steps", "remarks"),
    [
        (date(2026, 2, 10), [], []),
        (
            date(2027, 1, 5),
            ["Tue 5 Jan 2027: in its time, as far as is known (provisional)"],
            ["Thu 31 Dec 2026: the list own_terms ends here; of its later days off only the weekends are known"],
        ),
        (
            date(2025, 12, 16),
            ["Tue 16 Dec 2025: in its time, as far as is known: own_terms begins on Thu 1 Jan 2026 (provisional)"],
            [],
        ),
        # beyond both horizons, that of the bank holidays and that of the terms
        (
            date(2029, 1, 9),
            [
                "Tue 9 Jan 2029: a working day (provisional)",
                "Tue 9 Jan 2029: in its time, as far as is known (provisional)",
            ],
            [
                "Sun 31 Dec 2028: the list england_and_wales ends here; its later days off are worked out from the law",
                "Thu 31 Dec 2026: the list own_terms ends here; of its later days off only the weekends are known",
            ],
        ),
    ],
)
def test_a_meeting_in_a_time_that_is_not_known_says_so(usual_day: date, steps: list[str], remarks: list[str]) -> None:
    [row] = policy_of("in_term_time").dates(usual_day, usual_day).panels[0].rows
    due = row.dues[0]
    assert isinstance(due, Due)
    in_its_time = [step for step in due.proof.steps if "in its time" in step.why]
    lines = due.proof.lines()
    start = next(number for number, line in enumerate(lines) if line.startswith("start: "))
    assert (list(lines[:start]), [step.line().removesuffix(" (provisional)") for step in due.proof.remarks]) == (
        steps,
        remarks,
    )
    assert [step.days_off for step in in_its_time] == [ListRef("own_terms", "2026")] * len(in_its_time)


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


def test_a_duty_of_the_year_has_no_day_before_the_first_or_after_the_last_asked_about() -> None:
    def days(start: str, end: str) -> tuple[date, ...]:
        [review, _] = policy("camden").dates(start, end, readings={"review_from": "calendar_year"}).each_year
        return review.days

    assert days("2026-01-02", "2028-01-01") == (date(2027, 1, 1), date(2028, 1, 1))
    assert days("2027-01-01", "2027-12-31") == (date(2027, 1, 1),)
    assert days("2027-01-02", "2027-12-31") == ()


def test_a_meeting_that_was_moved_keeps_the_cut_off_of_its_usual_day() -> None:
    # Thursday 1 January 2026 is a holiday; the meeting is held on the Friday, and is still Thursday's
    found = load_policy(GOOD / "every_meeting.yaml").dates("2026-01-01", "2026-01-01")
    panel = next(p for p in found.panels if p.panel.id == "two_day_panel")
    [row] = panel.rows
    cut_off = row.dues[[c.duty.id for c in panel.columns].index("cut_off")]
    assert isinstance(cut_off, Due)
    assert (row.meeting.day, show(cut_off.latest)) == (date(2026, 1, 2), "Mon 29 Dec 2025 12:00")


def test_a_row_is_as_provisional_as_its_meeting() -> None:
    day = date(2029, 3, 5)
    assert Row(Meeting(day, day, None, provisional=True), (), (), "").provisional
    assert not Row(Meeting(day, day, None), (), (), "").provisional
