"""Conditions, moments and deadlines in words: the reader for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import (
    ALWAYS,
    Age,
    All,
    Answer,
    Any,
    AtLeast,
    Attribute,
    Constant,
    Count,
    Days,
    Fact,
    Happened,
    Includes,
    InRange,
    Inside,
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
    CountMoment,
    DecisionMoment,
    EventMoment,
    FactMoment,
    MeetingMoment,
    NextMoment,
    StatusMoment,
)
from carepanel.model.deadlines import (
    AtLeastBefore,
    EarliestOf,
    Every,
    External,
    LatestOf,
    NotStated,
    RelativeTo,
    Undecided,
    Under,
    WeekdayBefore,
    Within,
)
from carepanel.model.deadlines_from_document import MONTHS

if TYPE_CHECKING:
    from datetime import date, time

    from carepanel.conditions.ast import Condition, Term, Window
    from carepanel.conditions.moments import Moment
    from carepanel.model.deadlines import Deadline, FirstDay, Period, Roll
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
            return _in_range(term, low, high, terms)
        case Includes(term=term, member=member):
            return f"{_term(term, terms)} includes {member.replace('_', ' ')}"
        case IsKnown(term=term):
            return f"{_term(term, terms)} is known"
        case Happened(moment=when):
            return moment(when, terms)
        case Unsettled(reading=reading):
            return f"what the reading `{reading}` leaves undecided"


def _in_range(term: Term, low: int | None, high: int | None, terms: Terms) -> str:
    if isinstance(term, Inside):
        return f"{moment(term.moment, terms)} lies {_window(term.window, terms)}"
    return f"{_term(term, terms)} is {_bounds(low, high, money=_is_money(term, terms))}"


def rule_name(rule: str, terms: Terms) -> str:
    """A conclusion in words."""
    section, _, name = rule.partition(".")
    if rule == "eligibility":
        return "any criterion of eligibility"
    titles = {r.id: r.title for r in (*terms.definitions, *terms.criteria, *terms.requirements)}
    if section in ("membership", "attendance", "authorisations"):
        return terms.party(name.rpartition(".")[2])
    if "[" in section:
        return _row_name(rule, terms)
    if section in ("route", "kind", "disposition"):
        row = next((row for row in terms.tables.get(section, ()) if row.then == name), None)  # type: ignore[call-overload]
        return f"the {section} is {row.title if row else name}"
    return titles.get(rule, rule)


def _row_name(rule: str, terms: Terms) -> str:
    """A row of a table, what it asks for by itself, or that neither it nor a row before it holds."""
    row, _, part = rule.partition(".")
    titles = {other.id: other.title for rows in terms.tables.values() for other in rows}
    match part:
        case "when":
            return f"what is asked for {titles[row]}"
        case "passed":
            return f"nothing down to {titles[row]}"
        case _:
            return titles[row]


def actors(parties: tuple[str, ...], terms: Terms) -> str:
    """Who must act, as the subject of a sentence: ``the child's social worker and the team manager``."""
    titles = [terms.party(party) for party in parties]
    lowered = [f"the{title[3:]}" if title.startswith("The ") else title for title in titles]
    return " and ".join(lowered) or "somebody whom the terms do not name"


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
        case Count(event=event, where=where, since=since, window=window):
            says = f"{lowered(terms.vocabulary.events[event].says)}{_where(where, terms)}"
            return f"how often {says}{f', since {_words(since)}' if since else ''}{_in(window, terms)}"
        case Days(event=event, where=where, take=take, window=window):
            says = f"{lowered(terms.vocabulary.events[event].says)}{_where(where, terms)}"
            of = "the longest number of days together on which" if take == "longest" else "the number of days on which"
            return f"{of} {says}{_in(window, terms)}"
        case Inside(moment=inner, window=window):
            return f"whether {moment(inner, terms)} lies {_window(window, terms)}"
        case Outcome(decision=name):
            return f"the decision {_words(name)}"
        case Status(duty=name):
            return f"the duty {_words(name)}"


def _where(where: Condition, terms: Terms) -> str:
    return "" if where == ALWAYS else f" ({condition(where, terms)})"


def _in(window: Window | None, terms: Terms) -> str:
    return "" if window is None else f", {_window(window, terms)}"


def _window(window: Window, terms: Terms) -> str:
    unit = window.unit.removesuffix("s") if window.count == 1 else window.unit
    return f"within {window.count} {unit} {window.side} {moment(window.moment, terms)}"


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
            return _decision(name, outcome, terms)
        case StatusMoment(duty=name, status=status):
            return f"the duty {_words(name)} is {status}"
        case MeetingMoment():
            return _meeting(node, terms)
        case CountMoment(count=count, at_least=least):
            return f"{_term(count, terms)} comes to {least} or more"
        case FactMoment(fact=name, weeks_of_gestation=weeks):
            given = f"the date {_words(name)}"
            return f"{weeks} weeks of gestation, by {given}" if weeks else given
        case NextMoment(moment=following):
            return f"the next time that {moment(following, terms)}"
        case CollectionMoment(collection=name):
            return f"all the {name} needed are in"
        case AllMoments(parts=parts):
            return " and ".join(moment(part, terms) for part in parts)
        case AnyMoment(parts=parts):
            return " or ".join(moment(part, terms) for part in parts) or "never"


