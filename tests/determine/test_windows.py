"""Windows: rows worked out by hand, and made-up cases against days counted one by one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from carepanel import load_policy
from carepanel.calendars.anchors import Anchor, on_day
from carepanel.calendars.instants import end_of_day, start_of_day
from carepanel.conditions.ast import Window
from carepanel.conditions.moments import FactMoment
from carepanel.conditions.truth import Truth
from carepanel.determine.windows import span
from tests.examples import ROOT

if TYPE_CHECKING:
    from carepanel.conditions.ast import Side

POLICY = load_policy(ROOT / "tests/data/policies/good/windows.yaml")
ROWS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/windows.yaml").read_text(encoding="utf-8"))
AT = "2030-01-01T09:00"


def case(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a case. A move is unplanned unless it says `planned` or leaves it `unsaid`."""
    facts = {
        "placement.asked_on": row.get("asked"),
        "placement.ends_on": row.get("ends"),
        "child.came_into_care_on": row.get("came"),
    }
    events = []
    for moved in row.get("moved", ()):
        day, _, how = moved.partition(" ")
        events.append(
            {"event": "moved", "at": f"{day}T12:00", **({} if how == "unsaid" else {"planned": how == "planned"})}
        )
    for stay in row.get("breaks", ()):
        began, ended, *kind = stay.split(" ")
        said = {"emergency": kind == ["emergency"]} if kind else {}
        last = {} if ended == "-" else {"ended": ended}
        events.append({"event": "short_break", "at": f"{began}T12:00", "began": began, **last, **said})
    found: dict[str, Any] = {
        "case": "X-1",
        "facts": {"child.date_of_birth": "2010-06-01", **{name: value for name, value in facts.items() if value}},
        "events": events,
    }
    return {**found, "history_complete_since": row["complete"]} if "complete" in row else found


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['rule']}-{row['because'][:50]}" for row in ROWS])
def test_a_window_holds_what_was_worked_out_by_hand(row: dict[str, Any]) -> None:
    found = POLICY.determine(case(row), AT)
    answers = {criterion.id: criterion.answer for criterion in found.eligibility.criteria}
    assert answers[row["rule"]] == row["is"], row["because"]


def test_there_are_rows_enough_and_each_answer_is_among_those_of_each_rule() -> None:
    assert len(ROWS) >= 40
    for rule in {row["rule"] for row in ROWS}:
        assert {row["is"] for row in ROWS if row["rule"] == rule} >= {"yes", "no"}, rule


def test_what_is_not_known_of_a_window_is_asked_for() -> None:
    found = POLICY.determine(case({"moved": ["2025-06-01", "2025-07-01"], "complete": "2010-01-01"}), AT)
    asked = {item.name: item.would_change for item in found.not_known}
    assert {"eligibility.two_moves", "eligibility.soon"} <= set(asked["placement.asked_on"])
    assert "eligibility.soon" in asked["placement.ends_on"]


def test_windows_are_told_in_words() -> None:
    found = POLICY.determine(case({"asked": "2026-03-10"}), AT)
    words = {node.rule: node.parts[0] for node in found.trace if node.rule.startswith("eligibility.")}
    asked = "the date placement asked on"
    assert words["eligibility.soon"].parts[0].words == f"the date placement ends on lies within 8 weeks after {asked}"
    assert (
        words["eligibility.two_moves"].words
        == f"how often the child moved (not planned), within 12 months before {asked} is at least 2"
    )
    assert words["eligibility.many_breaks"].words == (
        f"the number of days on which the child had a short break, within 12 months before {asked} is at least 76"
    )


ONE, THREE = date(2026, 3, 1), date(2026, 3, 3)
BETWEEN = Anchor(start_of_day(ONE), end_of_day(THREE), THREE, "x", between=True)


@pytest.mark.parametrize(
    ("side", "days"),
    [
        # a week after 1 March is the 1st to the 8th, after 3 March the 3rd to the 10th
        (
            "after",
            {
                "2026-02-28": "no",
                "2026-03-01": "not_known",
                "2026-03-02": "not_known",
                "2026-03-03": "yes",
                "2026-03-08": "yes",
                "2026-03-09": "not_known",
                "2026-03-10": "not_known",
                "2026-03-11": "no",
            },
        ),
        # a week before 1 March is 23 February to the 1st, before 3 March 25 February to the 3rd
        (
            "before",
            {
                "2026-02-22": "no",
                "2026-02-23": "not_known",
                "2026-02-24": "not_known",
                "2026-02-25": "yes",
                "2026-03-01": "yes",
                "2026-03-02": "not_known",
                "2026-03-03": "not_known",
                "2026-03-04": "no",
            },
        ),
    ],
)
def test_a_window_of_a_moment_on_one_of_three_days(side: Side, days: dict[str, str]) -> None:
    found = span(Window(1, "weeks", FactMoment("x"), side), BETWEEN)
    assert {day: found.holds(date.fromisoformat(day)).word for day in days} == days


