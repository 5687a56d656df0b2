"""The words that every form of a timetable shares: for a date, for a row, for a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from carepanel.backends import prose
from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import end_of_day, local_date, show, show_day
from carepanel.model.deadlines import NotStated
from carepanel.render.layout import cite
from carepanel.schedule.merged import columns_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from carepanel.calendars.anchors import NoDate
    from carepanel.model.terms import Terms
    from carepanel.schedule.day_off import DayOff
    from carepanel.schedule.meeting_dates import DatedDuty
    from carepanel.schedule.timetable import Column, PanelTimetable, Row

ASSUMED = "if the panel decides at the meeting and each step up to it is done that day"

Passes = Literal["at_the_hour", "with_the_day", "hour_not_known", "day_not_known"]


def passes(due: Due) -> Passes:
    """How a date passes on its day: at an hour that is known or one that is not, or with the end of the day; or that
    the day is only the last on which it can pass.
    """
    if due.earliest == due.latest:
        return "with_the_day" if due.strict and due.latest == end_of_day(due.day) else "at_the_hour"
    return "hour_not_known" if local_date(due.earliest) >= due.day else "day_not_known"


def moment(due: Due | NoDate) -> date | str:
    """A due date at its shortest: the day where it passes with the day or its hour is not known, else the instant in
    words; nothing where there is none.
    """
    if not isinstance(due, Due):
        return ""
    match passes(due):
        case "at_the_hour":
            return show(due.latest)
        case "day_not_known":
            return f"{show_day(local_date(due.earliest))} or {show_day(due.day)}"
        case _:
            return due.day


def remark(row: Row, columns: Sequence[Column]) -> str:
    """What a reader must know of a row: that its meeting is extra, moved or not held, or held on a day off; which of
    its dates a day off moved, and which are on one, or not known; and that it is provisional.
    """
    return "; ".join([*_of_the_meeting(row), *_of_the_dates(row, columns), *["provisional"] * row.provisional])


def _of_the_meeting(row: Row) -> Iterator[str]:
    meeting = row.meeting
    if meeting.day is None:
        yield f"not held: {meeting.why_moved}"
    elif meeting.day != meeting.usual_day:
        yield f"moved from {show_day(meeting.usual_day)}: {meeting.why_moved}"
    elif meeting.why_moved or row.why_off:
        yield f"not a working day: {meeting.why_moved or row.why_off}"
    if meeting.extra:
        yield f"extra: {meeting.extra}"


def _of_the_dates(row: Row, columns: Sequence[Column]) -> Iterator[str]:
    """Each thing to be said with the duties that it is true of."""
    said: dict[str, list[str]] = {}
    for column, due, off in zip(columns, row.dues, row.days_off, strict=True):
        says = off_in_words(off) if isinstance(due, Due) else _unknown(due)
        if says:
            said.setdefault(says, []).append(prose.lowered(column.duty.title))
    return (f"{', '.join(titles)} {says}" for says, titles in said.items())


def off_in_words(off: DayOff | None) -> str:
    """What a day off did to a date; nothing where none did anything."""
    if off is None:
        return ""
    return f"on a day off: {off.why}" if off.kept else f"moved from {show_day(off.day)}: {off.why}"


def _unknown(due: NoDate) -> str:
    return f"not known: {due.says}" if due.reason == "not_known" else ""


def legend(panel: PanelTimetable, terms: Terms) -> list[tuple[str, str]]:
    """What each column of a merged timetable is, in its order: its title, and the deadline in words with its clause."""
    columns = [(column.duty.title, duty_in_words(column, terms)) for column in panel.columns]
    columns.insert(columns_before(panel), ("Meeting", meeting_in_words(panel)))
    return columns


def undated(panel: PanelTimetable) -> list[tuple[str, str]]:
    """The duties without a date: title, and the reason with the clause."""
    return [(duty.title, f"no date: {says} {cite(duty.clauses)}") for duty, says in panel.undated]


def meeting_in_words(panel: PanelTimetable) -> str:
    """The hour at which a panel meets, with its clause, and what is to be done before or at it."""
    hour = panel.panel.days.begins
    meets = f"{'hour not stated' if hour is None else f'at {hour:%H:%M}'} {cite(panel.panel.clauses)}"
    return f"{meets}{f'; before or at it: {_titles(panel.before)}' if panel.before else ''}"


def duty_in_words(column: Column, terms: Terms) -> str:
    """The deadline of a column with its clause, what it assumes, and the other duties that share it."""
    duty = column.duty
    assumed = f", {ASSUMED}" if duty.assumes else ""
    others = f"; likewise: {_titles(column.also)}" if column.also else ""
    return f"{deadline_in_words(duty, terms)}{assumed} {cite(duty.clauses)}{others}"


def deadline_in_words(duty: DatedDuty, terms: Terms) -> str:
    """The deadline of a duty, for each day of the week that has its own."""
    by_day = [f"{prose.deadline(own, terms)} on {day.title()}" for day, own in duty.by_day.items()]
    other = [] if by_day and isinstance(duty.deadline, NotStated) else [prose.deadline(duty.deadline, terms)]
    return "; ".join([*by_day, *other])


def _titles(duties: tuple[DatedDuty, ...]) -> str:
    return ", ".join(f"{prose.lowered(duty.title)} {cite(duty.clauses)}" for duty in duties)
