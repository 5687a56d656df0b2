"""Read a deadline: one relation each, such as ``{within: 48 hours}`` or ``{by: thursday 12:00, before: panel}``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, time
from typing import TYPE_CHECKING, TypeVar, get_args

from carepanel.conditions.moments_from_document import moment
from carepanel.conditions.scope import listed, text, undecided
from carepanel.diagnostics import did_you_mean
from carepanel.model.deadlines import (
    AtLeastBefore,
    EarliestOf,
    Every,
    External,
    FirstDay,
    LatestOf,
    NotStated,
    Period,
    RelativeTo,
    Roll,
    Undecided,
    Under,
    WeekdayBefore,
    Within,
)
from carepanel.model.deadlines import Weekday as Weekday_
from carepanel.text.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from carepanel.conditions.moments import Moment
    from carepanel.conditions.scope import Scope
    from carepanel.model.deadlines import (
        Deadline,
        Unit,
    )
    from carepanel.text.document import Node

T = TypeVar("T", bound=str)

WEEKDAYS: tuple[Weekday_, ...] = get_args(Weekday_)
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

_PERIOD = re.compile(r"(?P<count>\d{1,15}|a|one) (?P<unit>hour|day|working day|week|month|year)s?\Z")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
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
    length = _period_at(node, "within", scope)
    after, ok = _optional_moment(node, "after", scope)
    if length is None or not ok:
        return None
    return Within(length, after, _clock(node, "by", scope), _first_day(node, scope), _roll(node, scope))


def _at_least(node: Mapping, scope: Scope) -> Deadline | None:
    length, before = _period_at(node, "at_least", scope), _moment_at(node, "before", scope)
    if length is None or before is None:
        return None
    return AtLeastBefore(length, before, _clock(node, "by", scope), _roll(node, scope))


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
    length = _repeat_at(node, "every", scope)
    first = _period_at(node, "first", scope) if "first" in node else None
    anchor = _anchor(node.get("from"), scope)
    is_day = text(node.get("from"))[:1].isdigit()
    after, ok = (None, anchor is not None) if is_day else _optional_moment(node, "from", scope)
    if length is None or not ok:
        return None
    return Every(length, after, anchor, first)


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


def _period_at(node: Mapping, key: str, scope: Scope) -> Period | None:
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


def _repeat_at(node: Mapping, key: str, scope: Scope) -> Period | None:
    """``every: year`` is every one year."""
    word = text(node.get(key))
    return period(f"1 {word}") or _period_at(node, key, scope)


def period(written: str) -> Period | None:
    """``3 working days`` as a period; None when it is not a length of time."""
    found = _PERIOD.match(written)
    if not found:
        return None
    units: dict[str, Unit] = {
        "hour": "hours",
        "day": "days",
        "working day": "working_days",
        "week": "weeks",
        "month": "months",
        "year": "years",
    }
    return Period(1 if found["count"] in ("a", "one") else int(found["count"]), units[found["unit"]])


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


def day(written: str) -> date | None:
    """``2026-01-06`` as a date; None when there is no such day."""
    found = _DATE.match(written)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _anchor(node: Node | None, scope: Scope) -> date | tuple[int, int] | None:
    """A quoted date, or a day of the year such as ``1 january`` as ``(month, day)``; None where neither is written."""
    written = text(node)
    of_year = _DAY_OF_YEAR.match(written)
    month, number = (MONTHS.index(of_year[2]) + 1, int(of_year[1])) if of_year else (0, 0)
    found = day(written) if not of_year else (month, number) if _is_day_of_year(month, number) else None
    if found is None and node is not None and written[:1].isdigit():
        no_such_day(node, scope)
    return found


def _is_day_of_year(month: int, number: int) -> bool:
    return number <= monthrange(2000, month)[1]  # a leap year


def no_such_day(node: Node, scope: Scope) -> None:
    """Write down that the calendar has no such day."""
    scope.problem("wrong-date", f"`{text(node)}` is no day of the calendar", node.position, "correct the date")


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
