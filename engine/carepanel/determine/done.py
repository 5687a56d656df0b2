"""When a requirement was done: a duty since it arose, a document lodged, an authorisation given in its order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import at_instant
from carepanel.calendars.endings import shifted
from carepanel.conditions.moments import AllMoments, AnyMoment, CountMoment, DecisionMoment, EventMoment, NextMoment
from carepanel.conditions.truth import Truth
from carepanel.determine.evidence import day_of
from carepanel.determine.moments import NEVER, NOT_KNOWN, When, first_of, last_of, matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carepanel.calendars.anchors import Anchor
    from carepanel.conditions.moments import Moment
    from carepanel.determine.case import Event
    from carepanel.determine.evaluation import Evaluation
    from carepanel.determine.states import State
    from carepanel.model.deadlines import Period
    from carepanel.model.terms import Requirement


def done(requirement: Requirement, start: Anchor | None, evaluation: Evaluation) -> tuple[When, bool]:
    """When a requirement that arose at `start` was done, and whether it was done too soon for the order it must keep.

    What sets no start is done by whatever counts for the case as it is presented; what was set off, by the first act
    from then on, so that one act may answer several that are open.
    """
    match requirement.section:
        case "documents":
            return _lodged(requirement, evaluation), False
        case "authorisations":
            return _authorised(requirement, evaluation)
        case _:
            pass
    if requirement.fulfilled_by is None:
        return NEVER, False
    if start is None or isinstance(requirement.fulfilled_by, NextMoment):
        found = evaluation.when(requirement.fulfilled_by, start)
        if found.happened is Truth.NO and evaluation.evidence.presentation.until is not None:
            found = evaluation.with_what_came_late().when(requirement.fulfilled_by, start)
        return found, False
    return since(requirement.fulfilled_by, start, evaluation), False


def since(moment: Moment, start: Anchor, evaluation: Evaluation) -> When:
    """The first time that a moment came, whole, from `start` on."""
    match moment:
        case AllMoments(parts=parts):
            return last_of(tuple(since(part, start, evaluation) for part in parts))
        case AnyMoment(parts=parts):
            return first_of(tuple(since(part, start, evaluation) for part in parts))
        case _:
            unsure = _may_have_come(moment, start, evaluation)
            came = evaluation.times(moment, ever=True)
            first = next((anchor for anchor in came if anchor.latest >= start.earliest), None)
            if first is None:
                return NOT_KNOWN if unsure else NEVER
            return When(Truth.YES, first, not unsure)


def _may_have_come(moment: Moment, start: Anchor, evaluation: Evaluation) -> bool:
    """Whether a moment may have come from `start` on without our knowing."""
    if isinstance(moment, EventMoment):
        found = matching(moment.event, moment.having, evaluation, ever=True)
        unsure = any(fits is Truth.NOT_KNOWN for event, fits in found if event.at >= start.earliest)
        return unsure or not evaluation.evidence.complete(moment.event, start.first_day)
    now = evaluation.when(moment)
    return now.happened is Truth.NOT_KNOWN or not now.first_known


def again(moment: Moment, trigger: Anchor, first: Anchor | None, evaluation: Evaluation) -> When:
    """What a moment means in the deadline of a duty that has arisen anew: its first time from this trigger on.

    With `first`, when the duty arose for the first time, a moment that came before that is its last time before this
    one. A meeting, a date or the state of a duty is the same however often a duty arises.
    """
    match moment:
        case AllMoments(parts=parts):
            return last_of(tuple(again(part, trigger, first, evaluation) for part in parts))
        case AnyMoment(parts=parts):
            return first_of(tuple(again(part, trigger, first, evaluation) for part in parts))
        case EventMoment() | DecisionMoment():
            found = since(moment, trigger, evaluation)
            before = [anchor for anchor in evaluation.times(moment) if anchor.latest < trigger.earliest]
            if found.happened is Truth.NO and first is not None and before and before[0].latest < first.earliest:
                return When(Truth.YES, before[-1])
            return found
        case _:
            return evaluation.when(moment, trigger)


def is_of_the_child(moment: Moment, evaluation: Evaluation) -> bool:
    """Whether a moment tells of the child, whenever the case comes before its panel."""
    match moment:
        case EventMoment(event=kind):
            return evaluation.program.belongs_to[kind] == "child"
        case CountMoment(count=count):
            return evaluation.program.belongs_to[count.event] == "child"
        case AllMoments(parts=parts) | AnyMoment(parts=parts):
            return all(is_of_the_child(part, evaluation) for part in parts)
        case _:
            return False


def outcome_among(taken: Sequence[Event], outcomes: frozenset[str | bool]) -> Truth:
    """Whether the decision taken last, of these in their order, has one of the outcomes, or any where none is named.

    Of two that were taken at one instant nobody can say which stands.
    """
    if not taken or not outcomes:
        return Truth.of(bool(taken))
    last = {event.attributes.get("outcome") for event in taken if event.at == taken[-1].at}
    if last.isdisjoint(outcomes):
        return Truth.NO
    return Truth.YES if last <= outcomes else Truth.NOT_KNOWN


def standing_since(taken: Sequence[Event], outcomes: frozenset[str | bool]) -> Event:
    """The first of the decisions, in their order, since which one of the outcomes (any where none is named) has stood
    to the end.
    """
    others = [n for n, event in enumerate(taken) if outcomes and event.attributes.get("outcome") not in outcomes]
    return taken[others[-1] + 1 if others else 0]


def _lodged(requirement: Requirement, evaluation: Evaluation) -> When:
    """A document is in when it was lodged, fresh enough, or when another that stands in for it was."""
    stand_ins = [r for r in evaluation.terms.of("documents") if r.stands_in_for == requirement.name]
    own = _fresh(requirement, evaluation)
    return first_of((own, *(_standing_in(other, evaluation) for other in stand_ins))) if stand_ins else own


def _standing_in(other: Requirement, evaluation: Evaluation) -> When:
    applies = evaluation.answer(other.id)
    lodged = _fresh(other, evaluation)
    if applies is Truth.YES or lodged.happened is Truth.NO:
        return lodged if applies is Truth.YES else NEVER
    return NEVER if applies is Truth.NO else NOT_KNOWN


def stood_in_by(state: State, evaluation: Evaluation) -> str:
    """The document that came in first and stands in for this one; nothing where it came in itself."""
    came = state.done.anchor
    if state.done.happened is not Truth.YES or _fresh(state.requirement, evaluation).anchor == came:
        return ""
    others = (r for r in evaluation.terms.of("documents") if r.stands_in_for == state.requirement.name)
    return next((r.name for r in others if _standing_in(r, evaluation).anchor == came), "")


def _fresh(requirement: Requirement, evaluation: Evaluation) -> When:
    moment = requirement.fulfilled_by
    if moment is None:
        return NEVER
    if requirement.no_older_than is None or not isinstance(moment, EventMoment):
        return evaluation.when(moment)
    limit = requirement.no_older_than
    found = evaluation.evidence.matching(moment.event, moment.having)
    parts = [(event, min(fits, _young_enough(event, limit))) for event, fits in found]
    sure = next((event for event, fits in parts if fits is Truth.YES), None)
    if sure is None:
        return NOT_KNOWN if any(fits is Truth.NOT_KNOWN for _, fits in parts) else NEVER
    earlier = any(fits is Truth.NOT_KNOWN and event.at < sure.at for event, fits in parts)
    return When(Truth.YES, at_instant(sure.at, evaluation.says(sure.kind)), not earlier)


def _young_enough(event: Event, limit: Period) -> Truth:
    """Whether the document was no older than the limit on the day it was lodged."""
    dated = event.attributes.get("dated")
    if not isinstance(dated, date):
        return Truth.NOT_KNOWN
    return Truth.of(shifted(dated, limit, 1) >= day_of(event))


def _authorised(requirement: Requirement, evaluation: Evaluation) -> tuple[When, bool]:
    """The first authorisation given no earlier than the one it must follow, if that one is needed."""
    if requirement.fulfilled_by is None:  # pragma: no cover - an authorisation always has its event
        return NEVER, False
    before = evaluation.requirement(f"authorisations.{requirement.after}") if requirement.after else None
    needed = evaluation.answer(before.id) if before is not None else Truth.NO
    given = evaluation.times(requirement.fulfilled_by)
    if before is None or needed is Truth.NO:
        return (When(Truth.YES, given[0]) if given else NEVER), False
    first = evaluation.states(before.id)[-1].done
    if needed is Truth.NOT_KNOWN or first.happened is Truth.NOT_KNOWN:
        return (NOT_KNOWN if given else NEVER), False
    in_order = [anchor for anchor in given if first.anchor is not None and anchor.latest >= first.anchor.latest]
    too_soon = [anchor for anchor in given if anchor not in in_order]
    return (When(Truth.YES, in_order[0]) if in_order else NEVER), bool(too_soon)
