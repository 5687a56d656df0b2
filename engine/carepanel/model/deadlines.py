"""Deadlines as written: expressions that stay expressions until a case and a calendar are there to resolve them.

Units are never converted into each other: 48 hours is not two days, two working days are not two days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time

    from carepanel.conditions.moments import Moment

Unit = Literal["hours", "days", "working_days", "weeks", "months", "years"]
Roll = Literal["keep", "next_working_day", "previous_working_day"]
FirstDay = Literal["day_after", "same_day"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
"""The days of the week in their order, as `date.weekday` counts them."""


@dataclass(frozen=True, slots=True)
class Period:
    """A count of one unit, e.g. 3 working days. `count` is at least 1."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Counting:
    """How a file counts when a deadline does not say for itself.

    `working_days` names calendars of `policies/shared/`; `first_day` says whether the day of the start counts as day
    one;
    `on_time` says whether an act at the very instant of a deadline `by` a clock time is in time; `parts_of_day` when
    each part of the day that the file names ends.
    """

    working_days: tuple[str, ...]
    first_day: FirstDay = "day_after"
    on_time: Literal["included", "excluded"] = "included"
    parts_of_day: tuple[tuple[str, time], ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """``within: 48 hours`` — forward from `after` (from the trigger of the rule when that is None).

    Hours are elapsed hours. Every other unit counts local days and ends at `by`, or with the end of the last day.
    """

    period: Period
    after: Moment | None = None
    by: time | None = None
    first_day: FirstDay | None = None
    if_not_working_day: Roll = "keep"


@dataclass(frozen=True, slots=True)
class AtLeastBefore:
    """``at_least: 2 working days, before: panel`` — backward by a count, ending at `by` or with the end of that day."""

    period: Period
    before: Moment
    by: time | None = None
    if_not_working_day: Roll = "keep"


@dataclass(frozen=True, slots=True)
class WeekdayBefore:
    """``by: thursday 12:00, before: panel`` — the last such weekday strictly before the day of the moment."""

    weekday: Weekday
    at: time | None
    before: Moment
    if_not_working_day: Roll = "keep"


@dataclass(frozen=True, slots=True)
class RelativeTo:
    """``by``, ``before`` or ``at`` a moment: no later than it, strictly before it, at it."""

    relation: Literal["by", "before", "at"]
    moment: Moment


@dataclass(frozen=True, slots=True)
class Every:
    """``every: year`` — repeating from a moment or a fixed day of the year; `first` is the length of the first
    interval.
    """

    period: Period
    after: Moment | None = None
    anchor: date | tuple[int, int] | None = None
    first: Period | None = None


@dataclass(frozen=True, slots=True)
class EarliestOf:
    """The earliest of several deadlines binds."""

    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class LatestOf:
    """The latest of several deadlines binds."""

    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Under:
    """A deadline that a law or another clause sets, named so that it can be said which of several binds."""

    deadline: Deadline
    law: str


@dataclass(frozen=True, slots=True)
class NotStated:
    """The source sets no time. It gives no date, and the determination says so."""


@dataclass(frozen=True, slots=True)
class External:
    """Another document sets the time. It gives no date, and the determination says so."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A reading that nobody has chosen yet: the time is not known."""

    reading: str


Deadline = (
    Within
    | AtLeastBefore
    | WeekdayBefore
    | RelativeTo
    | Every
    | EarliestOf
    | LatestOf
    | Under
    | NotStated
    | External
    | Undecided
)


def single(deadline: Deadline) -> tuple[Deadline, ...]:
    """The deadlines that one is made of, in its order, of which none has parts: itself, where it has none."""
    match deadline:
        case EarliestOf(deadlines=parts) | LatestOf(deadlines=parts):
            return tuple(one for part in parts for one in single(part))
        case Under(deadline=inner):
            return single(inner)
        case _:
            return (deadline,)


def comes_true(test: Callable[[Deadline], bool], deadline: Deadline) -> bool:
    """Whether something is true of a deadline once it is of those that it is made of: of one where the earliest binds,
    of all where the latest does.
    """
    match deadline:
        case EarliestOf(deadlines=parts):
            return any(comes_true(test, part) for part in parts)
        case LatestOf(deadlines=parts):
            return all(comes_true(test, part) for part in parts)
        case Under(deadline=inner):
            return comes_true(test, inner)
        case _:
            return test(deadline)


def moments(deadline: Deadline) -> tuple[Moment, ...]:
    """The moments that a deadline names, in its order; none where it counts from its rule's trigger."""
    match deadline:
        case Within(after=moment) | Every(after=moment):
            return () if moment is None else (moment,)
        case AtLeastBefore(before=moment) | WeekdayBefore(before=moment) | RelativeTo(moment=moment):
            return (moment,)
        case EarliestOf() | LatestOf() | Under():
            return tuple(moment for one in single(deadline) for moment in moments(one))
        case NotStated() | External() | Undecided():
            return ()


def counted_forward_from(deadline: Deadline) -> frozenset[Moment]:
    """The moments that a deadline starts from; the others that it names are what it must come before, or be at."""
    forward = (one for one in single(deadline) if isinstance(one, Within | Every))
    return frozenset(moment for one in forward for moment in moments(one))


def unrolled(deadline: Deadline) -> Deadline:
    """The same deadline with every day off kept."""
    match deadline:
        case Within() | AtLeastBefore() | WeekdayBefore():
            return replace(deadline, if_not_working_day="keep")
        case EarliestOf(deadlines=parts) | LatestOf(deadlines=parts):
            return replace(deadline, deadlines=tuple(map(unrolled, parts)))
        case Under(deadline=inner):
            return replace(deadline, deadline=unrolled(inner))
        case _:
            return deadline
