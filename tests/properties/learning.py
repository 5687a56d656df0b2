"""One thing more to know about a case: a fact, an attribute, an event of a history not yet complete, or that it is complete."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.properties import cases

from carepanel.calendars.instants import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from random import Random

    from carepanel.model.terms import Terms

Plain = dict[str, Any]


def learnt(random: Random, case: Plain, terms: Terms) -> tuple[str, Plain]:
    """The case with one thing more known, and what that is. Nothing that was said before is taken back."""
    steps = [*_facts(random, case, terms), *_attributes(random, case, terms), *_history(random, case, terms)]
    return random.choice(steps) if steps else ("nothing", case)


def _facts(random: Random, case: Plain, terms: Terms) -> Iterator[tuple[str, Plain]]:
    for name, fact in terms.vocabulary.facts.items():
        if name not in case["facts"]:
            value = cases.value(random, fact)
            yield f"{name} is {value}", {**case, "facts": {**case["facts"], name: value}}


def _attributes(random: Random, case: Plain, terms: Terms) -> Iterator[tuple[str, Plain]]:
    for number, event in enumerate(case["events"]):
        kind = terms.vocabulary.events.get(event["event"])
        for name, of in kind.carries.items() if kind is not None else ():
            if name not in event and name != "meeting":
                value = cases.attribute(random, of)
                changed = [*case["events"][:number], {**event, name: value}, *case["events"][number + 1 :]]
                yield f"{name} of {event} is {value}", {**case, "events": changed}


def _history(random: Random, case: Plain, terms: Terms) -> Iterator[tuple[str, Plain]]:
    """An event on a day since when the history is not complete, or that it is complete since such a day."""
    written = case.get("history_complete_since")
    complete = parse_date(written) if written else None
    begins = case["facts"].get(terms.vocabulary.history_begins, "2009-01-01")
    first = parse_date(begins)
    if complete is not None and complete <= first:
        return
    since = str(random.choice([first, first, _between(random, first, complete)]))
    yield f"complete since {since}", {**case, "history_complete_since": since}
    for kind in terms.vocabulary.events.values():
        if kind.history:
            event = cases.history(random, kind, _between(random, first, complete))
            yield f"{event}", {**case, "events": [*case["events"], event]}


def _between(random: Random, first: date, complete: date | None) -> date:
    """A day of which the history is not known to be complete, more often near the other events."""
    last = complete - timedelta(days=1) if complete is not None else parse_date("2026-03-30")
    near = max(first, min(last, last - timedelta(days=random.choice([0, 1, 2, 5, 9, 14, 40]))))
    return near if random.random() < 0.7 else first + timedelta(days=random.randint(0, (last - first).days))
