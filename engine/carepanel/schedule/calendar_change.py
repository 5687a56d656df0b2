"""What another list of bank holidays moves, gives and takes away: meetings and other dates, answers, obligations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.anchors import Due, NoDate
from carepanel.calendars.instants import show_day
from carepanel.calendars.meetings import Meeting
from carepanel.conditions.ast import NEVER
from carepanel.determine.requirements import due_in_words
from carepanel.determine.work_list import Task, in_order
from carepanel.schedule.answered import answered
from carepanel.schedule.findings import MEETING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from carepanel.determine.determination import Determination, Obligation
    from carepanel.determine.determination import Meeting as CaseMeeting
    from carepanel.model.terms import Panel, Requirement, Terms
    from carepanel.schedule.meeting_dates import DatedDuty
    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable

Change = Literal["moves", "arises", "ends", "differs"]
"""*Moves*: another date, or none. *Arises*, *ends*: an obligation under one of the calendars alone. *Differs*: another
answer, or an obligation that stands otherwise by the same date.
"""
Asked = tuple["Determination", "Determination"]
"""One case asked about one instant, under the old calendar and under the new one."""
_Dated = Meeting | Due | NoDate


@dataclass(frozen=True, slots=True)
class Side:
    """A date under one calendar: the day of a meeting or the instant by which something is due, None where there is
    none, and the words for it.
    """

    when: date | datetime | None
    says: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that moves, comes, goes or is answered otherwise. `id` is that of the meeting (``panel/2026-06-08``),
    of a date that rests on it (``panel/2026-06-08/cut_off``), of a task, of a case's meeting
    (``CAM-2026-0001/meeting``) or of an answer about a case (``CAM-2026-0001/eligibility``).

    `case` is empty for what is no case's, `panel` for what belongs to no meeting. `actor` is whoever has to know.
    """

    kind: Literal["meeting", "date", "case", "obligation"]
    id: str
    case: str
    title: str
    actor: tuple[str, ...]
    clause: tuple[str, ...]
    was: Side
    now: Side
    change: Change = "moves"
    panel: str = ""


def what_changes(old: Timetable, new: Timetable, cases: Sequence[Asked]) -> tuple[Moved, ...]:
    """All that differs between two calendars: over the days of two timetables, and about cases asked under both."""
    of_cases = (moved for was, now in cases for moved in changed_case(was, now, old.terms))
    return (*moved_dates(old, new), *of_cases, *changed_tasks(cases))


def members_of(panel: Panel, terms: Terms) -> tuple[str, ...]:
    """The parties that sit on a panel."""
    seats = (r for r in terms.of("membership") if _sits_on(r, panel.id) and r.when != NEVER)
    return tuple(dict.fromkeys(party for seat in seats for party in seat.actor))


def concerned(panel: Panel, terms: Terms) -> tuple[str, ...]:
    """Whom a meeting of a panel concerns: the party that runs it, then its members."""
    return tuple(dict.fromkeys(filter(None, (panel.run_by, *members_of(panel, terms)))))


def _sits_on(seat: Requirement, panel: str) -> bool:
    return seat.name.startswith(f"{panel}.")


def moved_dates(old: Timetable, new: Timetable) -> Iterator[Moved]:
    """The meetings, and the dates that rest on them, that differ between two timetables of the same days.

    Of duties that share a column the first stands for all that move as it does; what is due by the meeting itself
    moves with it.
    """
    for before, after in _rows(old, new):
        yield from _moved_row(before, after, old.terms)


def provisional_changes(old: Timetable, new: Timetable) -> tuple[int, int]:
    """How many of the meetings that stay, with every date that rests on them, are provisional no longer, and how many
    have become so.
    """
    stay = [
        (before[1].provisional, after[1].provisional)
        for before, after in _rows(old, new)
        if not any(_moved_row(before, after, old.terms))
    ]
    return stay.count((True, False)), stay.count((False, True))


_Row = tuple["PanelTimetable", "Row"]


