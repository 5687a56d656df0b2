"""The days off of one list: bank holidays as published, an office's closures, or what lies outside a school's terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from carepanel.calendars.instants import LAST_YEAR, weekday
from carepanel.calendars.proof import ListRef
from carepanel.calendars.regular_days import regular_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carepanel.calendars.regular_days import Law

__all__ = ["SATURDAY_AND_SUNDAY", "DaysOff"]

SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class DaysOff:
    """One list, known from `begins` (the first day of the first year listed, where it is None) up to `horizon`.

    `listed` holds each day off by its name, without weekends; `weekend` the days of the week (Monday is 0) that are
    never worked. Beyond the horizon the regular days of `regular` stand in; without a law nothing is known to be off
    there but weekends. `fingerprint` is ``sha256:`` and the hash of what the document says, not of how it is written.
    `source` says in words where the list is from, `source_sha256` is the fingerprint of the published file where one
    is given.
    """

    name: str
    version: str
    fingerprint: str
    horizon: date
    listed: Mapping[date, str] = field(hash=False, repr=False)
    regular: Law | None = "england_and_wales"
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    source: str = ""
    begins: date | None = None
    source_sha256: str = ""
    first: date = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Take a private copy of the days, and remember the first day known."""
        object.__setattr__(self, "listed", MappingProxyType(dict(self.listed)))
        first_year = min(self.listed, default=self.horizon).year
        object.__setattr__(self, "first", self.begins or date(first_year, 1, 1))

    def why_off(self, day: date) -> str:
        """Why the day is off by this list, e.g. ``Easter Monday`` or ``Saturday``; nothing when it is not."""
        return self.holiday(day) or (weekday(day) if day.weekday() in self.weekend else "")

    def holiday(self, day: date) -> str:
        """The name of a day that is off for more than being at a weekend; nothing for every other day."""
        if day <= self.horizon:
            return self.listed.get(day, "")
        return regular_days(self.regular, day.year).get(day, "") if self.regular is not None else ""

    def is_settled(self, day: date) -> bool:
        """Whether the day is known to be off, or not to be, for good: it is published, or at a weekend."""
        return day <= self.horizon or day.weekday() in self.weekend

    @property
    def ref(self) -> ListRef:
        """The list by its name and version."""
        return ListRef(self.name, self.version)

    def covers(self, day: date) -> bool:
        """Whether the list has an answer for the day."""
        return self.first <= day and day.year <= LAST_YEAR
