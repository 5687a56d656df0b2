"""An explanation: the part of a determination that a reader asks about. It works nothing out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.errors import UnknownSubject

if TYPE_CHECKING:
    from datetime import datetime

    from carepanel.determine.determination import (
        CalendarRef,
        Determination,
        Meeting,
        NotKnown,
        Obligation,
        PolicyRef,
        ReadingUsed,
        TraceNode,
    )

SECTIONS = (
    "eligibility",
    "route",
    "kind",
    "disposition",
    "documents",
    "authorisations",
    "membership",
    "attendance",
    "decisions",
    "obligations",
)
MEETING, READINGS = "meeting", "readings"
ABOUT_THE_MEETING = (MEETING, "cut_off")


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasoning about a subject: rules with their answers, duties with their dates, the meeting, what is not known,
    and the readings behind it. `subject` is empty for everything.
    """

    policy: PolicyRef
    calendars: tuple[CalendarRef, ...]
    case: str
    at: datetime
    known_by: datetime
    subject: str
    rules: tuple[TraceNode, ...]
    obligations: tuple[Obligation, ...]
    meeting: Meeting | None
    not_known: tuple[NotKnown, ...]
    readings: tuple[ReadingUsed, ...]


def explanation(determination: Determination, subject: str) -> Explanation:
    """The part of a determination about a subject: a rule, a section, ``meeting`` or its ``cut_off``, or ``readings``;
    all of it for none.

    Raises `UnknownSubject`.
    """
    rules = tuple(node for node in determination.trace if _is_about(node.rule, subject))
    duties = tuple(o for o in determination.obligations if _is_about(f"{o.section}.{o.id}", subject))
    reading = tuple(r for r in determination.readings if subject == r.id)
    if not (rules or reading or subject in (*ABOUT_THE_MEETING, READINGS)):
        raise UnknownSubject(subject, _subjects(determination))
    ids = {node.rule for node in rules}
    return Explanation(
        policy=determination.policy,
        calendars=determination.calendars,
        case=determination.case,
        at=determination.at,
        known_by=determination.known_by,
        subject=subject,
        rules=rules,
        obligations=duties,
        meeting=determination.meeting if subject in ("", *ABOUT_THE_MEETING) else None,
        not_known=tuple(n for n in determination.not_known if not subject or ids & set(n.would_change)),
        readings=reading or _behind(rules, subject, determination),
    )


def _is_about(rule: str, subject: str) -> bool:
    section, _, name = rule.partition(".")
    bare = section.partition("[")[0]
    return subject in ("", rule, name, bare) or (bare == "membership" and name.partition(".")[2] == subject)


def _behind(rules: tuple[TraceNode, ...], subject: str, determination: Determination) -> tuple[ReadingUsed, ...]:
    """The readings behind these rules: those whose clause one of them cites. All of them for no subject."""
    if subject in ("", READINGS):
        return determination.readings
    cited = {clause for node in rules for clause in node.clause}
    cited |= (
        set(determination.meeting.clause + determination.meeting.cut_off_clause)
        if subject in ABOUT_THE_MEETING
        else set()
    )
    return tuple(reading for reading in determination.readings if cited & set(reading.clause))


def _subjects(determination: Determination) -> tuple[str, ...]:
    names = [node.rule.rpartition(".")[2] for node in determination.trace if "[" not in node.rule]
    return tuple(
        dict.fromkeys((*SECTIONS, *ABOUT_THE_MEETING, READINGS, *names, *(r.id for r in determination.readings)))
    )
