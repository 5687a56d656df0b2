"""What a date rests on, read off the policy: the rows say whether a meeting alone can give it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from carepanel.conditions.moments import AllMoments, AnyMoment, EventMoment, FactMoment, MeetingMoment, StatusMoment
from carepanel.model.deadlines import (
    AtLeastBefore,
    EarliestOf,
    External,
    LatestOf,
    NotStated,
    Period,
    RelativeTo,
    Undecided,
    Under,
    WeekdayBefore,
    Within,
)
from carepanel.schedule.assumed import Assumed
from carepanel.schedule.datable import is_dated, is_the_meeting, open_readings

WEEK = Period(1, "weeks")
MEETING, CUT_OFF, OTHER = MeetingMoment("panel"), MeetingMoment("panel", "cut_off"), MeetingMoment("other")
FOLLOWS = Assumed(frozenset({"decided"}), frozenset({"record"}))
ASKED, DECIDED = EventMoment("asked_for"), EventMoment("decided")


def panel(*deadlines: Any) -> Any:
    cut_off = SimpleNamespace(deadlines=deadlines) if deadlines else None
    return SimpleNamespace(id="panel", cut_off=cut_off)


THURSDAY = WeekdayBefore("thursday", None, MEETING)

ROWS = [
    (THURSDAY, True),
    (AtLeastBefore(WEEK, OTHER), False),
    (AtLeastBefore(WEEK, MeetingMoment("other", which="next")), True),
    (RelativeTo("by", CUT_OFF), True),
    (RelativeTo("before", ASKED), False),
    (RelativeTo("before", AnyMoment((ASKED, DECIDED))), True),
    (RelativeTo("by", AllMoments((MEETING, CUT_OFF))), True),
    (Within(WEEK, DECIDED), True),
    (Within(WEEK, StatusMoment("record", "fulfilled")), True),
    (Within(WEEK, StatusMoment("record", "missed")), False),
    (Within(WEEK, FactMoment("child.expected_on")), False),
    (NotStated(), False),
    (External(), False),
    (Undecided("open"), False),
    (Under(THURSDAY, "the Act"), True),
    (EarliestOf((THURSDAY, Within(WEEK, ASKED))), True),
    (LatestOf((THURSDAY, Within(WEEK, ASKED))), False),
    (LatestOf((THURSDAY, Within(WEEK, DECIDED))), True),
]


@pytest.mark.parametrize(("deadline", "dated"), ROWS, ids=lambda value: type(value).__name__)
def test_a_meeting_alone_dates_what_rests_on_nothing_else(deadline: Any, dated: bool) -> None:
    assert is_dated(deadline, panel(THURSDAY), FOLLOWS, triggered=False) is dated


def test_a_period_that_names_no_moment_runs_from_the_trigger() -> None:
    found = [is_dated(Within(WEEK), panel(), FOLLOWS, triggered=triggered) for triggered in (True, False)]
    assert found == [True, False]


@pytest.mark.parametrize("cut_off", [(), (NotStated(),), (Undecided("open"),)])
def test_what_is_due_by_a_cut_off_needs_one(cut_off: tuple[Any, ...]) -> None:
    assert not is_dated(RelativeTo("by", CUT_OFF), panel(*cut_off), FOLLOWS, triggered=False)


@pytest.mark.parametrize(
    ("deadline", "readings"),
    [
        (Undecided("open"), ["open"]),
        (EarliestOf((THURSDAY, Under(Undecided("open"), "the Act"))), ["open"]),
        (RelativeTo("by", CUT_OFF), ["of_the_cut_off"]),
        (THURSDAY, []),
    ],
)
def test_an_open_reading_is_named(deadline: Any, readings: list[str]) -> None:
    assert list(open_readings(deadline, panel(Undecided("of_the_cut_off")))) == readings


@pytest.mark.parametrize(
    ("deadline", "is_it"),
    [
        (RelativeTo("before", MEETING), True),
        (RelativeTo("at", MeetingMoment("panel", "day")), True),
        (RelativeTo("by", DECIDED), True),
        (RelativeTo("by", MeetingMoment("panel", "usual_day")), False),
        (RelativeTo("by", MeetingMoment("panel", weeks_earlier=1)), False),
        (RelativeTo("by", MeetingMoment("panel", which="next")), False),
        (RelativeTo("by", OTHER), False),
        (THURSDAY, False),
    ],
)
def test_what_is_due_at_the_meeting_shares_its_day(deadline: Any, is_it: bool) -> None:
    assert is_the_meeting(deadline, panel(), FOLLOWS) is is_it
