"""The first and the last of several moments: when they came, and what is not known of that."""

from __future__ import annotations

from datetime import date

from carepanel.calendars.anchors import NoDate, at_instant, on_day
from carepanel.calendars.instants import end_of_day, parse_instant
from carepanel.conditions.truth import Truth
from carepanel.determine.moments import NEVER, NOT_KNOWN, When, first_of, last_of

TEN, NOON, NEXT_MORNING = (
    at_instant(parse_instant(t), "x") for t in ("2026-03-09T10:00", "2026-03-09T12:00", "2026-03-10T09:00")
)
MONDAY = on_day(date(2026, 3, 9), "panel")
YES = Truth.YES


def test_the_last_of_none_is_there_from_the_start_and_the_first_of_none_never_comes() -> None:
    assert last_of(()) == When(YES)
    assert first_of(()) == NEVER


def test_the_last_has_no_instant_until_all_have_come() -> None:
    assert last_of((When(YES, TEN), NEVER)) == NEVER
    assert last_of((When(YES, TEN), NOT_KNOWN)) == NOT_KNOWN
    assert last_of((When(YES, TEN), When(YES))) == When(YES)


def test_the_last_is_no_sooner_than_any_part_at_either_end() -> None:
    found = last_of((When(YES, NOON), When(Truth.NOT_KNOWN, MONDAY)))
    assert found.happened is Truth.NOT_KNOWN
    assert found.anchor is not None
    assert (found.anchor.earliest, found.anchor.latest) == (NOON.earliest, end_of_day(date(2026, 3, 9)))
    assert last_of((When(YES, NEXT_MORNING), When(YES, MONDAY))).anchor == NEXT_MORNING


def test_the_last_is_the_first_known_only_where_each_is() -> None:
    assert not last_of((When(YES, TEN, False), When(YES, NOON))).first_known
    assert last_of((When(YES, TEN), When(YES, NOON))) == When(YES, NOON)


def test_the_first_may_have_come_earlier_where_one_is_not_known() -> None:
    assert first_of((When(YES, NOON), When(YES, TEN))) == When(YES, TEN)
    assert first_of((When(YES, TEN), NEVER)) == When(YES, TEN)
    assert first_of((When(YES, TEN), NOT_KNOWN)) == When(YES, TEN, first_known=False)
    assert first_of((When(YES, TEN), When(YES, NOON, False))) == When(YES, TEN, first_known=False)
    assert first_of((NOT_KNOWN, NEVER)) == NOT_KNOWN


def test_the_first_is_not_yet_dated_by_what_is_still_to_come() -> None:
    assert first_of((When(Truth.NO, MONDAY), NEVER)) == NEVER
    assert first_of((When(YES), NEVER)) == When(YES)


def test_what_may_have_come_earlier_dates_no_deadline() -> None:
    assert When(YES, TEN).for_deadline() == TEN
    assert isinstance(When(YES, TEN, first_known=False).for_deadline(), NoDate)
    assert NEVER.for_deadline() is None
