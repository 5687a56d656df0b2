"""The words of a case: facts, events and parties with their types, and what cannot be true together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carepanel.conditions.ast import Condition
    from carepanel.source import Position

FactKind = Literal["flag", "choice", "set", "date", "money", "number"]
AttributeKind = Literal["flag", "text", "date"]
BelongsTo = Literal["child", "presentation", "hearing", "outcome"]
"""Of what an event tells when a case comes before its panel again: of the child, whenever the case comes; of one
presentation; of the hearing itself; or of what followed that.
"""
FactValue = bool | str | int | frozenset[str]


@dataclass(frozen=True, slots=True)
class FactType:
    """One fact: its kind, the question that asks for it, who supplies it and, where it is a judgment, who judges.

    `choices` holds the names a choice or set may take, with what each means; `usual` is an ordinary value, as written.
    """

    name: str
    kind: FactKind
    asks: str
    supplied_by: str
    choices: Mapping[str, str] = field(default_factory=dict)
    judged_by: str = ""
    per: str = ""
    usual: object = None
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event. Absence of an event that is ours to record means that it has not happened; absence of
    `history` is not known unless the case says that its history is complete. History is always of the child.
    """

    name: str
    says: str
    history: bool = False
    carries: Mapping[str, AttributeKind] = field(default_factory=dict)
    supplied_by: str = ""
    belongs_to: BelongsTo = "presentation"
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Impossible:
    """Facts that cannot hold together, whatever the policy says."""

    name: str
    says: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a case may say. A policy's own parties, facts and events are already merged in.

    `history_begins` is the date fact from which a history is whole: the child's birth.
    """

    name: str
    version: str
    parties: Mapping[str, str]
    facts: Mapping[str, FactType]
    events: Mapping[str, EventType]
    never: tuple[Impossible, ...] = ()
    history_begins: str = ""


UNIVERSAL_EVENTS: tuple[EventType, ...] = (
    EventType("document_lodged", "A document was lodged", carries={"document": "text", "dated": "date"}),
    EventType("authorised", "An authorisation was given", carries={"by": "text"}),
    EventType("attended", "Somebody attended the panel", carries={"who": "text"}),
    EventType("put_forward", "The case was put forward for a meeting", carries={"meeting": "text", "day": "date"}),
)

SUBJECT_OF: Mapping[str, str] = {"document_lodged": "document", "authorised": "by", "attended": "who"}
"""The attribute that a bare value names, in ``attended: social_worker``."""
