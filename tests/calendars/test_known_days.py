"""From when to when a list of days off knows, where it is no list of bank holidays."""

from __future__ import annotations

from datetime import date

from tests.calendars.test_calendar import HEAD, TERMS, own

from carepanel.calendars.days_off_from_document import days_off
from carepanel.diagnostics import Problems
from carepanel.text.yaml_ import read


def test_a_list_of_terms_knows_of_no_day_before_it_begins_or_after_its_horizon():
    """The terms of one school year, published from September to July."""
    year = TERMS.replace('horizon: "2026-12-31"', 'begins: "2025-09-01"\nhorizon: "2026-07-21"')
    terms = own(year.replace("open:\n", 'open:\n  - {from: "2025-09-03", to: "2025-12-19"}\n'))
    assert (terms.first, terms.horizon) == (date(2025, 9, 1), date(2026, 7, 21))
    assert terms.why_off(date(2025, 9, 2)) == terms.why_off(date(2026, 7, 21)) == "outside term time"
    assert (terms.why_off(date(2026, 7, 22)), terms.covers(date(2025, 8, 31))) == ("", False)


def test_bank_holidays_are_known_to_the_end_of_a_year():
    written = HEAD + 'horizon: "2026-07-21"\nholidays:\n  "2026-04-03": Good Friday\n'
    document, _ = read(written.encode(), "own.yaml")
    problems = Problems()
    assert days_off(document, problems) is None
    assert [(p.message, p.help) for p in problems.found()] == [
        (
            "it ends with 2026-07-21, in the middle of a year",
            "bank holidays are published by the year: write its last day",
        )
    ]
