"""What another list of bank holidays moves: which meetings and other dates, which live obligations, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import show_day
from carepanel.determine.requirements import due_in_words
from carepanel.schedule.findings import MEETING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from carepanel.calendars.anchors import NoDate
    from carepanel.calendars.meetings import Meeting
    from carepanel.determine.determination import Meeting as CaseMeeting
    from carepanel.determine.work_list import Task
    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable


@dataclass(frozen=True, slots=True)
class Side:
    """A date under one calendar: the day of a meeting or the instant by which something is due, None where there is
    none, and the words for it.
    """

    when: date | datetime | None
    says: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that moves. `id` is that of the meeting (``panel/2026-06-08``), of a date that rests on it
    (``panel/2026-06-08/cut_off``), of a task, or of a case's meeting (``CAM-2026-0001/meeting``); `case` is empty for
    what is no case's. `actor` is whoever has to know.
    """

    kind: Literal["meeting", "date", "case", "obligation"]
    id: str
    case: str
    title: str
    actor: tuple[str, ...]
    clause: tuple[str, ...]
    was: Side
    now: Side


def moved_dates(old: Timetable, new: Timetable) -> Iterator[Moved]:
    """The meetings, and the dates that rest on them, that differ between two timetables of the same days."""
    for before, after in zip(old.panels, new.panels, strict=True):
        later = {row.meeting.usual_day: _dates(row, after) for row in after.rows}
        for row in before.rows:
            usual_day = row.meeting.usual_day
            for about, was in _dates(row, before).items():
                now = later.get(usual_day, {}).get(about, _GONE)
                if was.when != now.when:
                    yield _moved_date(before, about, usual_day, was, now)


_GONE = Side(None, "no date")


def _dates(row: Row, panel: PanelTimetable) -> dict[str, Side]:
    dues = {column.duty.id: _due(due) for column, due in zip(panel.columns, row.dues, strict=True)}
    return {MEETING: _held(row.meeting), **dues}


def _held(meeting: Meeting) -> Side:
    says = f"not held: {meeting.why_moved}" if meeting.day is None else show_day(meeting.day)
    return Side(meeting.day, says)


def _due(due: Due | NoDate) -> Side:
    return Side(due.latest, due_in_words(due)) if isinstance(due, Due) else Side(None, due.says)


def _moved_date(panel: PanelTimetable, about: str, usual_day: date, was: Side, now: Side) -> Moved:
    of_panel, uid = panel.panel, f"{panel.panel.id}/{usual_day}"
    if about == MEETING:
        return Moved("meeting", uid, "", of_panel.title, (), of_panel.clauses, was, now)
    duty = next(column.duty for column in panel.columns if column.duty.id == about)
    title = f"{duty.title} of the meeting of {show_day(usual_day)}"
    return Moved("date", f"{uid}/{about}", "", title, duty.actor, duty.clauses, was, now)


def moved_case(case: str, old: CaseMeeting, new: CaseMeeting) -> Iterator[Moved]:
    """The meeting of one case, where it is another day."""
    if old.day != new.day:
        was, now = (Side(m.day, m.why if m.day is None else show_day(m.day)) for m in (old, new))
        yield Moved("case", f"{case}/{MEETING}", case, old.title or new.title, (), old.clause or new.clause, was, now)


def moved_tasks(old: Iterable[Task], new: Iterable[Task]) -> Iterator[Moved]:
    """The obligations, open under either calendar, whose time differs or that stand otherwise."""
    later = {task.id: task for task in new}
    for before in old:
        after = later.get(before.id)
        if after is not None and (before.is_open or after.is_open) and _stands(before) != _stands(after):
            o = before.obligation
            yield Moved("obligation", before.id, before.case, o.action, o.actor, o.clause, _side(before), _side(after))


def _stands(task: Task) -> tuple[object, ...]:
    return task.obligation.due, task.obligation.due_says, task.obligation.status


def _side(task: Task) -> Side:
    o = task.obligation
    return Side(o.due, f"{o.due_says}, {o.status.replace('_', ' ')}")
