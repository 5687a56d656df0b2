"""Read the definitions, and gather every name that conditions may use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.conditions.ast import ALWAYS, Age, Count
from carepanel.conditions.from_document import attribute_condition
from carepanel.conditions.moments import MeetingMoment
from carepanel.conditions.names import Names, Symbol
from carepanel.conditions.scope import describe, text, undecided
from carepanel.conditions.vocabulary_from_document import symbols_of
from carepanel.diagnostics import did_you_mean
from carepanel.model.entries import body, entries, moment_of, scope_of, words_in
from carepanel.model.readings import TABLES
from carepanel.model.times_from_document import parts_of_day
from carepanel.model.windows_from_document import days, window
from carepanel.text.document import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.ast import Days, LeapBirthday
    from carepanel.conditions.moments import Moment
    from carepanel.conditions.scope import Scope
    from carepanel.conditions.vocabulary import EventType, Vocabulary
    from carepanel.diagnostics import Problems
    from carepanel.text.document import Entry


def names_of(document: Mapping, vocabulary: Vocabulary, problems: Problems) -> Names:
    """Every name of a policy, each once; a name that two sections use is a problem."""
    symbols: dict[str, Symbol] = dict(symbols_of(vocabulary))
    for symbol in _declared(document):
        if symbol.position is not None:
            _check_name(symbol, symbols, problems)
        symbols.setdefault(symbol.name, symbol)
    panels = frozenset(entry.key for entry in entries(document, "meetings"))
    documents = frozenset(entry.key for entry in entries(document, "documents"))
    names = Names(symbols, frozenset(vocabulary.parties) | panels, documents, dict(parts_of_day(document)))
    names = _with_moments(document, names, problems)
    return _with_numbers(document, names, problems)


_RESERVED = frozenset(
    [
        "always",
        "never",
        "any",
        "all",
        "some",
        "not",
        "reading",
        "values",
        "undecided",
        "ever",
        "documents",
        "authorisations",
        "not_stated",
        "not_recorded",
        "external",
    ]
)
"""Words that mean something of their own where a name may stand."""

_KINDS = {
    "fact": "a fact",
    "event": "an event",
    "decision": "a decision",
    "duty": "a duty under `obligations`",
    "meeting": "a meeting",
    "table": "a table",
    "eligibility": "a section",
}


def _check_name(symbol: Symbol, known: dict[str, Symbol], problems: Problems) -> None:
    """Whether a name is free: one name has one meaning."""
    if symbol.position is None:
        return
    first = known.get(symbol.name)
    if symbol.name in _RESERVED:
        message = f"`{symbol.name}` is a word of the language"
        problems.add("reserved-name", message, symbol.position, "choose another name")
    elif first is not None:
        message = f"`{symbol.name}` is already the name of {_KINDS.get(first.kind, 'a definition')}"
        help_ = "choose another name: one name has one meaning in a policy"
        problems.add("name-used-twice", message, symbol.position, help_)


def _declared(document: Mapping) -> Iterator[Symbol]:
    for entry in entries(document, "definitions"):
        yield _definition_symbol(entry)
    for entry in entries(document, "decisions"):
        outcomes = body(entry).get("outcomes")
        yield Symbol(
            entry.key,
            "decision",
            choices=tuple(outcomes.keys()) if isinstance(outcomes, Mapping) else (),
            position=entry.key_position,
        )
    for entry in entries(document, "obligations"):
        yield Symbol(entry.key, "duty", position=entry.key_position)
    for entry in entries(document, "meetings"):
        yield Symbol(entry.key, "meeting", position=entry.key_position)
    for section, name in TABLES.items():
        if section in document:
            yield Symbol(name, "table", choices=_thens(document, section))
    criteria = tuple(entry.key for entry in entries(document, "eligibility"))
    yield Symbol("eligibility", "eligibility", choices=criteria, rule="eligibility")
    for name in criteria:
        yield Symbol(f"eligibility.{name}", "condition", rule=f"eligibility.{name}")


def _definition_symbol(entry: Entry) -> Symbol:
    node = body(entry)
    if "when" in node or "date" in node:
        return Symbol(entry.key, "condition", rule=f"definitions.{entry.key}", position=entry.key_position)
    kind = "moment" if "moment" in node else "number"
    return Symbol(entry.key, kind, position=entry.key_position)  # type: ignore[arg-type]


def _thens(document: Mapping, section: str) -> tuple[str, ...]:
    rows = document.get(section)
    items = rows.items if isinstance(rows, Sequence) else ()
    return tuple(dict.fromkeys(text(row.get("then")) for row in items if isinstance(row, Mapping)))


def _with_moments(document: Mapping, names: Names, problems: Problems) -> Names:
    """Moments first, in the order in which they use each other; a circle is left unresolved and reported."""
    waiting = {e.key: e for e in entries(document, "definitions") if "moment" in body(e)}
    symbols = dict(names.symbols)
    while waiting:
        ready = [k for k, e in waiting.items() if not words_in(body(e).get("moment")) & (waiting.keys())]
        if not ready:
            for entry in waiting.values():
                message = f"`{entry.key}` is defined by way of itself, so it is no moment"
                help_ = "define one of the moments in the circle by an event"
                problems.add("circular-definition", message, entry.key_position, help_)
            break
        for key in ready:
            entry = waiting.pop(key)
            found: Moment | None = moment_of(
                body(entry), "moment", scope_of(body(entry), replace(names, symbols=symbols), problems)
            )
            symbols[key] = replace(symbols[key], moment=found)
    return replace(names, symbols=symbols)


def _with_numbers(document: Mapping, names: Names, problems: Problems) -> Names:
    counting = document.get("counting")
    symbols = dict(names.symbols)
    for entry in entries(document, "definitions"):
        node = body(entry)
        scope = scope_of(node, names, problems)
        if "age_of" in node:
            number: Age | Count | Days | None = _age(entry, counting if isinstance(counting, Mapping) else None, scope)
        elif "count_of" in node:
            number = _count(node, scope)
        elif "days_of" in node:
            event = _event(node, "days_of", scope)
            number = days(node, event, scope) if event is not None else None
        else:
            continue
        symbols[entry.key] = replace(symbols[entry.key], number=number)
    return replace(names, symbols=symbols)


def _age(entry: Entry, counting: Mapping | None, scope: Scope) -> Age | None:
    node = body(entry)
    born = _date_fact(node, "age_of", scope)
    on = moment_of(node, "at", scope)
    leap = _leap_birthday(entry, counting, scope)
    if isinstance(on, MeetingMoment) and on.part == "start":
        on = replace(on, part="day")
    return Age(born, on, leap) if born and on is not None and leap else None


def _leap_birthday(entry: Entry, counting: Mapping | None, scope: Scope) -> LeapBirthday | None:
    said = text(counting.get("birthday_29_february")) if counting else ""
    if said == "1 march":
        return "1 march"
    if said == "28 february":
        return "28 february"
    message = (
        f"`{entry.key}` tests an age, and `counting` does not say when somebody born on 29 February has a birthday"
    )
    scope.problem(
        "birthday-not-said",
        message,
        entry.key_position,
        "write `birthday_29_february: 1 march` or `28 february` under `counting`",
    )
    return None


def _date_fact(node: Mapping, key: str, scope: Scope) -> str:
    written = node.get(key)
    name = text(written)
    if undecided(written) and written is not None:
        scope.wrong_form(written, "a date fact")
        return ""
    symbol = scope.names.get(name)
    if symbol is not None and symbol.fact is not None and symbol.fact.kind == "date":
        return name
    if written is not None:
        dates = (s.name for s in scope.names.symbols.values() if s.fact is not None and s.fact.kind == "date")
        help_ = did_you_mean(name, dates) or "name a fact of type date"
        scope.problem("unknown-term", f"{describe(written)} is no date fact", written.position, help_)
    return ""


def _count(node: Mapping, scope: Scope) -> Count | None:
    event = _event(node, "count_of", scope)
    found = window(node, scope) if "within" in node else None
    if event is None or (found is None and "within" in node):
        return None
    where = node.get("where")
    tests = ALWAYS if where is None else attribute_condition(where, event, scope)
    bounded = "since" in node and text(node.get("since")) != "ever"
    return Count(event.name, tests, _date_fact(node, "since", scope) if bounded else "", found)


def _event(node: Mapping, key: str, scope: Scope) -> EventType | None:
    """The event that a count or a number of days is of."""
    written = node.get(key)
    symbol = scope.names.get(text(written))
    if symbol is not None and symbol.event is not None:
        return symbol.event
    if undecided(written) and written is not None:
        scope.wrong_form(written, "an event")
    elif written is not None:
        help_ = scope.names.suggestion(text(written), ("event",)) or "name an event"
        scope.problem("unknown-event", f"{describe(written)} is no event", written.position, help_)
    return None
