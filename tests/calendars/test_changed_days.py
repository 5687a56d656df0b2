"""Which days off differ between two versions of a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carepanel.calendars.calendar import Calendar
from carepanel.calendars.changed_days import ChangedDay, changed_lists
from carepanel.calendars.days_off import DaysOff

OLD = DaysOff(
    *("own", "1", "sha256:1", date(2028, 12, 31)),
    {date(2026, 5, 4): "Early May bank holiday", date(2026, 8, 31): "Summer bank holiday"},
    begins=date(2026, 1, 1),
)
NEW_YEAR = "New Year\u2019s Day"


def changed(new, old=OLD):
    [found] = changed_lists(Calendar((old,)), Calendar((replace(new, version="2", fingerprint="sha256:2"),)))
    assert (found.was.version, found.now.version) == ("1", "2")
    return found.days


def with_days(days, **changes):
    return replace(OLD, listed={day: name for day, name in ({**OLD.listed, **days}).items() if name}, **changes)


@pytest.mark.parametrize(
    ("days", "became", "change"),
    [
        ({date(2026, 6, 15): "Mourning"}, ChangedDay(date(2026, 6, 15), "", "Mourning"), "new"),
        ({date(2026, 5, 4): ""}, ChangedDay(date(2026, 5, 4), "Early May bank holiday", ""), "removed"),
        ({date(2026, 5, 4): "May"}, ChangedDay(date(2026, 5, 4), "Early May bank holiday", "May"), "renamed"),
    ],
)
def test_a_day_is_new_removed_or_renamed(days, became, change):
    assert (changed(with_days(days)), became.change) == ((became,), change)


def test_days_stand_in_their_order():
    found = changed(with_days({date(2026, 5, 4): "", date(2026, 6, 15): "Mourning", date(2026, 5, 8): "Victory"}))
    assert [str(one.day) for one in found] == ["2026-05-04", "2026-05-08", "2026-06-15"]


def test_a_day_that_the_law_had_is_new_by_no_published_list_and_one_it_had_not_is():
    # of 2029 the law has 1 January and seven more; the list that is then published leaves out the others
    published = with_days({date(2029, 1, 1): NEW_YEAR, date(2029, 6, 11): "Jubilee"}, horizon=date(2029, 6, 30))
    assert changed(published) == (
        ChangedDay(date(2029, 3, 30), "Good Friday", ""),
        ChangedDay(date(2029, 4, 2), "Easter Monday", ""),
        ChangedDay(date(2029, 5, 7), "Early May bank holiday", ""),
        ChangedDay(date(2029, 5, 28), "Spring bank holiday", ""),
        ChangedDay(date(2029, 6, 11), "", "Jubilee"),
    )


def test_days_that_one_of_the_lists_does_not_know_are_left_out():
    assert changed(replace(with_days({date(2026, 5, 4): ""}), begins=date(2026, 6, 1))) == ()


def test_days_at_a_weekend_are_left_out():
    assert changed(with_days({date(2026, 6, 13): "Closed", date(2026, 6, 15): "Closed"})) == (
        ChangedDay(date(2026, 6, 15), "", "Closed"),
    )


def test_a_list_that_meetings_keep_to_is_looked_at_and_one_that_is_the_same_is_not():
    terms = replace(OLD, name="terms")
    now = replace(with_days({date(2026, 6, 15): "Mourning"}), name="terms", fingerprint="sha256:2")
    [found] = changed_lists(Calendar((OLD,), {"terms": terms}), Calendar((OLD,), {"terms": now}))
    assert (found.now, found.days) == (now, (ChangedDay(date(2026, 6, 15), "", "Mourning"),))
    assert changed_lists(Calendar((OLD,)), Calendar((OLD,))) == ()
