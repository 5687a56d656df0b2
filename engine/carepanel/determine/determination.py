"""The determination: everything the engine says about one case at one instant, as frozen values.

Field names are those of `schemas/determination.schema.json` and are a promise. Answers are ``yes``, ``no`` and
``not_known``; instants are in UTC here and shown in local time with their offset in JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from carepanel.calendars.proof import ListRef

AnswerWord = Literal["yes", "no", "not_known"]
Status = Literal["pending", "fulfilled", "fulfilled_late", "missed", "waived", "cancelled", "not_due", "not_known"]
Standing = Literal["must", "should", "invited", "barred"]
ObligationSection = Literal["obligations", "decisions", "authorisations", "attendance"]
NoDateReason = Literal["", "not_stated", "external", "undecided", "waiting", "not_known"]


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """Which policy answered. `fingerprint` covers the policy and its vocabulary; the encoding is never the authority's
    own.
    """

    id: str
    authority: str
    title: str
    version: str
    fingerprint: str
    unofficial: str = "an unofficial encoding of published terms of reference, adopted by no authority"


@dataclass(frozen=True, slots=True)
class CalendarRef:
    """A list of days off that the dates rest on, and where it is from; dates beyond `horizon` are provisional.

    `used_for` says whether working days are counted by it, whether meetings are held `during` it alone, or both.
    """

    name: str
    version: str
    fingerprint: str
    horizon: date
    source: str
    used_for: tuple[Literal["working_days", "during"], ...]


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One step of the working of a date: what it does to the count, to which day (None: to no single one), and why;
    `says` is the same as a plain line. `provisional` marks what rests on days off not yet published; `days_off` is the
    list of days off that has the day as one, or that ends with it.
    """

    day: date | None
    effect: Literal["start", "counted", "skipped", "moved", "end", "note"]
    why: str
    provisional: bool
    days_off: ListRef | None
    says: str


@dataclass(frozen=True, slots=True)
class CriterionAnswer:
    """One criterion: its answer, the facts and events it uses, and who judges those that are judgments."""

    id: str
    title: str
    clause: tuple[str, ...]
    answer: AnswerWord
    facts: tuple[str, ...]
    judged_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether any criterion is met; `grounds` are the ids of those that surely are."""

    answer: AnswerWord
    grounds: tuple[str, ...]
    criteria: tuple[CriterionAnswer, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer of a first-match table; None with `between` where it is not known which of these rows holds."""

    answer: str | None
    title: str
    clause: tuple[str, ...]
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting of the case, and by when its papers are due. `day` is None where no meeting can be named, `why` says
    why.

    `starts` is None where the source states no hour; `cut_off` is None where there is none, and `cut_off_says` says so.
    """

    panel: str
    title: str
    clause: tuple[str, ...]
    day: date | None
    usual_day: date | None
    starts: time | None
    why: str
    cut_off: datetime | None
    cut_off_says: str
    cut_off_clause: tuple[str, ...]
    provisional: bool
    proof: tuple[ProofStep, ...]
    cut_off_proof: tuple[ProofStep, ...]


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """One document: whether it is needed, whether it is in, what stands in for it, and whether it is late."""

    id: str
    title: str
    clause: tuple[str, ...]
    modality: str
    strength: str
    needed: AnswerWord
    held: AnswerWord
    stood_in_for_by: str
    late: AnswerWord
    lodged_at: datetime | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of the case: the ids by what can be said of each, and each in full."""

    required: tuple[str, ...]
    held: tuple[str, ...]
    missing: tuple[str, ...]
    standing_in: tuple[str, ...]
    late: tuple[str, ...]
    not_known: tuple[str, ...]
    items: tuple[DocumentAnswer, ...]


@dataclass(frozen=True, slots=True)
class AuthorisationAnswer:
    """One authorisation: whether it is needed and given. Given before the one it must follow, it is `out_of_order`."""

    id: str
    title: str
    clause: tuple[str, ...]
    modality: str
    strength: str
    after: str
    needed: AnswerWord
    given: AnswerWord
    out_of_order: bool
    given_at: datetime | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Authorisations:
    """The authorisations of the case: the ids by what can be said of each, and each in full."""

    needed: tuple[str, ...]
    given: tuple[str, ...]
    outstanding: tuple[str, ...]
    out_of_order: tuple[str, ...]
    not_known: tuple[str, ...]
    items: tuple[AuthorisationAnswer, ...]


