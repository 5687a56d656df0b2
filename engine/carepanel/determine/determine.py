"""Determine: one pure function from a case and an instant to what the terms require of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import local_date
from carepanel.calendars.meetings import meeting_anchor, occurrences
from carepanel.calendars.proof import Proof, Step
from carepanel.conditions.ast import (
    Age,
    Answer,
    Count,
    Days,
    Fact,
    Happened,
    Includes,
    InRange,
    Inside,
    IsKnown,
    OneOf,
    Size,
    walk,
)
from carepanel.conditions.moments import EventMoment, FactMoment
from carepanel.conditions.truth import Truth
from carepanel.determine import requirements
from carepanel.determine.determination import (
    CalendarRef,
    Choice,
    CriterionAnswer,
    Determination,
    Eligibility,
    Meeting,
    PolicyRef,
)
from carepanel.determine.evidence import Evidence
from carepanel.determine.learn import still_to_learn
from carepanel.determine.meeting import choose
from carepanel.determine.moments import cut_off
from carepanel.determine.obligations import obligations
from carepanel.determine.requirements import due_in_words, proof_steps
from carepanel.determine.trace import sketches, trace, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.days_off import DaysOff
    from carepanel.calendars.meetings import Meeting as PanelMeeting
    from carepanel.conditions.ast import Condition, Leaf
    from carepanel.determine.case import Case
    from carepanel.determine.determination import ReadingUsed, SecondOpinion
    from carepanel.determine.evaluation import Evaluation
    from carepanel.determine.meeting import Choice as MeetingChoice
    from carepanel.determine.trace import Sketch
    from carepanel.model.terms import Criterion, Panel, Table
    from carepanel.program.program import Program


@dataclass(frozen=True, slots=True)
class Question:
    """A case asked about an instant, as known by another."""

    case: Case
    at: datetime
    known_by: datetime


@dataclass(frozen=True, slots=True)
class Determiner:
    """A program on a calendar, ready to be asked. Holds nothing of any case."""

    program: Program
    calendar: Calendar
    drawn: tuple[Sketch, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "drawn", sketches(self.program))

    def weigh(self, question: Question) -> MeetingChoice:
        """Every answer to a question, with the meeting that it is about."""
        evidence = Evidence(question.case, self.program, question.at, question.known_by)
        return choose(evidence, self.calendar)

    def determination(
        self, weighed: MeetingChoice, readings: tuple[ReadingUsed, ...], second_opinion: SecondOpinion
    ) -> Determination:
        """The whole determination of a question that has been weighed."""
        evaluation = weighed.evaluation
        return Determination(
            policy=_policy(self.program),
            calendars=_calendars(self.calendar),
            case=evaluation.evidence.case.reference,
            presentation=evaluation.evidence.presentation.number,
            at=evaluation.at,
            known_by=evaluation.evidence.known_by,
            eligibility=_eligibility(evaluation),
            kind=_choice("kind", evaluation),
            route=_choice("route", evaluation),
            meeting=_meeting(weighed),
            documents=requirements.documents(evaluation),
            authorisations=requirements.authorisations(evaluation),
            attendance=requirements.attendance(evaluation),
            disposition=_choice("disposition", evaluation),
            obligations=obligations(weighed),
            not_known=still_to_learn(evaluation),
            readings=readings,
            second_opinion=second_opinion,
            trace=trace(self.drawn, evaluation),
        )


def conclusions(evaluation: Evaluation) -> tuple[Mapping[str, Truth], Mapping[Leaf, Truth]]:
    """The answer of every conclusion, and the truth of every leaf they rest on: what a second engine needs to check
    them.
    """
    return evaluation.answers(), {leaf: evaluation.leaf(leaf) for leaf in evaluation.program.leaves}


def _calendars(calendar: Calendar) -> tuple[CalendarRef, ...]:
    """Each list once, those by which working days are counted first."""
    uses: tuple[tuple[Literal["working_days", "during"], tuple[DaysOff, ...]], ...] = (
        ("working_days", calendar.lists),
        ("during", tuple(calendar.named.values())),
    )
    return tuple(
        CalendarRef(
            name=days.name,
            version=days.version,
            fingerprint=days.fingerprint,
            horizon=days.horizon,
            source=days.source,
            used_for=tuple(use for use, used in uses if days in used),
        )
        for days in dict.fromkeys(days for _, used in uses for days in used)
    )


def _policy(program: Program) -> PolicyRef:
    terms = program.terms
    return PolicyRef(terms.id, terms.authority, terms.title, terms.version, terms.fingerprint)


def _eligibility(evaluation: Evaluation) -> Eligibility:
    criteria = tuple(_criterion(criterion, evaluation) for criterion in evaluation.terms.criteria)
    grounds = tuple(criterion.id for criterion in criteria if criterion.answer == "yes")
    return Eligibility(word(evaluation.answer("eligibility")), grounds, criteria)


def _criterion(criterion: Criterion, evaluation: Evaluation) -> CriterionAnswer:
    used = tuple(dict.fromkeys(_used(criterion.when, evaluation.program)))
    facts = evaluation.terms.vocabulary.facts
    judges = (facts[name].judged_by for name in used if name in facts)
    return CriterionAnswer(
        id=criterion.id.partition(".")[2],
        title=criterion.title,
        clause=criterion.clauses,
        answer=word(evaluation.answer(criterion.id)),
        facts=used,
        judged_by=tuple(dict.fromkeys(judge for judge in judges if judge)),
    )


def _used(condition: Condition, program: Program) -> Iterator[str]:
    """The facts and events that a condition uses, through the definitions it names."""
    for node in walk(condition):
        match node:
            case Answer(rule=rule):
                yield from _used(program.rules[rule], program)
            case OneOf(term=Fact(name=name)) | InRange(term=Fact(name=name)) | InRange(term=Size(fact=name)):
                yield name
            case Includes(term=Fact(name=name)) | IsKnown(term=Fact(name=name)) | InRange(term=Age(born=name)):
                yield name
            case InRange(term=Count(event=name, since=since)):
                yield from (name, since) if since else (name,)
            case InRange(term=Days(event=name)) | InRange(term=Inside(moment=FactMoment(fact=name))):
                yield name
            case Happened(moment=EventMoment(event=name)):
                yield name
            case _:
                continue


def _choice(name: Table, evaluation: Evaluation) -> Choice | None:
    rows = evaluation.terms.tables.get(name, ())
    if not rows:
        return None
    held = next((row for row in rows if evaluation.answer(row.id) is Truth.YES), None)
    if held is not None:
        return Choice(held.then, held.title, held.clauses)
    open_rows = [row for row in rows if evaluation.answer(row.id) is Truth.NOT_KNOWN]
    between = tuple(dict.fromkeys(row.then for row in open_rows))
    return Choice(None, "not known", tuple(dict.fromkeys(c for row in open_rows for c in row.clauses)), between)


def _meeting(weighed: MeetingChoice) -> Meeting:
    panel, meeting = weighed.panel, weighed.meeting
    if panel is None or meeting is None:
        name, title, clauses = (panel.id, panel.title, panel.clauses) if panel else ("", "", ())
        return Meeting(
            name, title, clauses, None, None, None, weighed.why, None, "no meeting is known", (), False, (), ()
        )
    due = cut_off(panel, meeting, weighed.evaluation)
    anchor = meeting_anchor(meeting, panel.title)
    steps = (*_passed_over(panel, meeting, weighed.evaluation), *(anchor.steps if anchor is not None else ()))
    return Meeting(
        panel=panel.id,
        title=panel.title,
        clause=panel.clauses,
        day=meeting.day,
        usual_day=meeting.usual_day,
        starts=meeting.starts,
        why=f"{weighed.why}; an extra meeting ({meeting.extra})" if meeting.extra else weighed.why,
        cut_off=due.latest if isinstance(due, Due) else None,
        cut_off_says=due_in_words(due) if isinstance(due, Due) else due.says,
        cut_off_clause=panel.cut_off.clauses if panel.cut_off is not None else (),
        provisional=meeting.provisional or (isinstance(due, Due) and due.provisional),
        proof=proof_steps(Proof(steps)),
        cut_off_proof=proof_steps(due.proof) if isinstance(due, Due) else (),
    )


def _passed_over(panel: Panel, meeting: PanelMeeting, evaluation: Evaluation) -> Iterator[Step]:
    """The meetings from the asked instant on that a case which nobody put forward cannot make, and why."""
    asked = local_date(evaluation.at)
    if evaluation.evidence.of_kind("put_forward"):
        return
    for other in occurrences(panel.days, evaluation.calendar, asked, meeting.usual_day):
        if other == meeting:
            return
        if other.day is None:
            yield Step(other.usual_day, "note", f"not held, {other.why_moved}", provisional=other.provisional)
            continue
        due = cut_off(panel, other, evaluation)
        if isinstance(due, Due) and due.standing(evaluation.at) == "late":
            yield Step(other.day, "note", f"too late for it: papers were due {due_in_words(due)}")
