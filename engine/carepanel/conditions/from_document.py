"""Read a condition: a map whose lines all hold, each ``term: test``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carepanel.conditions.ast import (
    ALWAYS,
    NEVER,
    All,
    Answer,
    Any,
    AtLeast,
    Attribute,
    Constant,
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
from carepanel.conditions.moments import DecisionMoment, MeetingMoment
from carepanel.conditions.moments_from_document import event_with, moment, unknown_attribute
from carepanel.conditions.scope import describe, listed, one_or_many, text, undecided
from carepanel.conditions.vocabulary import SUBJECT_OF
from carepanel.diagnostics import did_you_mean
from carepanel.text.document import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from carepanel.conditions.ast import Condition, Term
    from carepanel.conditions.names import Symbol
    from carepanel.conditions.scope import Scope
    from carepanel.conditions.vocabulary import EventType
    from carepanel.text.document import Entry, Node

STATES = ("pending", "fulfilled", "missed", "waived", "cancelled", "not_due")
"""The states of a duty that a condition may ask for."""

_MONEY = re.compile(r"£(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d\d))?\Z")
_LONGEST_SUM = 15
_BOUNDS = ("at_least", "at_most", "over", "under")


def condition(node: Node, scope: Scope) -> Condition:
    """The condition written at `node`. What cannot be read is written down as a problem and stands as `never`."""
    if reading := undecided(node):
        return Unsettled(reading, node.position)
    match node:
        case Scalar(value="always"):
            return Constant(value=True, position=node.position)
        case Scalar(value="never"):
            return Constant(value=False, position=node.position)
        case Mapping(entries=entries) if entries:
            return _together(tuple(_line(entry, scope) for entry in entries), node)
        case _:
            scope.wrong_form(node, "a condition", "write a map of `term: test` lines, `always` or `never`")
            return NEVER


def _together(parts: tuple[Condition, ...], node: Node) -> Condition:
    return parts[0] if len(parts) == 1 else All(parts, node.position)


def _line(entry: Entry, scope: Scope) -> Condition:
    match entry.key:
        case "any":
            return Any(_several(entry.value, scope), entry.key_position)
        case "all":
            return All(_several(entry.value, scope), entry.key_position)
        case "not":
            return Not(condition(entry.value, scope), entry.key_position)
        case "some":
            return _some(entry, scope)
        case _:
            return _test(entry, scope)


def _several(node: Node, scope: Scope) -> tuple[Condition, ...]:
    if not isinstance(node, Sequence) or not node.items:
        scope.wrong_form(node, "a list of conditions", "start each with a dash")
        return ()
    return tuple(condition(item, scope) for item in node.items)


def _some(entry: Entry, scope: Scope) -> Condition:
    value = entry.value
    count = value.get("at_least") if isinstance(value, Mapping) else None
    of = value.get("of") if isinstance(value, Mapping) else None
    if isinstance(count, Scalar) and isinstance(count.value, int) and count.value >= 1 and isinstance(of, Sequence):
        return AtLeast(count.value, _several(of, scope), entry.key_position)
    scope.wrong_form(value, "`{at_least: 2, of: [...]}`")
    return NEVER


def _test(entry: Entry, scope: Scope) -> Condition:
    symbol = scope.names.get(entry.key)
    if symbol is None:
        help_ = (
            scope.names.suggestion(entry.key)
            or "declare it in the vocabulary, or under `facts`, `events` or `definitions`"
        )
        scope.problem("unknown-term", f"`{entry.key}` is not declared", entry.key_position, help_)
        return NEVER
    if reading := undecided(entry.value):
        return Unsettled(reading, entry.value.position)
    return _TESTS[symbol.kind](symbol, entry, scope)


def _fact(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    fact, value, term = symbol.fact, entry.value, Fact(symbol.name)
    if fact is None:  # pragma: no cover - a symbol of kind fact holds its type
        return NEVER
    if isinstance(value, Mapping) and value.keys() == {"known"}:
        return _known(term, value, scope)
    match fact.kind:
        case "flag":
            return _flag(term, value, scope)
        case "choice":
            return _choice(term, tuple(fact.choices), value, scope, fact.name)
        case "set":
            return _set(symbol, value, scope)
        case "money":
            return _range(term, value, scope, _money, "a sum of money such as `£500`")
        case "number":
            return _range(term, value, scope, _whole, "a whole number")
        case _:
            scope.wrong_form(value, "`{known: true}`", "a date is compared through a definition with `age_of`")
            return NEVER


def _known(term: Fact, value: Mapping, scope: Scope) -> Condition:
    said = value.get("known")
    if isinstance(said, Scalar) and isinstance(said.value, bool):
        leaf = IsKnown(term, value.position)
        return leaf if said.value else Not(leaf, value.position)
    scope.wrong_form(value, "`{known: true}` or `{known: false}`")
    return NEVER


def _flag(term: Term, value: Node, scope: Scope) -> Condition:
    if isinstance(value, Scalar) and isinstance(value.value, bool):
        return OneOf(term, frozenset({value.value}), value.position)
    scope.wrong_form(value, "`true` or `false`")
    return NEVER


def _choice(term: Term, choices: tuple[str, ...], value: Node, scope: Scope, name: str) -> Condition:
    return OneOf(term, frozenset(_choices(choices, value, scope, name)), value.position)


def _choices(choices: tuple[str, ...], value: Node, scope: Scope, name: str) -> tuple[str, ...]:
    """The values asked for: one, or those of `one_of`, each a known choice."""
    several = isinstance(value, Mapping) and value.keys() == {"one_of"}
    asked = one_or_many(value.get("one_of")) if several and isinstance(value, Mapping) else (value,)
    return tuple(word for node in asked if (word := _one_choice(choices, node, scope, name)))


def _one_choice(choices: tuple[str, ...], node: Node, scope: Scope, name: str) -> str:
    word = text(node)
    if word in choices:
        return word
    help_ = did_you_mean(word, choices) or f"expected {listed(choices)}"
    scope.problem("unknown-value", f"{describe(node)} is no value of `{name}`", node.position, help_)
    return ""


def _set(symbol: Symbol, value: Node, scope: Scope) -> Condition:
    fact = symbol.fact
    member = value.get("includes") if isinstance(value, Mapping) else None
    size = value.get("size") if isinstance(value, Mapping) else None
    if fact is not None and member is not None:
        word = _one_choice(tuple(fact.choices), member, scope, fact.name)
        return Includes(Fact(symbol.name), word, value.position) if word else NEVER
    if size is not None:
        return _range(Size(symbol.name), size, scope, _whole, "a whole number")
    word = text(value)
    help_ = f"write `{{includes: {word}}}`" if fact is not None and word in fact.choices else ""
    scope.wrong_form(value, "`{includes: ...}` or `{size: {at_least: 1}}`", help_)
    return NEVER


def _range(term: Term, value: Node, scope: Scope, number: Callable[[Node], int | None], expected: str) -> Condition:
    if isinstance(value, Scalar):
        exact = number(value)
        if exact is not None:
            return InRange(term, exact, exact, value.position)
    elif isinstance(value, Mapping) and value.entries and all(line.key in _BOUNDS for line in value.entries):
        return _bounds(term, value, scope, number, expected)
    scope.wrong_form(value, f"{expected}, or {listed(_BOUNDS)} in a map")
    return NEVER


def _bounds(term: Term, value: Mapping, scope: Scope, number: Callable[[Node], int | None], expected: str) -> Condition:
    low: int | None = None
    high: int | None = None
    for entry in value.entries:
        bound = number(entry.value)
        if bound is None:
            scope.wrong_form(entry.value, expected)
            return NEVER
        if entry.key in ("at_least", "over"):
            at = bound + (entry.key == "over")
            low = at if low is None else max(low, at)
        else:
            at = bound - (entry.key == "under")
            high = at if high is None else min(high, at)
    if low is not None and high is not None and low > high:
        asked = " and ".join(f"{e.key.replace('_', ' ')} {describe(e.value)}" for e in value.entries)
        scope.problem("empty-range", f"nothing is {asked}", value.position, "correct one of the bounds")
    return InRange(term, low, high, value.position)


def _whole(node: Node) -> int | None:
    return (
        node.value
        if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool)
        else None
    )


def _money(node: Node) -> int | None:
    return pence(text(node))


def pence(written: str) -> int | None:
    """``£2,000`` or ``£1,100.50`` in pence; None when it is not a sum of money."""
    found = _MONEY.match(written) if len(written) <= _LONGEST_SUM else None
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found else None


def _condition(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    if isinstance(entry.value, Scalar) and isinstance(entry.value.value, bool):
        answer = Answer(symbol.rule, entry.key_position)
        return answer if entry.value.value else Not(answer, entry.key_position)
    scope.wrong_form(entry.value, "`true` or `false`")
    return NEVER


def _number(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    if symbol.number is None:  # its definition could not be read, which is a problem of its own
        return NEVER
    return _range(symbol.number, entry.value, scope, _whole, "a whole number")


def _moment(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    if text(entry.value) == "happened" and symbol.moment is not None:
        return Happened(symbol.moment, entry.key_position)
    if symbol.moment is not None:
        scope.wrong_form(entry.value, "`happened`")
    return NEVER


def _event(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    if text(entry.value) == "happened" and symbol.name not in SUBJECT_OF:
        when = moment(Scalar(symbol.name, entry.key_position, quoted=False), scope)
        return Happened(when, entry.key_position) if when is not None else NEVER
    if symbol.name not in SUBJECT_OF:
        scope.wrong_form(entry.value, "`happened`")
        return NEVER
    with_ = event_with(symbol, entry.value, scope)
    return Happened(with_, entry.key_position) if with_ is not None else NEVER


def _decision(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    value = entry.value
    if isinstance(value, Mapping) and value.keys() == {"known"}:
        taken = Happened(DecisionMoment(symbol.name), entry.key_position)
        said = value.get("known")
        if isinstance(said, Scalar) and isinstance(said.value, bool):
            return taken if said.value else Not(taken, entry.key_position)
        scope.wrong_form(value, "`{known: true}` or `{known: false}`")
        return NEVER
    return _choice(Outcome(symbol.name), symbol.choices, value, scope, symbol.name)


def _duty(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    asked = set(_choices(STATES, entry.value, scope, symbol.name))
    late = {"fulfilled_late"} if "missed" in asked else set()
    return OneOf(Status(symbol.name), frozenset(asked | late), entry.value.position)


def _meeting(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    if text(entry.value) == "reached":
        return Happened(MeetingMoment(symbol.name), entry.key_position)
    scope.wrong_form(entry.value, "`reached`")
    return NEVER


def _table(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    asked = _choices(symbol.choices, entry.value, scope, symbol.name)
    rows = tuple(Answer(f"{symbol.name}.{then}", entry.value.position) for then in asked)
    return rows[0] if len(rows) == 1 else Any(rows, entry.value.position)


def _eligibility(symbol: Symbol, entry: Entry, scope: Scope) -> Condition:
    met = Answer(symbol.rule, entry.key_position)
    match text(entry.value):
        case "met":
            return met
        case "none_met":
            return Not(met, entry.key_position)
        case _:
            scope.wrong_form(entry.value, "`met` or `none_met`")
            return NEVER


_TESTS: dict[str, Callable[[Symbol, Entry, Scope], Condition]] = {
    "fact": _fact,
    "condition": _condition,
    "number": _number,
    "moment": _moment,
    "event": _event,
    "decision": _decision,
    "duty": _duty,
    "meeting": _meeting,
    "table": _table,
    "eligibility": _eligibility,
}


def attribute_condition(node: Node, event: EventType, scope: Scope) -> Condition:
    """The `where` of a count: tests on the counted event's own attributes."""
    if undecided(node):
        scope.wrong_form(node, "a map of the event's attributes, or `always`")
        return NEVER
    match node:
        case Scalar(value="always"):
            return ALWAYS
        case Scalar(value="never"):
            return NEVER
        case Mapping(entries=entries) if entries:
            return _together(tuple(_attribute(entry, event, scope) for entry in entries), node)
        case _:
            scope.wrong_form(node, "a map of the event's attributes, or `always`")
            return NEVER


def _attribute(entry: Entry, event: EventType, scope: Scope) -> Condition:
    kind = event.carries.get(entry.key)
    if kind is None:
        unknown_attribute(event, entry, scope)
        return NEVER
    if kind == "flag":
        return _flag(Attribute(entry.key), entry.value, scope)
    return OneOf(Attribute(entry.key), frozenset(_texts(entry.value)), entry.value.position)


def _texts(node: Node) -> Iterable[str]:
    asked = one_or_many(node.get("one_of")) if isinstance(node, Mapping) and node.get("one_of") is not None else (node,)
    return (text(item) for item in asked)
