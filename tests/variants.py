"""Examples with a few facts and events changed at random (seeded): odd cases that no author would think of writing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import yaml

from carepanel import CaseInvalid
from tests.examples import policy, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.vocabulary import FactType
    from carepanel.determine.case import Case


def lacking_one(authority: str) -> Iterator[tuple[Case, str]]:
    """Each example with one of its events left out, in turn."""
    asked = policy(authority)
    for question in questions(authority):
        source = yaml.load(question.case.read_text("utf-8"), Loader=yaml.CSafeLoader)
        for i in range(len(source.get("events", []))):
            events = [*source["events"][:i], *source["events"][i + 1 :]]
            yield asked.read_case({**source, "events": events}), question.at


def variants(authority: str, count: int, seed: int = 0) -> Iterator[tuple[Case, str]]:
    """`count` cases, each with the instant that its example is asked about."""
    draw = random.Random(seed)
    asked = policy(authority)
    sources = [(yaml.load(q.case.read_text("utf-8"), Loader=yaml.CSafeLoader), q.at) for q in questions(authority)]
    made = 0
    while made < count:
        source, at = draw.choice(sources)
        try:
            case = asked.read_case(changed(source, at, authority, draw))
        except CaseInvalid:
            continue
        made += 1
        yield case, at


def changed(source: dict[str, Any], at: str, authority: str, draw: random.Random) -> dict[str, Any]:
    terms = policy(authority).terms
    facts = dict(source.get("facts", {}))
    for name in draw.sample(sorted(facts), min(len(facts), draw.randint(0, 2))):
        del facts[name]
    for fact in draw.sample(list(terms.vocabulary.facts.values()), draw.randint(0, 4)):
        value = drawn(fact, draw)
        if value is not None:
            facts[fact.name] = value
    events = [event for event in source.get("events", []) if draw.random() > 0.15]
    names = [
        e for e in terms.vocabulary.events if e not in ("put_forward", "document_lodged", "authorised", "attended")
    ]
    for name in draw.sample(names, draw.randint(0, 3)):
        events.append({"event": name, "at": at})
    for decision in draw.sample(terms.of("decisions"), draw.randint(0, 2)):
        events.append({"event": decision.name, "outcome": draw.choice(list(decision.outcomes)), "at": at})
    return {**source, "facts": facts, "events": events}


def drawn(fact: FactType, draw: random.Random) -> Any:
    match fact.kind:
        case "flag":
            return draw.random() < 0.5
        case "choice":
            return draw.choice(list(fact.choices))
        case "set":
            return [choice for choice in fact.choices if draw.random() < 0.4]
        case _:
            return None
