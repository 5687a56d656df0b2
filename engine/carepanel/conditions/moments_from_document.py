"""Read a moment: ``panel.cut_off``, ``next open panel``, ``{lodge_papers: missed}``, ``{any: [...]}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carepanel.conditions.moments import (
    AllMoments,
    AnyMoment,
    CollectionMoment,
    DecisionMoment,
    EventMoment,
    MeetingMoment,
    StatusMoment,
)
from carepanel.conditions.scope import listed, one_or_many, text
from carepanel.conditions.vocabulary import SUBJECT_OF
from carepanel.diagnostics import did_you_mean
from carepanel.text.document import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from carepanel.conditions.moments import Moment, Part, Which
    from carepanel.conditions.names import Symbol
    from carepanel.conditions.scope import Scope
    from carepanel.text.document import Node

NEVER_COMES = AnyMoment(())
"""`never`: the first of no moments does not come."""

_MEETING = re.compile(
    r"(?P<which>next open |next )?(?P<name>[a-z][a-z0-9_]*)(?:\.(?P<part>cut_off|usual_day|day))?(?: less (?P<weeks>[1-9]) weeks?)?\Z"
)
_PARTS: dict[str | None, Part] = {None: "start", "cut_off": "cut_off", "usual_day": "usual_day", "day": "day"}
_WHICH: dict[str | None, Which] = {None: "this", "next ": "next", "next open ": "next_open"}
_EXPECTED = "a moment (an event, a decision, a meeting such as `panel.cut_off`, or `{term: value}`)"


def moment(node: Node, scope: Scope) -> Moment | None:
    """The moment written at `node`; None, with the problem written down, when it is none."""
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
        case "duty":
            scope.wrong_form(node, "a moment", f"write `{{{symbol.name}: fulfilled}}` or `{{{symbol.name}: missed}}`")
        case _:
            scope.wrong_form(node, _EXPECTED)
    return None


def _meeting(word: str, node: Scalar, scope: Scope) -> Moment | None:
    found = _MEETING.match(word)
    symbol = scope.names.get(found["name"]) if found else None
    if found is None or symbol is None or symbol.kind != "meeting":
        name = found["name"] if found else word
        scope.problem(
            "unknown-moment",
            f"`{word}` is no event, decision, meeting or named moment",
            node.position,
            scope.names.suggestion(name, ("event", "decision", "meeting", "moment"))
            or "declare it, or correct the name",
        )
        return None
    return MeetingMoment(symbol.name, _PARTS[found["part"]], _WHICH[found["which"]], int(found["weeks"] or 0))


def _came_to_be(entry: Entry, scope: Scope) -> Moment | None:
    symbol = scope.names.get(entry.key)
    if symbol is None:
        help_ = scope.names.suggestion(entry.key, ("event", "decision", "duty"))
        scope.problem("unknown-moment", f"`{entry.key}` is no event, decision or duty", entry.key_position, help_)
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
        case _:
            scope.problem("unknown-moment", f"`{entry.key}` has no moments", entry.key_position, f"use {_EXPECTED}")
    return None


def _outcome(symbol: Symbol, entry: Entry, scope: Scope) -> Moment | None:
    if text(entry.value) in symbol.choices:
        return DecisionMoment(symbol.name, text(entry.value))
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
        if entry.key not in event.carries:
            help_ = f"it carries {listed(event.carries)}" if event.carries else "it carries none"
            scope.problem("unknown-attribute", f"`{event.name}` carries no `{entry.key}`", entry.key_position, help_)
    having = ((e.key, e.value.value) for e in value.entries if isinstance(e.value, Scalar))
    return EventMoment(event.name, tuple(sorted((key, v) for key, v in having if isinstance(v, str | bool))))


def _with_subject(event: str, value: Scalar, scope: Scope) -> EventMoment | None:
    known = scope.names.documents if event == "document_lodged" else scope.names.parties
    subject = text(value)
    if subject in known:
        return EventMoment(event, ((SUBJECT_OF[event], subject),))
    kind = "document" if event == "document_lodged" else "party"
    scope.problem(
        f"unknown-{kind}", f"`{value.value}` is no {kind} of this policy", value.position, did_you_mean(subject, known)
    )
    return None
