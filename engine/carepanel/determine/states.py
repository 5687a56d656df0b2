"""The state of a requirement at the asked instant: whether it arises, since when, by when, and whether it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.anchors import Due, NoDate, at_instant
from carepanel.calendars.endings import shifted
from carepanel.conditions.moments import AllMoments, AnyMoment, CollectionMoment, EventMoment, NextMoment
from carepanel.conditions.truth import Truth
from carepanel.determine.evidence import day_of
from carepanel.determine.moments import NEVER, NOT_KNOWN, When, first_of

if TYPE_CHECKING:
    from datetime import datetime

    from carepanel.calendars.anchors import Anchor
    from carepanel.conditions.moments import Moment
    from carepanel.determine.case import Event
    from carepanel.determine.evaluation import Evaluation
    from carepanel.model.deadlines import Period
    from carepanel.model.terms import Requirement

StatusWord = Literal["pending", "fulfilled", "fulfilled_late", "missed", "waived", "cancelled", "not_due", "not_known"]


@dataclass(frozen=True, slots=True)
class State:
    """One occurrence of a requirement. `occurrence` counts from 1; `trigger` is None where it needs none.

    `done` is when it was done; `out_of_order` marks an authorisation given before the one it must follow.
    """

    requirement: Requirement
    arises: Truth
    occurrence: int
    trigger: Anchor | None
    due: Due | NoDate
    done: When
    status: StatusWord
    out_of_order: bool = False

    def cannot_be(self, status: str, at: datetime) -> bool:
        """Whether it is surely not in a state at this instant, whatever is still to be learnt.

        What has not been done is not fulfilled, and what is not yet due is neither missed nor late.
        """
        if status == "fulfilled":
            return self.done.happened is Truth.NO
        if status in ("missed", "fulfilled_late") and isinstance(self.due, Due):
            return self.due.standing(at) == "in_time"
        return False


_NO_TIME = NoDate("not_stated", "the source sets no time")
_UNKNOWN_DUTY = NoDate("not_known", "whether the duty by which it is due arises is not known")


def states(requirement: Requirement, evaluation: Evaluation) -> tuple[State, ...]:
    """Its states, one for each time its trigger came; none when its condition does not hold."""
    applies = evaluation.condition(requirement.when)
    if applies is Truth.NO:
        return ()
    if requirement.trigger is None:
        return (_state(requirement, applies, 1, None, None, evaluation),)
    triggered = evaluation.when(requirement.trigger)
    if triggered.happened is not Truth.YES:
        status: StatusWord = "not_due" if triggered.happened is Truth.NO and applies is Truth.YES else "not_known"
        waiting = NoDate("waiting", "its trigger has not happened") if status == "not_due" else _unknown_trigger()
        return (State(requirement, min(applies, triggered.happened), 1, None, waiting, NEVER, status),)
    came = evaluation.times(requirement.trigger)
    following = (*came[1:], None)
    return tuple(
        _state(requirement, applies, number, start, end, evaluation)
        for number, (start, end) in enumerate(zip(came, following, strict=True), start=1)
    )


def _unknown_trigger() -> NoDate:
    return NoDate("not_known", "whether its trigger has happened is not known")


def _state(
    requirement: Requirement,
    applies: Truth,
    occurrence: int,
    start: Anchor | None,
    end: Anchor | None,
    evaluation: Evaluation,
) -> State:
    binds = _binds(requirement, evaluation)
    due = _due(requirement, start, evaluation) if binds is not Truth.NO else _NO_TIME
    done, out_of_order = _done(requirement, start, end, evaluation)
    waived = _waived(requirement, evaluation)
    status: StatusWord = "not_known"
    if applies is Truth.YES:
        status = _or_cancelled(requirement, start, due, _status(requirement, due, done, waived, evaluation), evaluation)
    if binds is Truth.NOT_KNOWN:
        # in time for a deadline that may not bind is in time; late for it need not be late
        status, due = ("not_known" if status in ("missed", "fulfilled_late") else status), _UNKNOWN_DUTY
    return State(requirement, applies, occurrence, start, due, done, status, out_of_order)


def _due(requirement: Requirement, start: Anchor | None, evaluation: Evaluation) -> Due | NoDate:
    if requirement.deadline is not None:
        return evaluation.due(requirement.deadline, start, requirement.trigger)
    duty = _lodging_duty(requirement, evaluation)
    return evaluation.due(duty.deadline, start) if duty is not None and duty.deadline is not None else _NO_TIME


def _binds(requirement: Requirement, evaluation: Evaluation) -> Truth:
    """Whether its deadline binds: a duty that does not arise, or is let off, hands its deadline on to nothing."""
    duty = _lodging_duty(requirement, evaluation)
    if duty is None or requirement.deadline is not None:
        return Truth.YES
    return min(evaluation.condition(duty.when), ~_waived(duty, evaluation))


def _lodging_duty(requirement: Requirement, evaluation: Evaluation) -> Requirement | None:
    """The duty by which a document or an authorisation must be in, where it has no deadline of its own."""
    if requirement.section not in ("documents", "authorisations"):
        return None
    return evaluation.duty_that_needs(requirement.section)


def _waived(requirement: Requirement, evaluation: Evaluation) -> Truth:
    return Truth.NO if requirement.waived_by is None else evaluation.when(requirement.waived_by).happened


def _status(
    requirement: Requirement, due: Due | NoDate, done: When, waived: Truth, evaluation: Evaluation
) -> StatusWord:
    if done.happened is Truth.YES:
        return _or_waived(_how_done(due, done), waived)
    if waived is Truth.YES:
        return "waived" if done.happened is Truth.NO else "not_known"
    if isinstance(due, NoDate):
        return _undated(due, done, waived)
    return _undone(requirement, due, done, waived, evaluation)


def _or_waived(how: StatusWord, waived: Truth) -> StatusWord:
    """What is let off and done late all the same is let off."""
    if how == "fulfilled" or waived is Truth.NO:
        return how
    return "waived" if how == "fulfilled_late" and waived is Truth.YES else "not_known"


def _or_cancelled(
    requirement: Requirement, start: Anchor | None, due: Due | NoDate, status: StatusWord, evaluation: Evaluation
) -> StatusWord:
    """What was still open when it was cancelled is cancelled; what was done, missed or let off before stays so."""
    moment = requirement.cancelled_by
    if moment is None or status in ("fulfilled", "waived"):
        return status
    came = next((c for c in every_time(moment, evaluation) if start is None or c.latest >= start.earliest), None)
    if came is None:
        return status if evaluation.when(moment).happened is not Truth.NOT_KNOWN else "not_known"
    if status in ("pending", "not_known") or isinstance(due, NoDate):
        return "cancelled"
    ends = {due.standing(came.earliest), due.standing(came.latest)}
    return status if ends == {"late"} else "cancelled" if ends == {"in_time"} else "not_known"


def _how_done(due: Due | NoDate, done: When) -> StatusWord:
    """Done by a deadline is in time; done with no deadline running is simply done."""
    if isinstance(due, NoDate):
        return "not_known" if due.reason == "not_known" else "fulfilled"
    if done.anchor is None:
        return "not_known"
    ends = {due.standing(done.anchor.earliest), due.standing(done.anchor.latest)}
    if ends == {"in_time"}:
        return "fulfilled"
    return "fulfilled_late" if ends == {"late"} and done.first_known else "not_known"


def _undated(due: NoDate, done: When, waived: Truth) -> StatusWord:
    return "not_known" if Truth.NOT_KNOWN in (done.happened, waived) or due.reason == "not_known" else "pending"


def _undone(requirement: Requirement, due: Due, done: When, waived: Truth, evaluation: Evaluation) -> StatusWord:
    if done.happened is Truth.NOT_KNOWN or waived is Truth.NOT_KNOWN:
        return "not_known"
    standing = due.standing(evaluation.at)
    if standing == "in_time" or requirement.strength == "may":
        return "pending"
    if standing == "not_known" or requirement.fulfilled_by is None:
        return "not_known"
    return "missed"


def _done(
    requirement: Requirement, start: Anchor | None, end: Anchor | None, evaluation: Evaluation
) -> tuple[When, bool]:
    """When it was done, and whether it was done too soon for the order it must keep."""
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
        return evaluation.when(requirement.fulfilled_by, start), False
    return _done_since(requirement.fulfilled_by, start, end, evaluation), False


def _done_since(moment: Moment, start: Anchor, end: Anchor | None, evaluation: Evaluation) -> When:
    """The first time that it was done from the trigger on, and before the trigger came again."""
    unsure = _may_have_come(moment, start, evaluation)
    for came in every_time(moment, evaluation):
        if came.latest >= start.earliest and (end is None or came.latest < end.latest):
            return When(Truth.YES, came, not unsure)
    return NOT_KNOWN if unsure else NEVER


def _may_have_come(moment: Moment, start: Anchor, evaluation: Evaluation) -> bool:
    """Whether a moment may have come from the trigger on without our knowing."""
    evidence = evaluation.evidence
    match moment:
        case EventMoment(event=kind, having=having):
            unsure = any(
                fits is Truth.NOT_KNOWN for e, fits in evidence.matching(kind, having) if e.at >= start.earliest
            )
            return unsure or not evidence.complete(kind, start.first_day)
        case AnyMoment(parts=parts):
            return any(_may_have_come(part, start, evaluation) for part in parts)
        case _:
            found = evaluation.when(moment)
            return found.happened is Truth.NOT_KNOWN or not found.first_known


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
    given = every_time(requirement.fulfilled_by, evaluation)
    if before is None or needed is Truth.NO:
        return (When(Truth.YES, given[0]) if given else NEVER), False
    first = evaluation.states(before.id)[0].done
    if needed is Truth.NOT_KNOWN or first.happened is Truth.NOT_KNOWN:
        return (NOT_KNOWN if given else NEVER), False
    in_order = [anchor for anchor in given if first.anchor is not None and anchor.latest >= first.anchor.latest]
    too_soon = [anchor for anchor in given if anchor not in in_order]
    return (When(Truth.YES, in_order[0]) if in_order else NEVER), bool(too_soon)


def every_time(moment: Moment, evaluation: Evaluation) -> tuple[Anchor, ...]:
    """Every time any part of a moment came, earliest first."""
    if isinstance(moment, AnyMoment):
        found = [anchor for part in moment.parts for anchor in every_time(part, evaluation)]
        return tuple(sorted(found, key=lambda anchor: anchor.latest))
    return evaluation.times(moment)


def collects(moment: Moment | None, collection: str) -> bool:
    """Whether a duty is fulfilled by (among others) all the documents, or all the authorisations, being in."""
    match moment:
        case CollectionMoment(collection=found):
            return found == collection
        case AllMoments(parts=parts):
            return any(collects(part, collection) for part in parts)
        case _:
            return False
