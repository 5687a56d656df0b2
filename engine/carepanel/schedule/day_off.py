"""What a day off does to a date: it moves it, or the date is kept on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from carepanel.calendars.anchors import Due
    from carepanel.calendars.calendar import Calendar


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which a date falls that is no working day, and why; the date is `kept` on it, or moved to another."""

    day: date
    why: str
    kept: bool


def day_off(due: Due, calendar: Calendar) -> DayOff | None:
    """The day off that a date was moved from, or falls on; None for a date on its own working day."""
    moved_from = _moved_from(due)
    day = due.day if moved_from is None else moved_from
    why = why_off(day, calendar)
    return DayOff(day, why, kept=moved_from is None) if why else None


def why_off(day: date, calendar: Calendar) -> str:
    """Why a day is no working day, e.g. ``Easter Monday``; nothing where it is one, or where the calendar says
    nothing.
    """
    return calendar.why_not(day) if calendar.covers(day) else ""


def _moved_from(due: Due) -> date | None:
    """The day from which the proof moves a date, by the last count in it that ends on the date's own day."""
    found: date | None = None
    moved: list[date] = []
    for step in due.proof.steps:
        if step.effect == "start":
            moved = []
        elif step.effect == "moved" and step.day is not None:
            moved.append(step.day)
        elif step.effect == "end" and step.day == due.day and moved:
            found, moved = moved[0], []
    return found
