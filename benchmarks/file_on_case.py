"""What a decision written by hand is given: the facts of a case and the events seen, in plain dictionaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from carepanel import Case, Event


class NotOnFile(LookupError):
    """The decision turns on something that is not on file. The engine goes on with "not known"; by hand, one stops."""


class ListedAgain(LookupError):
    """The case was put forward for more than one meeting, or for one that is not held; by hand, it goes to the one."""


@dataclass(slots=True)
class File:
    """The facts, and the events that had happened and been recorded by `at`. `first` holds when each kind first came,
    `last` the last event of each kind.
    """

    facts: Mapping[str, Any]
    at: datetime
    events: list[Event]
    first: dict[str, datetime]
    last: dict[str, Event]
    whole_since: date | None

    def lodged(self, document: str) -> datetime | None:
        """When a document first came in."""
        return self.first_with("document_lodged", "document", document)

    def authorised(self, by: str) -> list[datetime]:
        """Every time that somebody authorised."""
        return [e.at for e in self.events if e.kind == "authorised" and e.attributes.get("by") == by]

    def first_with(self, kind: str, name: str, value: str) -> datetime | None:
        """When an event of a kind first came with this value."""
        if kind in self.first:
            for event in self.events:
                if event.kind == kind and event.attributes.get(name) == value:
                    return event.at
        return None

    def outcome(self, decision: str) -> str | None:
        """The outcome of a decision as last taken."""
        event = self.last.get(decision)
        return str(event.attributes["outcome"]) if event else None

    def is_whole(self, since: date) -> bool:
        """Whether every event of the child's history since a day is on file."""
        return self.whole_since is not None and self.whole_since <= since


def opened(case: Case, at: datetime, known_by: datetime) -> File:
    """The file of a case as it was at an instant, as known by another."""
    events = sorted((e for e in case.events if e.at <= at and e.recorded_at <= known_by), key=lambda e: e.at)
    if len({e.attributes.get("day") for e in events if e.kind == "put_forward"}) > 1:
        raise ListedAgain
    first: dict[str, datetime] = {}
    last: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.kind, event.at)
        last[event.kind] = event
    return File(case.facts, at, events, first, last, case.history_complete_since)
