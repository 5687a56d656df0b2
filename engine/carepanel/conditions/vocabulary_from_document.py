"""Read the vocabulary, and the parties, facts and events that a policy adds to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from carepanel.conditions.from_document import condition
from carepanel.conditions.names import Names, Symbol
from carepanel.conditions.scope import Scope, text
from carepanel.conditions.vocabulary import UNIVERSAL_EVENTS, EventType, FactType, Impossible, Vocabulary
from carepanel.text.document import Mapping, Scalar, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.vocabulary import AttributeKind, FactKind
    from carepanel.diagnostics import Problems
    from carepanel.text.document import Entry, Node


def vocabulary(document: Mapping, problems: Problems) -> Vocabulary:
    """The shared vocabulary from its (schema-valid) document."""
    empty = Vocabulary("", "", {}, {}, {event.name: event for event in UNIVERSAL_EVENTS})
    base = replace(
        extended(empty, document, problems),
        name=text(document.get("vocabulary")),
        version=text(document.get("version")),
    )
    scope = Scope(Names(symbols_of(base), frozenset(base.parties)), problems)
    never = tuple(_impossible(entry, scope) for entry in _entries(document, "never"))
    return replace(base, never=never, history_begins=text(document.get("history_begins")))


def extended(base: Vocabulary, document: Mapping, problems: Problems) -> Vocabulary:
    """The vocabulary with the document's own `parties`, `facts` and `events` added; none may change one that is there."""
    for section, known in (("parties", base.parties), ("facts", base.facts), ("events", base.events)):
        for entry in _entries(document, section):
            if entry.key in known:
                message = f"`{entry.key}` is already in the vocabulary, with a meaning of its own"
                problems.add("vocabulary-changed", message, entry.key_position, "choose another name")
    parties = {e.key: text(e.value) for e in _entries(document, "parties")}
    facts = {e.key: _fact(e) for e in _entries(document, "facts")}
    events = {e.key: _event(e) for e in _entries(document, "events")}
    return replace(
        base, parties={**parties, **base.parties}, facts={**facts, **base.facts}, events={**events, **base.events}
    )


def symbols_of(vocabulary: Vocabulary) -> dict[str, Symbol]:
    """The names that a vocabulary gives to conditions."""
    facts = {f.name: Symbol(f.name, "fact", fact=f, position=f.position) for f in vocabulary.facts.values()}
    events = {e.name: Symbol(e.name, "event", event=e, position=e.position) for e in vocabulary.events.values()}
    return facts | events


def _entries(document: Mapping, section: str) -> Iterator[Entry]:
    node = document.get(section)
    return iter(node.entries if isinstance(node, Mapping) else ())


def _fact(entry: Entry) -> FactType:
    node = entry.value if isinstance(entry.value, Mapping) else Mapping((), entry.key_position)
    usual = node.get("usual")
    return FactType(
        name=entry.key,
        kind=cast("FactKind", text(node.get("type"))),
        asks=text(node.get("asks")),
        supplied_by=text(node.get("supplied_by")),
        choices=_choices(node.get("of")),
        judged_by=text(node.get("judged_by")),
        per=text(node.get("per")),
        usual=plain(usual) if usual is not None else None,
        position=entry.key_position,
    )


def _choices(node: Node | None) -> dict[str, str]:
    """A list of names, or a map of name to meaning."""
    if isinstance(node, Sequence):
        return {text(item): text(item).replace("_", " ") for item in node.items}
    return {entry.key: text(entry.value) for entry in node.entries} if isinstance(node, Mapping) else {}


def _event(entry: Entry) -> EventType:
    if not isinstance(entry.value, Mapping):
        return EventType(entry.key, text(entry.value), position=entry.key_position)
    node = entry.value
    history = node.get("history")
    carries = node.get("carries")
    return EventType(
        name=entry.key,
        says=text(node.get("says")),
        history=isinstance(history, Scalar) and history.value is True,
        carries={e.key: cast("AttributeKind", text(e.value)) for e in carries.entries}
        if isinstance(carries, Mapping)
        else {},
        supplied_by=text(node.get("supplied_by")),
        position=entry.key_position,
    )


def _impossible(entry: Entry, scope: Scope) -> Impossible:
    node = entry.value if isinstance(entry.value, Mapping) else Mapping((), entry.key_position)
    return Impossible(entry.key, text(node.get("says")), condition(node.get("when") or node, scope))
