"""Dates as an iCalendar file (RFC 5545), by the `icalendar` library.

A deadline is an event: at its instant when it has one, all day when it ends with the day. An entry keeps its UID from
one printing to the next, so that a calendar that has it already moves it, or takes it out, and does not double it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from carepanel import __version__
from carepanel.calendars.instants import LONDON, local_date, local_time

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `when` is an aware instant, or a day for an entry that lasts the whole of it. `until` is the instant
    at which it ends, where that is known.
    """

    uid: str
    when: date | datetime
    summary: str
    description: str
    provisional: bool = False
    cancelled: bool = False
    until: datetime | None = None


def when_due(due: datetime) -> date | datetime:
    """A due instant as a calendar shows it: all day where it passes with the end of a day, at the next midnight."""
    return local_date(due) - timedelta(days=1) if local_time(due) == time(0) else due


def ics(name: str, entries: Iterable[Entry], stamp: datetime) -> str:
    """The calendar of these entries, made at `stamp`. Every line ends as the RFC has it, the last one too."""
    calendar = Calendar()
    calendar.add("prodid", f"-//carepanel//carepanel {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # NAME is of RFC 7986; older calendar programs read the other
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    listed = tuple(entries)
    for entry in listed:
        calendar.add_component(_event(entry, stamp))
    last = max((_day(entry.when) for entry in listed), default=local_date(stamp))
    calendar.add_missing_timezones(first_date=date(1996, 1, 1), last_date=last + _YEAR)
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@carepanel")
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.when.astimezone(LONDON) if isinstance(entry.when, datetime) else entry.when)
    if entry.until is not None:
        event.add("dtend", entry.until.astimezone(LONDON))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT")
    return event


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.provisional else "CONFIRMED"


def _day(when: date | datetime) -> date:
    return local_date(when) if isinstance(when, datetime) else when