def _rows(old: Timetable, new: Timetable) -> Iterator[tuple[_Row, _Row]]:
    """Every meeting under both calendars: the usual days are the same under any."""
    for before, after in zip(old.panels, new.panels, strict=True):
        for was, now in zip(before.rows, after.rows, strict=True):
            yield (before, was), (after, now)


def _moved_row(before: _Row, after: _Row, terms: Terms) -> Iterator[Moved]:
    was, now = _dates(*before), _dates(*after)
    shared = {**_shared(after[0]), **_shared(before[0])}

    def sides(about: str) -> tuple[_Dated, _Dated]:
        return was.get(about, _ABSENT), now.get(about, _ABSENT)

    for about in {**was, **now}:
        both = sides(about)
        if about == MEETING or not _by_the_meeting(both):
            led = about in shared and all(map(_same, both, sides(shared[about])))
            if not _same(*both) and not led:
                yield _moved_date(before, after, about, both, terms)


_ABSENT = NoDate("waiting", "no date")


def _dates(panel: PanelTimetable, row: Row) -> dict[str, _Dated]:
    """The dates of a row by what they are of; what is due by the meeting itself has the meeting."""
    found: dict[str, _Dated] = {MEETING: row.meeting, **{duty.id: row.meeting for duty in panel.before}}
    for column, due in zip(panel.columns, row.dues, strict=True):
        found |= {duty.id: due for duty in (column.duty, *column.also)}
    return found


def _shared(panel: PanelTimetable) -> dict[str, str]:
    """The duties that share the column of another, by which."""
    return {duty.id: column.duty.id for column in panel.columns for duty in column.also}


def _by_the_meeting(both: tuple[_Dated, _Dated]) -> bool:
    return all(isinstance(dated, Meeting) or dated is _ABSENT for dated in both)


def _same(was: _Dated, now: _Dated) -> bool:
    if isinstance(was, Due) and isinstance(now, Due):
        return (was.earliest, was.latest, was.strict) == (now.earliest, now.latest, now.strict)
    return _day(was) == _day(now)


def _day(dated: _Dated) -> date | None:
    return None if isinstance(dated, NoDate) else dated.day


def _dated_side(dated: _Dated) -> Side:
    if isinstance(dated, NoDate):
        return Side(None, dated.says)
    if isinstance(dated, Due):
        return _side(dated.latest, due_in_words(dated), provisional=dated.provisional)
    says = f"not held: {dated.why_moved}" if dated.day is None else show_day(dated.day)
    return _side(dated.day, says, provisional=dated.provisional)


def _side(when: date | datetime | None, says: str, *, provisional: bool) -> Side:
    return Side(when, f"{says} (provisional)" if provisional else says)


def _moved_date(before: _Row, after: _Row, about: str, both: tuple[_Dated, _Dated], terms: Terms) -> Moved:
    panel, usual_day = before[0].panel, before[1].meeting.usual_day
    uid, sides = f"{panel.id}/{usual_day}", (_dated_side(both[0]), _dated_side(both[1]))
    if about == MEETING:
        whom = concerned(panel, terms)
        return Moved("meeting", uid, "", panel.title, whom, panel.clauses, *sides, panel=panel.id)
    duty = next(duty for table, _ in (before, after) for duty in _duties(table) if duty.id == about)
    title = f"{duty.title} of the meeting of {show_day(usual_day)}"
    return Moved("date", f"{uid}/{about}", "", title, duty.actor, duty.clauses, *sides, panel=panel.id)


def _duties(panel: PanelTimetable) -> tuple[DatedDuty, ...]:
    columns = (duty for column in panel.columns for duty in (column.duty, *column.also))
    return (*panel.before, *columns)


