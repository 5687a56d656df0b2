"""Which meeting a case goes to.

The one it was last put forward for; or, for a kind of item that says so, the next one after a moment; otherwise the
first
that it can make: one whose cut-off has not passed, or whose cut-off duty was done in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import local_date, show_day
from carepanel.calendars.meetings import first_on_or_after, occurrences
from carepanel.conditions.truth import Truth
from carepanel.determine.evaluation import Evaluation
from carepanel.determine.moments import cut_off, next_meeting
from carepanel.model.meetings import DaysNotStated, GivenDays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.determine.evidence import Evidence
    from carepanel.model.terms import Panel, Row
    from carepanel.program.program import Program

_FURTHEST_MOVE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Choice:
    """The panel and meeting of a case, why it is that one, and the evaluation under it. Either may be missing, with
    why.
    """

    evaluation: Evaluation
    panel: Panel | None
    meeting: Meeting | None
    why: str


def choose(program: Program, evidence: Evidence, calendar: Calendar) -> Choice:
    """The meeting of a case, and every answer under it."""
    last = dict(_put_forward(program, evidence, calendar))
    named = {panel: meeting for panel, meeting in last.items() if meeting.day is not None}
    evaluation = Evaluation(program, evidence, calendar, named)
    row = kind_of(evaluation)
    panel = _panel_of(row, program)
    if panel is None:
        return Choice(evaluation, None, None, "which panel hears it is not known")
    if panel.id in named:
        return Choice(evaluation, panel, named[panel.id], "the case was put forward for it")
    if panel.id in last:
        return Choice(evaluation, panel, None, _not_held(last[panel.id]))
    forward = [
        event.attributes.get("day")
        for event in evidence.of_kind("put_forward")
        if _panel_named(event.attributes.get("meeting"), program) == panel
    ]
    if forward:
        return Choice(evaluation, panel, None, _no_meeting_on(forward[-1], panel))
    return _sent_to(row, panel, evaluation) or _first_it_can_make(panel, evaluation)


def _not_held(meeting: Meeting) -> str:
    """Why a case that was put forward for a meeting has none: only somebody's putting it forward again gives it one."""
    return f"the case was put forward for {show_day(meeting.usual_day)}, which is not held ({meeting.why_moved})"


def _no_meeting_on(day: object, panel: Panel) -> str:
    """Why a case that was put forward for a day has no meeting: none is known that day, or there is none."""
    meets = panel.days.dated_by.meets
    outside = isinstance(meets, GivenDays) and isinstance(day, date) and not meets.covers(day)
    if outside or isinstance(meets, DaysNotStated):
        why = days_unknown(panel)
        return f"whether the panel meets on the day for which the case was put forward is not known: {why}"
    return "the case was put forward for a day on which the panel does not meet"


def days_unknown(panel: Panel) -> str:
    """Why no meeting of a panel can be named."""
    match panel.days.dated_by.meets:
        case GivenDays(days=given):
            known = f"from {show_day(given[0].day)} to {show_day(given[-1].day)}"
            return f"the days on which the panel meets are given {known} only"
        case DaysNotStated():
            return "the days on which the panel meets are not stated"
        case _:
            return "no meeting of the panel is to be found"


def kind_of(evaluation: Evaluation) -> Row | None:
    """The row of the table of kinds that holds; None when that is not known or there is no such table."""
    rows = evaluation.terms.tables.get("kind", ())
    return next((row for row in rows if evaluation.answer(row.id) is Truth.YES), None)


def _panel_of(row: Row | None, program: Program) -> Panel | None:
    """The panel that hears this kind; while the kind is not known, the one that hears every kind, if it is one."""
    panels = program.terms.panels
    if row is not None and row.heard_at is not None:
        return panels[row.heard_at.meeting]
    rows = program.terms.tables.get("kind", ())
    hearing = {other.heard_at.meeting for other in rows if other.heard_at is not None} or set(panels)
    return panels[hearing.pop()] if len(hearing) == 1 else None


def _panel_named(name: object, program: Program) -> Panel | None:
    """The panel an event names; the only or main one where it names none."""
    if isinstance(name, str) and name in program.terms.panels:
        return program.terms.panels[name]
    return _panel_of(None, program) if name is None else None


def _put_forward(program: Program, evidence: Evidence, calendar: Calendar) -> Iterator[tuple[str, Meeting]]:
    """The last meeting of each panel that the case was put forward for, by its usual or its actual day."""
    for event in evidence.of_kind("put_forward"):
        panel = _panel_named(event.attributes.get("meeting"), program)
        on = event.attributes.get("day")
        if panel is not None and isinstance(on, date):
            around = occurrences(panel.days, calendar, on - _FURTHEST_MOVE, on + _FURTHEST_MOVE)
            found = next((meeting for meeting in around if on in (meeting.day, meeting.usual_day)), None)
            if found is not None:
                yield panel.id, found


def _sent_to(row: Row | None, panel: Panel, evaluation: Evaluation) -> Choice | None:
    """Where the kind of item says that it goes to the next meeting after a moment."""
    if row is None or row.heard_at is None or row.heard_at.which == "this" or row.after is None:
        return None
    after = evaluation.moment_anchor(row.after)
    if after is None:
        return None
    is_open = row.heard_at.which == "next_open"
    meeting = next_meeting(panel, evaluation, after, must_be_open=is_open)
    which = "the next whose cut-off was still to come" if is_open else "the next one"
    why = f"{which} after {after.shown()}"
    if meeting is None:
        return Choice(evaluation, panel, None, days_unknown(panel))
    return Choice(evaluation.at_meeting(panel.id, meeting), panel, meeting, why)


def _first_it_can_make(panel: Panel, evaluation: Evaluation) -> Choice:
    for meeting in _candidates(panel, evaluation):
        under = evaluation.at_meeting(panel.id, meeting)
        due = cut_off(panel, meeting, under)
        if not isinstance(due, Due) or due.standing(evaluation.at) != "late":
            return Choice(under, panel, meeting, "the first whose cut-off has not passed")
        if _made_it(panel, under):
            return Choice(under, panel, meeting, "the first whose papers were in by its cut-off")
    return Choice(evaluation, panel, None, days_unknown(panel))


def _candidates(panel: Panel, evaluation: Evaluation) -> Iterator[Meeting]:
    """For each thing that happened, the meetings it may still have made; then those from the asked instant on.

    What makes a case fit for a meeting is always something that happened, so no other past meeting need be looked at.
    """
    seen: set[date] = set()
    # what is older than the calendar put no case before a panel whose days can be counted
    oldest = evaluation.calendar.first + _SETTLED
    events = (event.at for event in evaluation.evidence.events if local_date(event.at) >= oldest)
    for instant in (*events, evaluation.at):
        day = local_date(instant)
        for _ in range(_LOOK_AHEAD):
            meeting = first_on_or_after(panel.days, evaluation.calendar, day)
            if meeting is None or meeting.day is None:
                break
            if meeting.day not in seen:
                seen.add(meeting.day)
                yield meeting
            due = cut_off(panel, meeting, evaluation)
            if not isinstance(due, Due) or due.standing(instant) != "late":
                break
            day = meeting.day + timedelta(days=1)


_LOOK_AHEAD = 60
_SETTLED = timedelta(days=60)
"""How long after its first day a calendar knows every day that a cut-off may be counted back over."""


def _made_it(panel: Panel, evaluation: Evaluation) -> bool:
    duty = panel.cut_off.duty if panel.cut_off is not None else ""
    if not duty:
        return False
    found = evaluation.states(f"obligations.{duty}")
    return bool(found) and found[-1].status == "fulfilled"