def _decision(name: str, outcome: str, terms: Terms) -> str:
    decision = next((r for r in terms.of("decisions") if r.name == name), None)
    title = decision.title if decision is not None else _words(name)
    said = decision.outcomes.get(outcome, _words(outcome)) if decision is not None else _words(outcome)
    return f"{lowered(title)}: {lowered(said)}" if outcome else f"{lowered(title)} is taken"


def _event(name: str, terms: Terms) -> str:
    says = terms.vocabulary.events[name].says if name in terms.vocabulary.events else _words(name)
    return lowered(says)


def _having(having: tuple[tuple[str, str | bool], ...], terms: Terms) -> str:
    def shown(value: str | bool) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        documents = {r.name: r.title for r in terms.of("documents")}
        return documents.get(value) or terms.party(value)

    return f" ({', '.join(f'{_words(name)}: {shown(value)}' for name, value in having)})" if having else ""


_PARTS = {"start": "", "cut_off": "the cut-off of ", "usual_day": "the usual day of ", "day": "the day of "}


def lowered(words: str) -> str:
    """A sentence as it stands inside another: its first letter small."""
    return f"{words[:1].lower()}{words[1:]}"


def _meeting(node: MeetingMoment, terms: Terms) -> str:
    which = {"this": "the", "next": "the next", "next_open": "the next open"}[node.which]
    title = terms.panels[node.meeting].title
    part = _PARTS[node.part]
    weeks = f"{node.weeks_earlier} week{'s' if node.weeks_earlier > 1 else ''} before " if node.weeks_earlier else ""
    return f"{weeks}{part}{which} {title}"


def deadline(node: Deadline, terms: Terms) -> str:
    """A deadline in words, e.g. ``by Thursday 12:00 before the usual day of the Care Pathways Panel``."""
    match node:
        case Within(period=length, after=after, by=by, first_day=first, if_not_working_day=roll):
            start = f"after {moment(after, terms)}" if after is not None else "of the trigger"
            return f"within {period(length)} {start}{_by(by)}{_first_day(first)}{_roll(roll)}"
        case AtLeastBefore(period=length, before=before, by=by, if_not_working_day=roll):
            return f"at least {period(length)} before {moment(before, terms)}{_by(by)}{_roll(roll)}"
        case WeekdayBefore(weekday=weekday, at=at, before=before, if_not_working_day=roll):
            hour = f" {at:%H:%M}" if at is not None else ""
            return f"by {weekday.title()}{hour} before {moment(before, terms)}{_roll(roll)}"
        case RelativeTo(relation=relation, moment=when):
            return f"{_relation(relation, when)} {moment(when, terms)}"
        case Every():
            return _every(node, terms)
        case EarliestOf(deadlines=parts):
            return f"the earliest of: {'; '.join(deadline(part, terms) for part in parts)}"
        case LatestOf(deadlines=parts):
            return f"the latest of: {'; '.join(deadline(part, terms) for part in parts)}"
        case Under(deadline=inner, law=law):
            return f"{deadline(inner, terms)}, under {law}"
        case NotStated() | External() | Undecided():
            return _no_date(node)


def _no_date(node: NotStated | External | Undecided) -> str:
    match node:
        case NotStated():
            return "not stated"
        case External():
            return "set by another document"
        case Undecided(reading=reading):
            return f"what the reading `{reading}` leaves undecided"


def period(length: Period) -> str:
    """A count of one unit: ``1 hour``, ``3 working days``."""
    unit = length.unit.replace("_", " ")
    return f"{length.count} {unit.removesuffix('s') if length.count == 1 else unit}"


def day(value: date) -> str:
    """A date as people write it: ``6 January 2026``."""
    return f"{value.day} {MONTHS[value.month - 1].title()} {value.year}"


def _by(hour: time | None) -> str:
    return f", by {hour:%H:%M} on that day" if hour is not None else ""


def _first_day(first: FirstDay | None) -> str:
    return {None: "", "day_after": ", the day after being day one", "same_day": ", the day itself being day one"}[first]


def _roll(roll: Roll) -> str:
    moved = {"next_working_day": "the next", "previous_working_day": "the previous"}.get(roll)
    return f", or on {moved} working day where that is not one" if moved else ""


def _relation(relation: str, when: Moment) -> str:
    """The word that fits: meetings are things one can be `by`, everything else is something that happens."""
    if relation == "before" or isinstance(when, MeetingMoment):
        return relation
    return {"by": "by the time that", "at": "when", "from": "from when"}[relation]


def _every(node: Every, terms: Terms) -> str:
    often = node.period.unit.removesuffix("s").replace("_", " ") if node.period.count == 1 else period(node.period)
    first = f", the first after {period(node.first)}" if node.first is not None else ""
    return f"every {often}{_from(node, terms)}{first}"


def _from(node: Every, terms: Terms) -> str:
    match node.anchor:
        case (month, number):
            return f" from {number} {MONTHS[month - 1].title()}"
        case None:
            after = node.after
            return f" {_relation('from', after)} {moment(after, terms)}" if after is not None else " from the trigger"
        case on:
            return f" from {day(on)}"
