"""The obligations of a case: each time that a duty or a decision arose, who owes it, by when, and how it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from carepanel.backends import prose
from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import TICK, local_date
from carepanel.conditions.ast import ALWAYS
from carepanel.conditions.moments import (
    AllMoments,
    AnyMoment,
    CollectionMoment,
    DecisionMoment,
    EventMoment,
    MeetingMoment,
)
from carepanel.conditions.truth import Truth
from carepanel.determine.determination import Obligation
from carepanel.determine.requirements import done_at, due_in_words, proof_steps
from carepanel.model.deadlines import NotStated, RelativeTo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carepanel.conditions.moments import Moment
    from carepanel.determine.determination import ObligationSection
    from carepanel.determine.evaluation import Evaluation
    from carepanel.determine.meeting import Choice
    from carepanel.determine.states import State
    from carepanel.model.terms import Requirement


def obligations(weighed: Choice) -> tuple[Obligation, ...]:
    """Every duty and decision that arises or may arise, one entry for each time that it does."""
    return tuple(
        _obligation(state, weighed)
        for requirement in weighed.evaluation.terms.of("decisions", "obligations")
        if requirement.per == "case"
        for state in weighed.states(requirement)
    )


def authorisations_and_attendance(weighed: Choice) -> tuple[Obligation, ...]:
    """What people must do besides: authorise, and come to the meeting of the case. For a work list, which is to show
    everybody what is theirs; a determination has them in parts of their own.
    """
    terms = weighed.evaluation.terms
    found = [state for requirement in terms.of("authorisations") for state in weighed.states(requirement)]
    if weighed.panel is not None:
        meeting = RelativeTo("at", MeetingMoment(weighed.panel.id))
        coming = (r for r in terms.of("attendance") if r.strength != "must_not")
        owed = (state for r in coming for state in weighed.states(replace(r, deadline=meeting)))
        # nobody stayed away from a meeting at which, as far as is known, the case was not heard
        found += [s for s in owed if s.status != "missed" or _was_heard(weighed.presented(s.presentation))]
    return tuple(_obligation(state, weighed) for state in found)


def _was_heard(evaluation: Evaluation) -> bool:
    return any(evaluation.program.belongs_to[e.kind] == "hearing" for e in evaluation.evidence.events)


def _obligation(state: State, weighed: Choice) -> Obligation:
    evaluation = weighed.presented(state.presentation)
    requirement, due, terms = state.requirement, state.due, evaluation.terms
    let_off = state.let_off.anchor if state.status == "waived" else None
    done = state.done.anchor if state.done.happened is Truth.YES else None
    return Obligation(
        id=requirement.name,
        section=cast("ObligationSection", requirement.section),
        occurrence=state.occurrence,
        presentation=state.presentation,
        arose=_arose(state),
        title=requirement.title,
        actor=requirement.actor,
        actor_says=prose.actors(requirement.actor, terms),
        modality=requirement.modality,
        strength=requirement.strength,
        action=requirement.action,
        trigger=prose.moment(requirement.trigger, terms) if requirement.trigger is not None else "",
        since=_since(state, evaluation),
        due=due.latest if isinstance(due, Due) else None,
        due_earliest=due.earliest if isinstance(due, Due) else None,
        due_day=local_date(due.earliest - TICK if due.strict else due.earliest) if isinstance(due, Due) else None,
        due_says=due_in_words(due) if isinstance(due, Due) else due.says,
        no_date="" if isinstance(due, Due) else due.reason,
        provisional=isinstance(due, Due) and due.provisional,
        status=state.status,
        not_known_because=_open_question(state) if state.status == "not_known" else "",
        over=state.for_meeting is not None or (state.trigger is None and state.presentation <= len(weighed.earlier)),
        done_at=done_at(state),
        recorded_at=done.recorded_at if done is not None else None,
        awaits=tuple(_awaits(requirement.fulfilled_by, evaluation)) if not state.is_done else (),
        let_off_by=tuple(dict.fromkeys(_holders(requirement.waived_by, evaluation))),
        let_off_at=let_off.latest if let_off is not None else None,
        cancelled_because=_because(requirement, evaluation) if state.status == "cancelled" else "",
        clause=requirement.clauses,
        readings=requirement.readings,
        outcomes=tuple(requirement.outcomes),
        why=_why(state, evaluation),
        proof=proof_steps(due.proof) if isinstance(due, Due) else (),
    )


def _arose(state: State) -> str:
    """What tells one occurrence from the others, whatever else is put on record later: the instant that set it off, in
    UTC; or the number of the presentation, and the day of the meeting for what was missed before the case was moved.
    """
    if state.trigger is not None:
        instant = state.trigger.latest
        return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant.second else f"{instant:%Y-%m-%dT%H:%MZ}"
    return f"{state.presentation}/{state.for_meeting}" if state.for_meeting is not None else str(state.presentation)


def _since(state: State, evaluation: Evaluation) -> datetime | None:
    """Since when it is there: from what set it off, or from the first thing on file; None where it has not begun."""
    if state.trigger is not None:
        return state.trigger.earliest
    opening = evaluation.opening() if state.requirement.trigger is None and state.arises is Truth.YES else None
    return opening.latest if opening is not None else None


def _open_question(state: State) -> str:
    """What is not known of something whose state is not known."""
    if state.arises is Truth.NOT_KNOWN:
        return "whether it arises"
    if not isinstance(state.due, Due) and state.due.reason == "not_known":
        return state.due.says
    if state.let_off.happened is Truth.NOT_KNOWN:
        return "whether it was let off"
    if state.requirement.fulfilled_by is None:
        return "when it is done is not recorded"
    return "whether it was done" if state.done.happened is Truth.NOT_KNOWN else "whether it was in time"


def _awaits(moment: Moment | None, evaluation: Evaluation) -> Iterator[str]:
    """The documents and authorisations that a duty to have them all in still waits for."""
    match moment:
        case CollectionMoment(collection=collection):
            for requirement in evaluation.terms.of(collection):
                found = evaluation.states(requirement.id)
                wanted = requirement.strength != "may" and found and found[-1].status != "waived"
                if wanted and found[-1].done.happened is not Truth.YES:
                    yield _paper(requirement, evaluation)
        case AllMoments(parts=parts):
            for part in parts:
                yield from _awaits(part, evaluation)
        case _:
            return


def _paper(requirement: Requirement, evaluation: Evaluation) -> str:
    if requirement.section == "documents":
        return requirement.title
    return f"authorisation by {prose.actors((requirement.name,), evaluation.terms)}"


def _holders(waiver: Moment | None, evaluation: Evaluation) -> Iterator[str]:
    """Who has the power to let a duty off: whoever takes the decision, or gives the authorisation, that does."""
    match waiver:
        case DecisionMoment(decision=name):
            yield from evaluation.requirement(f"decisions.{name}").actor
        case EventMoment(event="authorised", having=having):
            yield from (str(value) for name, value in having if name == "by")
        case AllMoments(parts=parts) | AnyMoment(parts=parts):
            for part in parts:
                yield from _holders(part, evaluation)
        case _:
            return


def _because(requirement: Requirement, evaluation: Evaluation) -> str:
    """What cancelled a duty, in words."""
    moment = requirement.cancelled_by
    return prose.moment(moment, evaluation.terms) if moment is not None else ""


def _why(state: State, evaluation: Evaluation) -> str:
    """What a duty arose from, its condition and what its time rests on: ``because …; after …; due …``."""
    requirement, terms = state.requirement, evaluation.terms
    parts = []
    if requirement.when != ALWAYS:
        word_ = "because" if state.arises is Truth.YES else "if"
        parts.append(f"{word_} {prose.condition(requirement.when, terms)}")
    if requirement.trigger is not None:
        trigger = prose.moment(requirement.trigger, terms)
        parts.append(f"since {trigger}" if state.trigger is not None else f"once {trigger}")
    if requirement.deadline is not None and not isinstance(requirement.deadline, NotStated):
        parts.append(f"due {prose.deadline(requirement.deadline, terms)}")
    holders = tuple(dict.fromkeys(_holders(requirement.waived_by, evaluation)))
    if holders:
        parts.append(f"{prose.actors(holders, terms)} may let it off")
    return "; ".join(parts) or "for every case"
