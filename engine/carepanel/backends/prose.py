"""Conditions, moments and deadlines in words: the reader for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import (
    Age,
    All,
    Answer,
    Any,
    AtLeast,
    Attribute,
    Constant,
    Count,
    Fact,
    Happened,
    Includes,
    InRange,
    IsKnown,
    Not,
    OneOf,
    Outcome,
    Size,
    Status,
    Unsettled,
)
from carepanel.conditions.moments import (
    AllMoments,
    AnyMoment,
    CollectionMoment,
    DecisionMoment,
    EventMoment,
    MeetingMoment,
    StatusMoment,
)

if TYPE_CHECKING:
    from carepanel.conditions.ast import Condition, Term
    from carepanel.conditions.moments import Moment
    from carepanel.model.terms import Terms


def condition(node: Condition, terms: Terms) -> str:
    """A condition in words, e.g. ``age on the day of the panel is at least 16 and at most 17``."""
    match node:
        case Constant(value=value):
            return "always" if value else "never"
        case Answer(rule=rule):
            return rule_name(rule, terms)
        case Not(part=part):
            return f"not ({condition(part, terms)})"
        case All(parts=parts):
            return " and ".join(_bracketed(part, terms) for part in parts) or "always"
        case Any(parts=parts):
            return " or ".join(_bracketed(part, terms) for part in parts) or "never"
        case AtLeast(count=count, parts=parts):
            return f"at least {count} of: {'; '.join(condition(part, terms) for part in parts)}"
        case OneOf(term=term, values=values):
            return _one_of(term, values, terms)
        case InRange(term=term, low=low, high=high):
            return f"{_term(term, terms)} is {_bounds(low, high, money=_is_money(term, terms))}"
        case Includes(term=term, member=member):
            return f"{_term(term, terms)} includes {member.replace('_', ' ')}"
        case IsKnown(term=term):
            return f"{_term(term, terms)} is known"
        case Happened(moment=when):
            return moment(when, terms)
        case Unsettled(reading=reading):
            return f"what the reading `{reading}` leaves undecided"


def rule_name(rule: str, terms: Terms) -> str:
    """A conclusion in words."""
    section, _, name = rule.partition(".")
    if rule == "eligibility":
        return "any criterion of eligibility"
    titles = {r.id: r.title for r in (*terms.definitions, *terms.criteria, *terms.requirements)}
    if section in ("route", "kind", "disposition"):
        row = next((row for row in terms.tables.get(section, ()) if row.then == name), None)  # type: ignore[call-overload]
        return f"the {section} is {row.title if row else name}"
    return titles.get(rule, rule)


def _bracketed(node: Condition, terms: Terms) -> str:
    words = condition(node, terms)
    return f"({words})" if isinstance(node, All | Any | AtLeast) else words


def _term(term: Term, terms: Terms) -> str:
    match term:
        case Fact(name=name) | Attribute(name=name):
            return name.replace(".", " ").replace("_", " ")
        case Size(fact=name):
            return f"the number of {name.replace('.', ' ').replace('_', ' ')}"
        case Age(on=on):
            return f"age on {moment(on, terms)}"
        case Count(event=event, since=since):
            says = terms.vocabulary.events[event].says
            return f"how often {says[:1].lower()}{says[1:]}{f', since {_words(since)}' if since else ''}"
        case Outcome(decision=name):
            return f"the decision {_words(name)}"
        case Status(duty=name):
            return f"the duty {_words(name)}"


def _words(name: str) -> str:
    return name.replace(".", " ").replace("_", " ")


def _one_of(term: Term, values: frozenset[str | bool], terms: Terms) -> str:
    if values == {True}:
        return _term(term, terms)
    if values == {False}:
        return f"not {_term(term, terms)}"
    shown = sorted(_words(str(value)) for value in values if value != "fulfilled_late")
    return f"{_term(term, terms)} is {' or '.join(shown)}"


def _is_money(term: Term, terms: Terms) -> bool:
    return isinstance(term, Fact) and terms.vocabulary.facts[term.name].kind == "money"


def _bounds(low: int | None, high: int | None, *, money: bool) -> str:
    def shown(number: int) -> str:
        return f"£{number / 100:,.2f}".removesuffix(".00") if money else str(number)

    if low == high and low is not None:
        return shown(low)
    parts = [f"at least {shown(low)}" if low is not None else "", f"at most {shown(high)}" if high is not None else ""]
    return " and ".join(part for part in parts if part)


def moment(node: Moment, terms: Terms) -> str:
    """A moment in words."""
    match node:
        case EventMoment(event=event, having=having):
            return f"{_event(event, terms)}{_having(having, terms)}"
        case DecisionMoment(decision=name, outcome=outcome):
            return f"the decision {_words(name)}{f' is {_words(outcome)}' if outcome else ' is taken'}"
        case StatusMoment(duty=name, status=status):
            return f"the duty {_words(name)} is {status}"
        case MeetingMoment():
            return _meeting(node, terms)
        case CollectionMoment(collection=name):
            return f"all the {name} needed are in"
        case AllMoments(parts=parts):
            return " and ".join(moment(part, terms) for part in parts)
        case AnyMoment(parts=parts):
            return " or ".join(moment(part, terms) for part in parts) or "never"


def _event(name: str, terms: Terms) -> str:
    says = terms.vocabulary.events[name].says if name in terms.vocabulary.events else _words(name)
    return says[:1].lower() + says[1:]


def _having(having: tuple[tuple[str, str | bool], ...], terms: Terms) -> str:
    def shown(value: str | bool) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        documents = {r.name: r.title for r in terms.of("documents")}
        return documents.get(value) or terms.party(value)

    return f" ({', '.join(f'{_words(name)}: {shown(value)}' for name, value in having)})" if having else ""


def _meeting(node: MeetingMoment, terms: Terms) -> str:
    which = {"this": "the", "next": "the next", "next_open": "the next open"}[node.which]
    title = terms.panels[node.meeting].title
    part = {"start": "", "cut_off": "the cut-off of ", "usual_day": "the usual day of ", "day": "the day of "}[node.part]
    weeks = f"{node.weeks_earlier} week{'s' if node.weeks_earlier > 1 else ''} before " if node.weeks_earlier else ""
    return f"{weeks}{part}{which} {title}"
