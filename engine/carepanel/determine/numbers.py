"""Terms with a size, as the interval in which their value lies: what is not known makes it wider, never nought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.backends import reference
from carepanel.conditions.ast import Age, Attribute, Count, Fact, OneOf, Size
from carepanel.conditions.truth import Truth
from carepanel.determine.evidence import attribute_is, day_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from carepanel.calendars.anchors import Anchor
    from carepanel.conditions.ast import Condition, Leaf, LeapBirthday, Term
    from carepanel.conditions.moments import Moment
    from carepanel.determine.case import Event
    from carepanel.determine.evidence import Evidence

_FEBRUARY_29 = (2, 29)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included; None is no bound."""

    low: int | None = None
    high: int | None = None

    def within(self, low: int | None, high: int | None) -> Truth:
        """Whether the value, wherever it lies, is from `low` to `high`."""
        above = _not_below(self, low)
        below = _not_below(Interval(_minus(self.high), _minus(self.low)), _minus(high))
        return min(above, below)


def _not_below(interval: Interval, bound: int | None) -> Truth:
    if bound is None or (interval.low is not None and interval.low >= bound):
        return Truth.YES
    return Truth.NO if interval.high is not None and interval.high < bound else Truth.NOT_KNOWN


def _minus(number: int | None) -> int | None:
    return None if number is None else -number


UNKNOWN = Interval()


def interval(term: Term, evidence: Evidence, anchor: Callable[[Moment], Anchor | None]) -> Interval:
    """The interval in which a term's value lies."""
    match term:
        case Fact(name=name):
            value = evidence.fact(name)
            return Interval(value, value) if isinstance(value, int) else UNKNOWN
        case Size(fact=name):
            members = evidence.fact(name)
            return Interval(len(members), len(members)) if isinstance(members, frozenset) else UNKNOWN
        case Age():
            return _age(term, evidence, anchor)
        case Count():
            return _count(term, evidence)
        case _:
            return UNKNOWN


def _age(term: Age, evidence: Evidence, anchor: Callable[[Moment], Anchor | None]) -> Interval:
    born, on = evidence.day(term.born), anchor(term.on)
    if born is None or on is None:
        return UNKNOWN
    return Interval(age_on(born, on.first_day, term.leap_birthday), age_on(born, on.day, term.leap_birthday))


def age_on(born: date, day: date, leap_birthday: LeapBirthday) -> int:
    """Completed years on a day: an age is reached when the birthday begins (Family Law Reform Act 1969, s. 9).

    Somebody born on 29 February has their birthday in an ordinary year on 1 March or 28 February, as the policy says.
    """
    birthday = (born.month, born.day)
    if birthday == _FEBRUARY_29 and not _is_leap(day.year):
        birthday = (3, 1) if leap_birthday == "1 march" else (2, 28)
    return day.year - born.year - ((day.month, day.day) < birthday)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _count(term: Count, evidence: Evidence) -> Interval:
    """At least what is surely there; at most that and what may be, when nothing can be missing."""
    fits = [(event, _meets(term.where, event)) for event in evidence.of_kind(term.event)]
    since = evidence.day(term.since) if term.since else None
    if term.since and since is None:
        return Interval(0, _most(fits) if evidence.complete(term.event, None) else None)
    inside = [(event, fit) for event, fit in fits if since is None or day_of(event) >= since]
    surely = sum(fit is Truth.YES for _, fit in inside)
    return Interval(surely, _most(inside) if evidence.complete(term.event, since) else None)


def counted(term: Count, evidence: Evidence) -> tuple[Event, ...]:
    """The events on file that surely count, earliest first; none while it is not known since when they count."""
    since = evidence.day(term.since) if term.since else None
    if term.since and since is None:
        return ()
    sure = (event for event in evidence.of_kind(term.event) if _meets(term.where, event) is Truth.YES)
    return tuple(event for event in sure if since is None or day_of(event) >= since)


def _most(fits: list[tuple[Event, Truth]]) -> int:
    return sum(fit is not Truth.NO for _, fit in fits)


def _meets(where: Condition, event: Event) -> Truth:
    """The event's own attributes against the count's `where`."""

    def leaf(node: Leaf) -> Truth:
        if isinstance(node, OneOf) and isinstance(node.term, Attribute):
            return attribute_is(event, node.term.name, node.values)
        raise TypeError(node)

    return reference.truth(where, leaf, _no_rules)


def _no_rules(rule: str) -> Truth:
    raise LookupError(rule)
