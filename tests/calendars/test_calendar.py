"""The shipped bank holidays equal two lists kept by others, and the rules for later years a third; lists combine."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import govuk_bank_holidays
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calendars.conftest import SHARED, shipped

from carepanel.calendars.calendar import Calendar, OutsideCalendar
from carepanel.calendars.days_off import DaysOff
from carepanel.calendars.days_off_from_document import days_off
from carepanel.calendars.instants import DeadlineOutOfRange
from carepanel.calendars.regular_days import LAWS, easter_sunday, regular_days
from carepanel.calendars.working_days import count_back, count_forward
from carepanel.diagnostics import Problems
from carepanel.text.yaml_ import read

DIVISIONS = {"england_and_wales": "england-and-wales", "scotland": "scotland", "northern_ireland": "northern-ireland"}
SUBDIVISIONS = {"england_and_wales": "ENG", "scotland": "SCT", "northern_ireland": "NIR"}

ONE_OFF = {
    2012: ({date(2012, 5, 28)}, {date(2012, 6, 4), date(2012, 6, 5)}),
    2020: ({date(2020, 5, 4)}, {date(2020, 5, 8)}),
    2022: ({date(2022, 5, 30)}, {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}),
    2023: (set(), {date(2023, 5, 8)}),
}
"""The days that were moved or added once, in every part of the country alike: what was taken away, what was added."""

SINCE: dict[str, dict[date, str]] = {
    "england_and_wales": {},
    # proclaimed on 4 February 2026, after the copy of the published list was taken; the second list has it
    "scotland": {date(2026, 6, 15): "World Cup bank holiday"},
    "northern_ireland": {},
}


def listed(days: DaysOff, year: int) -> set[date]:
    return {day for day in days.listed if day.year == year}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]


@cache
def library(law: str) -> frozenset[date]:
    """The weekdays off as another library has them, to 2100."""
    found = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[law], years=range(2012, 2101), observed=True)
    return frozenset(day for day in found if day.weekday() < 5)


@pytest.mark.parametrize("law", LAWS)
def test_the_list_is_the_published_one(law):
    kept = Path(govuk_bank_holidays.__file__).parent / "bank-holidays.json"
    events = json.loads(kept.read_text(encoding="utf-8"))[DIVISIONS[law]]["events"]
    published = {
        date.fromisoformat(event["date"]): event["title"]
        + (" (substitute day)" if event["notes"] == "Substitute day" else "")
        for event in events
    }
    days = shipped(law)
    assert dict(days.listed) == published | SINCE[law]
    assert days.horizon == date(max(published).year, 12, 31)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("year", range(2012, 2029))
def test_every_listed_year_equals_a_second_list(law, year):
    assert listed(shipped(law), year) == {day for day in library(law) if day.year == year}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("year", range(2012, 2029))
def test_the_regular_days_are_the_listed_ones_but_for_the_days_moved_or_added_once(law, year):
    without, added = ONE_OFF.get(year, (set(), set()))
    since = {day for day in SINCE[law] if day.year == year}
    assert set(regular_days(law, year)) - without | added | since == listed(shipped(law), year)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("year", range(2029, 2101))
def test_every_later_year_follows_the_rules_as_a_second_author_reads_them(law, year):
    assert set(regular_days(law, year)) == {day for day in library(law) if day.year == year}


@pytest.mark.parametrize("law", LAWS)
def test_later_years_name_their_days_as_the_list_does(law):
    known = set(shipped(law).listed.values())
    # in no listed year does 2 January, 12 July or 30 November fall where some later one does
    bare = {name.removesuffix(" (substitute day)") for name in known}
    assert {
        name.removesuffix(" (substitute day)") for y in range(2029, 2101) for name in regular_days(law, y).values()
    } <= bare


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1954, (4, 18)),
        (1981, (4, 19)),
        (2000, (4, 23)),
        (2008, (3, 23)),
        (2026, (4, 5)),
        (2038, (4, 25)),
        (2100, (3, 28)),
    ],
)
def test_easter_falls_where_the_tables_have_it(year, easter):
    assert easter_sunday(year) == date(year, *easter)


@pytest.mark.parametrize(("law", "count"), [("england_and_wales", 8), ("scotland", 9), ("northern_ireland", 10)])
def test_every_year_has_its_number_of_regular_days_and_none_at_a_weekend(law, count):
    for year in range(2012, 2101):
        assert len(regular_days(law, year)) == count
        assert all(day.year == year and day.weekday() < 5 for day in regular_days(law, year))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 4), "Saturday"),
        (date(2026, 4, 5), "Sunday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        (date(2021, 12, 25), "Saturday"),
        (date(2026, 4, 7), ""),
    ],
)
def test_a_day_says_why_it_is_not_a_working_day(calendar, day, why):
    assert calendar.why_not(day) == why
    assert calendar.is_working_day(day) is (not why)


def test_days_beyond_the_horizon_are_provisional(calendar):
    assert not calendar.is_provisional(date(2028, 12, 31))
    assert calendar.is_provisional(date(2029, 1, 1))
    assert calendar.is_provisional(date(2029, 1, 2))
    assert calendar.why_not(date(2029, 4, 2)) == "Easter Monday"


def test_a_weekend_is_no_matter_of_the_horizon(calendar):
    assert not calendar.is_provisional(date(2029, 1, 6))
    assert not calendar.is_provisional(date(2030, 6, 9))
    works_on_saturdays = Calendar((replace(calendar.lists[0], weekend=frozenset({6})),))
    assert works_on_saturdays.is_provisional(date(2029, 1, 6))
    assert not works_on_saturdays.is_provisional(date(2029, 1, 7))


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2011, 12, 31), "Sat 31 Dec 2011"),
        (date(2101, 1, 1), "Sat 1 Jan 2101"),
        (date.min, "Mon 1 Jan 1"),
        (date.max, "Fri 31 Dec 9999"),
    ],
)
def test_the_calendar_refuses_days_of_which_it_knows_nothing(calendar, day, shown):
    assert not calendar.covers(day)
    for ask in (calendar.is_working_day, calendar.why_not):
        with pytest.raises(OutsideCalendar) as refused:
            ask(day)
        assert str(refused.value) == (
            f"{shown}: the calendar `england_and_wales` knows the working days of 2012 to 2100 only"
        )
    assert issubclass(OutsideCalendar, DeadlineOutOfRange)


def test_the_first_and_the_last_day_known_are_known(calendar):
    assert not calendar.is_working_day(date(2012, 1, 1))  # a Sunday
    assert calendar.is_working_day(date(2100, 12, 31))


def test_a_calendar_that_begins_within_a_year_says_on_which_day(calendar):
    begins_in_may = replace(calendar.lists[0], name="own", begins=date(2026, 5, 1), listed={})
    with pytest.raises(OutsideCalendar) as refused:
        Calendar((*calendar.lists, begins_in_may)).is_working_day(date(2026, 4, 30))
    assert str(refused.value) == (
        "Thu 30 Apr 2026: the calendar `own` knows the working days of Fri 1 May 2026 to 2100 only"
    )


HEAD = """\
calendar: own
version: "1"
title: Our own
source: {title: A circular, retrieved: "2026-01"}
"""
CLOSURES = (
    HEAD
    + """\
