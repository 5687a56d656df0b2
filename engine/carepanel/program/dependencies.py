"""What waits for what, so that no two wait for each other.

Rules wait for other rules, and the states of duties for moments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import (
    Age,
    Answer,
    Count,
    Days,
    Happened,
    InRange,
    Inside,
    OneOf,
    Outcome,
    Status,
    Window,
    walk,
)
from carepanel.conditions.moments import (
    AllMoments,
    AnyMoment,
    CollectionMoment,
    DecisionMoment,
    MeetingMoment,
    StatusMoment,
)
from carepanel.model.deadlines import moments
from carepanel.program.order import CircularRules, in_order_of_use
from carepanel.program.program import conclusions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.ast import Condition
    from carepanel.conditions.moments import Moment
    from carepanel.model.terms import Requirement, Rule, Terms


def circle(terms: Terms) -> tuple[Rule, tuple[str, ...]] | None:
    """Rules that wait for each other, as the first of them and the ids of the round; None when there are none."""
    uses: dict[str, frozenset[str]] = {name: frozenset(_of_condition(c, terms)) for name, c in conclusions(terms)}
    for requirement in terms.requirements:
        if requirement.per == "case":
            uses[f"state of {requirement.id}"] = frozenset(_of_state(requirement, terms))
    for panel in terms.panels.values():
        deadlines = panel.cut_off.deadlines if panel.cut_off is not None else ()
        named = (moment for deadline in deadlines for moment in moments(deadline))
        uses[f"cut-off of {panel.id}"] = frozenset(use for moment in named for use in _of_moment(moment, terms))
    known = {name: frozenset(use for use in used if use in uses) for name, used in uses.items()}
    try:
        in_order_of_use(known)
    except CircularRules as error:
        return _rule_of(error.circle, terms), error.circle
    return None


def _rule_of(names: tuple[str, ...], terms: Terms) -> Rule:
    rows = (row for table in terms.tables.values() for row in table)
    rules = {rule.id: rule for rule in (*terms.definitions, *terms.criteria, *rows, *terms.requirements)}
    bare = (name.removeprefix("state of ").removesuffix(".when") for name in names)
    return next(rules[name] for name in bare if name in rules)


def _of_condition(condition: Condition, terms: Terms) -> Iterator[str]:
    for node in walk(condition):
        match node:
            case Answer(rule=rule):
                yield rule
            case OneOf(term=Status(duty=duty)):
                yield f"state of obligations.{duty}"
            case OneOf(term=Outcome(decision=decision)) | Happened(moment=DecisionMoment(decision=decision)):
                yield from _of_decision(decision, terms)
            case InRange(term=Age(on=moment)) | Happened(moment=moment):
                yield from _of_moment(moment, terms)
            case InRange(term=Inside(moment=moment, window=window)):
                yield from (use for each in (moment, window.moment) for use in _of_moment(each, terms))
            case InRange(term=Count(window=Window(moment=moment)) | Days(window=Window(moment=moment))):
                yield from _of_moment(moment, terms)
            case _:
                continue


def _of_decision(decision: str, terms: Terms) -> Iterator[str]:
    """A decision that answers something stands only since that came."""
    for requirement in terms.of("decisions"):
        if requirement.name == decision and requirement.trigger is not None:
            yield from _of_moment(requirement.trigger, terms)


def _of_moment(moment: Moment, terms: Terms) -> Iterator[str]:
    match moment:
        case StatusMoment(duty=duty):
            yield f"state of obligations.{duty}"
        case MeetingMoment(meeting=panel, part="cut_off"):
            yield f"cut-off of {panel}"
        case CollectionMoment(collection=collection):
            for requirement in terms.of(collection):
                yield f"state of {requirement.id}"
        case AllMoments(parts=parts) | AnyMoment(parts=parts):
            for part in parts:
                yield from _of_moment(part, terms)
        case _:
            return


def _of_state(requirement: Requirement, terms: Terms) -> Iterator[str]:
    yield requirement.id
    for moment in (requirement.trigger, requirement.fulfilled_by, requirement.waived_by, requirement.cancelled_by):
        if moment is not None:
            yield from _of_moment(moment, terms)
    for moment in moments(requirement.deadline) if requirement.deadline is not None else ():
        yield from _of_moment(moment, terms)
    if requirement.after:
        yield f"state of authorisations.{requirement.after}"
