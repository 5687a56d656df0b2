"""Days off that move a date, or on which it is kept, read off the proof of the date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carepanel.calendars.anchors import Due, on_day
from carepanel.calendars.due import resolve
from carepanel.conditions.moments import EventMoment
from carepanel.model.deadlines import Counting, EarliestOf, LatestOf, Period, WeekdayBefore, Within
from carepanel.schedule.day_off import DayOff, day_off
from tests.examples import policy

CALENDAR = policy("camden").calendar
IT = EventMoment("it")
NEW_YEAR = DayOff(date(2026, 1, 1), "New Year’s Day", kept=False)
BACK = WeekdayBefore("thursday", None, IT, "previous_working_day")
# all of them count from Monday 5 January 2026
ROWS = [
    (BACK, "2025-12-31", NEW_YEAR),
    (WeekdayBefore("thursday", None, IT, "next_working_day"), "2026-01-02", NEW_YEAR),
    (WeekdayBefore("thursday", None, IT), "2026-01-01", DayOff(date(2026, 1, 1), "New Year’s Day", kept=True)),
    (WeekdayBefore("friday", None, IT, "previous_working_day"), "2026-01-02", None),
    # Saturday 10 January, over the Sunday to the Monday
    (Within(Period(5, "days"), IT, if_not_working_day="next_working_day"), "2026-01-12",
     DayOff(date(2026, 1, 10), "Saturday", kept=False)),
    # of several, what moved the one that binds, and not the other
    (EarliestOf((BACK, WeekdayBefore("friday", None, IT))), "2025-12-31", NEW_YEAR),
    (EarliestOf((WeekdayBefore("friday", None, IT), BACK)), "2025-12-31", NEW_YEAR),
    (LatestOf((BACK, WeekdayBefore("friday", None, IT))), "2026-01-02", None),
]  # fmt: skip


@pytest.mark.parametrize(("deadline", "day", "off"), ROWS)
def test_a_day_off_is_found_in_the_proof(deadline: Any, day: str, off: DayOff | None) -> None:
    due = resolve(deadline, lambda _: on_day(date(2026, 1, 5), "it"), None, CALENDAR, Counting(("england_and_wales",)))
    assert isinstance(due, Due)
    assert (str(due.day), day_off(due, CALENDAR)) == (day, off)
