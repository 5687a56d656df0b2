"""Every row of `tests/data/meetings.yaml` comes out as worked out by hand, from the words of a policy."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.calendars.rules import follows

from carepanel.calendars.instants import parse_date
from carepanel.calendars.meetings import first_on_or_after, occurrences
from carepanel.loading import Source, load
from carepanel.model.meetings import DaysNotStated, GivenDays, ImmediatelyAfter, Monthly, Recurrence, Weekly

DATA = Path(__file__).parents[1] / "data"
ROWS = yaml.safe_load((DATA / "meetings.yaml").read_text(encoding="utf-8"))
KEYS = {"row", "meeting", "others", "from", "to", "days", "first_after", "because"}
MINIMAL = yaml.safe_load((DATA / "policies" / "good" / "minimal.yaml").read_text(encoding="utf-8"))


@cache
def read(number):
    """The days of the panel of a row, and the calendar they are counted on."""
    row = ROWS[number]
    assert set(row) <= KEYS, row["row"]
    panels = {**row.get("others", {}), "panel": row["meeting"]}
    meetings = {name: {"clause": "2", "cut_off": "not_stated", **panel} for name, panel in panels.items()}
    loaded, problems = load(Source("row.yaml", json.dumps({**MINIMAL, "meetings": meetings}).encode()))
    assert not problems
    program = loaded.program({})
    return program.terms.panels["panel"].days, loaded.calendar


def shown(meeting):
    """A meeting as the rows write it."""
    day = f"{meeting.usual_day}" if meeting.day == meeting.usual_day else f"{meeting.usual_day} -> {meeting.day}"
    if meeting.day is None:
        return f"{meeting.usual_day} -> none: {meeting.why_moved}"
    hour = f" {meeting.starts:%H:%M}" if meeting.starts else ""
    return f"{day}{hour}{f' extra: {meeting.extra}' if meeting.extra else ''}"


each_row = pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["row"] for row in ROWS])


@each_row
def test_the_days_of_a_panel_come_out_as_worked_out_by_hand(number):
    days, calendar = read(number)
    row = ROWS[number]
    assert [shown(m) for m in occurrences(days, calendar, parse_date(row["from"]), parse_date(row["to"]))] == row[
        "days"
    ]


@each_row
def test_the_first_meeting_comes_out_as_worked_out_by_hand(number):
    days, calendar = read(number)
    for day, expected in ROWS[number].get("first_after", {}).items():
        found = first_on_or_after(days, calendar, parse_date(day))
        assert (str(found.day) if found else "none") == expected


DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 1))
WINDOWS = st.tuples(DAYS, st.integers(0, 200), st.integers(0, 200))


@given(st.integers(0, len(ROWS) - 1), WINDOWS)
def test_a_window_is_its_two_halves(number, window):
    days, calendar = read(number)
    start, middle, end = window[0], window[0] + timedelta(window[1]), window[0] + timedelta(window[1] + 1 + window[2])
    halves = [
        *occurrences(days, calendar, start, middle),
        *occurrences(days, calendar, middle + timedelta(1), end),
    ]
    assert list(occurrences(days, calendar, start, end)) == halves


@given(st.integers(0, len(ROWS) - 1), DAYS)
def test_no_cancelled_meeting_is_held_and_every_extra_one_is(number, start):
    days, calendar = read(number)
    end = start + timedelta(100)
    held = {meeting.day for meeting in occurrences(days, calendar, start, end)}
    off = {each.day for each in days.cancelled}
    assert not held & off
    assert {each.day for each in days.extra if start <= each.day <= end} - off <= held


def may_have_met_before(days, day):
    """Whether nobody knows which meeting was the first, as the list of its days begins later."""
    meets = days.dated_by.meets
    return isinstance(meets, GivenDays) and not meets.covers(day)


@given(st.integers(0, len(ROWS) - 1), DAYS)
def test_the_first_meeting_is_the_nearest_of_all(number, day):
    days, calendar = read(number)
    found = first_on_or_after(days, calendar, day)
    around = occurrences(days, calendar, day - timedelta(20), day + timedelta(120))
    later = [meeting.day for meeting in around if meeting.day and meeting.day >= day]
    if found is None:
        assert not later or may_have_met_before(days, day)
    else:
        assert not later or found.day == min(later)


def monday(day):
    return day - timedelta(day.weekday())


def matches(meets, day):
    """Whether a usual day is one that the form of the row allows, worked out the other way round."""
    weekday = day.strftime("%A").lower()
    match meets:
        case Weekly(days=names, every=every, counting_from=anchor):
            weeks = 0 if anchor is None else (monday(day) - monday(anchor)).days // 7
            return weekday in names and weeks % every == 0
        case Monthly(days=names):
            is_last = (day + timedelta(7)).month != day.month
            return ((day.day + 6) // 7, weekday) in names or (is_last and (-1, weekday) in names)
        case GivenDays(days=given):
            return day in [each.day for each in given]
        case ImmediatelyAfter(days=other):
            return day in [each.day for each in other.extra] or matches(other.meets, day)
        case Recurrence(rule=rule, start=start):
            return follows(rule, start, day)
        case DaysNotStated():
            return False


@given(st.integers(0, len(ROWS) - 1), DAYS)
def test_every_day_matches_its_form(number, start):
    days, calendar = read(number)
    for meeting in occurrences(days, calendar, start, start + timedelta(200)):
        assert meeting.usual_day in [each.day for each in days.extra] or matches(days.meets, meeting.usual_day)


def test_there_are_enough_rows_and_no_two_of_a_name():
    assert len(ROWS) == len({row["row"] for row in ROWS}) >= 40
