"""What the calendar check finds: at which meetings a policy's dates fail their readers, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.anchors import Due, NoDate
from carepanel.calendars.meetings import Meeting

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from datetime import date

    from carepanel.model.terms import Terms
    from carepanel.schedule.meeting_dates import PanelDates

Kind = Literal["silent", "ambiguous", "day_off", "impossible", "same_day", "promise", "shorter"]
KINDS: tuple[Kind, ...] = ("silent", "ambiguous", "day_off", "impossible", "same_day", "promise", "shorter")
"""*Silent*: what happens on a day off is not said, so that a reading decides. *Ambiguous*: the options of a reading
give different dates. *Day off*: a date falls on a day that is not a working day, and moves to no other. *Impossible*: a
date that must come before something does not, or a time ends before it begins. *Same day*: two meetings of a panel are
held on one day. *Promise*: less time is left than the words of the terms say. *Shorter*: fewer working days are left
than at most meetings.
"""
MEETING = "meeting"
Dated = Meeting | Due | NoDate
Choice = tuple[str, str]
"""A reading and the option taken of it."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One meeting at which it happens. `about` is whose date it is: a duty's, ``cut_off`` or ``meeting``; `dates` gives
    that date under each option in question, and is empty for the date as taken under ``""``. `says` is why, e.g. the
    name of a bank holiday.
    """

    usual_day: date
    about: str
    dates: Mapping[str, Dated] = field(hash=False)
    says: str

    def told_apart_by(self) -> Hashable:
        """What two instances differ in that are not the same, whatever way their dates were worked out."""
        dates = tuple((option, told_apart_by(value)) for option, value in self.dates.items())
        return self.usual_day, self.about, dates, self.says


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found at some of the `meetings` of a panel, with the clauses behind it. `reading` is empty where no
    question is open; `under` holds the choices, each by itself, under which it is found where it is not found as the
    policy stands. `always`: at every meeting held, so that it is no matter of the calendar.
    """

    kind: Kind
    panel: str
    clauses: tuple[str, ...]
    says: str
    meetings: int
    instances: tuple[Instance, ...]
    reading: str = ""
    under: tuple[Choice, ...] = ()
    always: bool = False


@dataclass(frozen=True, slots=True)
class Walked:
    """What was found at the meetings of a policy, so many of them, whose usual day lies from `start` to `end`.

    What lies beyond `horizon` rests on days off that are not yet published.
    """

    terms: Terms
    start: date
    end: date
    horizon: date
    meetings: int
    findings: tuple[Finding, ...]


_TOO_FEW = 3
"""Of so few meetings it cannot be said that something happens at every one, whatever the calendar."""


def finding(
    kind: Kind, dates: PanelDates, clauses: tuple[str, ...], says: str, found: Iterable[Instance], reading: str = ""
) -> tuple[Finding, ...]:
    """The finding of these instances at the meetings of a panel; none where there are none."""
    instances = tuple(found)
    held = sum(each.meeting.day is not None for each in dates.meetings)
    always = len(instances) >= held > _TOO_FEW
    one = Finding(kind, dates.panel.id, clauses, says, len(dates.meetings), instances, reading, always=always)
    return (one,) if instances else ()


def told_apart_by(value: Dated) -> Hashable:
    """What two dates differ in that are not the same: the day and hour, never how they were worked out."""
    match value:
        case Meeting():
            return value.day, value.starts
        case Due():
            return value.ends
        case NoDate():
            return None
