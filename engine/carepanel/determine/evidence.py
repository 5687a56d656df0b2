"""What a question may see: the events that had happened by one instant and been recorded by another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from carepanel.calendars.instants import local_date
from carepanel.conditions.truth import Truth
from carepanel.determine.presentations import ONLY

if TYPE_CHECKING:
    from datetime import datetime

    from carepanel.conditions.vocabulary import Vocabulary
    from carepanel.determine.case import Case, Event, FactValue
    from carepanel.determine.presentations import Presentation
    from carepanel.program.program import Program


@dataclass(frozen=True, slots=True)
class Evidence:
    """A case as seen by a question: about the instant `at`, as known by `known_by`. The same event twice is one
    event.

    `events` are those that count for the `presentation` in question, `ever` all that are seen, earliest first.
    """

    case: Case
    program: Program = field(hash=False, repr=False)
    at: datetime
    known_by: datetime
    presentation: Presentation = ONLY
    ever: tuple[Event, ...] = field(init=False)
    events: tuple[Event, ...] = field(init=False)

    def __post_init__(self) -> None:
        seen: dict[object, Event] = {}
        for event in self.case.events:
            if event.at <= self.at and event.recorded_at <= self.known_by:
                first = seen.setdefault(event.sort_key(), event)
                if event.recorded_at < first.recorded_at:
                    seen[event.sort_key()] = event
        ever = tuple(seen[key] for key in sorted(seen))  # type: ignore[type-var]
        belongs_to = self.program.belongs_to
        object.__setattr__(self, "ever", ever)
        object.__setattr__(self, "events", tuple(e for e in ever if self.presentation.counts(e, belongs_to[e.kind])))

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the case."""
        return self.program.terms.vocabulary

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

    def matching(
        self, kind: str, having: tuple[tuple[str, str | bool], ...], *, ever: bool = False
    ) -> tuple[tuple[Event, Truth], ...]:
        """The events of a kind that carry (yes) or may carry (not known) these attributes, earliest first: those that
        count, or all there `ever` were.
        """
        found = (event for event in (self.ever if ever else self.events) if event.kind == kind)
        fitting = ((event, _carries(event, having)) for event in found)
        return tuple((event, fits) for event, fits in fitting if fits is not Truth.NO)


def _carries(event: Event, having: tuple[tuple[str, str | bool], ...]) -> Truth:
    return min((attribute_is(event, name, frozenset({value})) for name, value in having), default=Truth.YES)


def attribute_is(event: Event, name: str, values: frozenset[str | bool]) -> Truth:
    """Whether an attribute of an event has one of these values; not known where it was not recorded."""
    value = event.attributes.get(name)
    return Truth.of(None if value is None else value in values)


def day_of(event: Event) -> date:
    """The local day of an event."""
    return local_date(event.at)
