"""Read the vocabulary, and the parties, facts and events that a policy adds to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from carepanel.conditions.from_document import condition
from carepanel.conditions.names import Names, Symbol
from carepanel.conditions.scope import Scope, describe, listed, one_or_many, text
from carepanel.conditions.vocabulary import UNIVERSAL_EVENTS, EventType, FactType, Impossible, Vocabulary
from carepanel.diagnostics import did_you_mean
from carepanel.text.dates import UnreadableTime, parse_date
from carepanel.text.document import Mapping, Scalar, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from carepanel.conditions.vocabulary import AttributeKind, BelongsTo, FactKind
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
    return replace(base, never=never, history_begins=_history_begins(document, base, problems))


def _history_begins(document: Mapping, base: Vocabulary, problems: Problems) -> str:
    written = document.get("history_begins")
    name = text(written)
    if written is not None and (name not in base.facts or base.facts[name].kind != "date"):
        dates = [fact.name for fact in base.facts.values() if fact.kind == "date"]
        help_ = did_you_mean(name, dates) or "name a fact of type date"
        problems.add("unknown-term", f"`{name}` is no date fact", written.position, help_)
    return name


def extended(base: Vocabulary, document: Mapping, problems: Problems) -> Vocabulary:
    """The vocabulary with the document's own `parties`, `facts` and `events` added; none may change one that is
    there.
    """
    panels = {entry.key for entry in _entries(document, "meetings")}
    for section, known in (("parties", base.parties), ("facts", base.facts), ("events", base.events)):
        for entry in _entries(document, section):
            if entry.key in known:
                message = f"the vocabulary already has `{entry.key}` under `{section}`, with a meaning of its own"
                help_ = "take it out to use the vocabulary's, or choose another name"
                problems.add("vocabulary-changed", message, entry.key_position, help_)
    parties = {e.key: text(e.value) for e in _entries(document, "parties")}
    facts = {e.key: _fact(e) for e in _entries(document, "facts")}
    events = {e.key: _event(e) for e in _entries(document, "events")}
    for section in ("facts", "events"):
        for entry in _entries(document, section):
            _check_suppliers(entry, {**parties, **base.parties}.keys() | panels, problems)
    for entry in _entries(document, "facts"):
        _check_usual(facts[entry.key], entry, problems)
    return replace(
        base, parties={**parties, **base.parties}, facts={**facts, **base.facts}, events={**events, **base.events}
    )


def _check_suppliers(entry: Entry, known: AbstractSet[str], problems: Problems) -> None:
    """Whether those who supply and judge a fact, or supply an event, are parties."""
    node = entry.value if isinstance(entry.value, Mapping) else Mapping((), entry.key_position)
    for key in ("supplied_by", "judged_by"):
        written = node.get(key)
        if written is not None and text(written) not in known:
            message = f"`{key}` of `{entry.key}` names `{text(written)}`, which is no party"
            help_ = did_you_mean(text(written), known) or "add it under `parties`, or correct the name"
            problems.add("unknown-party", message, written.position, help_)


def _check_usual(fact: FactType, entry: Entry, problems: Problems) -> None:
    """Whether the usual value of a choice or a set is among its values, and that of a date is one."""
    usual = entry.value.get("usual") if isinstance(entry.value, Mapping) else None
    if fact.kind == "date" and usual is not None:
        try:
            parse_date(text(usual))
        except UnreadableTime as error:
            problems.add("wrong-date", f"`{text(usual)}`: {error}", usual.position, "correct the date")
    if fact.kind in ("choice", "set") and usual is not None:
        for item in one_or_many(usual):
            if text(item) not in fact.choices:
                help_ = did_you_mean(text(item), fact.choices) or f"expected {listed(fact.choices)}"
                problems.add("unknown-value", f"{describe(item)} is no value of `{fact.name}`", item.position, help_)


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
    is_history = isinstance(history, Scalar) and history.value is True
    carries = node.get("carries")
    belongs_to = text(node.get("belongs_to")) or ("child" if is_history else "presentation")
    return EventType(
        name=entry.key,
        says=text(node.get("says")),
        history=is_history,
        carries={e.key: cast("AttributeKind", text(e.value)) for e in carries.entries}
        if isinstance(carries, Mapping)
        else {},
        supplied_by=text(node.get("supplied_by")),
        belongs_to=cast("BelongsTo", belongs_to),
        position=entry.key_position,
    )


def _impossible(entry: Entry, scope: Scope) -> Impossible:
    node = entry.value if isinstance(entry.value, Mapping) else Mapping((), entry.key_position)
    return Impossible(entry.key, text(node.get("says")), condition(node.get("when") or node, scope))
