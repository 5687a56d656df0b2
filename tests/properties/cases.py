"""Cases for any policy, made from its own words: facts given and left out, events at awkward instants, late records."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.properties.words import maybe

from carepanel.calendars.instants import iso, parse_date, parse_instant
from carepanel.conditions.ast import Fact, OneOf, leaves
from carepanel.determine.case_from_document import case as read_case
from carepanel.diagnostics import Problems
from carepanel.text.from_plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from random import Random

    from carepanel.conditions.vocabulary import EventType, FactType
    from carepanel.determine.case import Case
    from carepanel.model.terms import Terms
    from carepanel.policy import Policy

Plain = dict[str, Any]

# On both sides of noon and five on cut-off days, of midnight, of the clocks going forward, of Easter and of Christmas.
_TIMES = ("00:00", "09:00", "11:59", "12:00", "12:01", "13:00", "17:00", "23:59")
_FIRST = parse_date("2026-03-02")
_DAYS = (*range(29), 32, 35, 36, 43, 63, -63, -70, -95)
_BIRTHDAYS = ("2008-02-29", "2008-03-09", "2010-03-09", "2010-03-10", "2011-06-01", "2025-12-24")
_LONG_AGO = ("2025-04-02", "2025-11-20", "2026-01-14", "2026-02-16")


def instant(random: Random) -> str:
    return f"{_FIRST + timedelta(days=random.choice(_DAYS))}T{random.choice(_TIMES)}"


def question(random: Random) -> str:
    """An instant to ask about: more often late than early, so that there is something to ask about."""
    return f"{_FIRST + timedelta(days=random.choice([3, 5, 7, 10, 14, 21, 28, 36, 45, -64]))}T{random.choice(_TIMES)}"


def case(random: Random, terms: Terms) -> Plain:
    """A case as a file would hold it, under the words of these terms. It may be impossible under the vocabulary's `never`."""
    given = random.choice([0.4, 0.8, 0.95, 1.0])
    facts = {f.name: value(random, f) for f in terms.vocabulary.facts.values() if maybe(random, given)}
    for name in _contradicting(random, terms):
        facts.pop(name, None)
    events = [event for kind in _kinds(random, terms) for event in kind]
    random.shuffle(events)
    made: Plain = {"case": "GEN-1", "facts": facts, "events": events}
    if maybe(random, 0.4):
        made["history_complete_since"] = random.choice([*_BIRTHDAYS[:3], "2025-10-01", "2026-02-16"])
    return made


def _contradicting(random: Random, terms: Terms) -> Iterator[str]:
    """A fact of most rules of what cannot be, so that most cases can."""
    for rule in terms.vocabulary.never:
        named = [
            leaf.term.name for leaf in leaves(rule.when) if isinstance(leaf, OneOf) and isinstance(leaf.term, Fact)
        ]
        if named and maybe(random, 0.9):
            yield random.choice(named)


def value(random: Random, fact: FactType) -> Any:
    """A value of a fact, of its type."""
    match fact.kind:
        case "flag":
            return maybe(random)
        case "choice":
            return random.choice(sorted(fact.choices))
        case "set":
            return sorted(name for name in fact.choices if maybe(random, 0.4))
        case "money":
            return random.choice(["£0", "£500", "£1,000", "£1,999.99", "£2,000", "£3,000"])
        case "number":
            return random.randint(0, 3)
        case "date":
            return random.choice(_BIRTHDAYS if "born" in fact.name or "birth" in fact.name else _LONG_AGO)


def _kinds(random: Random, terms: Terms) -> Iterator[list[Plain]]:
    often = random.choice([0.15, 0.4, 0.8])
    for event in terms.vocabulary.events.values():
        if event.name in _SUBJECTS:
            continue
        times = random.choice([1, 1, 1, 2, 3]) if maybe(random, often) else 0
        yield [history(random, event) if event.history else happening(random, event.name) for _ in range(times)]
    yield [lodged(random, r.name) for r in terms.of("documents") for _ in range(_few(random, often))]
    yield [
        happening(random, "authorised", by=r.name)
        for r in terms.of("authorisations")
        for _ in range(_few(random, often))
    ]
    yield [
        happening(random, "attended", who=r.actor[0])
        for r in terms.of("attendance", "membership")
        if maybe(random, often / 2)
    ]
    for decision in terms.of("decisions"):
        outcomes = sorted(decision.outcomes)
        yield [
            happening(random, decision.name, outcome=random.choice(outcomes)) for _ in range(_few(random, often / 2))
        ]
    if maybe(random, 0.35):
        day = _FIRST + timedelta(days=random.choice([7, 7, 14, 21, 28, 8, 22, 36]))
        meeting = {"meeting": random.choice(sorted(terms.panels))} if maybe(random) else {}
        yield [happening(random, "put_forward", **meeting, day=str(day))]


_SUBJECTS = {"document_lodged", "authorised", "attended", "put_forward"}


def _few(random: Random, often: float) -> int:
    return random.choice([1, 1, 2]) if maybe(random, often) else 0


def happening(random: Random, kind: str, **attributes: Any) -> Plain:
    """An event of ours, sometimes put on file late."""
    at = instant(random)
    made = {"event": kind, **attributes, "at": at}
    if maybe(random, 0.15):
        made["recorded_at"] = iso(parse_instant(at) + timedelta(hours=random.choice([1, 30, 200])))
    return made


def history(random: Random, kind: EventType, day: date | None = None) -> Plain:
    """An event of the history, its attributes sometimes left out."""
    on = (
        f"{day}T12:00" if day is not None else instant(random) if maybe(random) else f"{random.choice(_LONG_AGO)}T10:00"
    )
    return {
        "event": kind.name,
        **{n: attribute(random, k) for n, k in kind.carries.items() if maybe(random, 0.6)},
        "at": on,
    }


def attribute(random: Random, kind: str) -> Any:
    """A value of an attribute."""
    return (
        maybe(random)
        if kind == "flag"
        else random.choice(_LONG_AGO)
        if kind == "date"
        else random.choice(["tired", "moved"])
    )


def lodged(random: Random, document: str) -> Plain:
    """A document lodged, its own date given or not."""
    dated = (
        {"dated": random.choice(["2025-11-20", "2025-12-01", "2026-02-20", "2026-03-01"])} if maybe(random, 0.7) else {}
    )
    return happening(random, "document_lodged", document=document, **dated)


def read(plain: Plain, policy: Policy) -> Case:
    """The case, read as the policy reads it but for the schema, which these cases fit."""
    problems = Problems()
    found = read_case(from_plain(plain, "generated"), policy.terms, problems)
    assert not problems.found(), "\n".join(map(str, problems.found()))
    return found
