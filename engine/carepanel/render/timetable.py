"""A timetable in plain values for programs, and the words that its tables share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.backends import prose
from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import iso, local_date, show, show_day
from carepanel.determine.requirements import due_in_words, proof_steps
from carepanel.model.deadlines import NotStated
from carepanel.render.json_ import to_json
from carepanel.render.layout import cite

if TYPE_CHECKING:
    from datetime import date

    from carepanel.calendars.anchors import NoDate
    from carepanel.model.terms import Terms
    from carepanel.schedule.meeting_dates import DatedDuty
    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable, YearDuty

ASSUMED = "if the panel decides at the meeting and each step up to it is done that day"


def plain(found: Timetable) -> dict[str, object]:
    """The timetable as JSON values: instants in local time with their offset, days as ``YYYY-MM-DD``."""
    calendar = found.calendar
    return {
        "policy": found.terms.id,
        "version": found.terms.version,
        "calendar": {"name": calendar.name, "version": calendar.version, "horizon": calendar.horizon.isoformat()},
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "panels": [_panel(panel, found.terms) for panel in found.panels],
        "each_year": [_year_duty(duty) for duty in found.each_year],
    }


def _panel(panel: PanelTimetable, terms: Terms) -> dict[str, object]:
    return {
        "panel": panel.panel.id,
        "title": panel.panel.title,
        "clause": list(panel.panel.clauses),
        "before_the_meeting": [_duty(duty, terms) for duty in panel.before],
        "columns": [
            {**_duty(column.duty, terms), "also": [_duty(duty, terms) for duty in column.also]}
            for column in panel.columns
        ],
        "undecided": [{**_duty(duty, terms), "says": says} for duty, says in panel.undecided],
        "meetings": [_row(row, panel) for row in panel.rows],
    }


def _duty(duty: DatedDuty, terms: Terms) -> dict[str, object]:
    return {
        "id": duty.id,
        "title": duty.title,
        "actor": list(duty.actor),
        "clause": list(duty.clauses),
        "deadline": _in_words(duty, terms),
        "assumes": ASSUMED if duty.assumes else "",
    }


def _row(row: Row, panel: PanelTimetable) -> dict[str, object]:
    meeting = row.meeting
    return {
        "usual_day": meeting.usual_day.isoformat(),
        "day": meeting.day.isoformat() if meeting.day is not None else None,
        "starts": f"{meeting.starts:%H:%M}" if meeting.starts is not None else None,
        "remark": remark(row),
        "provisional": row.provisional,
        "dates": {column.duty.id: _date(due) for column, due in zip(panel.columns, row.dues, strict=True)},
    }


def _date(due: Due | NoDate) -> dict[str, object]:
    if not isinstance(due, Due):
        return {"day": None, "due": None, "says": due.says, "provisional": False, "proof": []}
    return {
        "day": due.day.isoformat(),
        "due": iso(due.latest),
        "says": due_in_words(due),
        "provisional": due.provisional,
        "proof": to_json(proof_steps(due.proof)),
    }


def _year_duty(duty: YearDuty) -> dict[str, object]:
    r = duty.requirement
    return {
        "id": r.name,
        "title": r.title,
        "clause": list(r.clauses),
        "days": [day.isoformat() for day in duty.days],
        "says": duty.says,
    }


def remark(row: Row) -> str:
    """What a reader must know of a row: that its meeting is extra, moved or not held, and provisional."""
    meeting, parts = row.meeting, []
    if meeting.day is None:
        parts.append(f"not held: {meeting.why_moved}")
    elif meeting.day != meeting.usual_day:
        parts.append(f"moved from {show_day(meeting.usual_day)}: {meeting.why_moved}")
    elif meeting.why_moved and not meeting.extra:
        parts.append(f"not a working day: {meeting.why_moved}")
    if meeting.extra:
        parts.append(f"extra: {meeting.extra}")
    return "; ".join([*parts, *["provisional"] * row.provisional])


def moment(due: Due | NoDate) -> date | str:
    """A due date at its shortest: the day where it passes with the day or its hour is not known, else the instant in
    words; nothing where there is none.
    """
    if not isinstance(due, Due):
        return ""
    if due.strict:
        first = local_date(due.earliest)
        return due.day if first >= due.day else f"{show_day(first)} or {show_day(due.day)}"
    return show(due.latest)


def legend(panel: PanelTimetable, terms: Terms) -> list[tuple[str, str]]:
    """What each column is, in its order: its title, and the deadline in words with its clause."""
    columns = [(column.duty.title, _explained(column.duty, column.also, terms)) for column in panel.columns]
    hour = panel.panel.days.starts
    meets = f"{'hour not stated' if hour is None else f'at {hour:%H:%M}'} {cite(panel.panel.clauses)}"
    before = f"; before or at it: {_titles(panel.before)}" if panel.before else ""
    columns.insert(panel.split, ("Meeting", f"{meets}{before}"))
    return columns


def undecided(panel: PanelTimetable) -> list[tuple[str, str]]:
    """The duties without a date because a question is open: title, and the reason with the clause."""
    return [(duty.title, f"no date: {says} {cite(duty.clauses)}") for duty, says in panel.undecided]


def _explained(duty: DatedDuty, also: tuple[DatedDuty, ...], terms: Terms) -> str:
    assumed = f", {ASSUMED}" if duty.assumes else ""
    others = f"; likewise: {_titles(also)}" if also else ""
    return f"{_in_words(duty, terms)}{assumed} {cite(duty.clauses)}{others}"


def _in_words(duty: DatedDuty, terms: Terms) -> str:
    by_day = [f"{prose.deadline(own, terms)} on {day.title()}" for day, own in duty.by_day.items()]
    other = [] if by_day and isinstance(duty.deadline, NotStated) else [prose.deadline(duty.deadline, terms)]
    return "; ".join([*by_day, *other])


def _titles(duties: tuple[DatedDuty, ...]) -> str:
    return ", ".join(f"{prose.lowered(duty.title)} {cite(duty.clauses)}" for duty in duties)


def flat(found: Timetable) -> tuple[list[str], list[dict[str, object]]]:
    """The timetable as one table for a spreadsheet: its columns, and a row for each meeting. A day stands as
    ``YYYY-MM-DD``, an instant with its offset.
    """
    named = dict.fromkeys(column.duty.id for panel in found.panels for column in panel.columns)
    rows = [_flat(row, panel) for panel in found.panels for row in panel.rows]
    return ["panel", "usual_day", "meeting", "starts", *named, "provisional", "remark"], rows


def _flat(row: Row, panel: PanelTimetable) -> dict[str, object]:
    written = _row(row, panel)
    dates = {c.duty.id: _instant_or_day(due) for c, due in zip(panel.columns, row.dues, strict=True)}
    return {**written, **dates, "panel": panel.panel.id, "meeting": written["day"]}


def _instant_or_day(due: Due | NoDate) -> str:
    shortest = moment(due)
    if isinstance(due, Due) and not due.strict:
        return iso(due.latest)
    return shortest if isinstance(shortest, str) else shortest.isoformat()
