"""What can only be known of a panel's days once they are worked out.

Recurrence rules that cannot be followed, extra and cancelled meetings that cannot be, and days further apart than the
terms allow. The last is only a warning: the file may be right, and the panel's practice is what departs from the terms.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from carepanel.calendars.instants import LAST_YEAR, show_day
from carepanel.calendars.meetings import furthest_move, occurrences
from carepanel.calendars.recurrence import why_refused
from carepanel.diagnostics import Diagnostic
from carepanel.model.meetings import DaysNotStated, GivenDays, Recurrence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.diagnostics import Problems, Severity
    from carepanel.model.deadlines import Period
    from carepanel.model.meetings import GivenDay, MeetingDays, OneOff
    from carepanel.model.terms import Panel


def check_meetings(panels: Iterable[Panel], calendar: Calendar, problems: Problems) -> None:
    """Write down all that is wrong with the days of these panels. Where days are not stated, nothing can be."""
    for panel in panels:
        if not _is_refused(panel, problems) and _all_known(panel, calendar, problems):
            _check_days(panel, calendar, problems)


def _check_days(panel: Panel, calendar: Calendar, problems: Problems) -> None:
    if isinstance(panel.days.meets, GivenDays):
        _check_bound(panel.days.meets, panel, calendar, problems)
    if isinstance(panel.days.dated_by.meets, DaysNotStated):
        return
    for extra in panel.days.extra:
        _check_extra(extra, panel, calendar, problems)
    for cancelled in panel.days.cancelled:
        _check_cancelled(cancelled, panel, calendar, problems)


def _all_known(panel: Panel, calendar: Calendar, problems: Problems) -> bool:
    """Whether the meetings around every day that is written can be worked out; if not, that is written down."""
    given = panel.days.meets.days if isinstance(panel.days.meets, GivenDays) else ()
    written: tuple[OneOff | GivenDay, ...] = (*given, *panel.days.extra, *panel.days.cancelled)
    outside = [
        each for each in written if not (calendar.first + 2 * furthest_move(calendar) <= each.day < _LAST_YEAR_BEGINS)
    ]
    for each in outside:
        years = f"{calendar.first.year} to {LAST_YEAR - 1}"
        message = f"the day `{each.day}` lies outside of the years that are known, {years}"
        _problem("outside-calendar", message, "correct the date", each, panel, problems)
    return not outside


def _is_refused(panel: Panel, problems: Problems) -> bool:
    """Whether the days rest on a recurrence rule that cannot be followed, which is told where the rule stands."""
    meets = panel.days.dated_by.meets
    if not isinstance(meets, Recurrence):
        return False
    message, _, help_ = why_refused(meets.rule, meets.start).partition("; ")
    if message and panel.days.meets is meets and meets.position is not None:
        problems.add("rrule-refused", f"the rule cannot be followed: {message}", meets.position, help_, _clause(panel))
    return bool(message)


def _check_bound(meets: GivenDays, panel: Panel, calendar: Calendar, problems: Problems) -> None:
    """Warn of every two meetings that are further apart than the terms allow, where the later one is written."""
    bound = meets.at_least_every
    if bound is None:
        return
    found = occurrences(panel.days, calendar, meets.days[0].day, meets.days[-1].day)
    held = {meeting.day: meeting.usual_day for meeting in found if meeting.day is not None}
    written: tuple[OneOff | GivenDay, ...] = (*panel.days.extra, *meets.days)
    where = {each.day: each for each in written}
    for one, other in pairwise(sorted(held)):
        if _too_far(one, other, bound):
            between = f"between {show_day(one)} and {show_day(other)}"
            message = f"`{panel.id}` meets at least every {_said(bound)}, and on no day {between}"
            help_ = "add the day that is missing, or correct the bound; the file can be used as it is"
            _problem("meetings-too-far-apart", message, help_, where[held[other]], panel, problems, "warning")


def _too_far(one: date, other: date, bound: Period) -> bool:
    """Weeks are counted from one meeting to the next; of months, each so many have a meeting."""
    if bound.unit == "weeks":
        return (other - one).days > bound.count * 7
    return (other.year - one.year) * 12 + other.month - one.month > bound.count


def _said(bound: Period) -> str:
    return f"{bound.count} {bound.unit}" if bound.count > 1 else bound.unit.removesuffix("s")


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
    return tuple(occurrences(days, calendar, day - furthest_move(calendar), day + furthest_move(calendar)))


_LAST_YEAR_BEGINS = date(LAST_YEAR, 1, 1)


def _problem(
    code: str,
    message: str,
    help_: str,
    where: OneOff | GivenDay,
    panel: Panel,
    problems: Problems,
    severity: Severity = "error",
) -> None:
    if where.position is not None:
        problems.extend((Diagnostic(code, message, where.position, help_, _clause(panel), severity),))


def _clause(panel: Panel) -> str:
    return panel.clauses[0] if panel.clauses else ""
