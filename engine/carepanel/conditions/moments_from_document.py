"""Read a moment: ``panel.cut_off``, ``next open panel``, ``{lodge_papers: missed}``, ``{any: [...]}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carepanel.conditions.ast import Age, Days
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
from carepanel.conditions.scope import listed, one_or_many, text, undecided
from carepanel.conditions.vocabulary import SUBJECT_OF
from carepanel.diagnostics import did_you_mean
from carepanel.text.document import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.moments import Moment, Part, Which
    from carepanel.conditions.names import Symbol
    from carepanel.conditions.scope import Scope
    from carepanel.conditions.vocabulary import EventType
    from carepanel.source import Position
    from carepanel.text.document import Node

NEVER_COMES = AnyMoment(())
"""`never`: the first of no moments does not come."""

_MEETING = re.compile(
    r"(?P<which>next open |next )?(?P<name>[a-z][a-z0-9_]*)(?:\.(?P<part>cut_off|usual_day|day))?"
    r"(?: less (?P<weeks>[1-9]) weeks?)?\Z"
)
_GESTATION = re.compile(r"(\d{1,3}) weeks? of gestation")
_LONGEST_GESTATION = 45
_PARTS: dict[str | None, Part] = {None: "start", "cut_off": "cut_off", "usual_day": "usual_day", "day": "day"}
_WHICH: dict[str | None, Which] = {None: "this", "next ": "next", "next open ": "next_open"}
_EXPECTED = "a moment (an event, a decision, a meeting such as `panel.cut_off`, or `{term: value}`)"


def moment(node: Node, scope: Scope) -> Moment | None:
    """The moment written at `node`; None, with the problem written down, when it is none."""
    if undecided(node):
        scope.wrong_form(node, "a moment")
        return None
    match node:
        case Scalar(value=str(word)):
            return _named(word, node, scope)
        case Sequence(items=items):
            return AllMoments(_several(items, scope))
        case Mapping(entries=(Entry(key="any", value=parts),)):
            return AnyMoment(_several(one_or_many(parts), scope))
        case Mapping(entries=(Entry(key="all", value=parts),)):
            return AllMoments(_several(one_or_many(parts), scope))
        case Mapping(entries=(entry,)):
            return _came_to_be(entry, scope)
        case _:
            scope.wrong_form(node, _EXPECTED)
            return None


def _several(nodes: tuple[Node, ...], scope: Scope) -> tuple[Moment, ...]:
    return tuple(part for part in (moment(node, scope) for node in nodes) if part is not None)


def _named(word: str, node: Scalar, scope: Scope) -> Moment | None:
    if word == "never":
        return NEVER_COMES
    if word in ("documents", "authorisations"):
        return CollectionMoment("documents" if word == "documents" else "authorisations")
    symbol = scope.names.get(word)
    if symbol is not None and symbol.kind != "meeting":
        return _of_symbol(symbol, node, scope)
    return _meeting(word, node, scope)


def _of_symbol(symbol: Symbol, node: Node, scope: Scope) -> Moment | None:
    match symbol.kind:
        case "event":
            return EventMoment(symbol.name)
        case "decision":
            return DecisionMoment(symbol.name)
        case "moment":
            return symbol.moment
        case "fact" if symbol.fact is not None and symbol.fact.kind == "date":
            return FactMoment(symbol.name)
        case "duty":
            scope.wrong_form(node, "a moment", f"write `{{{symbol.name}: fulfilled}}` or `{{{symbol.name}: missed}}`")
        case _:
            scope.wrong_form(node, _EXPECTED)
    return None


def _meeting(word: str, node: Scalar, scope: Scope) -> Moment | None:
    found = _MEETING.match(word)
    symbol = scope.names.get(found["name"]) if found else None
    if symbol is not None and word == f"next {symbol.name}" and symbol.kind in ("event", "decision"):
        return NextMoment(EventMoment(symbol.name) if symbol.kind == "event" else DecisionMoment(symbol.name))
    if found is None or symbol is None or symbol.kind != "meeting":
        message = f"`{word}` is no event, decision, meeting or named moment of this policy"
        help_ = did_you_mean(word, _moments_known(scope)) or "declare it under `events`, `decisions` or `meetings`"
        scope.problem("unknown-moment", message, node.position, help_)
        return None
    return MeetingMoment(symbol.name, _PARTS[found["part"]], _WHICH[found["which"]], int(found["weeks"] or 0))


def _moments_known(scope: Scope) -> Iterator[str]:
    for symbol in scope.names.symbols.values():
        is_date = symbol.fact is not None and symbol.fact.kind == "date"
        if symbol.kind in ("event", "decision", "moment") or is_date:
            yield symbol.name
        if symbol.kind in ("event", "decision"):
            yield f"next {symbol.name}"
        if symbol.kind == "meeting":
            forms = ("{}", "{}.cut_off", "{}.usual_day", "next {}", "next open {}")
            yield from (form.format(symbol.name) for form in forms)


def _came_to_be(entry: Entry, scope: Scope) -> Moment | None:
    symbol = scope.names.get(entry.key)
    if symbol is None:
        message = f"`{entry.key}` is no event, decision or duty of this policy"
        help_ = scope.names.suggestion(entry.key, ("event", "decision", "duty")) or "declare it, or correct the name"
        scope.problem("unknown-moment", message, entry.key_position, help_)
        return None
    match symbol.kind:
        case "decision":
            return _outcome(symbol, entry, scope)
        case "duty":
            if text(entry.value) in ("missed", "fulfilled"):
                return StatusMoment(symbol.name, text(entry.value))  # type: ignore[arg-type]
            scope.wrong_form(entry.value, "`missed` or `fulfilled`")
        case "event":
            return event_with(symbol, entry.value, scope)
        case "number":
            return _count_reached(symbol, entry, scope)
        case "fact" if symbol.fact is not None and symbol.fact.kind == "date":
            return _gestation(symbol, entry, scope)
        case _:
            message = f"`{entry.key}` does not come to be: only an event, a decision or a duty does"
            help_ = "in a condition, write it under `when`; as a moment, name the event behind it"
            scope.problem("unknown-moment", message, entry.key_position, help_)
    return None


def _count_reached(symbol: Symbol, entry: Entry, scope: Scope) -> Moment | None:
    """``{breakdowns: {at_least: 2}}``: each event that brought the count there or further."""
    value = entry.value
    number = value.get("at_least") if isinstance(value, Mapping) and len(value.entries) == 1 else None
    least = number.value if isinstance(number, Scalar) and isinstance(number.value, int) else 0
    if isinstance(symbol.number, Age | Days) or least < 1:
        scope.wrong_form(value, f"`{{at_least: 2}}` of a count; `{entry.key}` is one only with `count_of`")
        return None
    return CountMoment(symbol.number, least) if symbol.number is not None else None


def _gestation(symbol: Symbol, entry: Entry, scope: Scope) -> FactMoment | None:
    """``{child.expected_on: 30 weeks of gestation}``: the day on which a pregnancy comes to so many weeks."""
    found = _GESTATION.fullmatch(text(entry.value))
    weeks = int(found[1]) if found else 0
    if not 1 <= weeks <= _LONGEST_GESTATION:
        help_ = f"write 1 to {_LONGEST_GESTATION} weeks; the day itself is the fact's name alone"
        scope.wrong_form(entry.value, "a length such as `30 weeks of gestation`", help_)
        return None
    return FactMoment(symbol.name, weeks)


def _outcome(symbol: Symbol, entry: Entry, scope: Scope) -> Moment | None:
    if text(entry.value) in symbol.choices:
        return DecisionMoment(symbol.name, text(entry.value))
    outcome = text(entry.value)
    if outcome:
        help_ = did_you_mean(outcome, symbol.choices) or f"its outcomes are {listed(symbol.choices)}"
        scope.problem("unknown-outcome", f"`{outcome}` is no outcome of `{symbol.name}`", entry.value.position, help_)
    else:
        scope.wrong_form(entry.value, f"an outcome of `{symbol.name}`", f"its outcomes are {listed(symbol.choices)}")
    return None


def event_with(symbol: Symbol, value: Node, scope: Scope) -> EventMoment | None:
    """An event with attributes: ``{document_lodged: chronology}`` or ``{placement_broke_down: {planned: false}}``."""
    event = symbol.event
    if event is None:  # pragma: no cover - a symbol of kind event holds its event
        return None
    if event.name in SUBJECT_OF and isinstance(value, Scalar):
        return _with_subject(event.name, value, scope)
    if not isinstance(value, Mapping):
        scope.wrong_form(value, f"`happened`, or the attributes of `{event.name}` in a map")
        return None
    for entry in value.entries:
        _check_attribute(event, entry, scope)
    having = ((e.key, e.value.value) for e in value.entries if isinstance(e.value, Scalar))
    return EventMoment(event.name, tuple(sorted((key, v) for key, v in having if isinstance(v, str | bool))))


def unknown_attribute(event: EventType, entry: Entry, scope: Scope) -> None:
    """Write down that the event carries nothing of this name."""
    carried = f"it carries {listed(event.carries)}" if event.carries else "nothing is recorded with it"
    help_ = did_you_mean(entry.key, event.carries) or carried
    scope.problem("unknown-attribute", f"`{event.name}` carries no `{entry.key}`", entry.key_position, help_)


def _check_attribute(event: EventType, entry: Entry, scope: Scope) -> None:
    """Whether the event carries such an attribute, and whether it can have this value."""
    kind = event.carries.get(entry.key)
    value = entry.value.value if isinstance(entry.value, Scalar) else None
    if kind is None:
        unknown_attribute(event, entry, scope)
    elif kind == "flag" and not isinstance(value, bool):
        scope.wrong_form(entry.value, "`true` or `false`", f"`{entry.key}` of `{event.name}` is a flag")
    elif kind != "flag" and not isinstance(value, str):
        scope.wrong_form(entry.value, "text", f"`{entry.key}` of `{event.name}` is {_A[kind]}")
    elif entry.key == SUBJECT_OF.get(event.name) and isinstance(entry.value, Scalar):
        _with_subject(event.name, entry.value, scope)


_A: dict[str, str] = {"text": "a name or a few words", "date": "a date"}


def _with_subject(event: str, value: Scalar, scope: Scope) -> EventMoment | None:
    subject = text(value)
    if event == "document_lodged":
        if subject not in scope.names.documents:
            unknown_document(subject, value, scope)
            return None
    elif subject not in scope.names.parties:
        unknown_party(subject, value.position, scope)
        return None
    return EventMoment(event, ((SUBJECT_OF[event], subject),))


def unknown_party(name: str, position: Position, scope: Scope) -> None:
    """Write down that nobody goes by this name."""
    help_ = did_you_mean(name, scope.names.parties) or "add it under `parties`, or correct the name"
    scope.problem("unknown-party", f"`{name}` is no party of this policy", position, help_)


def unknown_document(name: str, node: Node, scope: Scope) -> None:
    """Write down that no document goes by this name."""
    known = scope.names.documents
    help_ = did_you_mean(name, known) or (
        f"its documents are {listed(sorted(known))}" if known else "it has no `documents`"
    )
    scope.problem("unknown-document", f"`{name}` is no document of this policy", node.position, help_)
