"""What is still to be learnt: the unknowns on which an answer hangs, who can supply each, and what it would change.

An answer that is not known hangs on the unknown parts that are themselves not known, all the way down; nothing under a
part with a definite answer can change it any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.backends.prose import lowered
from carepanel.calendars.anchors import NoDate
from carepanel.conditions.ast import (
    Age,
    Answer,
    Count,
    Days,
    Fact,
    Happened,
    Includes,
    InRange,
    Inside,
    OneOf,
    Outcome,
    Size,
    Status,
    Unsettled,
    children,
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
from carepanel.conditions.truth import Truth
from carepanel.determine.determination import NotKnown
from carepanel.model.deadlines import (
    AtLeastBefore,
    EarliestOf,
    Every,
    LatestOf,
    RelativeTo,
    Undecided,
    Under,
    WeekdayBefore,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.ast import Condition, Term
    from carepanel.conditions.moments import Moment
    from carepanel.determine.evaluation import Evaluation
    from carepanel.model.deadlines import Deadline
    from carepanel.model.terms import Requirement

Unknown = tuple[str, str]
"""The kind of an unknown and its name: ``("fact", "child.has_ehcp")``."""


def still_to_learn(evaluation: Evaluation) -> tuple[NotKnown, ...]:
    """Every unknown that some answer of this question hangs on, in the order of what it would change."""
    changes: dict[Unknown, dict[str, None]] = {}
    for rule, unknowns in _open_answers(evaluation):
        for unknown in unknowns:
            changes.setdefault(unknown, {})[rule] = None
    return tuple(_not_known(unknown, tuple(rules), evaluation) for unknown, rules in sorted(changes.items()))


def _open_answers(evaluation: Evaluation) -> Iterator[tuple[str, set[Unknown]]]:
    terms = evaluation.terms
    for criterion in terms.criteria:
        yield criterion.id, _Search(evaluation).condition(criterion.when)
    for name, rows in terms.tables.items():
        search = _Search(evaluation)
        yield name, {unknown for row in rows for unknown in search.condition(Answer(row.id))}
    for requirement in terms.requirements:
        if requirement.id in evaluation.program.rules:
            yield requirement.id, _Search(evaluation).requirement(requirement)


class _Search:
    """One search downward; what has been looked into once is not looked into again."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.seen: set[object] = set()

    def condition(self, node: Condition) -> set[Unknown]:
        if node in self.seen or self.evaluation.condition(node) is not Truth.NOT_KNOWN:
            return set()
        self.seen.add(node)
        match node:
            case Answer(rule=rule):
                return self.condition(self.evaluation.program.rules[rule])
            case OneOf(term=term) | InRange(term=term):
                return self.term(term)
            case Includes(term=Fact(name=name)):
                return {("fact", name)}
            case Happened(moment=DecisionMoment(decision=decision, outcome=outcome)) if outcome:
                return {("decision", decision)}
            case Happened(moment=moment):
                return self.moment(moment)
            case Unsettled(reading=reading):
                return {("reading", reading)}
            case _:
                return {unknown for part in children(node) for unknown in self.condition(part)}

    def term(self, term: Term) -> set[Unknown]:
        match term:
            case Fact(name=name) | Size(fact=name):
                return {("fact", name)}
            case Age(born=born, on=on):
                unknown = {("fact", born)} if self.evaluation.evidence.fact(born) is None else set()
                return unknown if self.evaluation.moment_anchor(on) is not None else unknown | self.moment(on)
            case Count() | Days():
                return self.count(term)
            case Inside(moment=moment, window=window):
                return self.unanchored(moment) | self.unanchored(window.moment)
            case Status(duty=duty):
                return self.requirement(self.evaluation.requirement(f"obligations.{duty}"))
            case Outcome(decision=decision):
                return {("decision", decision)}
            case _:
                return set()

    def unanchored(self, moment: Moment) -> set[Unknown]:
        return self.moment(moment) if self.evaluation.moment_anchor(moment) is None else set()

    def count(self, term: Count | Days) -> set[Unknown]:
        evidence = self.evaluation.evidence
        fact = term.since if isinstance(term, Count) else ""
        since = evidence.day(fact) if fact else None
        unknown: set[Unknown] = set()
        if fact and since is None:
            unknown.add(("fact", fact))
        if term.window is not None:
            unknown |= self.unanchored(term.window.moment)
        if not evidence.complete(term.event, since):
            unknown |= self.history(term.event)
        return unknown | self.attributes(term.event)

    def history(self, kind: str) -> set[Unknown]:
        begins = self.evaluation.evidence.vocabulary.history_begins
        born = {("fact", begins)} if begins and self.evaluation.evidence.day(begins) is None else set()
        return {("history", kind)} | born

    def attributes(self, kind: str) -> set[Unknown]:
        """The attributes that an event of this kind on file leaves out."""
        event = self.evaluation.evidence.vocabulary.events.get(kind)
        carried = event.carries if event is not None else {}
        on_file = self.evaluation.evidence.of_kind(kind)
        return {("attribute", f"{kind}.{name}") for name in carried for e in on_file if name not in e.attributes}

    def moment(self, moment: Moment) -> set[Unknown]:
        if moment in self.seen:
            return set()
        self.seen.add(moment)
        match moment:
            case EventMoment(event=kind) | DecisionMoment(decision=kind):
                missing = set() if self.evaluation.evidence.complete(kind, None) else self.history(kind)
                return missing | self.attributes(kind)
            case StatusMoment(duty=duty):
                return self.requirement(self.evaluation.requirement(f"obligations.{duty}"))
            case CountMoment(count=count):
                return self.count(count)
            case MeetingMoment(meeting=panel):
                known = self.evaluation.moment_anchor(moment)
                return {("meeting", panel)} if known is None or not known.exact else set()
            case FactMoment(fact=name):
                return {("fact", name)} if self.evaluation.evidence.day(name) is None else set()
            case NextMoment(moment=following):
                return self.moment(following)
            case CollectionMoment(collection=collection):
                needed = (r for r in self.evaluation.terms.requirements if r.section == collection)
                return {unknown for r in needed for unknown in self.requirement(r)}
            case AllMoments(parts=parts) | AnyMoment(parts=parts):
                return {unknown for part in parts for unknown in self.unknown_moment(part)}

    def unknown_moment(self, moment: Moment) -> set[Unknown]:
        when = self.evaluation.when(moment)
        settled = when.happened is not Truth.NOT_KNOWN and when.first_known
        return set() if settled else self.moment(moment)

    def requirement(self, requirement: Requirement) -> set[Unknown]:
        if requirement.id in self.seen:
            return set()
        self.seen.add(requirement.id)
        if self.evaluation.condition(requirement.when) is Truth.NO:
            return set()
        unknown = self.condition(requirement.when)
        if requirement.trigger is not None:
            unknown |= self.unknown_moment(requirement.trigger)
        for state in self.evaluation.states(requirement.id):
            if state.status == "not_known":
                unknown |= self.done(requirement)
                if isinstance(state.due, NoDate) and requirement.deadline is not None:
                    unknown |= self.deadline(requirement.deadline)
        return unknown

    def done(self, requirement: Requirement) -> set[Unknown]:
        moments = (requirement.fulfilled_by, requirement.waived_by, requirement.cancelled_by)
        return {unknown for moment in moments if moment is not None for unknown in self.unknown_moment(moment)}

    def deadline(self, deadline: Deadline) -> set[Unknown]:
        match deadline:
            case Within(after=moment) | Every(after=moment):
                return self.unknown_moment(moment) if moment is not None else set()
            case AtLeastBefore(before=moment) | WeekdayBefore(before=moment) | RelativeTo(moment=moment):
                return self.unknown_moment(moment)
            case EarliestOf(deadlines=parts) | LatestOf(deadlines=parts):
                return {unknown for part in parts for unknown in self.deadline(part)}
            case Under(deadline=inner):
                return self.deadline(inner)
            case Undecided(reading=reading):
                return {("reading", reading)}
            case _:
                return set()


