"""Deadlines that nobody can keep: they never come to be due, or are over before they begin."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from carepanel.conditions.moments import AllMoments, AnyMoment, MeetingMoment
from carepanel.model.deadlines import (
    AtLeastBefore,
    Every,
    RelativeTo,
    Under,
    WeekdayBefore,
    Within,
    comes_true,
    moments,
    single,
)
from carepanel.model.entries import place
from carepanel.model.triggers import why_never

if TYPE_CHECKING:
    from carepanel.conditions.moments import Moment
    from carepanel.diagnostics import Problems
    from carepanel.model.deadlines import Deadline
    from carepanel.model.terms import Requirement, Terms
    from carepanel.text.document import Mapping


def deadlines_can_be_met(policy: Terms, document: Mapping, problems: Problems) -> None:
    """Write down every deadline that no date could ever meet."""
    duties = {r.name: r for r in policy.of("obligations")}
    for requirement in policy.requirements:
        deadline, trigger = requirement.deadline, requirement.trigger
        if deadline is None:
            continue
        at = place(document, requirement.section, requirement.name, "deadline")
        clause = requirement.clauses[0] if requirement.clauses else ""
        reasons = (_never_due(requirement, one, duties) for one in single(deadline))
        why, help_ = next((found for found in reasons if found[0]), ("", ""))
        if why:
            problems.add("deadline-never-comes", f"`{requirement.id}` is never due: {why}", at, help_, clause)
        elif trigger is not None and comes_true(partial(_is_over, trigger), deadline):
            message = f"`{requirement.id}` can never be done in time: it is due before the trigger that starts it"
            help_ = "what is done beforehand is not counted; leave the trigger out, or correct the deadline"
            problems.add("deadline-before-trigger", message, at, help_, clause)


def _never_due(rule: Requirement, deadline: Deadline, duties: dict[str, Requirement]) -> tuple[str, str]:
    """Why a deadline without parts never has a date, with what to do; nothing where it can have one."""
    match deadline:
        case Within(after=None) if rule.trigger is None:
            return "`within` runs from a trigger, and there is none", "add a `trigger`, or say from when in `after`"
        case Every(after=None) if rule.trigger is None and not _is_of_every_year(rule, deadline):
            year = " `for_each: year` or" if deadline.anchor is not None and rule.per != "year" else ""
            help_ = f"add{year} a `trigger`, or say from which moment in `from`"
            return "`every` runs from a trigger, and there is none", help_
        case _:
            why = next(filter(None, (why_never(moment, duties) for moment in moments(deadline))), "")
            return why, "count from a moment that can be recorded, or write `not_stated`" if why else ""


def _is_of_every_year(rule: Requirement, deadline: Every) -> bool:
    """Whether a repeat from a day of the calendar is the whole deadline of a duty that every year has."""
    whole = rule.deadline.deadline if isinstance(rule.deadline, Under) else rule.deadline
    return rule.per == "year" and deadline.anchor is not None and whole == deadline


def _is_over(trigger: Moment, deadline: Deadline) -> bool:
    """Whether a deadline has surely passed by the time its trigger comes."""
    match deadline:
        case AtLeastBefore(before=moment) | WeekdayBefore(before=moment) | RelativeTo(relation="before", moment=moment):
            return _comes_with(moment, trigger)
        case _:
            return False


def _comes_with(moment: Moment, trigger: Moment) -> bool:
    """Whether a moment has surely come once the trigger has: it is the trigger, or a part of what makes it up."""
    match moment, trigger:
        case MeetingMoment(weeks_earlier=earlier), MeetingMoment(weeks_earlier=later) if earlier >= later:
            return replace(moment, weeks_earlier=later) == trigger
        case AnyMoment(parts=parts), _ if moment != trigger:
            return any(_comes_with(part, trigger) for part in parts)
        case _, AllMoments(parts=parts) if moment != trigger:
            return any(_comes_with(moment, part) for part in parts)
        case _:
            return moment == trigger
