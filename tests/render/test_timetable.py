"""What a timetable says of its rows and dates, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from carepanel import load_policy
from carepanel.render.timetable_plain import flat, plain
from carepanel.render.timetable_text import timetable_markdown, timetable_text
from tests.examples import ROOT, policy

if TYPE_CHECKING:
    from carepanel import Policy


def stated_hours() -> Policy:
    return load_policy(ROOT / "tests/data/policies/good/stated_hours.yaml")


def told(asked: Policy, day: str, **readings: str) -> str:
    """The text of one day, on one line."""
    return " ".join(timetable_text(asked.dates(day, day, readings=readings)).split())


REMARKS = [
    # the policy, the day, the readings, and what is said beneath the row
    ("camden", "2026-01-05", {}, "cut-off moved from Thu 1 Jan 2026: New Year’s Day"),
    ("camden", "2026-01-05", {"bank_holiday_thursday": "keep"}, "cut-off on a day off: New Year’s Day"),
    ("camden", "2028-01-03", {}, "send template moved from Tue 28 Dec 2027: Boxing Day (substitute day)"),
    ("camden", "2026-04-06", {"bank_holiday_monday": "keep"}, "not a working day: Easter Monday"),
    ("camden", "2026-04-06", {}, "moved from Mon 6 Apr 2026: Easter Monday"),
    ("stated_hours", "2026-04-16", {}, "extra: Many requests; finalise outcome on a day off: Saturday"),
    ("stated_hours", "2026-03-16", {}, "not held: cancelled: The building is closed"),
]


@pytest.mark.parametrize(("name", "day", "readings", "says"), REMARKS)
def test_what_a_day_off_does_stands_beneath_the_row(name: str, day: str, readings: dict[str, str], says: str) -> None:
    asked = stated_hours() if name == "stated_hours" else policy(name)
    assert says in told(asked, day, **readings)
    assert says in timetable_markdown(asked.dates(day, day, readings=readings))


def test_a_row_out_of_nothing_ordinary_has_no_remark() -> None:
    [row] = plain(policy("camden").dates("2026-03-09", "2026-03-09"))["panels"][0]["meetings"]  # type: ignore[index]
    assert row["remark"] == ""


def test_a_panel_after_another_starts_when_that_ends() -> None:
    says = told(stated_hours(), "2026-03-09")
    assert "Meeting at 13:00 [2]" in says
    assert "Meeting at 16:00 [7]" in says
    assert "hour not stated" not in says


def test_the_lists_of_days_off_are_named_with_what_is_published_of_them() -> None:
    several = load_policy(ROOT / "tests/data/policies/good/several_calendars.yaml")
    assert (
        "Days off: list england_and_wales, version 1, published to Sun 31 Dec 2028; list own_closures, "
        "version 2026-1, published to Fri 31 Dec 2027."
    ) in told(several, "2026-03-09")


def test_a_date_that_the_calendar_does_not_know_is_named() -> None:
    says = told(policy("camden"), "2012-01-02")
    known = "the calendar `england_and_wales` knows the working days of 2012 to 2100 only"
    assert f"Cut-off no date: Thu 29 Dec 2011: {known} [6.4a]" in says
    # with another meeting beside it there is a column, and the reason stands beneath the row
    both = " ".join(timetable_text(policy("camden").dates("2012-01-01", "2012-01-10")).split())
    assert "send template, cut-off not known: Thu 29 Dec 2011: the calendar `england_and_wales` knows" in both


DATES = [
    # the duty, its day, how it passes on it, the latest instant, the earliest, and the words
    (
        "cut_off",
        "2026-03-05",
        "at_the_hour",
        "2026-03-05T12:00:00+00:00",
        "2026-03-05T12:00:00+00:00",
        "by Thu 5 Mar 2026 12:00",
    ),
    (
        "send_template",
        "2026-03-03",
        "with_the_day",
        "2026-03-04T00:00:00+00:00",
        "2026-03-04T00:00:00+00:00",
        "by the end of Tue 3 Mar 2026",
    ),
    (
        "finalise_outcome",
        "2026-03-11",
        "hour_not_known",
        "2026-03-12T00:00:00+00:00",
        "2026-03-11T00:00:00+00:00",
        "on Wed 11 Mar 2026, the hour not known",
    ),
]


@pytest.mark.parametrize(("duty", "day", "passes", "latest", "earliest", "says"), DATES)
def test_the_parts_of_a_date_agree(duty: str, day: str, passes: str, latest: str, earliest: str, says: str) -> None:
    found = plain(policy("camden").dates("2026-03-09", "2026-03-09"))
    [row] = found["panels"][0]["meetings"]  # type: ignore[index]
    date = row["dates"][duty]
    assert [date[key] for key in ("day", "passes", "due", "earliest", "says")] == [day, passes, latest, earliest, says]


def test_a_date_in_json_names_the_day_off() -> None:
    [row] = plain(policy("camden").dates("2026-01-05", "2026-01-05"))["panels"][0]["meetings"]  # type: ignore[index]
    assert row["dates"]["cut_off"]["day_off"] == {"day": "2026-01-01", "why": "New Year’s Day", "kept": False}
    assert row["dates"]["finalise_outcome"]["day_off"] is None


def test_a_spreadsheet_has_the_same_columns_whatever_the_days() -> None:
    march, none = (flat(stated_hours().dates("2026-03-02", last)) for last in ("2026-04-12", "2026-03-02"))
    duties = ["cut_off", "lodge_papers", "send_agenda", "finalise_outcome"]
    head = ["panel", "usual_day", "meeting", "starts", "ends", *duties, "review_terms", "provisional", "remark"]
    assert march[0] == none[0] == head
    first = march[1][0]
    assert [first[column] for column in head[:-3]] == [
        "panel",
        "2026-03-02",
        "2026-03-02",
        "13:00",
        "16:00",
        *["2026-02-26 12:00"] * 3,
        "2026-03-04",
    ]