def test_a_window_longer_than_the_years_known_has_no_end() -> None:
    moment = on_day(date(2026, 3, 2), "x")
    before, after = (span(Window(300, "years", FactMoment("x"), side), moment) for side in ("before", "after"))
    assert [before.holds(d).word for d in (date(1900, 1, 1), date(2026, 3, 2), date(2026, 3, 3))] == [
        "yes",
        "yes",
        "no",
    ]
    assert [after.holds(d).word for d in (date(2026, 3, 1), date(2026, 3, 2), date(2100, 12, 31))] == [
        "no",
        "yes",
        "yes",
    ]


# An oracle that steps a day at a time.

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
WINDOWS = st.tuples(
    st.integers(1, 40), st.sampled_from(["days", "weeks", "months", "years"]), st.sampled_from(["before", "after"])
)


def corresponding(day: date, months: int) -> date:
    """The same day of another month, stepping back from its end while there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    number = day.day
    while number > monthrange(year, month + 1)[1]:
        number -= 1
    return date(year, month + 1, number)


def inside(day: date, moment: date, count: int, unit: str, side: str) -> bool:
    """Whether stepping from one day to the other, a day at a time, stays within the length."""
    sign = -1 if side == "before" else 1
    months = {"months": count, "years": 12 * count}.get(unit)
    days = {"days": count, "weeks": 7 * count}.get(unit, 0)
    end = corresponding(moment, sign * months) if months else moment + timedelta(days=sign * days)
    step = moment
    while step != end + timedelta(days=sign):
        if step == day:
            return side == "after" or step != end
        step += timedelta(days=sign)
    return False


@given(DAYS, DAYS, WINDOWS)
def test_a_window_is_the_days_that_stepping_finds(day: date, moment: date, window: tuple[int, str, str]) -> None:
    count, unit, side = window
    found = span(Window(count, unit, FactMoment("x"), side), on_day(moment, "x"))  # type: ignore[arg-type]
    assert (found.holds(day) is Truth.YES) == inside(day, moment, count, unit, side)
    assert found.holds(day) is not Truth.NOT_KNOWN


@given(DAYS, DAYS, st.integers(0, 30), WINDOWS)
def test_a_moment_on_one_of_several_days_leaves_open_what_they_differ_on(
    day: date, moment: date, spread: int, window: tuple[int, str, str]
) -> None:
    count, unit, side = window
    last = moment + timedelta(days=spread)
    anchor = Anchor(start_of_day(moment), end_of_day(last), last, "x", between=True)
    answers = {inside(day, moment + timedelta(days=n), count, unit, side) for n in range(spread + 1)}
    found = span(Window(count, unit, FactMoment("x"), side), anchor).holds(day)  # type: ignore[arg-type]
    if found is not Truth.NOT_KNOWN:
        assert answers == {found is Truth.YES}


STAYS = st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=5)


@given(STAYS, DAYS)
def test_days_of_stays_are_those_counted_one_by_one(stays: list[tuple[date, int]], asked: date) -> None:
    listed = [(first, first + timedelta(days=length)) for first, length in stays]
    days = [{first + timedelta(days=n) for n in range((last - first).days + 1)} for first, last in listed]
    longest = max(map(len, days), default=0)
    total = sum(inside(day, asked, 12, "months", "before") for day in set().union(*days))
    row = {"asked": str(asked), "breaks": [f"{first} {last}" for first, last in listed]}
    answers = POLICY.answers(case(row), AT)
    assert answers["eligibility.long_break"] == ("yes" if longest > 17 else "no")
    assert answers["eligibility.many_breaks"] == ("yes" if total > 75 else "no")


@given(st.lists(DAYS, max_size=6), DAYS)
def test_counts_in_a_window_are_those_counted_one_by_one(moved: list[date], asked: date) -> None:
    # the same event twice is one
    count = sum(inside(day, asked, 12, "months", "before") for day in set(moved))
    answers = POLICY.answers(case({"asked": str(asked), "moved": list(map(str, moved)), "complete": "2010-01-01"}), AT)
    assert answers["eligibility.two_moves"] == ("yes" if count >= 2 else "no")
