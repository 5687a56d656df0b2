"""Which meeting a case goes to, and how it stands under it, for each time that it comes before its panel.

The one it was last put forward for; or the one that it was heard at; or, for a kind of item that says so, the next one
after a moment; otherwise the first that it can make: one whose cut-off has not passed, or whose cut-off duty was done
in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import local_date, show_day
from carepanel.calendars.meetings import held_from, meeting_anchor
from carepanel.conditions.truth import Truth
from carepanel.determine.done import is_of_the_child
from carepanel.determine.evaluation import Evaluation
from carepanel.determine.listings import NO_MEETING, around, listing, moved
from carepanel.determine.moments import cut_off, next_meeting
from carepanel.determine.occurrences import numbered
from carepanel.determine.presentations import presentations
from carepanel.model.deadlines import Every
from carepanel.model.meetings import DaysNotStated, GivenDays

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carepanel.calendars.anchors import NoDate
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.determine.case import Event
    from carepanel.determine.evidence import Evidence
    from carepanel.determine.listings import Listing
    from carepanel.determine.states import State
    from carepanel.model.terms import Panel, Requirement, Row
    from carepanel.program.program import Program


@dataclass(frozen=True, slots=True)
class Choice:
    """The panel and meeting of a case as it is presented now, why it is that one, and the evaluation under it. Either
    may be missing, with why. `earlier` are the evaluations of the presentations before.
    """

    evaluation: Evaluation
    panel: Panel | None
    meeting: Meeting | None
    why: str
    earlier: tuple[Evaluation, ...] = ()

    def presented(self, number: int) -> Evaluation:
        """The evaluation of one of the presentations, counted from 1."""
        return (*self.earlier, self.evaluation)[number - 1]

    def states(self, requirement: Requirement) -> tuple[State, ...]:
        """Every state of a requirement, whenever the case was presented, each occurrence once and counted from 1: as it
        stands in the presentation that it arose in.
        """
        own = self.evaluation.occurrences(requirement)
        if not self.earlier:
            return own
        begun_anew = isinstance(requirement.deadline, Every) and any(state.trigger is not None for state in own)
        found: dict[object, State] = {}
        for evaluation in self.earlier:
            for state in evaluation.occurrences(requirement):
                over = begun_anew and _is_of_a_later_series(state, evaluation)
                if not (state.is_idle or over or _is_anothers(state, evaluation)):
                    found.setdefault(_arisen(state), state)
        dated = {state.due.ends for state in found.values() if isinstance(state.due, Due)}
        for state in own:
            # what is due for a meeting of another panel is no other duty because this one hears the case again
            again = state.trigger is None and isinstance(state.due, Due) and state.due.ends in dated
            if not again:
                found.setdefault(_arisen(state), state)
        return numbered(found.values())


def _arisen(state: State) -> object:
    """What makes an occurrence the same, seen from one presentation and from another."""
    return state.presentation if state.trigger is None else state.trigger.latest, state.for_meeting


def _is_of_a_later_series(state: State, evaluation: Evaluation) -> bool:
    """Whether a time that falls due again comes after the meeting of the next presentation, which begins anew."""
    to_day = evaluation.evidence.presentation.to_day
    return state.trigger is not None and to_day is not None and state.trigger.day >= to_day


def _is_anothers(state: State, evaluation: Evaluation) -> bool:
    """Whether what the child's history set off falls to a presentation that follows: each sees the whole of it."""
    trigger, heard = state.requirement.trigger, evaluation.evidence.presentation.before
    if trigger is None or state.trigger is None or heard is None:
        return False
    return state.trigger.latest > heard and is_of_the_child(trigger, evaluation)


def choose(evidence: Evidence, calendar: Calendar) -> Choice:
    """The meeting of a case as it is presented now, and every answer under it."""
    listings = tuple(_listings(evidence, calendar))
    panel = _presented_to(listings, evidence.program)
    if panel is None:
        return _choose(evidence, listings, calendar)
    found = presentations(
        [each for each in listings if each.panel == panel.id],
        _hearings(panel, listings, evidence),
        lambda day: any(meeting.day == day for meeting in around(day, panel, calendar)),
    )
    others = tuple(each for each in listings if each.panel != panel.id)
    *before, now = (
        _choose(replace(evidence, presentation=each), (*others, *each.listings), calendar) for each in found
    )
    return replace(now, earlier=tuple(choice.evaluation for choice in before))


def _listings(evidence: Evidence, calendar: Calendar) -> Iterator[Listing]:
    for event in evidence.of_kind("put_forward"):
        panel = _panel_named(event, evidence.program)
        found = listing(event, panel, calendar) if panel is not None else None
        if found is not None:
            yield found


def _presented_to(listings: tuple[Listing, ...], program: Program) -> Panel | None:
    """The panel whose hearings tell one presentation from the next: the one that hears every kind or, where each kind
    has its own, the one that the case was first put forward for.
    """
    return _panel_of(None, program) or (program.terms.panels[listings[0].panel] if listings else None)


def _hearings(panel: Panel, listings: tuple[Listing, ...], evidence: Evidence) -> Iterator[Event]:
    """What shows that a panel heard the case: its own decisions, and hearings on no day that another panel has it."""
    own = {each.day for each in listings if each.panel == panel.id}
    others = {each.day for each in listings if each.panel != panel.id} - own
    decisions = {d.name: d.actor for d in evidence.program.terms.of("decisions")}
    for event in evidence.events:
        is_a_hearing = evidence.program.belongs_to[event.kind] == "hearing" and local_date(event.at) not in others
        if is_a_hearing and panel.id in decisions.get(event.kind, (panel.id,)):
            yield event


