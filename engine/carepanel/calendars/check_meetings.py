"""What can only be known of a panel's days with a calendar: extra and cancelled meetings that cannot be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.calendars.instants import LAST_YEAR, show_day
from carepanel.calendars.meetings import FURTHEST_MOVE, occurrences
from carepanel.model.meetings import DaysNotStated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from carepanel.calendars.bank_holidays import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.diagnostics import Problems
    from carepanel.model.meetings import MeetingDays, OneOff
    from carepanel.model.terms import Panel


def check_meetings(panels: Iterable[Panel], calendar: Calendar, problems: Problems) -> None:
    """Write down every extra meeting on a day that has one, and every cancelled one on a day that has none.

    Where the days are not stated neither can be known.
    """
    for panel in panels:
        for one_offs, check in ((panel.days.extra, _check_extra), (panel.days.cancelled, _check_cancelled)):
            for each in one_offs:
                if not _is_known(each.day, calendar):
                    years = f"{calendar.first.year} to {LAST_YEAR - 1}"
                    message = f"the day `{each.day}` lies outside of the years that are known, {years}"
                    _problem("outside-calendar", message, "correct the date", each, panel, problems)
                elif not isinstance(panel.days.meets, DaysNotStated):
                    check(each, panel, calendar, problems)


def _check_extra(extra: OneOff, panel: Panel, calendar: Calendar, problems: Problems) -> None:
    regular = _around(extra.day, replace(panel.days, extra=(), cancelled=()), calendar)
    if any(meeting.day == extra.day for meeting in regular):
        message = f"`{panel.id}` meets on {show_day(extra.day)} anyway"
        _problem("extra-on-a-meeting-day", message, "take it out, or correct the day", extra, panel, problems)


def _check_cancelled(cancelled: OneOff, panel: Panel, calendar: Calendar, problems: Problems) -> None:
    found = _around(cancelled.day, replace(panel.days, cancelled=()), calendar)
    if any(m.day == cancelled.day for m in found):
        return
    message = f"`{panel.id}` has no meeting on {show_day(cancelled.day)} to be cancelled"
    _problem("nothing-to-cancel", message, _instead(cancelled.day, found), cancelled, panel, problems)


def _instead(day: date, found: tuple[Meeting, ...]) -> str:
    """What was meant, as far as that can be told: the meeting moved from that day, or those nearest to it."""
    moved = next((m for m in found if m.usual_day == day), None)
    if moved is not None:
        held = (
            f"the one of that day is held on {show_day(moved.day)}" if moved.day else "the one of that day is not held"
        )
        return f"{held} ({moved.why_moved})"
    held_on = sorted((m.day for m in found if m.day is not None), key=lambda other: abs(other - day))
    nearest = " and ".join(show_day(other) for other in sorted(held_on[:2]))
    return f"the nearest are on {nearest}" if nearest else "correct the day"


def _around(day: date, days: MeetingDays, calendar: Calendar) -> tuple[Meeting, ...]:
    return tuple(occurrences(days, calendar, day - FURTHEST_MOVE, day + FURTHEST_MOVE))


def _is_known(day: date, calendar: Calendar) -> bool:
    """Whether the meetings around a day can be worked out."""
    return calendar.first + FURTHEST_MOVE <= day and day.year < LAST_YEAR


def _problem(code: str, message: str, help_: str, where: OneOff, panel: Panel, problems: Problems) -> None:
    if where.position is not None:
        problems.add(code, message, where.position, help_, panel.clauses[0] if panel.clauses else "")
