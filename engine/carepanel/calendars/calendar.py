"""The calendar by which a policy counts: one list of days off, or several together."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from carepanel.calendars.instants import LAST_YEAR, DeadlineOutOfRange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from carepanel.calendars.days_off import DaysOff

__all__ = ["Calendar", "OutsideCalendar"]


class OutsideCalendar(DeadlineOutOfRange):
    """A day was asked for about which the calendar says nothing."""

    def __init__(self, calendar: Calendar) -> None:
        first = calendar.first.year
        super().__init__(f"the calendar `{calendar.name}` knows the working days of {first} to {LAST_YEAR} only")


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
    fingerprint: str = field(init=False, compare=False)
    source: str = field(init=False, compare=False, repr=False)
    horizon: date = field(init=False, compare=False)
    first: date = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Say once what the lists say together."""
        together = {
            "named": MappingProxyType(dict(self.named)),
            "name": " + ".join(days.name for days in self.lists),
            "version": " + ".join(days.version for days in self.lists),
            "fingerprint": _fingerprint((*self.lists, *self.named.values())),
            "source": "; ".join(dict.fromkeys(days.source for days in self.lists if days.source)),
            "horizon": min(days.horizon for days in self.lists),
            "first": max(days.first for days in self.lists),
        }
        for attribute, value in together.items():
            object.__setattr__(self, attribute, value)

    def is_working_day(self, day: date) -> bool:
        """Whether people are expected at work on the day. Raises `OutsideCalendar`."""
        if not self.covers(day):
            raise OutsideCalendar(self)
        return not any(days.why_off(day) for days in self.lists)

    def why_not(self, day: date) -> str:
        """Why the day is not a working day, e.g. ``Saturday`` or ``Easter Monday``, with the list that says so where
        there are several; nothing when it is one.
        """
        for days in self.lists:
            why = days.why_off(day)
            if why:
                return f"{why} ({days.name})" if days is not self.lists[0] else why
        return ""

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies beyond what is published, so that it may still come to be a day off, or to be none."""
        return day > self.horizon

    def covers(self, day: date) -> bool:
        """Whether the calendar has an answer for the day."""
        return self.first <= day and day.year <= LAST_YEAR


def _fingerprint(lists: tuple[DaysOff, ...]) -> str:
    """That of a single list, or one over those of all."""
    if len(lists) == 1:
        return lists[0].fingerprint
    return "sha256:" + sha256("\n".join(days.fingerprint for days in lists).encode()).hexdigest()
