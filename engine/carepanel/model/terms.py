"""A policy: one authority's terms of reference as frozen values, every rule with its clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carepanel.conditions.ast import Condition
    from carepanel.conditions.moments import MeetingMoment, Moment
    from carepanel.conditions.vocabulary import Vocabulary
    from carepanel.model.deadlines import Counting, Deadline, Period, Weekday
    from carepanel.model.meetings import MeetingDays
    from carepanel.source import Position

ClauseKind = Literal["rule", "judgment", "guidance", "context", "external", "missing_source"]
Modality = Literal["must", "should", "will", "usually", "may", "must_not"]
Strength = Literal["must", "should", "may", "must_not"]
Section = Literal["documents", "authorisations", "attendance", "membership", "decisions", "obligations"]
Table = Literal["route", "kind", "disposition"]
PerWhat = Literal["case", "panel", "year"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One duty or paragraph of the source, in our own words. `judged_by` names who judges a `judgment`."""

    id: str
    kind: ClauseKind
    says: str
    judged_by: str = ""
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question the source leaves open, its options, and the one taken. Proposed, by us, until `confirmed_by` is
    filled.

    `stands_in` holds the ids of the rules it stands in (``obligations.finalise_outcome``, ``meetings.panel``,
    ``counting``);
    one that stands nowhere says in `not_tried` how the rules settle it.
    """

    id: str
    clauses: tuple[str, ...]
    question: str
    options: Mapping[str, str]
    chosen: str
    because: str
    confirmed_by: str = ""
    no_case: str = ""
    not_tried: str = ""
    stands_in: tuple[str, ...] = ()
    position: Position | None = field(default=None, compare=False, repr=False)

    @property
    def status(self) -> Literal["proposed", "confirmed"]:
        """Whether a real authority has confirmed the choice."""
        return "confirmed" if self.confirmed_by else "proposed"


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: an id unique in the policy (``eligibility.homeless_16_17``), a title, its clauses and its
    condition.
    """

    id: str
    title: str
    clauses: tuple[str, ...]
    when: Condition
    readings: tuple[str, ...] = ()
    position: Position | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definition(Rule):
    """A named condition."""


@dataclass(frozen=True, slots=True)
class Criterion(Rule):
    """One of the criteria of eligibility; any one is enough."""


@dataclass(frozen=True, slots=True)
class Row(Rule):
    """A row of a first-match table. `heard_at` is the meeting a kind of item goes to, after `after` where it says
    next.
    """

    then: str = ""
    heard_at: MeetingMoment | None = None
    after: Moment | None = None


@dataclass(frozen=True, slots=True)
class Requirement(Rule):
    """What somebody must, should or may do, or must not. A document, an authorisation, an attendance, a decision and an
    obligation are one thing; the section says which, and which of the last fields it fills.

    `actor` holds parties and is empty when the source names nobody; `modality` is the source's own word, `strength` how
    strong the policy takes it to be. `fulfilled_by` is None when nothing records it.
    """

    section: Section = "obligations"
    actor: tuple[str, ...] = ()
    modality: Modality = "must"
    strength: Strength = "must"
    action: str = ""
    trigger: Moment | None = None
    fulfilled_by: Moment | None = None
    waived_by: Moment | None = None
    cancelled_by: Moment | None = None
    deadline: Deadline | None = None
    per: PerWhat = "case"
    no_older_than: Period | None = None
    stands_in_for: str = ""
    after: str = ""
    deputies: tuple[str, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    lasts_until: Deadline | None = None
    role: str = ""

    @property
    def name(self) -> str:
        """The id without its section: the document, the party, the decision or the duty."""
        return self.id.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of whom must be present. A quorum the source does not state is None, never nought."""

    at_least: int
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutOff:
    """By when papers for a meeting are in; `duty` is the obligation that must be done by then.

    `by_day` has a deadline of its own for the meetings whose usual day is this weekday; `deadline` is that of the
    others.
    """

    clauses: tuple[str, ...]
    deadline: Deadline
    duty: str = ""
    by_day: Mapping[Weekday, Deadline] = field(default_factory=dict)

    def of(self, weekday: Weekday) -> Deadline:
        """The deadline for the meetings of a weekday."""
        return self.by_day.get(weekday, self.deadline)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Every deadline there is."""
        return (*self.by_day.values(), self.deadline)


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: when it meets, its cut-off, its quorum, and how many cases a meeting takes.

    `slots` is how many cases, and `length` how many minutes each, where the source states them. `order` is the moment
    by which cases are taken, the earliest first.
    """

    id: str
    title: str
    clauses: tuple[str, ...]
    days: MeetingDays
    cut_off: CutOff | None = None
    run_by: str = ""
    quorum: Quorum | None = None
    slots: int | None = None
    length: int | None = None
    order: Moment | None = None
    readings: tuple[str, ...] = ()
    position: Position | None = field(default=None, compare=False, repr=False)

    @property
    def capacity(self) -> int | None:
        """How many cases one meeting takes; None where the source sets no limit that can be worked out."""
        if self.slots is not None or self.length is None or self.days.minutes is None:
            return self.slots
        return self.days.minutes // self.length


@dataclass(frozen=True, slots=True)
class Terms:
    """One authority's terms under one choice of readings. `fingerprint` covers the file and its vocabulary, not their
    formatting.
    """

    id: str
    authority: str
    title: str
    version: str
    in_force: tuple[str, str]
    source: str
    fingerprint: str
    vocabulary: Vocabulary
    counting: Counting
    clauses: Mapping[str, Clause]
    panels: Mapping[str, Panel]
    definitions: tuple[Definition, ...]
    criteria: tuple[Criterion, ...]
    tables: Mapping[Table, tuple[Row, ...]]
    requirements: tuple[Requirement, ...]
    readings: Mapping[str, Reading]
    choices: Mapping[str, str]

    def party(self, name: str) -> str:
        """The title of a party or panel, or its name when it has none."""
        panel = self.panels.get(name)
        return self.vocabulary.parties.get(name) or (panel.title if panel else name)

    def of(self, *sections: Section) -> tuple[Requirement, ...]:
        """The requirements of these sections, in the order of the file."""
        return tuple(r for r in self.requirements if r.section in sections)
