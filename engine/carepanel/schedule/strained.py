"""Dates that cannot be kept, or hardly: on a day off, too late, with less time than usual, two meetings on one day.

How long a deadline runs is read off its own proof, from its start to its end.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carepanel.calendars.instants import plus_days, show_day
from carepanel.model.deadlines import AtLeastBefore, WeekdayBefore, Within
from carepanel.schedule.findings import MEETING, Instance, finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.schedule.findings import Finding
    from carepanel.schedule.meeting_dates import PanelDates
    from carepanel.schedule.series import Dated, Series


def unsaid(dates: PanelDates) -> Iterator[Finding]:
    """The meetings whose usual day is no working day, where the policy does not state what happens then."""
    panel = dates.panel
    if panel.days.dated_by.if_not_working_day == "not_stated":
        found = (m for m in _held(dates) if m.why_moved and not m.extra)
        says = f"{panel.title}: what happens on a day that is not a working day is not stated"
        yield from finding("silent", dates, panel.clauses, says, (_of(m, m.why_moved) for m in found))


def days_off(dates: PanelDates, every: tuple[Series, ...], calendar: Calendar) -> Iterator[Finding]:
    """The meetings and other dates that fall on a day off, and move to no other."""
    panel = dates.panel
    if panel.days.dated_by.if_not_working_day != "not_stated":
        found = ((m, calendar.why_not(m.day)) for m in _held(dates) if m.day is not None)
        says = f"{panel.title}: is held on a day off"
        yield from finding("day_off", dates, panel.clauses, says, (_of(m, why) for m, why in found if why))
    for each in every:
        off = ((dated, calendar.why_not(dated.due.day)) for dated in each.dated)
        instances = (instance(each, dated, why) for dated, why in off if why)
        says = f"{each.title}: falls on a day off and moves to no other"
        yield from finding("day_off", dates, each.clauses, says, instances)


def impossible(dates: PanelDates, every: tuple[Series, ...]) -> Iterator[Finding]:
    """The dates that do not lie before what they must come before, and times that end when they begin or before."""
    for each in every:
        late = tuple(dated for dated in each.dated if is_too_late(dated))
        backward = (instance(each, d, _limit(d)) for d in late if not isinstance(d.deadline, Within))
        forward = (instance(each, d, f"begins on {show_day(d.start)}") for d in late if isinstance(d.deadline, Within))
        says = f"{each.title}: falls on or after the day of {_what(each)} it comes before"
        yield from finding("impossible", dates, each.clauses, says, backward)
        says = f"{each.title}: leaves no time, for it ends when it begins or before"
        yield from finding("impossible", dates, each.clauses, says, forward)


def is_too_late(dated: Dated) -> bool:
    """Whether a date that counts back lies on the day that it must come before, or later; or a time that runs forward
    ends when it begins, or before.
    """
    match dated.deadline:
        case AtLeastBefore() | WeekdayBefore():
            return dated.due.day >= _before(dated)
        case Within():
            begins = dated.anchor
            return dated.due.day < dated.start if begins is None else dated.due.latest <= begins.earliest
        case _:
            return False


def two_on_one_day(dates: PanelDates) -> Iterator[Finding]:
    """The meetings that are held on the day of an earlier one of the same panel."""
    first: dict[date, Meeting] = {}
    found = [(first.setdefault(m.day, m), m) for m in _held(dates) if m.day is not None]
    says = f"{dates.panel.title}: two meetings are held on one day"
    instances = (
        _of(other, f"together with that of {show_day(one.usual_day)}") for one, other in found if one is not other
    )
    yield from finding("same_day", dates, dates.panel.clauses, says, instances)


def shorter(dates: PanelDates, every: tuple[Series, ...], calendar: Calendar) -> Iterator[Finding]:
    """The dates that leave fewer working days than those of most meetings. What comes too late is left out."""
    for each in every:
        lengths = [(dated, working_days(dated.other_end, dated.due.day, calendar)) for dated in each.dated]
        usual = Counter(length for _, length in lengths).most_common(1)[0][0]
        in_words = f"of the usual {usual} working day{'' if usual == 1 else 's'}"
        instances = (
            instance(each, dated, f"{length} {in_words}")
            for dated, length in lengths
            if length < usual and not is_too_late(dated)
        )
        says = f"{each.title}: leaves fewer working days than at most meetings"
        yield from finding("shorter", dates, each.clauses, says, instances)


def instance(of: Series, dated: Dated, says: str) -> Instance:
    """One date of a duty at which something happens."""
    return Instance(dated.meeting.usual_day, of.duty.id, {"": dated.due}, says)


def working_days(one: date, other: date, calendar: Calendar) -> int:
    """The working days after the earlier of two days, up to the later."""
    first, last = sorted((one, other))
    days = (plus_days(first, number) for number in range(1, (last - first).days + 1))
    return sum(map(calendar.is_working_day, days))


def _held(dates: PanelDates) -> Iterator[Meeting]:
    return (each.meeting for each in dates.meetings if each.meeting.day is not None)


def _of(meeting: Meeting, says: str) -> Instance:
    return Instance(meeting.usual_day, MEETING, {"": meeting}, says)


def _before(dated: Dated) -> date:
    """The day before which a date lies that counts back: that it counts from, or this meeting, if that is earlier."""
    held = dated.meeting.day if dated.of is not None else None
    return min(dated.start, held or dated.start)


def _limit(dated: Dated) -> str:
    day = _before(dated)
    return f"{'held on' if day == dated.meeting.day else 'it comes before'} {show_day(day)}"


def _what(of: Series) -> str:
    """What a series comes before."""
    parts = {dated.of.part if dated.of is not None else "" for dated in of.dated}
    if parts <= {"start", "day", "usual_day"}:
        return "the meeting"
    return "the cut-off" if parts == {"cut_off"} else "what"
