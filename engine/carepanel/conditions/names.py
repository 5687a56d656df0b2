"""The names a condition or a moment may use: one set for the whole file, each name with one meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from carepanel.diagnostics import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import time

    from carepanel.conditions.ast import Age, Count, Days
    from carepanel.conditions.moments import Moment
    from carepanel.conditions.vocabulary import EventType, FactType
    from carepanel.source import Position

SymbolKind = Literal[
    "fact", "condition", "number", "moment", "event", "decision", "duty", "meeting", "table", "eligibility"
]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name. Which of the other fields is filled depends on `kind`.

    `choices`: a decision's outcomes, a table's `then` values, the criteria; `rule`: the id of the rule a named
    condition becomes.
    """

    name: str
    kind: SymbolKind
    fact: FactType | None = None
    event: EventType | None = None
    number: Age | Count | Days | None = None
    moment: Moment | None = None
    choices: tuple[str, ...] = ()
    rule: str = ""
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Names:
    """Every name a condition may use. `parties` and `documents` are what a universal event's subject may be;
    `parts_of_day` has the time at which each part of the day ends.
    """

    symbols: Mapping[str, Symbol]
    parties: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    parts_of_day: Mapping[str, time] = field(default_factory=dict)

    def get(self, name: str) -> Symbol | None:
        """The meaning of a name, or None."""
        return self.symbols.get(name)

    def suggestion(self, name: str, kinds: Iterable[SymbolKind] = ()) -> str:
        """A known name close to this one, among the kinds wanted (all when none are given)."""
        wanted = set(kinds)
        return did_you_mean(name, (s.name for s in self.symbols.values() if not wanted or s.kind in wanted))