def _not_known(unknown: Unknown, rules: tuple[str, ...], evaluation: Evaluation) -> NotKnown:
    kind, name = unknown
    terms = evaluation.terms
    match kind:
        case "fact":
            fact = terms.vocabulary.facts[name]
            return NotKnown("fact", name, fact.asks, fact.judged_by or fact.supplied_by, rules)
        case "history":
            event = terms.vocabulary.events[name]
            asks = f"Is the history complete, or is any of this missing from it: {lowered(event.says)}?"
            return NotKnown("history", name, asks, event.supplied_by, rules)
        case "decision":
            decision = evaluation.requirement(f"decisions.{name}")
            asks = f"Which outcome was decided last: {lowered(decision.title)}?"
            return NotKnown("decision", name, asks, " and ".join(decision.actor), rules)
        case "attribute":
            event = terms.vocabulary.events[name.partition(".")[0]]
            attribute = name.partition(".")[2]
            asks = f"What was recorded as `{attribute}` when this happened: {lowered(event.says)}?"
            return NotKnown("attribute", name, asks, event.supplied_by, rules)
        case "reading":
            reading = terms.readings[name]
            return NotKnown("reading", name, reading.question, "policy_lead", rules)
        case _:
            panel = terms.panels[name]
            day_known = name in evaluation.meetings
            asks = f"{'At which hour' if day_known else 'On which day'} does the {panel.title} hear the case?"
            return NotKnown("meeting", name, asks, panel.run_by, rules)