@dataclass(frozen=True, slots=True)
class AttendanceAnswer:
    """One party: how it stands to the meeting, whether that applies to this case, and whether it has attended."""

    id: str
    title: str
    clause: tuple[str, ...]
    standing: Standing
    applies: AnswerWord
    role: str
    action: str
    deputies: tuple[str, ...]
    attended: AnswerWord


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who must, should, is invited to and must not be there, and each in full. `quorum` is in words."""

    must: tuple[str, ...]
    should: tuple[str, ...]
    invited: tuple[str, ...]
    barred: tuple[str, ...]
    not_known: tuple[str, ...]
    quorum: str
    items: tuple[AttendanceAnswer, ...]


@dataclass(frozen=True, slots=True)
class Obligation:
    """One occurrence of a duty or decision: who must do what by when, under which clause, and how it stands.

    `actor` holds party names, `actor_says` their titles in words. `occurrence` counts from 1, and may change when
    something earlier is put on record; `arose` is what tells it from the others for good: the instant that set it off,
    or the number of the `presentation`, which says how often the case had come before its panel.

    `since` is from when it is there. `due` is the latest instant after which it is late, None where there is none;
    what is done by `due_earliest` is in time whatever turns out, and `due_day` is the last day for that. `due_says`
    gives the time, or the reason why there is none, in words; `no_date` is that reason in a word, or empty.

    `over` says that it was for a hearing or a meeting which is past, so that nothing can still be done about it.
    `done_at` is when it was done, `recorded_at` when that was put on record. `awaits` names what is still out of what
    it needs; `not_known_because` what is not known of it. `let_off_by` holds the parties who have the power to let it
    off, `let_off_at` when they did; `cancelled_because` what cancelled it. `why` is what it arose from and what its
    time rests on, in the policy's words.
    """

    id: str
    section: ObligationSection
    occurrence: int
    presentation: int
    arose: str
    title: str
    actor: tuple[str, ...]
    actor_says: str
    modality: str
    strength: str
    action: str
    trigger: str
    since: datetime | None
    due: datetime | None
    due_earliest: datetime | None
    due_day: date | None
    due_says: str
    no_date: NoDateReason
    provisional: bool
    status: Status
    not_known_because: str
    over: bool
    done_at: datetime | None
    recorded_at: datetime | None
    awaits: tuple[str, ...]
    let_off_by: tuple[str, ...]
    let_off_at: datetime | None
    cancelled_because: str
    clause: tuple[str, ...]
    readings: tuple[str, ...]
    outcomes: tuple[str, ...]
    why: str
    proof: tuple[ProofStep, ...]


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Something still to be learnt: what to ask, who can supply it, and the answers that it would change."""

    kind: Literal["fact", "history", "attribute", "decision", "meeting", "reading"]
    name: str
    asks: str
    supplied_by: str
    would_change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingUsed:
    """A reading the determination rests on. `would_change` is None where the other options were not tried."""

    id: str
    clause: tuple[str, ...]
    question: str
    chosen: str
    says: str
    because: str
    status: Literal["proposed", "confirmed"]
    not_tried: str
    would_change: dict[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Whether a second engine worked out the same conclusions. They agree wherever it was taken: otherwise nothing is
    determined.
    """

    taken: bool
    engine: str
    conclusions: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class TraceNode:
    """A step of the reasoning: its words, the clause it rests on, its answer, and its parts."""

    rule: str
    clause: tuple[str, ...]
    words: str
    answer: AnswerWord
    parts: tuple[TraceNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Determination:
    """What the terms of reference require of one case, asked about `at` as known by `known_by`. `presentation` counts
    how often it had come before its panel.
    """

    policy: PolicyRef
    calendars: tuple[CalendarRef, ...]
    case: str
    presentation: int
    at: datetime
    known_by: datetime
    eligibility: Eligibility
    kind: Choice | None
    route: Choice | None
    meeting: Meeting
    documents: Documents
    authorisations: Authorisations
    attendance: Attendance
    disposition: Choice | None
    obligations: tuple[Obligation, ...]
    not_known: tuple[NotKnown, ...]
    readings: tuple[ReadingUsed, ...]
    second_opinion: SecondOpinion
    trace: tuple[TraceNode, ...]
