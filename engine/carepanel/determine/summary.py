"""A determination as a flat table of answers, to be set beside another.

The other may be of the same case under another reading or another policy, or worked out by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due, NoDate
from carepanel.calendars.instants import end_of_day, local_date, local_time, start_of_day
from carepanel.conditions.truth import Truth
from carepanel.determine import requirements
from carepanel.determine.moments import cut_off
from carepanel.determine.trace import word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carepanel.determine.determination import AuthorisationAnswer, DocumentAnswer
    from carepanel.determine.evaluation import Evaluation
    from carepanel.determine.meeting import Choice
    from carepanel.determine.states import State


def summary(weighed: Choice) -> dict[str, str]:
    """Every answer by its id, each in a word or two: ``documents.chronology: late``, ``meeting: 2026-03-09``."""
    return dict(_answers(weighed))


def _answers(weighed: Choice) -> Iterator[tuple[str, str]]:
    evaluation = weighed.evaluation
    yield "eligibility", word(evaluation.answer("eligibility"))
    for criterion in evaluation.terms.criteria:
        yield criterion.id, word(evaluation.answer(criterion.id))
    for name in evaluation.terms.tables:
        yield from _table(name, evaluation)
    yield from _meeting(weighed)
    for document in requirements.documents(evaluation).items:
        yield f"documents.{document.id}", _document(document)
    for authorisation in requirements.authorisations(evaluation).items:
        yield f"authorisations.{authorisation.id}", _authorisation(authorisation)
    attending = requirements.attendance(evaluation)
    yield "quorum", attending.quorum
    for item in attending.items:
        yield f"attendance.{item.id}", {"yes": item.standing, "no": "does_not_apply"}.get(item.applies, "not_known")
    for requirement in evaluation.terms.of("decisions", "obligations"):
        if requirement.per == "case":
            for state in weighed.states(requirement):
                yield _name(state), _status(state)
                yield f"{_name(state)}.actor", " and ".join(requirement.actor) or "not_stated"
                yield f"{_name(state)}.strength", requirement.strength
                if isinstance(state.due, NoDate) and state.due.reason in ("external", "undecided"):
                    yield f"{_name(state)}.time", state.due.reason


def _table(name: str, evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    rows = evaluation.terms.tables.get(name, ())  # type: ignore[call-overload]
    if rows:
        yield name, next((row.then for row in rows if evaluation.answer(row.id) is Truth.YES), "not_known")


def _meeting(weighed: Choice) -> Iterator[tuple[str, str]]:
    panel, meeting = weighed.panel, weighed.meeting
    yield "meeting", meeting.day.isoformat() if meeting is not None and meeting.day is not None else "none"
    due = cut_off(panel, meeting, weighed.evaluation) if panel is not None and meeting is not None else None
    yield "cut_off", due_in_figures(due) if isinstance(due, Due) else "none"
    if meeting is not None and meeting.starts is not None:
        yield "meeting.starts", f"{meeting.starts:%H:%M}"


def _document(item: DocumentAnswer) -> str:
    if item.needed != "yes":
        return "not_needed" if item.needed == "no" else "not_known"
    if item.held != "yes":
        return "missing" if item.held == "no" else "not_known"
    if item.stood_in_for_by:
        return "stood_in"
    return {"yes": "late", "no": "held"}.get(item.late, "not_known")


def _authorisation(item: AuthorisationAnswer) -> str:
    if item.needed != "yes":
        return "not_needed" if item.needed == "no" else "not_known"
    if item.given != "no":
        return "given" if item.given == "yes" else "not_known"
    return "out_of_order" if item.out_of_order else "outstanding"


def _name(state: State) -> str:
    suffix = f"#{state.occurrence}" if state.occurrence > 1 else ""
    return f"{state.requirement.id}{suffix}"


def _status(state: State) -> str:
    if not isinstance(state.due, Due):
        return state.status
    figures = due_in_figures(state.due)
    return f"{state.status} {figures}" if figures.startswith("before ") else f"{state.status} by {figures}"


def due_in_figures(due: Due) -> str:
    """``2026-03-05T12:00``, a day when it ends with that day, or ``before 2026-03-09``."""
    if due.earliest != due.latest:
        whole_day = due.earliest == start_of_day(due.day) and due.latest == end_of_day(due.day)
        return f"before {due.day}" if whole_day else f"between {_figures(due.earliest)} and {_figures(due.latest)}"
    if due.strict and due.latest == end_of_day(due.day):
        return due.day.isoformat()
    return f"{'before ' if due.strict else ''}{_figures(due.latest)}"


def _figures(instant: datetime) -> str:
    return f"{local_date(instant)}T{local_time(instant):%H:%M}"
