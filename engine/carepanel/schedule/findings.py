"""What the calendar check finds: at which meetings a policy's dates fail their readers, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from carepanel.calendars.anchors import Due, NoDate
    from carepanel.calendars.meetings import Meeting
    from carepanel.model.terms import Terms

Kind = Literal["silent", "ambiguous", "day_off", "impossible", "shorter"]
KINDS: tuple[Kind, ...] = ("silent", "ambiguous", "day_off", "impossible", "shorter")
"""*Silent*: what happens on a day off is not said, so that a reading decides. *Ambiguous*: the options of a reading
give different dates. *Day off*: a date falls on a day that is not a working day, and moves to no other. *Impossible*: a
date that must come before something does not. *Shorter*: fewer working days are left than at most meetings.
"""
MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Instance:
    """One meeting at which it happens. `about` is whose date it is: a duty's, ``cut_off`` or ``meeting``; `dates` gives
    that date under each option in question, and is empty for the date as taken under ``""``. `says` is why, e.g. the
    name of a bank holiday.
    """

    usual_day: date
    about: str
    dates: Mapping[str, Meeting | Due | NoDate] = field(hash=False)
    says: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found at some of the `meetings` of a panel, with the clauses behind it. `reading` is empty where no
    reading is in question; `option` names the one under which it is found, where that is not the one taken. `always`:
    at every meeting held, so that it is no matter of the calendar.
    """

    kind: Kind
    panel: str
    clauses: tuple[str, ...]
    says: str
    meetings: int
    instances: tuple[Instance, ...]
    reading: str = ""
    option: str = ""
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
