"""Which days off one version of a list has and another has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.regular_days import regular_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.days_off import DaysOff

__all__ = ["ChangedDay", "ChangedList", "changed_lists"]


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day off that was added, removed or renamed: its name by both versions of the list, empty where it is none."""

    day: date
    was: str
    now: str

    @property
    def change(self) -> Literal["new", "removed", "renamed"]:
        """What became of it."""
        return "new" if not self.was else "removed" if not self.now else "renamed"


@dataclass(frozen=True, slots=True)
class ChangedList:
    """Two versions of one list of days off, and the days that differ, earliest first."""

    was: DaysOff
    now: DaysOff
    days: tuple[ChangedDay, ...]


def changed_lists(old: Calendar, new: Calendar) -> tuple[ChangedList, ...]:
    """The lists that differ between two calendars which have lists of the same names."""
    before, after = ({days.name: days for days in (*c.lists, *c.named.values())} for c in (old, new))
    differ = ((was, after[name]) for name, was in before.items() if was.fingerprint != after[name].fingerprint)
    return tuple(ChangedList(was, now, tuple(_changed_days(was, now))) for was, now in differ)


def _changed_days(was: DaysOff, now: DaysOff) -> Iterator[ChangedDay]:
    """The days known to both lists that are off by one alone, or by another name.

    Days at a weekend of both are left out. A day off that was worked out from the law and is now published under its
    own name is none of them; beyond the later horizon, where nothing is published, no day is looked at.
    """
    last = max(was.horizon, now.horizon)
    years = range(min(was.horizon, now.horizon).year, last.year + 1)
    laws = {days.regular for days in (was, now) if days.regular is not None}
    regular = (regular_days(law, year) for law in laws for year in years)
    for day in sorted({*was.listed, *now.listed}.union(*regular)):
        known = was.covers(day) and now.covers(day) and day <= last
        at_weekend = day.weekday() in was.weekend & now.weekend
        if known and not at_weekend and was.holiday(day) != now.holiday(day):
            yield ChangedDay(day, was.holiday(day), now.holiday(day))
