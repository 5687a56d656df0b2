"""Read a deadline: one relation each, such as ``{within: 48 hours}`` or ``{by: thursday 12:00, before: panel}``."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING, TypeVar, get_args

from carepanel.conditions.moments_from_document import moment
from carepanel.conditions.scope import listed, text, undecided
from carepanel.diagnostics import did_you_mean
from carepanel.model.deadlines import (
    WEEKDAYS,
    AtLeastBefore,
    EarliestOf,
    Every,
    External,
    FirstDay,
    LatestOf,
    NotStated,
    RelativeTo,
    Roll,
    Undecided,
    Under,
    WeekdayBefore,
    Within,
)
from carepanel.model.times_from_document import clock_time, day, period, period_at, wrong_date
from carepanel.text.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time

    from carepanel.conditions.moments import Moment
    from carepanel.conditions.scope import Scope
    from carepanel.model.deadlines import Deadline, Period
    from carepanel.text.document import Node

T = TypeVar("T", bound=str)

ROLLS: tuple[Roll, ...] = get_args(Roll)
FIRST_DAYS: tuple[FirstDay, ...] = get_args(FirstDay)
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAY_OF_YEAR = re.compile(rf"([1-9]|[12]\d|3[01]) ({'|'.join(MONTHS)})\Z")
_EXPECTED = "a deadline (`within`, `at_least ... before`, `by`, `before`, `at`, `every`, `not_stated` or `external`)"
_MODIFIERS = frozenset({"first_day", "if_not_working_day", "under"})


def deadline(node: Node, scope: Scope) -> Deadline | None:
    """The deadline written at `node`; None, with the problem written down, when it is none."""
    if reading := undecided(node):
        return Undecided(reading)
    match node:
        case Scalar(value="not_stated"):
            return NotStated()
        case Scalar(value="external"):
            return External()
        case Mapping():
            return _relation(node, scope)
        case _:
            scope.wrong_form(node, _EXPECTED)
            return None


def _relation(node: Mapping, scope: Scope) -> Deadline | None:
    keys = frozenset(node.keys()) - _MODIFIERS
    for required, optional, read in _FORMS:
        if required <= keys <= required | optional:
            found = read(node, scope)
            return found if found is None or "under" not in node else Under(found, text(node.get("under")))
    scope.wrong_form(node, _EXPECTED, "check which keys stand together in docs/language.md")
    return None


def _within(node: Mapping, scope: Scope) -> Deadline | None:
    length = period_at(node, "within", scope)
    after, ok = _optional_moment(node, "after", scope)
    if length is None or not ok or not _counts_days(length, node, scope):
        return None
    return Within(length, after, _clock(node, "by", scope), _first_day(node, scope), _roll(node, scope))


def _at_least(node: Mapping, scope: Scope) -> Deadline | None:
    length, before = period_at(node, "at_least", scope), _moment_at(node, "before", scope)
    if length is None or before is None or not _counts_days(length, node, scope):
        return None
    return AtLeastBefore(length, before, _clock(node, "by", scope), _roll(node, scope))


def _counts_days(length: Period, node: Mapping, scope: Scope) -> bool:
    """Whether a length of time may have the keys beside it that only a count of days can have."""
    senseless = {"by": "end at an instant of their own", "first_day": "run from the very instant"}
    found = [(key, why) for key, why in senseless.items() if length.unit == "hours" and key in node]
    for key, why in found:
        message = f"hours {why}, so that `{key}` says nothing here"
        help_ = f"take `{key}` out, or count in days or working days"
        scope.problem("not-with-hours", message, (node.get(key) or node).position, help_)
    return not found


def _by_before(node: Mapping, scope: Scope) -> Deadline | None:
    word = text(node.get("by"))
    day, _, clock = word.partition(" ")
    before = _moment_at(node, "before", scope)
    found = node.get("by") or node
    if day not in WEEKDAYS:
        scope.wrong_form(found, "a weekday with an hour, such as `thursday 12:00`")
        return None
    hour = _hour(clock, found, scope) if clock else None
    if before is None or (clock and hour is None):
        return None
    return WeekdayBefore(day, hour, before, _roll(node, scope))


def _relative(node: Mapping, scope: Scope) -> Deadline | None:
    relation = next(key for key in ("by", "before", "at") if key in node)
    when = _moment_at(node, relation, scope)
    return None if when is None else RelativeTo(relation, when)  # type: ignore[arg-type]


def _every(node: Mapping, scope: Scope) -> Deadline | None:
    length, written = _repeat_at(node, "every", scope), node.get("from")
    first = _first_interval(node, scope)
    anchor = _anchor(written, scope)
    is_day = text(written)[:1].isdigit()
    after, ok = (None, anchor is not None) if is_day else _optional_moment(node, "from", scope)
    if length is None or not ok or (first is None and "first" in node):
        return None
    if isinstance(anchor, tuple):
        at_fault = _other_each_year(length, first, *anchor)
        if at_fault:
            _ask_for_a_year(node, at_fault, scope)
            return None
    return Every(length, after, anchor, first)


def _first_interval(node: Mapping, scope: Scope) -> Period | None:
    found = period_at(node, "first", scope) if "first" in node else None
    if found is not None and found.unit == "hours":
        expected = "a length of time in days, working days, weeks, months or years"
        scope.wrong_form(node.get("first") or node, expected, "what repeats falls on whole days")
        return None
    return found


def _other_each_year(every: Period, first: Period | None, month: int, number: int) -> str:
    """The key by which what repeats from a day of the year falls on other days in each year; nothing where none does.

    The last day of February is another in a leap year, and so is what is then counted from it.
    """
    months = _in_months(every)
    if not months or 12 % months:
        return "every"
    lead = _in_months(first) if first is not None else months
    end_of_february = first is not None and (month + lead) % 12 == _FEBRUARY and number > _FEBRUARY_DAYS
    return "first" if not 0 < lead <= months or end_of_february else ""


_FEBRUARY = 2
_FEBRUARY_DAYS = 28


def _ask_for_a_year(node: Mapping, at_fault: str, scope: Scope) -> None:
    written = node.get("from") or node
    why = f"`{at_fault}: {text(node.get(at_fault))}` falls on other days in each"
    help_ = 'write from which day on, with its year, for example `"2026-01-01"`'
    scope.problem("day-without-year", f"`{text(written)}` names no year, and {why}", written.position, help_)


def _in_months(length: Period) -> int:
    """How many months a length of time is; none where it is not one of months or years."""
    return length.count * {"months": 1, "years": 12}.get(length.unit, 0)


def _of_several(
    kind: Callable[[tuple[Deadline, ...]], Deadline], key: str
) -> Callable[[Mapping, Scope], Deadline | None]:
    def read(node: Mapping, scope: Scope) -> Deadline | None:
        several = node.get(key)
        if not isinstance(several, Sequence) or not several.items:
            scope.wrong_form(several or node, "a list of deadlines")
            return None
        parts = tuple(part for item in several.items if (part := deadline(item, scope)) is not None)
        return kind(parts) if len(parts) == len(several.items) else None

    return read


_FORMS: tuple[tuple[frozenset[str], frozenset[str], Callable[[Mapping, Scope], Deadline | None]], ...] = (
    (frozenset({"within"}), frozenset({"after", "by"}), _within),
    (frozenset({"at_least", "before"}), frozenset({"by"}), _at_least),
    (frozenset({"by", "before"}), frozenset(), _by_before),
    (frozenset({"by"}), frozenset(), _relative),
    (frozenset({"before"}), frozenset(), _relative),
    (frozenset({"at"}), frozenset(), _relative),
    (frozenset({"every"}), frozenset({"from", "first"}), _every),
    (frozenset({"earliest_of"}), frozenset(), _of_several(EarliestOf, "earliest_of")),
    (frozenset({"latest_of"}), frozenset(), _of_several(LatestOf, "latest_of")),
)


def _moment_at(node: Mapping, key: str, scope: Scope) -> Moment | None:
    value = node.get(key)
    return None if value is None else moment(value, scope)


def _optional_moment(node: Mapping, key: str, scope: Scope) -> tuple[Moment | None, bool]:
    """The moment under a key that may be left out, and whether all is well."""
    if key not in node:
        return None, True
    found = _moment_at(node, key, scope)
    return found, found is not None


def _repeat_at(node: Mapping, key: str, scope: Scope) -> Period | None:
    """``every: year`` is every one year."""
    word = text(node.get(key))
    return period(f"1 {word}") or period_at(node, key, scope)


def _anchor(node: Node | None, scope: Scope) -> date | tuple[int, int] | None:
    """A quoted date, or a day of the year such as ``1 january`` as ``(month, day)``; None where neither is written."""
    written = text(node)
    of_year = _DAY_OF_YEAR.match(written)
    if node is None or not written[:1].isdigit():
        return None
    if not of_year:
        return day(node, scope)
    month, number = MONTHS.index(of_year[2]) + 1, int(of_year[1])
    if number > monthrange(2000, month)[1]:  # a leap year
        wrong_date(node, "there is no such day in the calendar", scope)
        return None
    return month, number


def _clock(node: Mapping, key: str, scope: Scope) -> time | None:
    value = node.get(key)
    return None if value is None else _hour(text(value), value, scope)


def _hour(written: str, node: Node, scope: Scope) -> time | None:
    """A clock time, or the end of a part of the day that the policy names."""
    parts = scope.names.parts_of_day
    found = clock_time(written) or parts.get(written)
    if found is None and written.isidentifier():
        message = f"`{written}` is no part of the day"
        help_ = did_you_mean(written, parts) or "say when it ends, under `counting.parts_of_day`"
        scope.problem("unknown-part-of-day", message, node.position, help_)
    elif found is None:
        scope.wrong_form(node, 'a time of day such as `"17:00"`, or a part of the day')
    return found


def _first_day(node: Mapping, scope: Scope) -> FirstDay | None:
    return _word(node, "first_day", FIRST_DAYS, scope)


def _roll(node: Mapping, scope: Scope) -> Roll:
    return _word(node, "if_not_working_day", ROLLS, scope) or "keep"


def _word(node: Mapping, key: str, known: tuple[T, ...], scope: Scope) -> T | None:
    value = node.get(key)
    if value is None:
        return None
    for word in known:
        if text(value) == word:
            return word
    scope.wrong_form(value, listed(known))
    return None
