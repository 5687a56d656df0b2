"""Triggers that can never come: what waits for them would wait in silence for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.moments import AllMoments, AnyMoment, NextMoment, StatusMoment
from carepanel.model.deadlines import External, NotStated, comes_true

if TYPE_CHECKING:
    from carepanel.conditions.moments import Moment
    from carepanel.diagnostics import Problems
    from carepanel.model.terms import Requirement, Terms


def triggers_can_come(policy: Terms, problems: Problems) -> None:
    """Write down every rule whose trigger nothing on file could ever bring."""
    duties = {r.name: r for r in policy.of("obligations")}
    for requirement in policy.requirements:
        why = why_never(requirement.trigger, duties) if requirement.trigger is not None else ""
        if why and requirement.position is not None:
            message = f"`{requirement.id}` never arises: {why}"
            clause = requirement.clauses[0] if requirement.clauses else ""
            help_ = "give it a trigger that can be recorded, or take the trigger out"
            problems.add("trigger-never-comes", message, requirement.position, help_, clause)


def why_never(moment: Moment, duties: dict[str, Requirement]) -> str:
    """Why a moment can never come; nothing where it can."""
    match moment:
        case StatusMoment(duty=name, status=status) if name in duties:
            return _why_never_in(duties[name], status)
        case NextMoment(moment=inner):
            return why_never(inner, duties)
        case AllMoments(parts=parts):
            return next(filter(None, (why_never(part, duties) for part in parts)), "")
        case AnyMoment(parts=()):
            return "`never` never comes"
        case AnyMoment(parts=parts):
            reasons = [why_never(part, duties) for part in parts]
            return reasons[0] if all(reasons) else ""
        case _:
            return ""


def _why_never_in(duty: Requirement, status: str) -> str:
    if duty.fulfilled_by is None:
        return f"nothing records whether `{duty.name}` is done"
    if status == "fulfilled":
        return ""
    if duty.strength == "may":
        return f"`{duty.name}` is only allowed, and cannot be missed"
    return f"`{duty.name}` has no deadline that it could miss" if not _may_have_a_date(duty) else ""


def _may_have_a_date(duty: Requirement) -> bool:
    deadline = duty.deadline
    return deadline is not None and comes_true(lambda one: not isinstance(one, NotStated | External), deadline)
