"""The state of one occurrence of a requirement: since when it is there, by when it is due, and whether it was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.anchors import Due, NoDate, at_instant
from carepanel.conditions.moments import AllMoments, AnyMoment, CollectionMoment, DecisionMoment
from carepanel.conditions.truth import Truth
from carepanel.determine.done import done, outcome_among, since, standing_since
from carepanel.determine.moments import NEVER, When, first_of, last_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from carepanel.calendars.anchors import Anchor
    from carepanel.conditions.moments import Moment
    from carepanel.determine.evaluation import Evaluation
    from carepanel.model.terms import Requirement

StatusWord = Literal["pending", "fulfilled", "fulfilled_late", "missed", "waived", "cancelled", "not_due", "not_known"]


@dataclass(frozen=True, slots=True)
class State:
    """One occurrence of a requirement. `occurrence` counts from 1; `trigger` is None where it needs none.

    `done` is when it was done; `let_off` when it was let off. `out_of_order` marks an authorisation given before the
    one it must follow. `for_meeting` is the day of an earlier meeting that it was missed for, where the case has been
    moved to another since. `presentation` says which time it is that the case comes before its panel.
    """

    requirement: Requirement
    arises: Truth
    trigger: Anchor | None
    due: Due | NoDate
    done: When
    status: StatusWord = "not_known"
    occurrence: int = 1
    out_of_order: bool = False
    let_off: When = NEVER
    for_meeting: date | None = None
    presentation: int = 1

    @property
    def is_done(self) -> bool:
        """Whether it was done, in time or late."""
        return self.status in ("fulfilled", "fulfilled_late")

    @property
    def is_idle(self) -> bool:
        """Whether nothing set it off, and it is open: what passes on to the next time that a case is presented."""
        return self.trigger is None and (self.requirement.trigger is not None or self.status == "pending")

    @property
    def breached(self) -> bool:
        """Whether its deadline passed with it undone and not let off by then, whatever came of it since."""
        if self.status in ("missed", "fulfilled_late"):
            return True
        freed = self.let_off.anchor
        if self.status != "waived" or not isinstance(self.due, Due) or freed is None:
            return False
        done = self.done.anchor
        late = done is None or {self.due.standing(done.earliest), self.due.standing(done.latest)} == {"late"}
        return late and self.due.standing(freed.earliest) == "late"

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


def state_of(
    requirement: Requirement,
    applies: Truth,
    start: Anchor | None,
    evaluation: Evaluation,
    *,
    first: Anchor | None = None,
    due: Due | None = None,
    answered: When | None = None,
) -> State:
    """How a requirement stands since `start`; `first` is when it arose for the first time, where this is not it.

    `due` and `answered` are for what repeats, which has its date and its act from the time before.
    """
    binds = _binds(requirement, evaluation)
    found: Due | NoDate = due if due is not None else _due(requirement, start, first, evaluation)
    own, out_of_order = done(requirement, start, evaluation) if answered is None else (answered, False)
    let_off = _let_off(requirement.waived_by, start, evaluation) if requirement.waived_by is not None else NEVER
    state = State(
        requirement=requirement,
        arises=applies,
        trigger=start,
        due=found if binds is not Truth.NO else _NO_TIME,
        done=own,
        out_of_order=out_of_order,
        let_off=let_off,
        presentation=evaluation.evidence.presentation.number,
    )
    if applies is Truth.YES:
        state = replace(state, status=_or_cancelled(state, _status(state, evaluation), evaluation))
    if binds is Truth.NOT_KNOWN:
        # in time for a deadline that may not bind is in time; late for it need not be late
        late = state.status in ("missed", "fulfilled_late")
        return replace(state, due=_UNKNOWN_DUTY, status="not_known" if late else state.status)
    return state


def closed_at(requirement: Requirement, start: Anchor, evaluation: Evaluation) -> Anchor | None:
    """When nothing was left to do of what arose at `start`: once it was done, let off or cancelled."""
    waiver, cancelled = requirement.waived_by, requirement.cancelled_by
    ends = (
        done(requirement, start, evaluation)[0].anchor,
        _let_off(waiver, start, evaluation).anchor if waiver is not None else None,
        since(cancelled, start, evaluation).anchor if cancelled is not None else None,
    )
    return min((end for end in ends if end is not None), key=lambda end: end.latest, default=None)


def _due(requirement: Requirement, start: Anchor | None, first: Anchor | None, evaluation: Evaluation) -> Due | NoDate:
    if requirement.deadline is not None:
        return evaluation.due(requirement.deadline, start, requirement.trigger, first)
    duty = _lodging_duty(requirement, evaluation)
    return evaluation.due(duty.deadline, start) if duty is not None and duty.deadline is not None else _NO_TIME


def _binds(requirement: Requirement, evaluation: Evaluation) -> Truth:
    """Whether its deadline binds: a duty that does not arise, or is let off, hands its deadline on to nothing."""
    duty = _lodging_duty(requirement, evaluation)
    if duty is None or requirement.deadline is not None:
        return Truth.YES
    waiver = duty.waived_by
    let_off = _let_off(waiver, None, evaluation).happened if waiver is not None else Truth.NO
    return min(evaluation.condition(duty.when), ~let_off)


def _lodging_duty(requirement: Requirement, evaluation: Evaluation) -> Requirement | None:
    """The duty by which a document or an authorisation must be in, where it has no deadline of its own."""
    if requirement.section not in ("documents", "authorisations"):
        return None
    return evaluation.duty_that_needs(requirement.section)


def _let_off(waiver: Moment, start: Anchor | None, evaluation: Evaluation) -> When:
    """When a duty that arose at `start` was let off. Of a decision only what was decided last lets off or does not; to
    decide the same once more changes nothing.
    """
    match waiver:
        case DecisionMoment(decision=decision, outcome=outcome):
            evidence = evaluation.evidence
            seen = evidence.events if start is None else evidence.ever
            taken = [e for e in seen if e.kind == decision and (start is None or e.at >= start.earliest)]
            outcomes = frozenset({outcome} if outcome else ())
            stands = outcome_among(taken, outcomes)
            if stands is not Truth.YES:
                return When(stands)
            return When(stands, at_instant(standing_since(taken, outcomes).at, evaluation.says(decision)))
        case AllMoments(parts=parts):
            return last_of(tuple(_let_off(part, start, evaluation) for part in parts))
        case AnyMoment(parts=parts):
            return first_of(tuple(_let_off(part, start, evaluation) for part in parts))
        case _:
            return evaluation.when(waiver) if start is None else since(waiver, start, evaluation)


def _status(state: State, evaluation: Evaluation) -> StatusWord:
    answered, waived, due = state.done, state.let_off.happened, state.due
    if answered.happened is Truth.YES:
        return _or_waived(_how_done(due, answered), waived)
    if waived is Truth.YES:
        return "waived" if answered.happened is Truth.NO else "not_known"
    if isinstance(due, NoDate):
        return _undated(due, answered, waived)
    return _undone(state.requirement, due, answered, waived, evaluation)


def _or_waived(how: StatusWord, waived: Truth) -> StatusWord:
    """What is let off and done late all the same is let off."""
    if how == "fulfilled" or waived is Truth.NO:
        return how
    return "waived" if how == "fulfilled_late" and waived is Truth.YES else "not_known"


def _or_cancelled(state: State, status: StatusWord, evaluation: Evaluation) -> StatusWord:
    """What was still open when it was cancelled is cancelled; what was done, missed or let off before stays so."""
    moment, start = state.requirement.cancelled_by, state.trigger
    if moment is None or status in ("fulfilled", "waived"):
        return status
    came = evaluation.when(moment) if start is None else since(moment, start, evaluation)
    if came.happened is not Truth.YES or came.anchor is None:
        return status if came.happened is Truth.NO else "not_known"
    if status == "pending":
        return "cancelled"
    undone = state.done.happened is Truth.NO and state.let_off.happened is Truth.NO
    if isinstance(state.due, NoDate) or (status == "not_known" and not undone):
        return "not_known"
    ends = {state.due.standing(came.anchor.earliest), state.due.standing(came.anchor.latest)}
    if ends == {"in_time"}:
        return "cancelled"
    return status if ends == {"late"} and came.first_known else "not_known"


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


def collects(moment: Moment | None, collection: str) -> bool:
    """Whether a duty is fulfilled by (among others) all the documents, or all the authorisations, being in."""
    match moment:
        case CollectionMoment(collection=found):
            return found == collection
        case AllMoments(parts=parts):
            return any(collects(part, collection) for part in parts)
        case _:
            return False
