"""What a policy declares before its rules: itself, clauses, counting, words, parties, facts, events and readings."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from carepanel.compare.entry import Entry, Said
from carepanel.compare.normal import normal, party, rule
from carepanel.conditions.ast import Age, children
from carepanel.model.readings import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.compare.entry import Reader
    from carepanel.conditions.vocabulary import EventType, FactType
    from carepanel.model.terms import Clause, Reading

_ON_TIME = {"included": "in time", "excluded": "late"}
_FIRST_DAY = {"day_after": "the day after", "same_day": "the day itself"}
_SECTIONS = {answer: section for section, answer in TABLES.items()}


def declared(reader: Reader) -> Iterator[Entry]:
    """Every entry of these sections."""
    terms, vocabulary = reader.terms, reader.terms.vocabulary
    yield _policy(reader)
    yield _counting(reader)
    yield from _words(reader)
    for name, title in vocabulary.parties.items():
        yield reader.entry("parties", name, (), title, reader.plain("title", title, usual=True))
    for fact in vocabulary.facts.values():
        yield _fact(fact, reader)
    for event in vocabulary.events.values():
        yield _event(event, reader)
    for never in vocabulary.never:
        yield reader.entry(
            "never",
            never.name,
            (),
            never.says,
            reader.plain("says", never.says, usual=True),
            reader.condition(never.when),
        )
    for clause in terms.clauses.values():
        yield _clause(clause, reader)
    for reading in terms.readings.values():
        yield _reading(reading, reader)


def _policy(reader: Reader) -> Entry:
    terms = reader.terms
    starts, ends = terms.in_force
    says = (
        reader.plain("policy", terms.id),
        reader.plain("authority", terms.authority),
        reader.plain("title", terms.title),
        reader.plain("version", terms.version),
        reader.plain("in_force.from", starts, starts.replace("_", " ")),
        reader.plain("in_force.until", ends, ends.replace("_", " ")),
        reader.plain("source.title", terms.source),
        reader.plain("uses", terms.vocabulary.name),
        reader.plain("vocabulary.version", terms.vocabulary.version),
        reader.plain("history_begins", terms.vocabulary.history_begins),
    )
    return Entry("policy", "policy", "policy", (), terms.title, says, distinct=False)


def _counting(reader: Reader) -> Entry:
    counting = reader.terms.counting
    says = (
        reader.plain("working_days", counting.working_days, " and ".join(counting.working_days).replace("_", " ")),
        reader.plain("first_day", counting.first_day, _FIRST_DAY[counting.first_day]),
        reader.plain("exactly_on_time", counting.on_time, _ON_TIME[counting.on_time]),
        *(reader.plain(f"parts_of_day.{part}", ends, f"{ends:%H:%M}") for part, ends in counting.parts_of_day),
        *(reader.plain("birthday_29_february", leap, leap.title()) for leap in sorted(_leap_birthdays(reader))),
    )
    return Entry("counting", "counting", "counting", (), "How days are counted", says, distinct=False)


def _leap_birthdays(reader: Reader) -> set[str]:
    """The birthday of somebody born on 29 February: one for all the ages of a file, none where no age is tested."""
    terms = reader.terms
    tables = [row for rows in terms.tables.values() for row in rows]
    return {
        leap
        for found in (*terms.definitions, *terms.criteria, *tables, *terms.requirements)
        for leap in _leaps(found.when)
    }


def _leaps(node: object) -> Iterator[str]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Age):
            yield found.leap_birthday
        elif is_dataclass(found) and not isinstance(found, type):
            waiting += children(found)  # type: ignore[arg-type]
            waiting += [getattr(found, field.name) for field in fields(found) if field.name == "term"]


def _words(reader: Reader) -> Iterator[Entry]:
    """How strong `will` and `usually` are, as the rules that are written with them show it."""
    found = {r.modality: r.strength for r in reader.terms.requirements if r.modality in ("will", "usually")}
    for word, strength in found.items():
        yield reader.entry(
            "words", word, (), f"How strong “{word}” is", reader.plain("strength", strength), distinct=False
        )


def _clause(clause: Clause, reader: Reader) -> Entry:
    judged = Said("judged_by", party(reader.names, clause.judged_by), _judge(clause.judged_by, reader))
    kind = reader.plain(
        "kind",
        clause.kind,
        "duty" if clause.kind == "rule" else clause.kind.replace("_", " "),
        usual=clause.kind == "rule",
    )
    return reader.entry("clauses", clause.id, (clause.id,), "", reader.plain("says", clause.says), kind, judged)


def _judge(name: str, reader: Reader) -> str | None:
    return reader.terms.party(name).replace("_", " ") if name else None


def _fact(fact: FactType, reader: Reader) -> Entry:
    says = (
        reader.plain("asks", fact.asks, usual=True),
        reader.plain("type", fact.kind),
        *reader.each("of", fact.choices),
        Said("supplied_by", party(reader.names, fact.supplied_by), _judge(fact.supplied_by, reader)),
        Said("judged_by", party(reader.names, fact.judged_by), _judge(fact.judged_by, reader)),
        reader.plain("per", fact.per),
        Said("usual", normal(fact.usual, reader.names), _usual(fact.usual), usual=True),
    )
    return reader.entry("facts", fact.name, (), fact.asks, *says)


def _usual(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(str(item).replace("_", " ") for item in value) or "none"
        case _:
            return str(value).replace("_", " ")


def _event(event: EventType, reader: Reader) -> Entry:
    says = (
        reader.plain("says", event.says, usual=True),
        reader.plain("history", event.history, "yes" if event.history else "no", usual=not event.history),
        *reader.each("carries", dict(event.carries)),
        Said("supplied_by", party(reader.names, event.supplied_by), _judge(event.supplied_by, reader)),
    )
    return reader.entry("events", event.name, (), event.says, *says)


def _reading(reading: Reading, reader: Reader) -> Entry:
    stands = tuple(dict.fromkeys(place(written) for written in reading.stands_in))
    says = (
        reader.plain("question", reading.question, usual=True),
        reader.clauses(reading.clauses),
        *reader.each("options", reading.options),
        reader.plain("chosen", reading.chosen, reading.options.get(reading.chosen, reading.chosen)),
        reader.plain("because", reading.because),
        reader.plain("confirmed_by", reading.confirmed_by),
        reader.plain("no_case", reading.no_case),
        reader.plain("not_tried", reading.not_tried),
        Said(
            "stands_in",
            tuple(sorted(rule(reader.names, where) for where in stands)),
            ", ".join(stands) or None,
            usual=True,
        ),
    )
    return reader.entry("readings", reading.id, reading.clauses, reading.question, *says)


def place(written: str) -> str:
    """Where a reading stands; a row of a table is only its table, as rows are counted and the count shifts."""
    table, bracket, _ = written.partition("[")
    return _SECTIONS.get(table, table) if bracket else written
