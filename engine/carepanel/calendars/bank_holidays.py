"""A calendar of bank holidays: dated data with a version, a fingerprint and a horizon, never looked up elsewhere.

A day is a working day when it is not a Saturday, a Sunday or a holiday of the calendar (regulation 2 of the Care
Planning, Placement and Case Review (England) Regulations 2010, SI 2010/959). Beyond the horizon, the last day of the
last published year, the regular holidays stand in and every answer is provisional. Before the first year listed there
is no answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from carepanel.calendars.instants import LAST_YEAR, DeadlineOutOfRange, UnreadableTime, parse_date
from carepanel.calendars.regular_days import regular_days

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BadCalendar", "Calendar", "OutsideCalendar", "from_document"]

_SATURDAY = 5
_WEEKEND = {5: "Saturday", 6: "Sunday"}


class OutsideCalendar(DeadlineOutOfRange):
    """A day was asked for about which the calendar says nothing."""

    def __init__(self, calendar: Calendar) -> None:
        first = calendar.first.year
        super().__init__(f"the calendar `{calendar.name}` knows the working days of {first} to {LAST_YEAR} only")


class BadCalendar(ValueError):
    """A calendar document does not say what a calendar must."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The bank holidays of one jurisdiction by day, whole years up to `horizon`.

    `fingerprint` is ``sha256:`` and the hash of what the document says, not of how it is written.
    """

    name: str
    version: str
    fingerprint: str
    horizon: date
    holidays: Mapping[date, str] = field(hash=False, repr=False)
    first: date = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Take a private copy of the holidays, and remember the first day of the first year listed."""
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))
        object.__setattr__(self, "first", date(min(self.holidays, default=self.horizon).year, 1, 1))

    def holiday(self, day: date) -> str | None:
        """The name of the bank holiday on the day, if it is one. Raises `OutsideCalendar`."""
        if not self.covers(day):
            raise OutsideCalendar(self)
        return (regular_days(day.year) if self.is_provisional(day) else self.holidays).get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether people are expected at work on the day. Raises `OutsideCalendar`."""
        return self.holiday(day) is None and day.weekday() < _SATURDAY

    def why_not(self, day: date) -> str:
        """Why the day is not a working day, e.g. ``Saturday`` or ``Easter Monday``; nothing when it is one."""
        return self.holiday(day) or _WEEKEND.get(day.weekday(), "")

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies beyond the published list, so that a proclamation may still change it."""
        return day > self.horizon

    def covers(self, day: date) -> bool:
        """Whether the calendar has an answer for the day."""
        return self.first <= day and day.year <= LAST_YEAR


def from_document(plain: Mapping[str, object]) -> Calendar:
    """The calendar that a document in plain values describes. Raises `BadCalendar`."""
    name, version, horizon = (_text(plain, key) for key in ("calendar", "version", "horizon"))
    listed = plain.get("holidays")
    if not isinstance(listed, dict) or not listed:
        raise BadCalendar("`holidays` must list each bank holiday as a date and its name")
    holidays = {_day(day): title for day, title in listed.items() if isinstance(title, str) and title}
    if len(holidays) != len(listed):
        raise BadCalendar("every bank holiday must have a name")
    content = {"calendar": name, "version": version, "horizon": horizon, "holidays": listed}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    fingerprint = "sha256:" + sha256(canonical.encode()).hexdigest()
    return _checked(Calendar(name, version, fingerprint, _day(horizon), holidays))


def _checked(calendar: Calendar) -> Calendar:
    """The calendar, whole: an empty year or a holiday at a weekend is a slip that would move deadlines silently."""
    horizon = calendar.horizon
    if (horizon.month, horizon.day) != (12, 31):
        raise BadCalendar("`horizon` must be the last day of a year")
    missing = set(range(calendar.first.year, horizon.year + 1)) - {day.year for day in calendar.holidays}
    if missing:
        raise BadCalendar(f"no bank holiday is listed in {min(missing)}")
    for day in calendar.holidays:
        if day > horizon:
            raise BadCalendar(f"{day} lies after the horizon")
        if day.weekday() >= _SATURDAY:
            raise BadCalendar(f"{day} is a {_WEEKEND[day.weekday()]}; list the substitute day")
    return calendar


def _text(plain: Mapping[str, object], key: str) -> str:
    value = plain.get(key)
    if not isinstance(value, str) or not value:
        raise BadCalendar(f"`{key}` must be given as text, in quotation marks")
    return value


def _day(text: object) -> date:
    try:
        return parse_date(text if isinstance(text, str) else "")
    except UnreadableTime as error:
        raise BadCalendar(f"a bank holiday or the horizon is no date: {error}") from None
