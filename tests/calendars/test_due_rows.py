"""Every row of `tests/data/deadlines.yaml` comes out as worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.calendars.rows import read_row, read_rows

from carepanel.calendars import calendar as calendars
from carepanel.calendars import instants
from carepanel.calendars.due import Due, NoDate, resolve
from carepanel.calendars.instants import end_of_day, parse_date, parse_instant

if TYPE_CHECKING:
    from tests.calendars.rows import Row

REFUSALS = {
    "DeadlineOutOfRange": instants.DeadlineOutOfRange,
    "OutsideCalendar": calendars.OutsideCalendar,
}


def resolved(row: Row, calendar: calendars.Calendar) -> Due | NoDate:
    return resolve(row.deadline, row.anchor, row.given.get("trigger"), calendar, row.counting)


def answer(expected):
    """(earliest, latest, strict) of a `due` or `between` answer."""
    if "between" in expected:
        earliest, latest = (parse_instant(text) for text in expected["between"])
        return earliest, latest, True
    text = expected["due"]
    if text.startswith("end of "):
        end = end_of_day(parse_date(text.removeprefix("end of ")))
        return end, end, True
    instant = parse_instant(text.removesuffix(" excluded"))
    return instant, instant, text.endswith(" excluded")


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row.name)
def test_a_deadline_comes_out_as_worked_out_by_hand(row, calendar):
    expected = row.expected
    if "refused" in expected:
        with pytest.raises(REFUSALS[expected["refused"]]) as raised:
            resolved(row, calendar)
        assert type(raised.value).__name__ == expected["refused"]
        return
    due = resolved(row, calendar)
    if "no_date" in expected:
        assert isinstance(due, NoDate)
        assert due.reason == expected["no_date"]
        return
    assert isinstance(due, Due), due
    assert (due.earliest, due.latest, due.strict) == answer(expected), due.proof.lines()
    for key in ("provisional", "stated"):
        if key in expected:
            assert getattr(due, key) is (expected[key] == "true")
    if "day" in expected:
        assert due.day == parse_date(expected["day"])
    if "proof" in expected:
        assert list(due.proof.lines()) == expected["proof"]


def test_there_are_enough_rows_of_each_authority():
    sources = [row.expected["source"] for row in read_rows()]
    assert len(sources) >= 230
    assert sum(source.startswith("Camden") for source in sources) >= 60
    assert sum(source.startswith("Wandsworth") for source in sources) >= 60


@pytest.mark.parametrize(
    "change",
    [{"due": "2026-03-05 12:00", "no_date": "waiting"}, {"dew": "2026-03-05 12:00"}, {}],
    ids=["two answers", "an unknown key", "no answer"],
)
def test_a_malformed_row_fails(change):
    row = {"row": "x", "source": "x", "deadline": "external", "given": {}, "because": "x"}
    with pytest.raises(AssertionError):
        read_row(row | change)
