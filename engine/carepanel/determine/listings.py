"""The meetings that a case was put forward for, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from carepanel.calendars.meetings import Meeting, furthest_move, occurrences
from carepanel.model.meetings import DaysNotStated, GivenDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from carepanel.calendars.calendar import Calendar
    from carepanel.determine.case import Event
    from carepanel.model.terms import Panel

NO_MEETING = "the panel does not meet on it"
"""Why a case has no meeting on a day for which it was put forward."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A meeting of a panel that a case was put forward for at an instant; one that is not held has no day."""

    panel: str
    meeting: Meeting
    at: datetime

    @property
    def day(self) -> date:
        """The day of the meeting, held or not."""
        return self.meeting.day or self.meeting.usual_day


@dataclass(frozen=True, slots=True)
class Moved:
    """A meeting of a panel that a case was put forward for and, unheard, moved away from at an instant."""

    panel: str
    meeting: Meeting
    at: datetime


def listing(event: Event, panel: Panel, calendar: Calendar) -> Listing | None:
    """The meeting that a case was put forward for: the one whose usual day it is or, failing that, the one held on the
    day. None where it cannot be told whether the panel meets on it.
    """
    on = event.attributes.get("day")
    if not isinstance(on, date):
        return None
    near = list(around(on, panel, calendar))
    usual = (meeting for meeting in near if meeting.usual_day == on)
    found = next(usual, None) or next((meeting for meeting in near if meeting.day == on), None)
    if found is None and _is_known(panel, on):
        found = Meeting(on, None, None, NO_MEETING)
    return None if found is None else Listing(panel.id, found, event.at)


def around(day: date, panel: Panel, calendar: Calendar) -> Iterator[Meeting]:
    """The meetings that may be held on a day, by their usual days."""
    reach = furthest_move(calendar)
    return occurrences(panel.days, calendar, max(day - reach, min(day, calendar.first)), day + reach)


def _is_known(panel: Panel, day: date) -> bool:
    """Whether it can be told that a panel does not meet on a day."""
    meets = panel.days.dated_by.meets
    return meets.covers(day) if isinstance(meets, GivenDays) else not isinstance(meets, DaysNotStated)


def moved(listings: Iterable[Listing]) -> tuple[Moved, ...]:
    """The meetings from which a case was moved to another of the same panel, and when; each as it was left last."""
    listed = tuple(listings)
    last = {each.panel: each.meeting for each in listed}
    left: dict[tuple[str, Meeting], datetime] = {}
    for number, each in enumerate(listed):
        later = (one for one in listed[number + 1 :] if one.panel == each.panel and one.meeting != each.meeting)
        following = next(later, None)
        if following is not None and each.meeting != last[each.panel]:
            left[each.panel, each.meeting] = following.at
    return tuple(Moved(panel, meeting, at) for (panel, meeting), at in left.items())
