"""When a panel meets, as written: the rule of its days, its hour, and what becomes of a day that is no working day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, time

    from carepanel.model.deadlines import Period, Weekday
    from carepanel.source import Position

NonWorkingDay = Literal["keep", "next_working_day", "previous_working_day", "not_held", "not_stated"]


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every `every` weeks on `days`; `counting_from` is a day in a week in which it meets, needed when `every` is over
    1.
    """

    days: tuple[Weekday, ...]
    every: int = 1
    counting_from: date | None = None


@dataclass(frozen=True, slots=True)
class Monthly:
    """Every month on these days, each ``(nth, weekday)`` with nth 1 to 5, or -1 for the last."""

    days: tuple[tuple[int, Weekday], ...]


@dataclass(frozen=True, slots=True)
class DaysNotStated:
    """The source says how often but not on which day (`every` is ``week`` or ``month``): no date can be worked out."""

    every: str


@dataclass(frozen=True, slots=True)
class ImmediatelyAfter:
    """On every day on which another panel meets, once it has ended. `days` are the other's, compared where they are
    its own.
    """

    meeting: str
    days: MeetingDays = field(compare=False)


@dataclass(frozen=True, slots=True)
class GivenDay:
    """One of the days of a list, and where it is written."""

    day: date
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GivenDays:
    """The days themselves, earliest first. Nothing is known of the days before the first and after the last.

    `at_least_every` is the bound that the terms set: weeks, or months, each of which has a meeting.
    """

    days: tuple[GivenDay, ...]
    at_least_every: Period | None = None

    def covers(self, day: date) -> bool:
        """Whether it is known if there is a meeting on a day."""
        return self.days[0].day <= day <= self.days[-1].day


@dataclass(frozen=True, slots=True)
class Recurrence:
    """By a recurrence rule of RFC 5545, section 3.3.10, counted from `start`."""

    rule: str
    start: date
    position: Position | None = field(default=None, compare=False, repr=False)


Meets = Weekly | Monthly | ImmediatelyAfter | GivenDays | Recurrence | DaysNotStated


@dataclass(frozen=True, slots=True)
class OneOff:
    """One extra or cancelled meeting: the day on which it is, or would be, held, and why."""

    day: date
    because: str
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """The rule of a panel's days with its hours (None: the source states none), and what departs from the rule.

    `during` names a list of days off on which it is not held: a school's terms, an office's closures.
    """

    meets: Meets
    if_not_working_day: NonWorkingDay
    starts: time | None = None
    ends: time | None = None
    during: str = ""
    extra: tuple[OneOff, ...] = ()
    cancelled: tuple[OneOff, ...] = ()

    @property
    def begins(self) -> time | None:
        """The hour at which it starts, its own or that at which the meeting it follows ends; None where neither is
        stated.
        """
        after = self.meets.days.ends if isinstance(self.meets, ImmediatelyAfter) else None
        return self.starts or after

    @property
    def minutes(self) -> int | None:
        """How long it lasts; None where the source does not state both ends."""
        if self.begins is None or self.ends is None:
            return None
        return (self.ends.hour - self.begins.hour) * 60 + self.ends.minute - self.begins.minute

    @property
    def dated_by(self) -> MeetingDays:
        """The days that date these: their own, or those of the meeting that they follow in the end."""
        return self.meets.days.dated_by if isinstance(self.meets, ImmediatelyAfter) else self
