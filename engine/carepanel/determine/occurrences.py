"""Each time that a requirement arose: for each coming of its trigger, each time that it falls due again, each meeting.

What was missed for a meeting that a case was moved from stays missed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Anchor, Due, NoDate, at_instant
from carepanel.calendars.forward import repeated
from carepanel.calendars.instants import TICK
from carepanel.conditions.moments import AnyMoment
from carepanel.conditions.truth import Truth
from carepanel.determine.done import since
from carepanel.determine.moments import NEVER
from carepanel.determine.states import State, closed_at, state_of
from carepanel.model.deadlines import Every

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carepanel.determine.evaluation import Evaluation
    from carepanel.determine.states import StatusWord
    from carepanel.model.terms import Requirement


def states(requirement: Requirement, evaluation: Evaluation) -> tuple[State, ...]:
    """The states of a requirement, one for each time that it arose, the present one last; none where it never did."""
    own = tuple(_arisen(requirement, evaluation))
    return numbered((*_missed_before(requirement, own, evaluation), *own))


def numbered(found: Iterable[State]) -> tuple[State, ...]:
    """Occurrences counted from 1, in their order."""
    listed = enumerate(found, start=1)
    return tuple(state if state.occurrence == number else replace(state, occurrence=number) for number, state in listed)


def _missed_before(requirement: Requirement, own: tuple[State, ...], evaluation: Evaluation) -> Iterator[State]:
    """What a requirement was missed for, at meetings that the case was put forward for before. `own` is how it stands
    for the present one.
    """
    if requirement.section not in _BY_A_MEETING:
        return
    now = [state.due for state in own]
    for moved in evaluation.moved:
        for state in _arisen(requirement, evaluation.at_meeting(moved.panel, moved.meeting)):
            over = isinstance(state.due, Due) and state.due.standing(moved.at) == "late"
            if over and state.breached and state.due not in now:
                yield replace(state, for_meeting=moved.meeting.day)


_BY_A_MEETING = ("decisions", "obligations", "authorisations", "attendance")
"""What somebody does for a meeting. A paper that was late for one is lodged all the same, by the duty to lodge it."""


def _arisen(requirement: Requirement, evaluation: Evaluation) -> Iterator[State]:
    applies = evaluation.condition(requirement.when)
    if applies is Truth.NO:
        return
    if requirement.trigger is None:
        yield from _each_time(requirement, applies, None, None, evaluation)
        return
    came = _comings(requirement, evaluation)
    for number, start in enumerate(came):
        yield from _each_time(requirement, applies, start, came[0] if number else None, evaluation)
    if not came:
        triggered = evaluation.when(requirement.trigger)
        waits = triggered.happened is Truth.NO and applies is Truth.YES
        status: StatusWord = "not_due" if waits else "not_known"
        yield State(
            requirement,
            arises=min(applies, triggered.happened),
            trigger=None,
            due=_WAITS if waits else _OPEN,
            done=NEVER,
            status=status,
            presentation=evaluation.evidence.presentation.number,
        )


_WAITS = NoDate("waiting", "its trigger has not happened")
_OPEN = NoDate("not_known", "whether its trigger has happened is not known")


def _comings(requirement: Requirement, evaluation: Evaluation) -> list[Anchor]:
    """When a trigger came, each instant once. One of several moments, coming while the duty that another set off is
    still open, adds nothing to it.
    """
    trigger = requirement.trigger
    found: list[Anchor] = []
    for came in evaluation.times(trigger) if trigger is not None else ():
        if found and came.latest == found[-1].latest:
            continue
        if found and isinstance(trigger, AnyMoment):
            closed = closed_at(requirement, found[-1], evaluation)
            if closed is None or closed.latest > came.latest:
                continue
        found.append(came)
    return found


def _each_time(
    requirement: Requirement, applies: Truth, start: Anchor | None, first: Anchor | None, evaluation: Evaluation
) -> Iterator[State]:
    """What arose at `start` and, where it repeats from a moment, each time that it has fallen due since and the next.

    One act answers one of these: the first that is still without, and none before its time has begun.
    """
    deadline, moment = requirement.deadline, requirement.fulfilled_by
    origin = _origin(deadline, start, evaluation) if isinstance(deadline, Every) else None
    if not isinstance(deadline, Every) or origin is None:
        yield state_of(requirement, applies, start, evaluation, first=first)
        return
    opened, earliest = origin, origin
    for due in repeated(deadline, origin, evaluation.calendar, evaluation.terms.counting):
        answered = since(moment, earliest, evaluation) if moment is not None else NEVER
        yield state_of(requirement, applies, opened, evaluation, due=due, answered=answered)
        if due.standing(evaluation.at) == "in_time" or _is_cancelled(requirement, origin, due, evaluation):
            return
        opened = due.as_anchor("the time before")
        used = answered.anchor.latest + TICK if answered.anchor is not None else opened.latest
        earliest = opened if used <= opened.latest else at_instant(used, opened.says)


def _is_cancelled(requirement: Requirement, origin: Anchor, due: Due, evaluation: Evaluation) -> bool:
    """Whether what repeats was cancelled by a time that it fell due."""
    moment = requirement.cancelled_by
    came = since(moment, origin, evaluation).anchor if moment is not None else None
    return came is not None and came.latest <= due.latest


def _origin(deadline: Every, start: Anchor | None, evaluation: Evaluation) -> Anchor | None:
    """The moment that a deadline repeats from; None where it repeats from a day of its own, or that moment is not
    known.
    """
    if deadline.anchor is not None:
        return None
    if deadline.after is None:
        return start
    found = evaluation.when(deadline.after, start).for_deadline()
    return found if isinstance(found, Anchor) else None
