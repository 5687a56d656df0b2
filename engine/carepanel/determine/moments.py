"""When moments came to be, as far as the evidence goes.

For an event it is the first one; for several moments the first or the last of them; for a meeting its day, past or to
come. A moment that may have come without our knowing is not known, and never counts as "has not happened".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from carepanel.backends import prose
from carepanel.calendars.anchors import Due, NoDate, at_instant, on_day
from carepanel.calendars.instants import at_local, local_date, local_time, plus_days
from carepanel.calendars.meetings import held_from, meeting_anchor
from carepanel.conditions.moments import (
    AllMoments,
    AnyMoment,
    CollectionMoment,
    CountMoment,
    DecisionMoment,
    EventMoment,
    FactMoment,
    MeetingMoment,
    NextMoment,
    StatusMoment,
)
from carepanel.conditions.truth import Truth
from carepanel.determine.numbers import counted, interval

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from carepanel.calendars.anchors import Anchor
    from carepanel.calendars.meetings import Meeting
    from carepanel.conditions.moments import Moment, Part
    from carepanel.determine.case import Event
    from carepanel.determine.evaluation import Evaluation
    from carepanel.determine.states import State
    from carepanel.model.terms import Panel


@dataclass(frozen=True, slots=True)
class When:
    """Whether a moment has come by the asked instant, and when it came or will come (None: it has not, or not known).

    `first_known` is false when the moment may have come earlier than `anchor`, in a part of the history not on file.
    """

    happened: Truth
    anchor: Anchor | None = None
    first_known: bool = True

    def for_deadline(self) -> Anchor | NoDate | None:
        """What a deadline counts from: the anchor, None when it has not happened, or that it is not known."""
        if self.anchor is not None and self.first_known:
            return self.anchor
        if self.happened is Truth.NO:
            return None
        return NoDate("not_known", "when it came to be is not known")


NEVER = When(Truth.NO)
NOT_KNOWN = When(Truth.NOT_KNOWN)


def when(moment: Moment, evaluation: Evaluation, trigger: Anchor | None) -> When:
    """When a moment came, or will come, to be. `trigger` is what a "next" meeting follows."""
    match moment:
        case EventMoment(event=kind, having=having):
            return _first_event(kind, having, evaluation)
        case DecisionMoment():
            return _first_event(*_kind(moment), evaluation)
        case StatusMoment(duty=duty, status=status):
            return _status(duty, status, evaluation)
        case MeetingMoment():
            return _meeting(moment, evaluation, trigger)
        case CountMoment():
            return _count_reached(moment, evaluation)
        case CollectionMoment(collection=collection):
            return _collection(collection, evaluation)
        case FactMoment():
            return _given(moment, evaluation)
        case NextMoment(moment=following):
            return evaluation.when(following) if trigger is None else _next(following, evaluation, trigger)
        case AllMoments(parts=parts):
            return last_of(tuple(evaluation.when(part, trigger) for part in parts))
        case AnyMoment(parts=parts):
            return first_of(tuple(evaluation.when(part, trigger) for part in parts))


def times(moment: Moment, evaluation: Evaluation, *, ever: bool = False) -> tuple[Anchor, ...]:
    """Every time a moment has surely come to be by the asked instant, earliest first: each time that any part of it
    came. With `ever`, those of earlier presentations as well.
    """
    match moment:
        case EventMoment(event=kind, having=having):
            return _every_event(kind, having, evaluation, ever=ever)
        case DecisionMoment():
            return _every_event(*_kind(moment), evaluation, ever=ever)
        case CountMoment():
            return _counted(moment, evaluation)
        case StatusMoment(duty=duty, status=status):
            states = evaluation.states(f"obligations.{duty}")
            return _in_order(came for state in states if (came := _came_into(status, state)) is not None)
        case NextMoment(moment=following):
            return times(following, evaluation, ever=ever)
        case AnyMoment(parts=parts):
            return _in_order(came for part in parts for came in times(part, evaluation, ever=ever))
        case _:
            found = evaluation.when(moment)
            return (found.anchor,) if found.happened is Truth.YES and found.anchor is not None else ()


def _in_order(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    return tuple(sorted(anchors, key=lambda anchor: anchor.latest))


def current(moment: Moment, evaluation: Evaluation) -> When:
    """The last time that a moment came; for the state of a duty, while it is in that state now."""
    now = evaluation.when(moment)
    if now.happened is not Truth.YES or isinstance(moment, StatusMoment):
        return now
    came = evaluation.times(moment)
    return When(Truth.YES, came[-1], now.first_known) if came else now


def last_of(parts: tuple[When, ...]) -> When:
    """The moment by which every part has come; there from the start when there are no parts."""
    happened = min((part.happened for part in parts), default=Truth.YES)
    anchors = [part.anchor for part in parts if part.anchor is not None]
    if len(anchors) < len(parts) or not anchors:
        return When(happened)
    latest = max(anchors, key=lambda anchor: anchor.latest)
    on_record = max((a.recorded_at for a in anchors if a.recorded_at is not None), default=None)
    together = replace(latest, earliest=max(a.earliest for a in anchors), recorded_at=on_record)
    return When(happened, together, all(p.first_known for p in parts))


def first_of(parts: tuple[When, ...]) -> When:
    """The first of the parts to come. Where one may have come without our knowing, it may have come earlier."""
    happened = max((part.happened for part in parts), default=Truth.NO)
    come = [part for part in parts if part.anchor is not None and part.happened is happened]
    if happened is not Truth.YES or not come:
        return When(happened)
    first = min((part.anchor for part in come if part.anchor is not None), key=lambda anchor: anchor.latest)
    sure = all(part.first_known for part in come) and all(part.happened is not Truth.NOT_KNOWN for part in parts)
    return When(happened, first, sure)


def _every_event(
    kind: str, having: tuple[tuple[str, str | bool], ...], evaluation: Evaluation, *, ever: bool
) -> tuple[Anchor, ...]:
    found = matching(kind, having, evaluation, ever=ever)
    return tuple(_anchor(event, evaluation) for event, fits in found if fits is Truth.YES)


def matching(
    kind: str, having: tuple[tuple[str, str | bool], ...], evaluation: Evaluation, *, ever: bool = False
) -> tuple[tuple[Event, Truth], ...]:
    """The events that fit. Attendance is attendance at the meeting of the case, so it is looked for on that day
    alone.
    """
    found = evaluation.evidence.matching(kind, having, ever=ever)
    days = {meeting.day for meeting in evaluation.meetings.values()}
    if kind != "attended" or not days:
        return found
    return tuple((event, fits) for event, fits in found if local_date(event.at) in days)


def _first_event(kind: str, having: tuple[tuple[str, str | bool], ...], evaluation: Evaluation) -> When:
    found = matching(kind, having, evaluation)
    complete = evaluation.evidence.complete(kind, None)
    sure = next((event for event, fits in found if fits is Truth.YES), None)
    if sure is None:
        return NOT_KNOWN if found or not complete else NEVER
    first_known = complete and not any(event.at < sure.at for event, fits in found if fits is Truth.NOT_KNOWN)
    return When(Truth.YES, _anchor(sure, evaluation), first_known)


def _counted(moment: CountMoment, evaluation: Evaluation) -> tuple[Anchor, ...]:
    """The events on file that surely count, from the one that made the count on file."""
    sure = counted(moment.count, evaluation.evidence, evaluation.moment_anchor)
    return tuple(_anchor(event, evaluation) for event in sure[moment.at_least - 1 :])


def _count_reached(moment: CountMoment, evaluation: Evaluation) -> When:
    size = interval(moment.count, evaluation.evidence, evaluation.moment_anchor)
    reached = size.within(moment.at_least, None)
    came = _counted(moment, evaluation)
    return When(reached, came[0] if reached is Truth.YES else None, size.high == len(came) + moment.at_least - 1)


def _anchor(event: Event, evaluation: Evaluation) -> Anchor:
    return at_instant(event.at, evaluation.says(event.kind), recorded_at=event.recorded_at)


def _status(duty: str, status: str, evaluation: Evaluation) -> When:
    """A duty is missed at the instant its deadline passes undone, and fulfilled when it is done, late or not.

    Where it arose more than once, this is about the last time.
    """
    found = evaluation.states(f"obligations.{duty}")
    if not found or found[-1].cannot_be(status, evaluation.at):
        return NEVER
    state = found[-1]
    if state.status == "not_known":
        return NOT_KNOWN
    if status == "fulfilled":
        return state.done if state.is_done else NEVER
    came = _came_into(status, state)
    return NEVER if came is None else When(Truth.YES, came)


def _came_into(status: str, state: State) -> Anchor | None:
    """When one occurrence of a duty was missed or done; None where it was not."""
    if status == "fulfilled":
        return state.done.anchor if state.is_done else None
    if not state.breached or not isinstance(state.due, Due):
        return None
    return state.due.as_anchor(f"the deadline to {state.requirement.action} passed")


_TERM = 40
"""Naegele's rule: 280 days, 40 completed weeks, from the first day of the last menstrual period to the day on which the
birth is expected.
"""


def _given(moment: FactMoment, evaluation: Evaluation) -> When:
    """The day that a fact gives, or so many weeks short of the term of a pregnancy that ends on that day."""
    given = evaluation.evidence.day(moment.fact)
    if given is None:
        return NOT_KNOWN
    words = prose.moment(moment, evaluation.terms)
    weeks = moment.weeks_of_gestation
    anchor = on_day(plus_days(given, 7 * (weeks - _TERM)) if weeks else given, words)
    return When(_has_come(anchor, evaluation), anchor)


def _next(moment: EventMoment | DecisionMoment, evaluation: Evaluation, trigger: Anchor) -> When:
    """The first time that it came after the trigger."""
    kind, having = _kind(moment)
    evidence = evaluation.evidence
    unsure = not evidence.complete(kind, trigger.first_day) or any(
        fits is Truth.NOT_KNOWN and event.at > trigger.latest for event, fits in evidence.matching(kind, having)
    )
    came = next((anchor for anchor in evaluation.times(moment) if anchor.earliest > trigger.latest), None)
    if came is None:
        return NOT_KNOWN if unsure else NEVER
    return When(Truth.YES, came, not unsure)


def _kind(moment: EventMoment | DecisionMoment) -> tuple[str, tuple[tuple[str, str | bool], ...]]:
    """The event on file behind a moment, and the attributes it must carry."""
    if isinstance(moment, EventMoment):
        return moment.event, moment.having
    return moment.decision, (("outcome", moment.outcome),) if moment.outcome else ()


def _collection(collection: str, evaluation: Evaluation) -> When:
    """The moment by which everything needed is in; what may be needed makes it not known until that is in as well."""
    parts: list[When] = []
    for requirement in evaluation.terms.requirements:
        if requirement.section != collection or requirement.strength == "may":
            continue
        needed = evaluation.answer(requirement.id)
        if needed is Truth.NO:
            continue
        state = evaluation.states(requirement.id)[-1]
        if state.status != "waived":
            parts.append(_needed(state, needed, evaluation))
    if not parts:
        return When(Truth.YES, evaluation.opening(), first_known=True)
    return last_of(tuple(parts))


def _needed(state: State, needed: Truth, evaluation: Evaluation) -> When:
    """When one thing of a collection came in; not known while it is out and may not be needed, or be let off."""
    if state.done.happened is Truth.YES:
        return state.done
    waiver = state.requirement.waived_by
    open_ = needed is Truth.NOT_KNOWN or (waiver is not None and evaluation.when(waiver).happened is not Truth.NO)
    return NOT_KNOWN if open_ else state.done


def _meeting(moment: MeetingMoment, evaluation: Evaluation, trigger: Anchor | None) -> When:
    panel = evaluation.panel(moment.meeting)
    if moment.which == "this":
        meeting = evaluation.meetings.get(moment.meeting)
    else:
        meeting = (
            None
            if trigger is None
            else next_meeting(panel, evaluation, trigger, must_be_open=moment.which == "next_open")
        )
    if meeting is not None and meeting.day is None:
        return NEVER
    anchor = None if meeting is None else _part(moment, panel, meeting, evaluation)
    if anchor is None:
        return NOT_KNOWN
    return When(_has_come(anchor, evaluation), anchor)


def _has_come(anchor: Anchor, evaluation: Evaluation) -> Truth:
    at = evaluation.at
    if at > anchor.latest or (at == anchor.latest and not anchor.strict):
        return Truth.YES
    return Truth.NOT_KNOWN if at >= anchor.earliest and not anchor.exact else Truth.NO


def _part(moment: MeetingMoment, panel: Panel, meeting: Meeting, evaluation: Evaluation) -> Anchor | None:
    anchor = _whole_part(moment.part, panel, meeting, evaluation)
    return anchor if anchor is None or not moment.weeks_earlier else _earlier(anchor, moment.weeks_earlier)


def _whole_part(part: Part, panel: Panel, meeting: Meeting, evaluation: Evaluation) -> Anchor | None:
    match part:
        case "start":
            return meeting_anchor(meeting, panel.title)
        case "day":
            return None if meeting.day is None else on_day(meeting.day, f"the day of the {panel.title}")
        case "usual_day":
            return on_day(meeting.usual_day, f"the usual day of the {panel.title}")
        case "cut_off":
            due = cut_off(panel, meeting, evaluation)
            return due.as_anchor(f"the cut-off of the {panel.title}") if isinstance(due, Due) else None


def _earlier(anchor: Anchor, weeks: int) -> Anchor:
    def back(instant: datetime) -> datetime:
        return at_local(local_date(instant) - timedelta(weeks=weeks), local_time(instant))

    says = f"{weeks} week{'s' if weeks > 1 else ''} before {anchor.says}"
    day = anchor.day - timedelta(weeks=weeks)
    return replace(anchor, earliest=back(anchor.earliest), latest=back(anchor.latest), day=day, says=says)


def cut_off(panel: Panel, meeting: Meeting, evaluation: Evaluation) -> Due | NoDate:
    """When papers for one meeting are due."""
    if panel.cut_off is None:
        return NoDate("not_stated", "the source sets no cut-off")
    of_meeting = evaluation.at_meeting(panel.id, meeting)
    return of_meeting.due(panel.cut_off.of(meeting.weekday), None)


def next_meeting(panel: Panel, evaluation: Evaluation, trigger: Anchor, *, must_be_open: bool) -> Meeting | None:
    """The first meeting after the trigger; with `must_be_open`, the first whose cut-off had not passed by then.

    A meeting on the trigger's own day counts as next only when its hour is stated and still to come.
    """
    for meeting in held_from(panel.days, evaluation.calendar, trigger.day):
        start = meeting_anchor(meeting, panel.title)
        follows = start is not None and start.earliest > trigger.latest
        if follows and (not must_be_open or _open_at(panel, meeting, evaluation, trigger.latest)):
            return meeting
    return None


def _open_at(panel: Panel, meeting: Meeting, evaluation: Evaluation, instant: datetime) -> bool:
    due = cut_off(panel, meeting, evaluation)
    return not isinstance(due, Due) or due.standing(instant) != "late"
