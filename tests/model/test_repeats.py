"""A repeat from a day of the year is accepted only where its days do not depend on the year one begins to look."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from carepanel.calendars.calendar import Calendar
from carepanel.calendars.forward import repeats
from carepanel.conditions.names import Names
from carepanel.conditions.scope import Scope
from carepanel.diagnostics import Problems
from carepanel.model.deadlines import Counting, Every
from carepanel.model.deadlines_from_document import deadline
from carepanel.text.yaml_ import read
from tests.calendars.conftest import shipped

LENGTHS = ("1 months", "2 months", "3 months", "4 months", "5 months", "6 months", "12 months", "18 months", "1 years")
OTHERS = ("10 days", "6 weeks", "10 working days")
END = date(2033, 6, 30)
STARTS = [date(2019, 12, 31) + timedelta(days=293 * n) for n in range(13)]


def accepted(every: str, day: str, first: str) -> Every | None:
    also = f", first: {first}" if first else ""
    document, _ = read(f'deadline: {{every: {every}, from: "{day}"{also}}}'.encode(), "a.yaml")
    assert document is not None
    written = document.get("deadline")
    assert written is not None
    problems = Problems()
    found = deadline(written, Scope(Names({}), problems))
    assert (found is None) == bool(problems.found())
    return found if isinstance(found, Every) else None


@pytest.mark.parametrize("day", ["1 january", "31 january", "28 february", "29 february", "31 august", "30 november"])
def test_the_days_of_a_repeat_are_the_same_wherever_one_begins_to_look(day: str) -> None:
    calendar, counting = Calendar((shipped("england_and_wales"),)), Counting(("england_and_wales",))
    tried = 0
    for every, first in product(LENGTHS, ("", *LENGTHS, *OTHERS)):
        found = accepted(every, day, first)
        if found is not None:
            tried += 1
            whole = list(repeats(found, date(2018, 12, 31), END, calendar, counting))
            for start in STARTS:
                assert list(repeats(found, start, END, calendar, counting)) == [d for d in whole if d > start]
    assert tried >= 25


@pytest.mark.parametrize("every", [*OTHERS, "5 months", "18 months", "24 months", "2 years"])
def test_what_does_not_come_round_with_the_year_asks_for_a_date_with_its_year(every: str) -> None:
    assert accepted(every, "1 january", "") is None
    assert accepted(every, "2026-01-01", "") is not None
