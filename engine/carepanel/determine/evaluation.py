"""One question about one case under one program: every answer worked out once, by the reference evaluator.

Everything here is worked out on demand and remembered, since rules, moments and the states of duties lean on each
other;
the program has been checked to be free of circles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.backends import reference
from carepanel.calendars.anchors import at_instant
from carepanel.calendars.due import resolve
from carepanel.conditions.ast import Fact, Happened, Includes, InRange, IsKnown, OneOf, Outcome, Status, Unsettled
from carepanel.conditions.truth import Truth
from carepanel.determine.moments import times, when
from carepanel.determine.numbers import interval
from carepanel.determine.states import collects, states

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from carepanel.calendars.anchors import Anchor, Due, NoDate
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.conditions.ast import Condition, Leaf, Term
    from carepanel.conditions.moments import Moment
    from carepanel.determine.evidence import Evidence
    from carepanel.determine.moments import When
    from carepanel.determine.states import State
    from carepanel.model.deadlines import Deadline
    from carepanel.model.terms import Panel, Requirement, Terms
    from carepanel.program.program import Program


class Evaluation:
    """The answers to one question. `meetings` holds, for each panel, the meeting of this case, where there is one."""

    def __init__(
        self, program: Program, evidence: Evidence, calendar: Calendar, meetings: Mapping[str, Meeting]
    ) -> None:
        self.program = program
        self.evidence = evidence
        self.calendar = calendar
        self.meetings = meetings
        self._requirements = {r.id: r for r in program.terms.requirements}
        self._answers: dict[str, Truth] = {}
        self._leaves: dict[Leaf, Truth] = {}
        self._states: dict[str, tuple[State, ...]] = {}
        self._whens: dict[tuple[Moment, Anchor | None], When] = {}

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
                taken = self.evidence.of_kind(decision)
                return Truth.of(bool(taken) and taken[-1].attributes.get("outcome") in values)
            case Status(duty=duty):
                return self._status(duty, values)
            case _:
                raise TypeError(term)

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

    def requirement(self, rule: str) -> Requirement:
        """A requirement by its id."""
        return self._requirements[rule]

    def when(self, moment: Moment, trigger: Anchor | None = None) -> When:
        """When a moment came, or will come, to be; `trigger` is what "next" follows."""
        key = (moment, trigger)
        if key not in self._whens:
            self._whens[key] = when(moment, self, trigger)
        return self._whens[key]

    def times(self, moment: Moment) -> tuple[Anchor, ...]:
        """Every time a moment has come to be so far."""
        return times(moment, self)

    def moment_anchor(self, moment: Moment) -> Anchor | None:
        """When a moment came, or will come, to be; None when that is not known."""
        found = self.when(moment)
        return found.anchor if found.first_known else None

    def due(self, deadline: Deadline, trigger: Anchor | None, triggered_by: Moment | None = None) -> Due | NoDate:
        """The date of a deadline. `triggered_by` is the moment that `trigger` is one coming of: named in the deadline,
        it
        is that very coming.
        """

        def anchor(moment: Moment) -> Anchor | NoDate | None:
            if trigger is not None and moment == triggered_by:
                return trigger
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
        ours = (event.at for event in self.evidence.events if not self.evidence.is_history(event.kind))
        return at_instant(next(ours, self.at), "the case")

    def at_meeting(self, panel: str, meeting: Meeting) -> Evaluation:
        """The same question with another meeting for the case."""
        if self.meetings.get(panel) == meeting:
            return self
        return Evaluation(self.program, self.evidence, self.calendar, {**self.meetings, panel: meeting})

    def panel(self, name: str) -> Panel:
        """A panel of the policy."""
        return self.terms.panels[name]
