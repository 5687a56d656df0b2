"""Recurrence rules of RFC 5545, section 3.3.10, for what a policy's own words cannot say: ``FREQ=MONTHLY;BYDAY=2TU``.

python-dateutil works the days out. It takes much that is no rule for a panel: an interval of nought, which never ends;
hours; numbers that it passes over; rules that give no day, for which it searches to the year 9999. So a rule is first
held to the grammar of the RFC, part by part. How often and until when are said elsewhere in a policy: a rule that ends
(COUNT, UNTIL) would fall silent without a word.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from carepanel.calendars.instants import LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

__all__ = ["FIRST_YEAR", "recurring_days", "why_refused"]

FIRST_YEAR = 1900
_LONGEST_MONTH = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}

_WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
_MONTHDAY = "-?([1-9]|[12][0-9]|3[01])"
_WEEK = "-?([1-9]|[1-4][0-9]|5[0-3])"
_DAY_OF_YEAR = "-?([1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])"


def _list_of(item: str) -> re.Pattern[str]:
    return re.compile(rf"{item}(,{item})*")


_FORMS = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile("[1-9][0-9]{0,2}"),
    "BYDAY": _list_of(rf"([+-]?([1-9]|[1-4][0-9]|5[0-3]))?{_WEEKDAY}"),
    "BYMONTHDAY": _list_of(_MONTHDAY),
    "BYMONTH": _list_of("([1-9]|1[0-2])"),
    "BYYEARDAY": _list_of(_DAY_OF_YEAR),
    "BYWEEKNO": _list_of(_WEEK),
    "BYSETPOS": _list_of(_DAY_OF_YEAR),
    "WKST": re.compile(_WEEKDAY),
}
_ELSEWHERE = {
    "COUNT": "a rule that ends leaves no meeting after it; list the days under `days` instead",
    "UNTIL": "a rule that ends leaves no meeting after it; list the days under `days` instead",
    "BYHOUR": "the hour of a meeting stands in `starts`",
    "BYMINUTE": "the hour of a meeting stands in `starts`",
    "BYSECOND": "the hour of a meeting stands in `starts`",
    "BYEASTER": "it is no part of RFC 5545; list the days under `days` instead",
    "DTSTART": "the day to count from stands in `from`",
    "EXDATE": "a meeting that is not held stands in `cancelled`",
    "RDATE": "a meeting besides the regular ones stands in `extra`",
}
_KEPT_FROM: Mapping[str, tuple[str, ...]] = {
    "DAILY": ("BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"),
    "WEEKLY": ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"),
    "MONTHLY": ("BYYEARDAY", "BYWEEKNO"),
    "YEARLY": (),
}
"""Parts that say nothing, or never end, beside a frequency."""


@lru_cache(maxsize=64)
def recurring_days(rule: str, start: date) -> tuple[date, ...]:
    """Every day of a rule in capitals from `start` to the end of the year 2100. Raises ValueError for no such rule."""
    if why := _first(_faults(rule, start)):
        raise ValueError(why)
    from dateutil.rrule import rrulestr

    found = rrulestr(rule, dtstart=datetime.combine(start, time()))
    return tuple(each.date() for each in takewhile(lambda each: each.year <= LAST_YEAR, found))


def why_refused(rule: str, start: date) -> str:
    """Why a panel cannot meet by a rule, and what to do; nothing when it can."""
    try:
        found = recurring_days(rule, start)
    except ValueError as error:
        return str(error)
    return "" if found else f"it gives no day from {start} until the end of {LAST_YEAR}; correct the rule"


def _first(faults: Iterator[str]) -> str:
    return next(faults, "")


def _faults(rule: str, start: date) -> Iterator[str]:
    """What is wrong with a rule, the plainest first."""
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        yield f"`{start}` lies outside of the years from {FIRST_YEAR} to {LAST_YEAR}; correct `from`"
    pairs = [part.partition("=") for part in rule.removesuffix(";").split(";")]
    for name, equals, value in pairs:
        yield from _faults_of_part(name, equals, value)
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs):
        yield "a part stands twice; keep one of the two"
    if "FREQ" not in parts:
        yield "it does not say how often; begin with `FREQ=MONTHLY` or the like"
    yield from _faults_together(parts)


def _faults_of_part(name: str, equals: str, value: str) -> Iterator[str]:
    word = re.split(r"[:;\s]", name)[0]
    if word in _ELSEWHERE:
        yield f"`{word}` cannot stand here: {_ELSEWHERE[word]}"
    elif word == "RRULE":
        yield "leave `RRULE:` out, and write the rule alone"
    elif not name:
        yield "a part is empty; write the parts with one `;` between them"
    elif not equals or name not in _FORMS:
        yield f"`{name}` is no part of a rule; its parts are {', '.join(_FORMS)}, each with `=` and a value"
    elif name == "FREQ" and value in ("HOURLY", "MINUTELY", "SECONDLY"):
        yield f"`{value}` is more often than daily; a panel meets daily, weekly, monthly or yearly"
    elif name == "INTERVAL" and value.strip("0") == "":
        yield "an `INTERVAL` of nought never comes to the next meeting; write 1 or more"
    elif not _FORMS[name].fullmatch(value):
        yield f"`{value}` is no value of `{name}`; see RFC 5545, section 3.3.10"


def _faults_together(parts: Mapping[str, str]) -> Iterator[str]:
    often = parts["FREQ"]
    for name in _KEPT_FROM[often]:
        if name in parts:
            yield f"`{name}` does not go with `FREQ={often}`; choose a longer `FREQ`, or take it out"
    weekdays = parts.get("BYDAY", "").split(",")
    numbers = [int(day[:-2]) for day in weekdays if len(day) > len("MO")]
    in_month = often == "MONTHLY" or "BYMONTH" in parts
    if numbers and (often == "WEEKLY" or "BYWEEKNO" in parts):
        yield "a number before a weekday goes with a month or a year; take it out"
    elif in_month and any(abs(number) > _WEEKS_OF_A_MONTH for number in numbers):
        yield "a month has no more than five of one weekday; correct the number"
    if "BYSETPOS" in parts and not any(name in parts for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")):
        yield "`BYSETPOS` chooses among days, and there are none; add `BYDAY`"
    elif often == "WEEKLY" and any(abs(int(n)) > len(weekdays) for n in parts.get("BYSETPOS", "0").split(",")):
        yield "`BYSETPOS` asks for more days than `BYDAY` names; correct it"
    if "BYMONTH" in parts and "BYMONTHDAY" in parts and not _has_such_a_day(parts["BYMONTH"], parts["BYMONTHDAY"]):
        yield "no month it names has such a day; correct `BYMONTHDAY` or `BYMONTH`"


_WEEKS_OF_A_MONTH = 5


def _has_such_a_day(months: str, days: str) -> bool:
    longest = max(_LONGEST_MONTH.get(int(month), 31) for month in months.split(","))
    return any(abs(int(day)) <= longest for day in days.split(","))
