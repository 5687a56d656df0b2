"""The shipped bank holidays equal two lists kept by others, and the rules for later years a third."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from carepanel.calendars.bank_holidays import BadCalendar, OutsideCalendar, from_document
from carepanel.calendars.instants import DeadlineOutOfRange
from carepanel.calendars.regular_days import easter_sunday, regular_days

ONE_OFF = {
    2012: ({date(2012, 5, 28)}, {date(2012, 6, 4), date(2012, 6, 5)}),
    2020: ({date(2020, 5, 4)}, {date(2020, 5, 8)}),
    2022: ({date(2022, 5, 30)}, {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}),
    2023: (set(), {date(2023, 5, 8)}),
}


def listed(calendar, year):
    return {day for day in calendar.holidays if day.year == year}


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]


def weekdays_of(library, year):
    return {day for day in library if day.year == year and day.weekday() < 5}


@pytest.fixture(scope="module")
def library():
    return holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2101), observed=True)


def test_the_list_is_the_published_one(calendar):
    published = {}
    for event in BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES):
        substitute = " (substitute day)" if event["notes"] == "Substitute day" else ""
        published[event["date"]] = event["title"] + substitute
    assert dict(calendar.holidays) == published
    assert calendar.horizon == date(max(published).year, 12, 31)


@pytest.mark.parametrize("year", range(2012, 2029))
def test_every_listed_year_equals_a_second_list(calendar, library, year):
    assert listed(calendar, year) == weekdays_of(library, year)


@pytest.mark.parametrize("year", range(2012, 2029))
def test_the_regular_days_are_the_listed_ones_but_for_the_days_moved_or_added_once(calendar, year):
    without, added = ONE_OFF.get(year, (set(), set()))
    assert set(regular_days(year)) - without | added == listed(calendar, year)


@pytest.mark.parametrize("year", range(2029, 2101))
def test_every_later_year_follows_the_rules_as_a_second_author_reads_them(calendar, library, year):
    assert {day for day in days_of(year) if calendar.holiday(day)} == weekdays_of(library, year)


def test_later_years_name_their_days_as_the_list_does(calendar):
    known = set(calendar.holidays.values())
    assert {name for year in range(2029, 2101) for name in regular_days(year).values()} <= known


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


def test_every_year_has_eight_regular_days_and_none_at_a_weekend():
    for year in range(2012, 2101):
        assert len(regular_days(year)) == 8
        assert all(day.year == year and day.weekday() < 5 for day in regular_days(year))


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
    assert calendar.holiday(date(2029, 4, 2)) == "Easter Monday"


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2101, 1, 1), date.min, date.max])
def test_the_calendar_refuses_days_of_which_it_knows_nothing(calendar, day):
    assert not calendar.covers(day)
    for ask in (calendar.holiday, calendar.is_working_day, calendar.why_not):
        with pytest.raises(OutsideCalendar, match="knows the working days of 2012 to 2100 only"):
            ask(day)
    assert issubclass(OutsideCalendar, DeadlineOutOfRange)


def test_the_fingerprint_follows_the_content_and_not_its_order(document, calendar):
    turned = document | {"holidays": dict(reversed(document["holidays"].items()))}
    assert from_document(turned).fingerprint == calendar.fingerprint
    assert from_document(turned) == calendar
    assert hash(from_document(turned)) == hash(calendar)
    for change in ({"version": "2"}, {"holidays": document["holidays"] | {"2028-12-27": "One more day"}}):
        assert from_document(document | change).fingerprint != calendar.fingerprint
    assert calendar.fingerprint.startswith("sha256:")


def test_a_calendar_cannot_be_changed(document, calendar):
    with pytest.raises(TypeError):
        calendar.holidays[date(2026, 4, 7)] = "A day off"
    given = dict(document["holidays"])
    made = from_document(document | {"holidays": given})
    given["2026-04-07"] = "A day off"
    assert made.is_working_day(date(2026, 4, 7))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"calendar": None}, "`calendar` must be given as text"),
        ({"version": 1}, "`version` must be given as text"),
        ({"horizon": "2028-12-30"}, "last day of a year"),
        ({"horizon": "next year"}, "is no date"),
        ({"horizon": "2029-12-31"}, "no bank holiday is listed in 2029"),
        ({"horizon": "2027-12-31"}, "2028-01-03 lies after the horizon"),
        ({"holidays": {}}, "`holidays` must list"),
        ({"holidays": ["2026-01-01"]}, "`holidays` must list"),
        ({"holidays": {"2028-12-25": ""}}, "must have a name"),
        ({"holidays": {"2028-12-32": "Never"}}, "is no date"),
        ({"holidays": {20281225: "Christmas Day"}}, "is no date"),
        ({"holidays": {"2028-01-01": "New Year"}}, "2028-01-01 is a Saturday"),
    ],
)
def test_a_document_that_says_too_little_is_refused(document, change, message):
    with pytest.raises(BadCalendar, match=message):
        from_document(document | change)


def test_the_document_says_where_it_is_from(document):
    assert list(document) == ["calendar", "version", "title", "source", "horizon", "holidays"]
    assert set(document["source"]) == {"title", "address", "retrieved"}
    assert list(document["holidays"]) == sorted(document["holidays"])