horizon: "2027-12-31"
closed:
  - {from: "2026-12-24", to: "2026-12-31", title: Offices closed}
  - {from: "2027-03-19", title: Training day}
"""
)
TERMS = (
    HEAD
    + """\
horizon: "2026-12-31"
weekend: []
open:
  - {from: "2026-01-05", to: "2026-02-13"}
  - {from: "2026-02-23", to: "2026-03-27"}
"""
)


def own(text: str) -> DaysOff:
    document, found = read(text.encode(), "own.yaml")
    assert (found, document is None) == ((), False)
    problems = Problems()
    days = days_off(document, problems)
    assert days is not None, problems.found()
    return days


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 23), ""),
        (date(2026, 12, 24), "Offices closed"),
        (date(2026, 12, 31), "Offices closed"),
        (date(2027, 1, 1), ""),  # not by this list
        (date(2027, 3, 19), "Training day"),
        (date(2027, 3, 20), "Saturday"),
        (date(2028, 12, 28), ""),  # beyond its horizon, nothing is known to be closed
    ],
)
def test_an_office_has_closures_of_its_own(day, why):
    assert own(CLOSURES).why_off(day) == why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 4), "outside term time"),
        (date(2026, 1, 5), ""),
        (date(2026, 2, 13), ""),
        (date(2026, 2, 14), "outside term time"),
        (date(2026, 2, 28), ""),  # a Saturday, and this list has no weekend
        (date(2026, 3, 28), "outside term time"),
        (date(2026, 12, 31), "outside term time"),
        (date(2027, 1, 1), ""),
    ],
)
def test_outside_its_terms_a_school_is_closed(day, why):
    assert own(TERMS).why_off(day) == why


def test_a_calendar_of_several_lists_says_which_one_a_day_is_off_by():
    both = Calendar((shipped("england_and_wales"), own(CLOSURES)))
    assert (both.name, both.version) == ("england_and_wales + own", "1 + 1")
    assert both.why_not(date(2026, 12, 25)) == "Christmas Day"
    assert both.why_not(date(2026, 12, 24)) == "Offices closed (own)"
    assert (both.horizon, both.first) == (date(2027, 12, 31), date(2026, 1, 1))
    assert both.is_provisional(date(2028, 1, 4))
    assert not both.is_provisional(date(2028, 1, 1))  # a Saturday
    # a holiday by the list that still goes on, whatever is closed by the other
    assert not both.is_provisional(date(2028, 1, 3))
    # what one list still knows, both know
    assert both.why_not(date(2028, 1, 3)) == "New Year’s Day (substitute day)"
    since = Calendar(
        (shipped("england_and_wales"), own(CLOSURES.replace("horizon", 'begins: "2024-05-01"\nhorizon', 1)))
    )
    assert since.first == date(2024, 5, 1)
    assert since.is_working_day(date(2025, 12, 24))
    day, steps = count_forward(both, date(2026, 12, 23), 2, "day_after")
    assert (day, [step.why for step in steps][:2]) == (date(2027, 1, 5), ["Offices closed (own)", "Christmas Day"])


WORKDAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def lists(draw) -> DaysOff:
    days = draw(st.sets(WORKDAYS, max_size=30)) | {date(2026, 1, 1)}
    weekend = draw(st.sampled_from([frozenset({5, 6}), frozenset({4, 5}), frozenset()]))
    name = draw(st.sampled_from("abc"))
    return DaysOff(name, "1", f"sha256:{name}", date(2027, 12, 31), dict.fromkeys(days, "off"), None, weekend)


@given(st.lists(lists(), min_size=1, max_size=3), WORKDAYS)
def test_a_day_works_when_it_works_in_every_list(found, day):
    together = Calendar(tuple(found)).is_working_day(day)
    assert together == all(Calendar((one,)).is_working_day(day) for one in found)
    assert together == Calendar(tuple(reversed(found))).is_working_day(day)
    assert together == Calendar((*found, *found)).is_working_day(day)


@given(lists(), lists(), st.dates(date(2026, 6, 1), date(2026, 9, 1)), st.integers(1, 12))
def test_another_list_never_leaves_more_time(one, other, start, count):
    alone, both = Calendar((one,)), Calendar((one, other))
    assert count_forward(both, start, count, "day_after")[0] >= count_forward(alone, start, count, "day_after")[0]
    assert count_back(both, start, count)[0] <= count_back(alone, start, count)[0]


def test_the_fingerprint_follows_what_is_off_and_nothing_else():
    first = own(CLOSURES).fingerprint
    assert first == own(CLOSURES.replace("A circular", "Another circular")).fingerprint
    assert first == own(CLOSURES.replace("title: Our own\n", "title: Ours\n")).fingerprint
    for other in ('version: "2"', 'version: "1.0"'):
        assert first != own(CLOSURES.replace('version: "1"', other)).fingerprint
    assert first != own(CLOSURES.replace("2027-03-19", "2027-03-18")).fingerprint
    assert first.startswith("sha256:")
    assert len({shipped(law).fingerprint for law in LAWS}) == len(LAWS)


def test_a_calendar_cannot_be_changed(calendar):
    with pytest.raises(TypeError):
        calendar.lists[0].listed[date(2026, 4, 7)] = "A day off"
    given_ = {date(2026, 1, 1): "off"}
    days = DaysOff("a", "1", "sha256:a", date(2026, 12, 31), given_)
    given_[date(2026, 4, 7)] = "A day off"
    assert not days.why_off(date(2026, 4, 7))


BAD = [
    # what is put in the place of what, and the line, the message and the help
    (
        '"2027-03-19"',
        '"2027-02-29"',
        '8:12: error: `2027-02-29`: there is no such day in the calendar; write a day such as "2026-12-25"',
    ),
    (
        '"2027-03-19"',
        '"9999-03-19"',
        '8:12: error: `9999-03-19`: expected a year from 1900 to 2100; write a day such as "2026-12-25"',
    ),
    (
        'to: "2026-12-31"',
        'to: "2026-12-23"',
        "7:5: error: it ends on 2026-12-23, before it begins on 2026-12-24; write the earlier day first",
    ),
    (
        'to: "2026-12-31"',
        'to: "2046-12-31"',
        "7:5: error: it lasts from 2026-12-24 to 2046-12-31; write at most five years in one",
    ),
    (
        'horizon: "2027-12-31"',
        'horizon: "2026-12-31"',
        "5:10: error: 2027-03-19 lies after the horizon, 2026-12-31; move the horizon to the end of its year",
    ),
    (
        "closed:",
        'regular: scotland\nholidays:\n  "2025-01-01": New Year\nclosed:',
        "8:3: error: no bank holiday is listed in 2026; list every year, or move the horizon",
    ),
    (
        "closed:",
        'holidays:\n  "2027-01-02": New Year\nclosed:',
        "7:3: error: 2027-01-02 is a Saturday; list the substitute day",
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), BAD, ids=[says for _, _, says in BAD])
def test_a_list_that_cannot_be_is_refused_at_its_line(old, new, says):
    document, _ = read(CLOSURES.replace(old, new).encode(), "own.yaml")
    problems = Problems()
    assert days_off(document, problems) is None
    assert f"own.yaml:{says} (bad-calendar)" in [str(problem) for problem in problems.found()]


def test_every_problem_of_a_list_is_found_at_once():
    text = CLOSURES.replace("2027-03-19", "2027-02-30").replace('to: "2026-12-31"', 'to: "2026-12-01"')
    document, _ = read(text.encode(), "own.yaml")
    problems = Problems()
    assert days_off(document, problems) is None
    assert [problem.position.line for problem in problems.found()] == [7, 8]


def test_a_list_of_nothing_is_refused():
    document, _ = read((HEAD + 'horizon: "2027-12-31"\n').encode(), "own.yaml")
    problems = Problems()
    assert days_off(document, problems) is None
    assert "it lists no day; give `holidays`, `closed` or `open`" in str(problems.found()[0])


@pytest.mark.parametrize("law", LAWS)
def test_the_document_says_where_it_is_from(law):
    document, _ = read((SHARED / f"{law}.yaml").read_bytes(), law)
    assert list(document.keys()) == ["calendar", "version", "title", "source", "regular", "horizon", "holidays"]
    days = list(document.get("holidays").keys())
    assert days == sorted(days)
