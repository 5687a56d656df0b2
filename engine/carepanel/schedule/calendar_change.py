"""What another list of days off moves, gives and takes away: meetings and other dates, answers, obligations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.calendars.changed_days import changed_lists
from carepanel.calendars.instants import show_day
from carepanel.determine.work_list import in_order
from carepanel.schedule.answered import answered
from carepanel.schedule.concerned import attending
from carepanel.schedule.findings import MEETING
from carepanel.schedule.moved import Moved, Side, side
from carepanel.schedule.moved_dates import moved_dates, provisional_changes, under_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.changed_days import ChangedList
    from carepanel.determine.determination import Determination, Obligation
    from carepanel.determine.determination import Meeting as CaseMeeting
    from carepanel.determine.work_list import Task
    from carepanel.model.terms import Terms
    from carepanel.program.program import Program
    from carepanel.schedule.moved import Change

Answered = tuple["Determination", "Sequence[Task]"]
"""What is said of one case, and its part of the work list."""
Asked = tuple[Answered, Answered]
"""One case asked about one instant, under the old calendar and under the new one."""


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What another calendar changes from `start` to `end`, both included, and for some cases.

    `lists` are the lists of days off that differ, with the days. `settled` counts the meetings that stay as they are
    and are provisional no longer, `unsettled` those that are provisional now.
    """

    terms: Terms
    start: date
    end: date
    lists: tuple[ChangedList, ...]
    moved: tuple[Moved, ...]
    settled: int = 0
    unsettled: int = 0


def calendar_change(
    program: Program, calendars: tuple[Calendar, Calendar], span: tuple[date, date], cases: Sequence[Asked]
) -> CalendarChange:
    """All that differs between an old calendar and a new one: over the days of a span, and about cases asked under
    both. Raises `DeadlineOutOfRange`.
    """
    terms = program.terms
    meetings = tuple(under_both(program, *calendars, *span))
    of_cases = (moved for (was, _), (now, _) in cases for moved in changed_case(was, now, terms))
    moved = (*moved_dates(meetings, span[0], terms), *of_cases, *changed_tasks(cases))
    return CalendarChange(terms, *span, changed_lists(*calendars), moved, *provisional_changes(meetings, terms))


def changed_case(old: Determination, new: Determination, terms: Terms) -> Iterator[Moved]:
    """The meeting of one case, where it is another day, and every answer about the case that is another one."""
    case, was, now = old.case, old.meeting, new.meeting
    whom = tuple(dict.fromkeys(party for d in (old, new) for party in attending(d, terms)))
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


def _case_side(meeting: CaseMeeting) -> Side:
    if meeting.day is None:
        return Side(None, f"no meeting: {meeting.why}")
    return side(meeting.day, show_day(meeting.day), provisional=meeting.provisional)


def changed_tasks(cases: Iterable[Asked]) -> Iterator[Moved]:
    """The obligations that arise under one calendar alone, that stand otherwise, and those still open whose time
    differs; in the order in which they are to be done.
    """
    found = {lead: moved for was, now in cases for lead, moved in _changed_tasks(was, now)}
    return (found[task] for task in in_order(found))


def _changed_tasks(was_answered: Answered, now_answered: Answered) -> Iterator[tuple[Task, Moved]]:
    (old, old_tasks), (new, new_tasks) = was_answered, now_answered
    before, after = ({_place(task): task for task in tasks} for tasks in (old_tasks, new_tasks))
    for place in {**before, **after}:
        was, now = before.get(place), after.get(place)
        change = _change(was, now)
        lead = was or now
        if change is not None and lead is not None:
            o = lead.obligation
            sides = _task_side(was, old, "does not arise"), _task_side(now, new, "no longer arises")
            if was is None and not lead.is_waiting:
                sides = sides[0], Side(sides[1].when, f"arises: {sides[1].says}")
            yield lead, Moved("obligation", lead.id, lead.case, o.action, o.actor, o.clause, *sides, change)


def _place(task: Task) -> tuple[str, str, int, int]:
    """What makes a task the same under both calendars: what sets it off, such as a breach, may itself move."""
    o = task.obligation
    return o.section, o.id, o.presentation, o.occurrence


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