def _choose(evidence: Evidence, listings: tuple[Listing, ...], calendar: Calendar) -> Choice:
    program = evidence.program
    last = {each.panel: each.meeting for each in listings}
    evaluation = Evaluation(evidence, calendar, last, moved(listings))
    row = kind_of(evaluation)
    panel = _panel_of(row, program)
    if panel is None:
        return Choice(evaluation, None, None, "which panel hears it is not known")
    if panel.id in last:
        return _put(last[panel.id], panel, evaluation)
    forward = (event for event in evidence.of_kind("put_forward") if _panel_named(event, program) == panel)
    if any(listing(event, panel, calendar) is None for event in forward):
        why = "whether the panel meets on the day for which the case was put forward is not known"
        return Choice(evaluation, panel, None, f"{why}: {days_unknown(panel)}")
    return _heard_at(panel, evaluation) or _sent_to(row, panel, evaluation) or _first_it_can_make(panel, evaluation)


def _put(meeting: Meeting, panel: Panel, evaluation: Evaluation) -> Choice:
    """Where a case was put forward for a meeting. If that is not held, only putting it forward again gives it one."""
    if meeting.day is not None:
        return Choice(evaluation, panel, meeting, "the case was put forward for it")
    if meeting.why_moved == NO_MEETING:
        return Choice(evaluation, panel, None, "the case was put forward for a day on which the panel does not meet")
    why = f"the case was put forward for {show_day(meeting.usual_day)}, which is not held ({meeting.why_moved})"
    return Choice(evaluation, panel, None, why)


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


def _panel_named(event: Event, program: Program) -> Panel | None:
    """The panel that an event names; the only or main one where it names none."""
    name = event.attributes.get("meeting")
    return _panel_of(None, program) if name is None else program.terms.panels.get(str(name))


def _heard_at(panel: Panel, evaluation: Evaluation) -> Choice | None:
    """Where the case was heard without having been put forward: the meeting of that day or, if there was none, the
    first that it could make by then.
    """
    evidence = evaluation.evidence
    heard = next((e for e in evidence.events if evidence.program.belongs_to[e.kind] == "hearing"), None)
    if heard is None:
        return None
    day = local_date(heard.at)
    meeting = next((m for m in around(day, panel, evaluation.calendar) if m.day == day), None)
    if meeting is None:
        return None if heard.at == evaluation.at else _as_it_stood(heard.at, panel, evaluation)
    return Choice(evaluation.at_meeting(panel.id, meeting), panel, meeting, "the case was heard at it")


def _as_it_stood(instant: datetime, panel: Panel, evaluation: Evaluation) -> Choice | None:
    """The meeting that was the first which a case could make at an earlier instant."""
    then = Evaluation(replace(evaluation.evidence, at=instant), evaluation.calendar, evaluation.meetings)
    meeting = _first_it_can_make(panel, then).meeting
    if meeting is None:
        return None
    why = "the first that it could make when it was heard"
    return Choice(evaluation.at_meeting(panel.id, meeting), panel, meeting, why)


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
        if _is_to_come(meeting, panel, evaluation.at) and not _is_late(due, evaluation.at):
            why = "the first whose cut-off has not passed" if isinstance(due, Due) else "the first to come"
            return Choice(under, panel, meeting, why)
        if isinstance(due, Due) and _made_it(panel, under):
            return Choice(under, panel, meeting, "the first whose papers were in by its cut-off")
    return Choice(evaluation, panel, None, days_unknown(panel))


def _is_to_come(meeting: Meeting, panel: Panel, at: datetime) -> bool:
    """Whether a meeting has not begun; of one whose hour is not stated, whether its day is not over."""
    anchor = meeting_anchor(meeting, panel.title)
    return anchor is not None and anchor.latest > at


def _is_late(due: Due | NoDate, instant: datetime) -> bool:
    return isinstance(due, Due) and due.standing(instant) == "late"


def _candidates(panel: Panel, evaluation: Evaluation) -> Iterator[Meeting]:
    """For each thing that happened, the meetings it may still have made; then those from the asked instant on.

    What makes a case fit for a meeting is always something that happened, so no other past meeting need be looked at;
    and none at all where there is no duty that could have been done in time. A cut-off lies at most a year before its
    meeting, so that the search ends.
    """
    seen: set[Meeting] = set()
    # what is older than the calendar put no case before a panel whose days can be counted
    oldest = evaluation.calendar.first + _SETTLED
    can_be_made = panel.cut_off is not None and panel.cut_off.duty
    events = (event.at for event in evaluation.evidence.events if can_be_made and local_date(event.at) >= oldest)
    for instant in (*events, evaluation.at):
        for meeting in held_from(panel.days, evaluation.calendar, local_date(instant)):
            if meeting not in seen:
                seen.add(meeting)
                yield meeting
            if not _is_late(cut_off(panel, meeting, evaluation), instant):
                break


_SETTLED = timedelta(days=60)
"""How long after its first day a calendar knows every day that a cut-off may be counted back over."""


def _made_it(panel: Panel, evaluation: Evaluation) -> bool:
    duty = panel.cut_off.duty if panel.cut_off is not None else ""
    if not duty:
        return False
    found = evaluation.states(f"obligations.{duty}")
    return bool(found) and found[-1].status == "fulfilled"
