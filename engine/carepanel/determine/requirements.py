"""The parts of a determination that are about requirements: documents, authorisations, attendance, obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import end_of_day, show, show_day, start_of_day
from carepanel.conditions.truth import Truth
from carepanel.determine.determination import (
    Attendance,
    AttendanceAnswer,
    AuthorisationAnswer,
    Authorisations,
    DocumentAnswer,
    Documents,
    ProofStep,
)
from carepanel.determine.done import stood_in_by
from carepanel.determine.trace import word

if TYPE_CHECKING:
    from datetime import datetime

    from carepanel.calendars.proof import Proof
    from carepanel.determine.determination import AnswerWord, Standing
    from carepanel.determine.evaluation import Evaluation
    from carepanel.determine.states import State
    from carepanel.model.terms import Requirement

_STANDING: dict[str, Standing] = {"must": "must", "should": "should", "may": "invited", "must_not": "barred"}


def documents(evaluation: Evaluation) -> Documents:
    """What the case needs on paper, and what is in."""
    items = tuple(_document(r, evaluation) for r in evaluation.terms.of("documents"))
    needed = [item for item in items if item.needed == "yes"]
    return Documents(
        required=tuple(i.id for i in needed),
        held=tuple(i.id for i in needed if i.held == "yes" and not i.stood_in_for_by),
        missing=tuple(i.id for i in needed if i.held == "no"),
        standing_in=tuple(dict.fromkeys(i.stood_in_for_by for i in needed if i.stood_in_for_by)),
        late=tuple(i.id for i in needed if i.late == "yes"),
        not_known=tuple(
            i.id for i in items if i.needed == "not_known" or (i.needed == "yes" and i.held == "not_known")
        ),
        items=items,
    )


def _document(requirement: Requirement, evaluation: Evaluation) -> DocumentAnswer:
    found = evaluation.states(requirement.id)
    state = found[-1] if found else None
    return DocumentAnswer(
        id=requirement.name,
        title=requirement.title,
        clause=requirement.clauses,
        modality=requirement.modality,
        strength=requirement.strength,
        needed=word(evaluation.answer(requirement.id)),
        held=word(state.done.happened) if state else "no",
        stood_in_for_by=stood_in_by(state, evaluation) if state else "",
        late=_late(state),
        lodged_at=done_at(state),
        due=_due_at(state),
    )


def _late(state: State | None) -> AnswerWord:
    """Past its due without having been in by then, whether or not it has come since."""
    if state is None or state.status in ("pending", "fulfilled", "waived", "cancelled", "not_due"):
        return "no"
    return "yes" if state.status in ("missed", "fulfilled_late") else "not_known"


def done_at(state: State | None) -> datetime | None:
    """When it was done, if it surely was."""
    anchor = state.done.anchor if state and state.done.happened is Truth.YES else None
    return anchor.latest if anchor is not None else None


def _due_at(state: State | None) -> datetime | None:
    return state.due.latest if state and isinstance(state.due, Due) else None


def authorisations(evaluation: Evaluation) -> Authorisations:
    """Who has to authorise, and who has, in the order asked for."""
    items = tuple(_authorisation(r, evaluation) for r in evaluation.terms.of("authorisations"))
    needed = [item for item in items if item.needed == "yes"]
    return Authorisations(
        needed=tuple(i.id for i in needed),
        given=tuple(i.id for i in needed if i.given == "yes"),
        outstanding=tuple(i.id for i in needed if i.given == "no"),
        out_of_order=tuple(i.id for i in needed if i.out_of_order and i.given != "yes"),
        not_known=tuple(
            i.id for i in items if i.needed == "not_known" or (i.needed == "yes" and i.given == "not_known")
        ),
        items=items,
    )


def _authorisation(requirement: Requirement, evaluation: Evaluation) -> AuthorisationAnswer:
    found = evaluation.states(requirement.id)
    state = found[-1] if found else None
    return AuthorisationAnswer(
        id=requirement.name,
        title=evaluation.terms.party(requirement.name),
        clause=requirement.clauses,
        modality=requirement.modality,
        strength=requirement.strength,
        after=requirement.after,
        needed=word(evaluation.answer(requirement.id)),
        given=word(state.done.happened) if state else "no",
        out_of_order=state.out_of_order if state else False,
        given_at=done_at(state),
        due=_due_at(state),
    )


def attendance(evaluation: Evaluation) -> Attendance:
    """Who must, should, may and must not be there."""
    items = tuple(_attendance(r, evaluation) for r in evaluation.terms.of("membership", "attendance"))

    def standing(wanted: Standing) -> tuple[str, ...]:
        return tuple(i.id for i in items if i.applies == "yes" and i.standing == wanted)

    return Attendance(
        must=standing("must"),
        should=standing("should"),
        invited=standing("invited"),
        barred=standing("barred"),
        not_known=tuple(i.id for i in items if i.applies == "not_known"),
        quorum=_quorum(evaluation),
        items=items,
    )


def _attendance(requirement: Requirement, evaluation: Evaluation) -> AttendanceAnswer:
    party = requirement.actor[0]
    return AttendanceAnswer(
        id=party,
        title=evaluation.terms.party(party),
        clause=requirement.clauses,
        standing=_STANDING[requirement.strength],
        applies=word(evaluation.answer(requirement.id)),
        role=requirement.role,
        action=requirement.action,
        deputies=requirement.deputies,
        attended=word(_attended(requirement, evaluation)),
    )


def _attended(requirement: Requirement, evaluation: Evaluation) -> Truth:
    return Truth.NO if requirement.fulfilled_by is None else evaluation.when(requirement.fulfilled_by).happened


def _quorum(evaluation: Evaluation) -> str:
    stated = [panel.quorum for panel in evaluation.terms.panels.values() if panel.quorum is not None]
    if not stated:
        return "not stated"
    return "; ".join(f"at least {q.at_least} of: {', '.join(evaluation.terms.party(p) for p in q.of)}" for q in stated)


def proof_steps(proof: Proof) -> tuple[ProofStep, ...]:
    """The working of a date, as data and as plain lines."""
    return tuple(
        ProofStep(step.day, step.effect, step.why, step.provisional, step.days_off, step.line()) for step in proof.whole
    )


def due_in_words(due: Due) -> str:
    """``by Thu 5 Mar 2026 12:00`` or ``by the end of Mon 9 Mar 2026``; where the hour is not known, ``on Wed 11 Mar
    2026, the hour not known``, or ``before Mon 9 Mar 2026`` for what must come before something of that day.
    """
    if due.earliest != due.latest:
        whole_day = due.earliest == start_of_day(due.day) and due.latest == end_of_day(due.day)
        if not whole_day:
            return f"between {show(due.earliest)} and {show(due.latest)}"
        return f"before {show_day(due.day)}" if due.before else f"on {show_day(due.day)}, the hour not known"
    if due.strict and due.latest == end_of_day(due.day):
        return f"by the end of {show_day(due.day)}"
    return f"{'before' if due.strict else 'by'} {show(due.latest)}"
