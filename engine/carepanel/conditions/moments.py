"""Moments: what a trigger, a deadline or `fulfilled_by` points at.

Plain names; when they came to be is worked out later. A moment is an event (with the attributes asked for), a decision,
the breach of a duty, a count being reached, a meeting or its cut-off, or several of these together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from carepanel.conditions.ast import Count

Part = Literal["start", "cut_off", "usual_day", "day"]
Which = Literal["this", "next", "next_open"]


@dataclass(frozen=True, slots=True)
class EventMoment:
    """An event of this kind that carries at least these attributes, e.g. ``document_lodged`` with ``document:
    chronology``.
    """

    event: str
    having: tuple[tuple[str, str | bool], ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionMoment:
    """A decision of the policy being taken, with this outcome (any outcome when it is empty)."""

    decision: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class StatusMoment:
    """A duty coming into a state: `missed` is the instant its deadline passed, `fulfilled` the instant it was done."""

    duty: str
    status: Literal["missed", "fulfilled"]


@dataclass(frozen=True, slots=True)
class MeetingMoment:
    """A meeting. `this` is the one the case is for; `next` and `next_open` follow the trigger of the rule they stand
    in.

    `next_open` is the next one whose cut-off has not passed. `weeks_earlier` moves the moment back by whole weeks.
    """

    meeting: str
    part: Part = "start"
    which: Which = "this"
    weeks_earlier: int = 0


@dataclass(frozen=True, slots=True)
class CountMoment:
    """Each event by which a count came to `at_least` or beyond: the second placement breakdown, and any after it."""

    count: Count
    at_least: int


@dataclass(frozen=True, slots=True)
class CollectionMoment:
    """All the documents, or all the authorisations, that the case needs being in."""

    collection: Literal["documents", "authorisations"]


@dataclass(frozen=True, slots=True)
class FactMoment:
    """The day that a date fact gives, its hour not known; or the day on which a pregnancy comes to so many completed
    weeks, the fact giving the day on which the birth is expected.
    """

    fact: str
    weeks_of_gestation: int = 0


@dataclass(frozen=True, slots=True)
class NextMoment:
    """The first time after the trigger of the rule it stands in that an event came, or a decision was taken."""

    moment: EventMoment | DecisionMoment


@dataclass(frozen=True, slots=True)
class AllMoments:
    """The instant by which every one of the parts has come to be."""

    parts: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class AnyMoment:
    """The instant at which the first of the parts came to be."""

    parts: tuple[Moment, ...]


Moment = (
    EventMoment
    | DecisionMoment
    | StatusMoment
    | MeetingMoment
    | CountMoment
    | CollectionMoment
    | FactMoment
    | NextMoment
    | AllMoments
    | AnyMoment
)
