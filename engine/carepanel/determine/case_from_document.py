"""Read a case. Every problem at once, each naming the field and the rule it breaks, never the value found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.instants import AmbiguousTime, UnreadableTime, parse_date, parse_instant
from carepanel.conditions.from_document import pence
from carepanel.conditions.scope import listed, text
from carepanel.conditions.vocabulary import SUBJECT_OF
from carepanel.determine.case import Case, Event
from carepanel.diagnostics import did_you_mean
from carepanel.text.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from carepanel.conditions.vocabulary import EventType, FactType
    from carepanel.determine.case import AttributeValue, FactValue
    from carepanel.diagnostics import Problems
    from carepanel.model.terms import Terms
    from carepanel.text.document import Entry, Node

_RESERVED = frozenset({"event", "at", "recorded_at"})
_PARTY = "use the name of a party under `parties` in the policy or its vocabulary"
_DECISION_CARRIES = {"outcome", "by", "reason"}


def case(document: Mapping, terms: Terms, problems: Problems) -> Case:
    """The case in a (schema-valid) document, read with the words of a policy. What cannot be read is left out."""
    since = document.get("history_complete_since")
    return Case(
        reference=text(document.get("case")),
        source=document.position.file,
        facts=dict(_facts(document, terms, problems)),
        events=tuple(_events(document, terms, problems)),
        history_complete_since=_day(since, "history_complete_since", problems) if since is not None else None,
    )


def _facts(document: Mapping, terms: Terms, problems: Problems) -> Iterator[tuple[str, FactValue]]:
    section = document.get("facts")
    for entry in section.entries if isinstance(section, Mapping) else ():
        fact = terms.vocabulary.facts.get(entry.key)
        if fact is None:
            help_ = (
                did_you_mean(entry.key, terms.vocabulary.facts)
                or "remove it, or declare it in the policy under `facts`"
            )
            problems.add("unknown-fact", "a fact that this policy does not know", entry.key_position, help_)
            continue
        value = _fact(fact, entry.value, problems)
        if value is not None:
            yield fact.name, value


def _fact(fact: FactType, node: Node, problems: Problems) -> FactValue | None:
    value = _read(fact, node)
    if value is None:
        problems.add("wrong-fact", f"the fact `{fact.name}` {_wrong(fact, node)}", node.position, _help(fact, node))
    return value


def _wrong(fact: FactType, node: Node) -> str:
    """What is wrong with the value of a fact, without the value."""
    if fact.kind == "date" and text(node):
        return f"is not a date: {_why_no_date(text(node))}"
    if fact.kind == "set" and isinstance(node, Sequence) and all(text(item) in fact.choices for item in node.items):
        return "lists one of its values twice"
    return f"must be {_expected(fact)}"


def _help(fact: FactType, node: Node) -> str:
    if fact.kind == "flag" and text(node).lower() in ("true", "false", "yes", "no"):
        return "write it without quotation marks"
    return "correct it, or leave it out where it is not known"


def _expected(fact: FactType) -> str:
    match fact.kind:
        case "flag":
            return "`true` or `false`"
        case "choice":
            return f"one of {listed(fact.choices)}"
        case "set":
            return f"a list, each item of which is {listed(fact.choices)}"
        case "date":
            return 'a date in quotation marks, written "YYYY-MM-DD"'
        case "money":
            return "a sum of money such as `£500`"
        case "number":
            return "a whole number"


def _read(fact: FactType, node: Node) -> FactValue | None:
    value = node.value if isinstance(node, Scalar) else None
    match fact.kind:
        case "flag":
            return value if isinstance(value, bool) else None
        case "choice":
            return value if isinstance(value, str) and value in fact.choices else None
        case "set":
            return _set(fact, node)
        case "date":
            return _quiet_day(text(node))
        case "money":
            return pence(text(node))
        case "number":
            return value if isinstance(value, int) and not isinstance(value, bool) else None


def _set(fact: FactType, node: Node) -> frozenset[str] | None:
    if not isinstance(node, Sequence):
        return None
    members = [text(item) for item in node.items]
    fit = all(member in fact.choices for member in members) and len(set(members)) == len(members)
    return frozenset(members) if fit else None


def _quiet_day(written: str) -> date | None:
    try:
        return parse_date(written)
    except UnreadableTime:
        return None


def _why_no_date(written: str) -> str:
    try:
        parse_date(written)
    except UnreadableTime as error:
        return str(error)
    return ""


def _day(node: Node, field: str, problems: Problems) -> date | None:
    try:
        return parse_date(text(node))
    except UnreadableTime as error:
        problems.add("wrong-date", f"`{field}` is not a date: {error}", node.position, "correct it")
        return None


def _instant(node: Node, field: str, problems: Problems) -> datetime | None:
    try:
        return parse_instant(text(node))
    except UnreadableTime as error:
        help_ = "" if isinstance(error, AmbiguousTime) else "correct it"
        problems.add("wrong-time", f"`{field}` cannot be read: {error}", node.position, help_)
        return None


def _events(document: Mapping, terms: Terms, problems: Problems) -> Iterator[Event]:
    section = document.get("events")
    for node in section.items if isinstance(section, Sequence) else ():
        if isinstance(node, Mapping):
            event = _event(node, terms, problems)
            if event is not None:
                yield event


def _event(node: Mapping, terms: Terms, problems: Problems) -> Event | None:
    kind = text(node.get("event"))
    at_node, recorded_node = node.get("at"), node.get("recorded_at")
    at = _instant(at_node, "at", problems) if at_node is not None else None
    recorded = _instant(recorded_node, "recorded_at", problems) if recorded_node is not None else at
    decisions = {r.name: r for r in terms.of("decisions")}
    event = terms.vocabulary.events.get(kind)
    if event is None and kind not in decisions:
        where = (node.get("event") or node).position
        help_ = (
            did_you_mean(kind, (*terms.vocabulary.events, *decisions))
            or "correct it, or declare it in the policy under `events`"
        )
        problems.add("unknown-event", "an event that this policy does not know", where, help_)
        return None
    if event is not None:
        attributes = dict(_attributes(node, event, terms, problems))
    else:
        attributes = dict(_decision(node, kind, tuple(decisions[kind].outcomes), terms, problems))
    if at is None or recorded is None:
        return None
    if recorded < at:
        where = (recorded_node or node).position
        problems.add(
            "recorded-too-soon",
            f"`{kind}` is recorded before it happened",
            where,
            "`recorded_at` is no earlier than `at`",
        )
    return Event(kind, at, recorded, attributes)


def _attributes(
    node: Mapping, event: EventType, terms: Terms, problems: Problems
) -> Iterator[tuple[str, AttributeValue]]:
    for entry in node.entries:
        if entry.key in _RESERVED:
            continue
        kind = event.carries.get(entry.key)
        if kind is None:
            carried = f"it carries {listed(sorted(event.carries))}" if event.carries else "take it out"
            help_ = did_you_mean(entry.key, event.carries) or carried
            problems.add("unknown-attribute", f"`{event.name}` carries nothing of this name", entry.key_position, help_)
            continue
        value = _attribute(entry, kind)
        if value is None:
            message = f"`{entry.key}` of `{event.name}` {_wrong_attribute(entry, kind)}"
            problems.add("wrong-attribute", message, entry.value.position, "correct it, or leave it out")
        elif _subject_is_known(event.name, entry, terms, problems):
            yield entry.key, value
    needed = "day" if event.name == "put_forward" else SUBJECT_OF.get(event.name)
    if needed is not None and needed not in node:
        problems.add("missing-key", f"`{event.name}` does not say its `{needed}`", node.position, f"add `{needed}`")


def _wrong_attribute(entry: Entry, kind: str) -> str:
    """What is wrong with the value of an attribute, without the value."""
    if kind == "date" and text(entry.value):
        return f"is not a date: {_why_no_date(text(entry.value))}"
    return f"must be { {'flag': '`true` or `false`', 'date': 'a date in quotation marks'}.get(kind, 'text') }"


def _attribute(entry: Entry, kind: str) -> AttributeValue | None:
    value = entry.value.value if isinstance(entry.value, Scalar) else None
    if kind == "flag":
        return value if isinstance(value, bool) else None
    return _quiet_day(text(entry.value)) if kind == "date" else text(entry.value) or None


_UNKNOWN = {"document": "unknown-document", "party": "unknown-party", "meeting": "unknown-meeting"}


def _subject_is_known(event: str, entry: Entry, terms: Terms, problems: Problems) -> bool:
    """Whether a document, party or panel that a universal event names is one of this policy's."""
    known: tuple[str, ...]
    match event, entry.key:
        case "document_lodged", "document":
            known, kind = tuple(r.name for r in terms.of("documents")), "document"
        case ("authorised", "by") | ("attended", "who"):
            known, kind = tuple(terms.vocabulary.parties), "party"
        case "put_forward", "meeting":
            known, kind = tuple(terms.panels), "meeting"
        case _:
            return True
    if text(entry.value) in known:
        return True
    help_ = _PARTY if kind == "party" else f"expected {listed(known)}"
    problems.add(
        _UNKNOWN[kind], f"`{entry.key}` of `{event}` names no {kind} of this policy", entry.value.position, help_
    )
    return False


