"""What a question may see: the events that had happened by one instant and been recorded by another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from carepanel.calendars.instants import local_date
from carepanel.conditions.truth import Truth

if TYPE_CHECKING:
    from datetime import datetime

    from carepanel.conditions.vocabulary import Vocabulary
    from carepanel.determine.case import Case, Event, FactValue


@dataclass(frozen=True, slots=True)
class Evidence:
    """A case as seen by a question: about the instant `at`, as known by `known_by`. The same event twice is one
    event.
    """

    case: Case
    vocabulary: Vocabulary
    at: datetime
    known_by: datetime
    events: tuple[Event, ...] = field(init=False)

    def __post_init__(self) -> None:
        seen = {e.sort_key(): e for e in self.case.events if e.at <= self.at and e.recorded_at <= self.known_by}
        object.__setattr__(self, "events", tuple(seen[key] for key in sorted(seen)))

    def fact(self, name: str) -> FactValue | None:
        """The value of a fact; None when it is not known."""
        return self.case.facts.get(name)

    def day(self, name: str) -> date | None:
        """The value of a date fact; None when it is not known."""
        value = self.fact(name)
        return value if isinstance(value, date) else None

    def of_kind(self, kind: str) -> tuple[Event, ...]:
        """The events of one kind that are seen, earliest first."""
        return tuple(event for event in self.events if event.kind == kind)

    def is_history(self, kind: str) -> bool:
        """Whether absence of this kind of event is not known rather than no."""
        event = self.vocabulary.events.get(kind)
        return event is not None and event.history

    def complete(self, kind: str, since: date | None) -> bool:
        """Whether no event of this kind since that day (ever, when None) can be missing from the file."""
        if not self.is_history(kind):
            return True
        start = since if since is not None else self.day(self.vocabulary.history_begins)
        known_from = self.case.history_complete_since
        return known_from is not None and start is not None and known_from <= start

    def matching(self, kind: str, having: tuple[tuple[str, str | bool], ...]) -> tuple[tuple[Event, Truth], ...]:
        """The events of a kind that carry (yes) or may carry (not known) these attributes, earliest first."""
        found = ((event, _carries(event, having)) for event in self.of_kind(kind))
        return tuple((event, fits) for event, fits in found if fits is not Truth.NO)


def _carries(event: Event, having: tuple[tuple[str, str | bool], ...]) -> Truth:
    return min((attribute_is(event, name, frozenset({value})) for name, value in having), default=Truth.YES)


def attribute_is(event: Event, name: str, values: frozenset[str | bool]) -> Truth:
    """Whether an attribute of an event has one of these values; not known where it was not recorded."""
    value = event.attributes.get(name)
    return Truth.of(None if value is None else value in values)


def day_of(event: Event) -> date:
    """The local day of an event."""
    return local_date(event.at)
