"""The calendar by which a policy counts: one list of days off, or several together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from carepanel.calendars.instants import LAST_YEAR, DeadlineOutOfRange, show_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carepanel.calendars.days_off import DaysOff
    from carepanel.calendars.proof import ListRef

__all__ = ["Calendar", "DayOff", "OutsideCalendar"]


class OutsideCalendar(DeadlineOutOfRange):
    """A day was asked for about which the calendar says nothing."""

    def __init__(self, calendar: Calendar, day: date) -> None:
        name, first = max(((days.name, days.first) for days in calendar.lists), key=lambda begun: begun[1])
        since = str(first.year) if first == date(first.year, 1, 1) else show_day(first)
        super().__init__(
            f"{show_day(day)}: the calendar `{name}` knows the working days of {since} to {LAST_YEAR} only"
        )


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is not a working day, e.g. ``Saturday`` or ``Easter Monday``, with the list that says so where that is
    not the first of several; `by` is that list as data, and None for a weekend.
    """

    why: str
    by: ListRef | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A day is a working day when it is off by none of `lists`, at least one. What the calendar knows, every one of
    them knows: it begins with the last to begin, and is provisional beyond the first horizon.

    `named` holds further lists that a policy asks by name, such as the terms in which a panel meets.
    """

    lists: tuple[DaysOff, ...]
    named: Mapping[str, DaysOff] = field(default_factory=dict, hash=False, repr=False)
    name: str = field(init=False, compare=False)
    version: str = field(init=False, compare=False)
    horizon: date = field(init=False, compare=False)
    first: date = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Say once what the lists say together."""
        together = {
            "named": MappingProxyType(dict(self.named)),
            "name": " + ".join(days.name for days in self.lists),
            "version": " + ".join(days.version for days in self.lists),
            "horizon": min(days.horizon for days in self.lists),
            "first": max(days.first for days in self.lists),
        }
        for attribute, value in together.items():
            object.__setattr__(self, attribute, value)

    def is_working_day(self, day: date) -> bool:
        """Whether people are expected at work on the day. Raises `OutsideCalendar`."""
        return self.day_off(day) is None

    def day_off(self, day: date) -> DayOff | None:
        """Why the day is not a working day; None when it is one. A list that knows for good speaks first.

        Raises `OutsideCalendar`.
        """
        if not self.covers(day):
            raise OutsideCalendar(self, day)
        off = [days for days in self.lists if days.why_off(day)]
        if not off:
            return None
        days = next((days for days in off if days.is_settled(day)), off[0])
        why = days.why_off(day)
        said = why if days is self.lists[0] else f"{why} ({days.name})"
        return DayOff(said, days.ref if days.holiday(day) else None)

    def why_not(self, day: date) -> str:
        """Why the day is not a working day, e.g. ``Saturday`` or ``Easter Monday``; nothing when it is one.

        Raises `OutsideCalendar`.
        """
        off = self.day_off(day)
        return off.why if off is not None else ""

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies beyond what is published, so that it may still come to be a day off, or to be none.

        A weekend may not, wherever it lies: no list that is still to come makes a working day of it. Nor may a day off
        by one list whose horizon lies beyond it, whatever the others come to say.
        """
        return day > self.horizon and not any(days.is_settled(day) and days.why_off(day) for days in self.lists)

    def ended(self, day: date) -> tuple[DaysOff, ...]:
        """The lists that have ended by the day, so that what is said of it rests on what stands in for them."""
        return tuple(days for days in self.lists if day > days.horizon)

    def covers(self, day: date) -> bool:
        """Whether the calendar has an answer for the day."""
        return self.first <= day and day.year <= LAST_YEAR
