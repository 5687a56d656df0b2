"""Read what deadlines, meetings and windows are made of: lengths of time, times of day, parts of the day, and days."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING

from carepanel.conditions.scope import text
from carepanel.model.deadlines import Period
from carepanel.text.dates import UnreadableTime, parse_date
from carepanel.text.document import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carepanel.conditions.scope import Scope
    from carepanel.model.deadlines import Unit
    from carepanel.text.document import Node

_LONGEST: dict[Unit, int] = {
    "hours": 9999,
    "days": 9999,
    "working_days": 9999,
    "weeks": 4000,
    "months": 900,
    "years": 75,
}
"""The largest count of each unit that a length of time may have: about 75 years, a lifetime; of the smaller units
less."""

_UNITS: dict[str, Unit] = {
    "hour": "hours",
    "day": "days",
    "working day": "working_days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
_PERIOD = re.compile(r"(?P<count>\d{1,40}|a|one) (?P<unit>hour|day|working day|week|month|year)s?\Z")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")


def period(written: str) -> Period | None:
    """``3 working days`` as a period; None when it is not a length of time."""
    found = _PERIOD.match(written)
    if not found:
        return None
    return Period(1 if found["count"] in ("a", "one") else int(found["count"]), _UNITS[found["unit"]])


def period_at(node: Mapping, key: str, scope: Scope) -> Period | None:
    """The length of time under a key; None, with the problem written down, when it is none."""
    value = node.get(key)
    found = period(text(value))
    if found is None and value is not None:
        scope.wrong_form(value, "a length of time such as `48 hours` or `3 working days`")
    return found if found is not None and value is not None and fits(found, value, scope) else None


def fits(length: Period, node: Node, scope: Scope) -> bool:
    """Whether a length of time leads to a date that can be worked out; if not, that is written down."""
    if length.count <= _LONGEST[length.unit]:
        return True
    message = f"`{text(node)}` is longer than any date can be worked out for"
    unit = length.unit.replace("_", " ")
    scope.problem("length-out-of-range", message, node.position, f"write at most {_LONGEST[length.unit]} {unit}")
    return False


def clock_time(written: str) -> time | None:
    """``12:00`` as a time of day; None when it is not one."""
    found = _TIME.match(written)
    return time(int(found[1]), int(found[2])) if found else None


def parts_of_day(document: Mapping) -> Iterator[tuple[str, time]]:
    """The parts of the day that a policy names, each with the time at which it ends."""
    counting = document.get("counting")
    named = counting.get("parts_of_day") if isinstance(counting, Mapping) else None
    for entry in named.entries if isinstance(named, Mapping) else ():
        ends = clock_time(text(entry.value))
        if ends is not None:
            yield entry.key, ends


def day(node: Node, scope: Scope) -> date | None:
    """``2026-01-06`` as a date; None, with the problem written down, when it is none that dates are worked out for."""
    try:
        return parse_date(text(node))
    except UnreadableTime as error:
        wrong_date(node, str(error), scope)
        return None


def wrong_date(node: Node, why: str, scope: Scope) -> None:
    """Write down that a day is none."""
    scope.problem("wrong-date", f"`{text(node)}`: {why}", node.position, "correct the date")
