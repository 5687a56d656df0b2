"""A timetable in plain values: nested for programs, flat for a spreadsheet. Every duty stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import LONDON, happens_twice, iso, local_date
from carepanel.determine.requirements import due_in_words, proof_steps
from carepanel.render.json_ import to_json
from carepanel.render.timetable import ASSUMED, deadline_in_words, passes, remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carepanel.calendars.anchors import NoDate
    from carepanel.model.terms import Terms
    from carepanel.schedule.day_off import DayOff
    from carepanel.schedule.meeting_dates import DatedDuty
    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable, YearDuty


def plain(found: Timetable) -> dict[str, object]:
    """The timetable as JSON values: instants in local time with their offset, days as ``YYYY-MM-DD``.

    Of a date, `day` is the local day on which it passes, or the last on which it can. `due` is the latest instant at
    which it can pass: the next midnight where it passes with the day, or at an hour of it that is not known. `passes`
    says which: ``at_the_hour``, ``with_the_day``, ``hour_not_known``, or ``day_not_known`` where `day` is not the only
    one. What is done by `earliest` is in time whatever turns out.
    """
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
        "columns": [_duty(column.duty, terms) for column in panel.columns],
        "undecided": [{**_duty(duty, terms), "says": says} for duty, says in panel.undated],
        "meetings": [_row(row, panel) for row in panel.rows],
    }


def _duty(duty: DatedDuty, terms: Terms) -> dict[str, object]:
    return {
        "id": duty.id,
        "title": duty.title,
        "actor": list(duty.actor),
        "clause": list(duty.clauses),
        "deadline": deadline_in_words(duty, terms),
        "assumes": ASSUMED if duty.assumes else "",
    }


def _row(row: Row, panel: PanelTimetable) -> dict[str, object]:
    dates = zip(panel.columns, row.dues, row.days_off, strict=True)
    return {
        **_meeting(row, panel),
        "remark": remark(row, panel.columns),
        "provisional": row.provisional,
        "dates": {column.duty.id: _date(due, off) for column, due, off in dates},
    }


def _meeting(row: Row, panel: PanelTimetable) -> dict[str, object]:
    meeting, ends = row.meeting, panel.panel.days.ends
    return {
        "usual_day": meeting.usual_day.isoformat(),
        "day": meeting.day.isoformat() if meeting.day is not None else None,
        "starts": f"{meeting.starts:%H:%M}" if meeting.starts is not None else None,
        "ends": f"{ends:%H:%M}" if ends is not None else None,
        "extra": meeting.extra,
    }


def _date(due: Due | NoDate, off: DayOff | None) -> dict[str, object]:
    if not isinstance(due, Due):
        empty = dict.fromkeys(("day", "passes", "due", "earliest"))
        return {**empty, "says": due.says, "day_off": None, "provisional": False, "proof": []}
    return {
        "day": due.day.isoformat(),
        "passes": passes(due),
        "due": iso(due.latest),
        "earliest": iso(due.earliest),
        "says": due_in_words(due),
        "day_off": to_json(off),
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


def flat(found: Timetable) -> tuple[list[str], list[dict[str, object]]]:
    """The timetable as one table for a spreadsheet: its columns, a row for each meeting, and one for each day of a duty
    of every year. A day stands as ``YYYY-MM-DD``, with ``HH:MM`` of local time where the hour is known.
    """
    duties = dict.fromkeys(column.duty.id for panel in found.panels for column in panel.columns)
    yearly = [duty.requirement.name for duty in found.each_year]
    meetings = [_flat(row, panel) for panel in found.panels for row in panel.rows]
    columns = ["panel", "usual_day", "meeting", "starts", "ends", *duties, *yearly, "provisional", "remark"]
    return columns, [*meetings, *_yearly(found)]


def _flat(row: Row, panel: PanelTimetable) -> dict[str, object]:
    meeting = _meeting(row, panel)
    return {
        **{column.duty.id: _cell(due) for column, due in zip(panel.columns, row.dues, strict=True)},
        **meeting,
        "panel": panel.panel.id,
        "meeting": meeting["day"],
        "provisional": row.provisional,
        "remark": remark(row, panel.columns),
    }


def _yearly(found: Timetable) -> Iterator[dict[str, object]]:
    for duty in found.each_year:
        for day in duty.days:
            yield {duty.requirement.name: day.isoformat(), "remark": duty.requirement.title}


def _cell(due: Due | NoDate) -> str:
    if not isinstance(due, Due):
        return ""
    match passes(due):
        case "at_the_hour":
            return _day_and_hour(due.latest)
        case "day_not_known":
            return f"{local_date(due.earliest)} or {due.day}"
        case _:
            return due.day.isoformat()


def _day_and_hour(instant: datetime) -> str:
    """The day and the clock time; with GMT or BST where that time happens twice."""
    local = instant.astimezone(LONDON)
    return f"{local:%Y-%m-%d %H:%M}{f' {local.tzname()}' if happens_twice(instant) else ''}"
