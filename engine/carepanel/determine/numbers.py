"""Terms with a size, as the interval in which their value lies: what is not known makes it wider, never nought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from carepanel.backends import reference
from carepanel.conditions.ast import Age, Attribute, Count, Days, Fact, Inside, OneOf, Size
from carepanel.conditions.truth import Truth
from carepanel.determine.evidence import attribute_is, day_of
from carepanel.determine.windows import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from carepanel.calendars.anchors import Anchor
    from carepanel.conditions.ast import Condition, Leaf, LeapBirthday, Take, Term
    from carepanel.conditions.moments import Moment
    from carepanel.determine.case import Event
    from carepanel.determine.evidence import Evidence
    from carepanel.determine.windows import Span

    Anchors = Callable[[Moment], Anchor | None]

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


def interval(term: Term, evidence: Evidence, anchor: Anchors) -> Interval:
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
            return _count(term, evidence, anchor)
        case Days():
            return _days(term, evidence, anchor)
        case Inside():
            return _inside(term, anchor)
        case _:
            return UNKNOWN


def _age(term: Age, evidence: Evidence, anchor: Anchors) -> Interval:
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


def _count(term: Count, evidence: Evidence, anchor: Anchors) -> Interval:
    """At least what is surely there; at most that and what may be, when nothing can be missing."""
    fits = [(event, _meets(term.where, event)) for event in evidence.of_kind(term.event)]
    bounds = _bounds(term, evidence, anchor)
    if bounds is None:
        return Interval(0, _most(fits) if evidence.complete(term.event, None) else None)
    inside = [(event, min(fit, bounds.holds(day_of(event)))) for event, fit in fits]
    surely = sum(fit is Truth.YES for _, fit in inside)
    return Interval(surely, _most(inside) if evidence.complete(term.event, bounds.since) else None)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """From when, and in which window, events count."""

    since: date | None
    window: Span | None

    def holds(self, day: date) -> Truth:
        if self.since is not None and day < self.since:
            return Truth.NO
        return Truth.YES if self.window is None else self.window.holds(day)


def _bounds(term: Count | Days, evidence: Evidence, anchor: Anchors) -> _Bounds | None:
    """The bounds of what counts; None while they are not known."""
    fact = term.since if isinstance(term, Count) else ""
    since = evidence.day(fact) if fact else None
    if fact and since is None:
        return None
    if term.window is None:
        return _Bounds(since, None)
    at = anchor(term.window.moment)
    if at is None:
        return None
    window = span(term.window, at)
    return _Bounds(max(since or window.may_first, window.may_first), window)


def counted(term: Count, evidence: Evidence, anchor: Anchors) -> tuple[Event, ...]:
    """The events on file that surely count, earliest first; none while it is not known since when they count."""
    bounds = _bounds(term, evidence, anchor)
    if bounds is None:
        return ()
    sure = (event for event in evidence.of_kind(term.event) if _meets(term.where, event) is Truth.YES)
    return tuple(event for event in sure if bounds.holds(day_of(event)) is Truth.YES)


def _days(term: Days, evidence: Evidence, anchor: Anchors) -> Interval:
    """The days of stays: at least those that surely were, at most those and what may have been."""
    bounds = _bounds(term, evidence, anchor)
    whole = evidence.complete(term.event, bounds.since if bounds is not None else None)
    surely: list[frozenset[date]] = []
    maybe: list[frozenset[date]] = []
    for event in evidence.of_kind(term.event):
        fits = _meets(term.where, event)
        stay = _stay(event, term)
        if stay is None:
            whole = whole and fits is Truth.NO
        elif fits is not Truth.NO:
            inside = [day for day in stay if bounds is not None and bounds.holds(day) is Truth.YES]
            surely.append(frozenset(inside) if fits is Truth.YES else frozenset())
            maybe.append(frozenset(day for day in stay if bounds is None or bounds.holds(day) is not Truth.NO))
    low, high = (_taken(stays, term.take) for stays in (surely, maybe))
    return Interval(low, high if whole else None)


def _stay(event: Event, term: Days) -> tuple[date, ...] | None:
    """The days of one stay; None where its first or its last day is not known, or they lie the wrong way round."""
    first, last = event.attributes.get(term.first), event.attributes.get(term.last)
    if not isinstance(first, date) or not isinstance(last, date) or last < first:
        return None
    return tuple(date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def _taken(stays: list[frozenset[date]], take: Take) -> int:
    if take == "longest":
        return max(map(len, stays), default=0)
    return len(frozenset().union(*stays))


def _inside(term: Inside, anchor: Anchors) -> Interval:
    """Whether a day lies in a window: on each of the days that it may be, it does, or on none."""
    day, at = anchor(term.moment), anchor(term.window.moment)
    if day is None or at is None:
        return Interval(0, 1)
    window = span(term.window, at)
    answers = {window.holds(each) for each in (day.first_day, day.day)}
    return Interval(int(answers == {Truth.YES}), int(answers != {Truth.NO}))


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
