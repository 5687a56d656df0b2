"""One question about one case under one program: every answer worked out once, by the reference evaluator.

Everything here is worked out on demand and remembered, since rules, moments and the states of duties lean on each
other; the program has been checked to be free of circles.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carepanel.backends import reference
from carepanel.calendars.anchors import NoDate, at_instant
from carepanel.calendars.due import resolve
from carepanel.conditions.ast import Fact, Happened, Includes, InRange, IsKnown, OneOf, Outcome, Status, Unsettled
from carepanel.conditions.moments import DecisionMoment, MeetingMoment
from carepanel.conditions.truth import Truth
from carepanel.determine.done import again, outcome_among
from carepanel.determine.moments import current, times, when
from carepanel.determine.numbers import interval
from carepanel.determine.occurrences import states
from carepanel.determine.states import collects
from carepanel.model.deadlines import counted_forward_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from carepanel.calendars.anchors import Anchor, Due
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.conditions.ast import Condition, Leaf, Term
    from carepanel.conditions.moments import Moment
    from carepanel.determine.evidence import Evidence
    from carepanel.determine.listings import Moved
    from carepanel.determine.moments import When
    from carepanel.determine.states import State
    from carepanel.model.deadlines import Deadline
    from carepanel.model.terms import Panel, Requirement, Terms


class Evaluation:
    """The answers to one question. `meetings` holds, for each panel, the meeting of this case, where there is one, or
    the one that it was put forward for and that is not held; `moved`, the meetings it was put forward for before.
    """

    def __init__(
        self,
        evidence: Evidence,
        calendar: Calendar,
        meetings: Mapping[str, Meeting],
        moved: tuple[Moved, ...] = (),
    ) -> None:
        self.program = evidence.program
        self.evidence = evidence
        self.calendar = calendar
        self.meetings = meetings
        self.moved = moved
        self._requirements = {r.id: r for r in self.program.terms.requirements}
        self._answers: dict[str, Truth] = {}
        self._leaves: dict[Leaf, Truth] = {}
        self._states: dict[str, tuple[State, ...]] = {}
        self._whens: dict[tuple[Moment, Anchor | None], When] = {}
        self._times: dict[tuple[Moment, bool], tuple[Anchor, ...]] = {}

    @property
    def terms(self) -> Terms:
        """The policy the question is asked under."""
        return self.program.terms

    @property
    def at(self) -> datetime:
        """The instant asked about."""
        return self.evidence.at

    def answer(self, rule: str) -> Truth:
        """The answer of a conclusion of the program."""
        if rule not in self._answers:
            self._answers[rule] = reference.truth(self.program.rules[rule], self.leaf, self.answer)
        return self._answers[rule]

    def answers(self) -> dict[str, Truth]:
        """The answer of every conclusion."""
        return {rule: self.answer(rule) for rule in self.program.rules}

    def leaf(self, node: Leaf) -> Truth:
        """The truth of a leaf."""
        if node not in self._leaves:
            self._leaves[node] = self._truth(node)
        return self._leaves[node]

    def _truth(self, node: Leaf) -> Truth:
        match node:
            case OneOf(term=term, values=values):
                return self._one_of(term, values)
            case InRange(term=term, low=low, high=high):
                return interval(term, self.evidence, self.moment_anchor).within(low, high)
            case Includes(term=term, member=member):
                members = self.evidence.fact(term.name)
                return Truth.of(member in members if isinstance(members, frozenset) else None)
            case IsKnown(term=term):
                return Truth.of(self.evidence.fact(term.name) is not None)
            case Happened(moment=DecisionMoment(decision=decision, outcome=outcome)):
                return self._decided(decision, frozenset({outcome} if outcome else ()))
            case Happened(moment=moment):
                return self.when(moment).happened
            case Unsettled():
                return Truth.NOT_KNOWN

    def _one_of(self, term: Term, values: frozenset[str | bool]) -> Truth:
        match term:
            case Fact(name=name):
                value = self.evidence.fact(name)
                return Truth.of(None if value is None else value in values)
            case Outcome(decision=decision):
                return self._decided(decision, values)
            case Status(duty=duty):
                return self._status(duty, values)
            case _:
                raise TypeError(term)

    def _decided(self, decision: str, outcomes: frozenset[str | bool]) -> Truth:
        """Whether a decision stands that has one of these outcomes, or any where none is named.

        One that answers something, such as late papers, stands only since that last came, and while it holds.
        """
        requirement = self._requirements[f"decisions.{decision}"]
        taken = self.evidence.of_kind(decision)
        if requirement.trigger is not None:
            last = current(requirement.trigger, self)
            if last.happened is Truth.NO:
                return Truth.NO
            taken = tuple(e for e in taken if last.anchor is None or e.at >= last.anchor.earliest)
        return outcome_among(taken, outcomes)

    def _status(self, duty: str, values: frozenset[str | bool]) -> Truth:
        """A duty is in the state of its latest occurrence; one that does not arise is in none.

        It may be known which state it is not in, even while it is not known whether it has to be done at all.
        """
        found = self.states(f"obligations.{duty}")
        if not found or all(found[-1].cannot_be(str(value), self.at) for value in values):
            return Truth.NO
        status = found[-1].status
        return Truth.of(None if status == "not_known" else status in values)

    def states(self, requirement: str) -> tuple[State, ...]:
        """The states of a requirement, one for each time that it arose; none when it does not arise."""
        if requirement not in self._states:
            self._states[requirement] = states(self._requirements[requirement], self)
        return self._states[requirement]

    def occurrences(self, requirement: Requirement) -> tuple[State, ...]:
        """The states of a requirement, be it the program's own or one like it."""
        own = self._requirements.get(requirement.id) is requirement
        return self.states(requirement.id) if own else states(requirement, self)

    def requirement(self, rule: str) -> Requirement:
        """A requirement by its id."""
        return self._requirements[rule]

    def when(self, moment: Moment, trigger: Anchor | None = None) -> When:
        """When a moment came, or will come, to be; `trigger` is what "next" follows."""
        key = (moment, trigger)
        if key not in self._whens:
            self._whens[key] = when(moment, self, trigger)
        return self._whens[key]

    def times(self, moment: Moment, *, ever: bool = False) -> tuple[Anchor, ...]:
        """Every time a moment has come to be so far; with `ever`, for earlier presentations as well."""
        key = (moment, ever)
        if key not in self._times:
            self._times[key] = times(moment, self, ever=ever)
        return self._times[key]

    def moment_anchor(self, moment: Moment) -> Anchor | None:
        """When a moment came, or will come, to be; None when that is not known."""
        found = self.when(moment)
        return found.anchor if found.first_known else None

    def due(
        self,
        deadline: Deadline,
        trigger: Anchor | None,
        triggered_by: Moment | None = None,
        first: Anchor | None = None,
    ) -> Due | NoDate:
        """The date of a deadline. `triggered_by` is the moment that `trigger` is one coming of: named in the deadline,
        it is that very coming. `first` is the first coming, where `trigger` is a later one.
        """
        forward = counted_forward_from(deadline)

        def anchor(moment: Moment) -> Anchor | NoDate | None:
            if trigger is not None and moment == triggered_by:
                return trigger
            if isinstance(moment, MeetingMoment) and moment.which == "this" and self._has_no_meeting(moment.meeting):
                return NoDate("waiting", "the case has no meeting")
            if trigger is not None and first is not None:
                return again(moment, trigger, first if moment in forward else None, self).for_deadline()
            return self.when(moment, trigger).for_deadline()

        return resolve(deadline, anchor, trigger, self.calendar, self.terms.counting)

    def condition(self, condition: Condition) -> Truth:
        """The truth of any condition."""
        return reference.truth(condition, self.leaf, self.answer)

    def says(self, kind: str) -> str:
        """An event or decision in plain words."""
        event = self.evidence.vocabulary.events.get(kind)
        if event is not None:
            return event.says
        decision = self._requirements.get(f"decisions.{kind}")
        return decision.title if decision is not None else kind

    def duty_that_needs(self, collection: str) -> Requirement | None:
        """The duty by which everything of a collection must be in: the one that a panel's cut-off is for, or any
        other.
        """
        cut_off_duties = [p.cut_off.duty for p in self.terms.panels.values() if p.cut_off is not None]
        duties = [r for r in self.terms.of("obligations") if collects(r.fulfilled_by, collection)]
        return min(duties, key=lambda r: r.name not in cut_off_duties, default=None)

    def opening(self) -> Anchor | None:
        """The first thing on file that is ours to record, as no history adds to it: the case is there from then on."""
        after = self.evidence.presentation.after
        begun = (e for e in self.evidence.events if after is None or e.at > after)
        ours = (e.at for e in begun if not self.evidence.is_history(e.kind))
        return at_instant(next(ours, self.at), "the case")

    def at_meeting(self, panel: str, meeting: Meeting) -> Evaluation:
        """The same question with another meeting for the case."""
        if self.meetings.get(panel) == meeting:
            return self
        return Evaluation(self.evidence, self.calendar, {**self.meetings, panel: meeting})

    def with_what_came_late(self) -> Evaluation:
        """The same question, with what was done after the hearing and before the case was put forward again."""
        presentation = self.evidence.presentation.with_what_came_late()
        return Evaluation(replace(self.evidence, presentation=presentation), self.calendar, self.meetings)

    def _has_no_meeting(self, panel: str) -> bool:
        """Whether the case is known to have no meeting: the one that it was put forward for is not held."""
        return panel in self.meetings and self.meetings[panel].day is None

    def panel(self, name: str) -> Panel:
        """A panel of the policy."""
        return self.terms.panels[name]