def _decision(
    node: Mapping, kind: str, outcomes: tuple[str, ...], terms: Terms, problems: Problems
) -> Iterator[tuple[str, AttributeValue]]:
    for entry in node.entries:
        if entry.key in _RESERVED:
            continue
        if entry.key not in _DECISION_CARRIES:
            help_ = (
                did_you_mean(entry.key, _DECISION_CARRIES) or f"a decision carries {listed(sorted(_DECISION_CARRIES))}"
            )
            problems.add("unknown-attribute", f"`{kind}` carries nothing of this name", entry.key_position, help_)
        elif entry.key == "outcome" and text(entry.value) not in outcomes:
            help_ = f"its outcomes are {listed(outcomes)}"
            problems.add(
                "unknown-outcome", f"`outcome` of `{kind}` is none that this policy knows", entry.value.position, help_
            )
        elif entry.key == "by" and text(entry.value) not in {*terms.vocabulary.parties, *terms.panels}:
            problems.add(
                "unknown-party", f"`by` of `{kind}` names no party of this policy", entry.value.position, _PARTY
            )
        elif text(entry.value):
            yield entry.key, text(entry.value)
    if "outcome" not in node:
        problems.add(
            "missing-key",
            f"the decision `{kind}` does not say its `outcome`",
            node.position,
            f"its outcomes are {listed(outcomes)}",
        )
