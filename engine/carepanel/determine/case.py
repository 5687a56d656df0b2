"""A case: the facts of one child's case and the events in it, typed, as they were given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FactValue = bool | str | int | date | frozenset[str]
"""A flag, a choice, a number or pence, a date, or a set. A fact that is not given is not known."""

AttributeValue = bool | str | date


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `at` and was recorded at `recorded_at`, both instants in UTC."""

    kind: str
    at: datetime
    recorded_at: datetime
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict, hash=False)

    def sort_key(self) -> tuple[datetime, str, str]:
        """By time; the rest only makes the order of simultaneous events independent of how they were listed."""
        return self.at, self.kind, repr(sorted(self.attributes.items(), key=lambda item: item[0]))


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `reference` is never a name. `history_complete_since` says that the history events on file are all
    there
    are from the start of that local day.
    """

    reference: str
    facts: Mapping[str, FactValue] = field(hash=False)
    events: tuple[Event, ...] = ()
    history_complete_since: date | None = None
    source: str = field(default="the case", compare=False)
