"""Ten years of meetings with their dates, and the work list of many live cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.asked import ASKED
from benchmarks.timing import Contender
from carepanel import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from carepanel import Policy

FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
BY_HAND = "by hand, no proof"
ONE_BY_ONE = "Policy.answers, case by case"
MANY, FEWER = 10_000, 500

Dates = list[tuple[date, date]]
"""Each meeting held, and the day on which its papers are due."""


def ten_years(authority: str) -> list[Contender]:
    """The timetable of ten years, and the meetings and cut-offs alone in plain Python."""
    policy = load_policy(authority)
    return [
        Contender("Policy.dates, every column", lambda: policy.dates(FIRST, LAST)),
        Contender(BY_HAND, lambda: by_hand(authority, policy), 10),
    ]


def by_hand(authority: str, policy: Policy) -> Dates:
    """The same meetings and cut-offs from one loop and a test of days."""
    works = policy.calendar.is_working_day
    return {"camden": _camden, "wandsworth": _wandsworth}[authority](works)


def _moved(day: date, step: int, works: Callable[[date], bool]) -> date:
    while not works(day):
        day += timedelta(days=step)
    return day


def _camden(works: Callable[[date], bool]) -> Dates:
    mondays = (FIRST + timedelta(days=n) for n in range((7 - FIRST.weekday()) % 7, (LAST - FIRST).days + 1, 7))
    return [(_moved(day, 1, works), _moved(day - timedelta(days=4), -1, works)) for day in mondays]


def _wandsworth(works: Callable[[date], bool]) -> Dates:
    wednesdays = (FIRST + timedelta(days=n) for n in range((9 - FIRST.weekday()) % 7, (LAST - FIRST).days + 1, 7))
    return [(day, _before(_before(day, works), works)) for day in wednesdays if works(day)]


def _before(day: date, works: Callable[[date], bool]) -> date:
    return _moved(day - timedelta(days=1), -1, works)


def work_list(authority: str, size: int) -> list[Contender]:
    """The work list of so many live cases, which are the one measured elsewhere under other references."""
    policy, asked = load_policy(authority), ASKED[authority]
    one = policy.read_case(asked.case)
    cases = [replace(one, reference=f"X-{number}") for number in range(size)]
    return [
        Contender(f"Policy.obligations, {size:,} cases", lambda: policy.obligations(cases, asked.at)),
        Contender(ONE_BY_ONE, lambda: [policy.answers(case, asked.at) for case in cases]),
    ]