def changed_case(old: Determination, new: Determination, terms: Terms) -> Iterator[Moved]:
    """The meeting of one case, where it is another day, and every answer about the case that is another one."""
    case, was, now = old.case, old.meeting, new.meeting
    whom = tuple(dict.fromkeys(party for d in (old, new) for party in _attending(d, terms)))
    panel = was.panel or now.panel
    if was.day != now.day:
        title, clauses = was.title or now.title, was.clause or now.clause
        sides = _case_side(was), _case_side(now)
        yield Moved("case", f"{case}/{MEETING}", case, title, whom, clauses, *sides, panel=panel)
    before, after = ({answer.id: answer for answer in answered(d)} for d in (old, new))
    for name, answer in before.items():
        other = after[name]
        if answer.says != other.says:
            clauses = tuple(dict.fromkeys((*answer.clause, *other.clause)))
            sides = Side(None, answer.says), Side(None, other.says)
            yield Moved("case", f"{case}/{name}", case, answer.title, whom, clauses, *sides, "differs", panel)


def _attending(d: Determination, terms: Terms) -> Iterator[str]:
    """Whoever runs the meeting of a case, and must or should be there for it: the members of its panel, not of every
    one.
    """
    panel = d.meeting.panel
    if panel and terms.panels[panel].run_by:
        yield terms.panels[panel].run_by
    seats = (r for r in terms.of("membership", "attendance") if r.section != "membership" or _sits_on(r, panel))
    here = {party for seat in seats for party in seat.actor}
    yield from (party for party in (*d.attendance.must, *d.attendance.should) if party in here or not panel)


def _case_side(meeting: CaseMeeting) -> Side:
    if meeting.day is None:
        return Side(None, f"no meeting: {meeting.why}")
    return _side(meeting.day, show_day(meeting.day), provisional=meeting.provisional)


def changed_tasks(cases: Iterable[Asked]) -> Iterator[Moved]:
    """The obligations that arise under one calendar alone, that stand otherwise, and those still open whose time
    differs; in the order in which they are to be done.
    """
    found = {lead: moved for old, new in cases for lead, moved in _changed_tasks(old, new)}
    return (found[task] for task in in_order(found))


def _changed_tasks(old: Determination, new: Determination) -> Iterator[tuple[Task, Moved]]:
    before, after = ({task.id: task for task in _tasks(d)} for d in (old, new))
    for name in {**before, **after}:
        was, now = before.get(name), after.get(name)
        change = _change(was, now)
        lead = was or now
        if change is not None and lead is not None:
            o = lead.obligation
            sides = _task_side(was, old, "does not arise"), _task_side(now, new, "no longer arises")
            if was is None and not lead.is_waiting:
                sides = sides[0], Side(sides[1].when, f"arises: {sides[1].says}")
            yield lead, Moved("obligation", name, lead.case, o.action, o.actor, o.clause, *sides, change)


def _tasks(d: Determination) -> Iterator[Task]:
    return (Task(d.case, obligation) for obligation in d.obligations)


def _change(was: Task | None, now: Task | None) -> Change | None:
    """What becomes of a task; None where nothing does that anybody has to know."""
    if was is None or now is None:
        return "arises" if was is None else "ends"
    before, after = was.obligation, now.obligation
    if was.is_waiting != now.is_waiting:
        return "arises" if was.is_waiting else "ends"
    live = was.is_open or before.status != after.status
    dated = before.due is not None or after.due is not None
    if live and dated and (before.due, before.due_says) != (after.due, after.due_says):
        return "moves"
    return "differs" if before.status != after.status else None


def _task_side(task: Task | None, d: Determination, absent: str) -> Side:
    if task is None:
        return Side(None, absent)
    o = task.obligation
    if task.is_waiting:
        return Side(None, f"arises once {o.trigger}")
    if o.status == "not_known":
        return Side(o.due, f"{_dated(o, 'no date')}, not known: {_why_not_known(o, d)}")
    return Side(o.due, f"{_dated(o, f'no date ({o.due_says})')}, {o.status.replace('_', ' ')}")


def _dated(o: Obligation, undated: str) -> str:
    return undated if o.due is None else f"{o.due_says} (provisional)" if o.provisional else o.due_says


def _why_not_known(o: Obligation, d: Determination) -> str:
    """What would have to be asked before it could be said how an obligation stands; or why nothing would help."""
    asks = [item.asks for item in d.not_known if f"{o.section}.{o.id}" in item.would_change]
    return " ".join(asks) or (o.due_says if o.due is None else "whether it is done in time cannot be told")
