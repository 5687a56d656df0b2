"""The calendar check: every meeting of some years walked, and each date on which the terms fail their readers.

Open questions are found by trying every option of every reading that a date rests on. What cannot be met, or leaves
less than is promised, is looked for under each of those options as well, and told where it is not found as the policy
stands. The rest is looked for as the policy stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.schedule.findings import KINDS, Walked
from carepanel.schedule.open_questions import open_question
from carepanel.schedule.otherwise import only_otherwise
from carepanel.schedule.promises import names_a_weekday, promises, without_days_off
from carepanel.schedule.series import series
from carepanel.schedule.strained import days_off, impossible, shorter, two_on_one_day, unsaid
from carepanel.schedule.walk import Walk
from carepanel.schedule.worked_from import worked_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.model.terms import Reading, Terms
    from carepanel.program.program import Program
    from carepanel.schedule.findings import Choice, Finding
    from carepanel.schedule.meeting_dates import PanelDates


def calendar_check(
    program_of: Callable[[dict[str, str]], Program], calendar: Calendar, start: date, end: date
) -> Walked:
    """What is found at the meetings whose usual day lies from `start` to `end`: by kind, and then by clause.

    `program_of` gives the policy's program under a choice of readings. Raises `DeadlineOutOfRange`.
    """
    check = _Check(Walk(calendar, start, end), Walk(without_days_off(calendar), start, end), program_of({}))
    terms = check.taken.terms
    own = {panel: dates for panel in terms.panels if (dates := check.walk.dates(panel, check.taken)).meetings}
    found = [finding for dates in own.values() for finding in check.as_taken(dates)]
    otherwise: list[tuple[Choice, Finding]] = []
    for reading in terms.readings.values():
        if own and reading.stands_in:
            others = {o: program_of({reading.id: o}) for o in reading.options if o != reading.chosen}
            for dates in own.values():
                moving = {o: program for o, program in others.items() if check.moves(dates, program)}
                found += check.open_question(reading, dates, moving)
                otherwise += check.otherwise(reading, dates, moving)
    found += only_otherwise(found, otherwise)
    meetings = sum(len(dates.meetings) for dates in own.values())
    return Walked(terms, start, end, calendar.horizon, meetings, _in_order(found, terms))


def _in_order(found: Iterable[Finding], terms: Terms) -> tuple[Finding, ...]:
    """By kind, and within a kind in the order of the source's clauses."""
    order = {clause: number for number, clause in enumerate(terms.clauses)}
    return tuple(sorted(found, key=lambda f: (KINDS.index(f.kind), min(map(order.__getitem__, f.clauses), default=-1))))


@dataclass(frozen=True, slots=True)
class _Check:
    """The walk, the same in `ordinary` weeks without a day off, and the program as the policy stands."""

    walk: Walk
    ordinary: Walk
    taken: Program

    def moves(self, own: PanelDates, program: Program) -> bool:
        """Whether a choice of readings may give the meetings of a panel other dates than the policy does."""
        panel = own.panel.id
        return worked_from(panel, program.terms) != worked_from(panel, self.taken.terms)

    def as_taken(self, own: PanelDates) -> Iterator[Finding]:
        """What is found at the meetings of a panel as the policy stands."""
        every = tuple(series(own))
        yield from unsaid(own)
        yield from days_off(own, every, self.walk.calendar)
        yield from self._hard(own, self.taken)
        yield from shorter(own, every, self.walk.calendar)

    def open_question(self, reading: Reading, own: PanelDates, moving: Mapping[str, Program]) -> Iterator[Finding]:
        """The meetings of a panel at which the options of a reading differ; `moving` are those that move a date."""
        if moving:
            programs = {option: moving.get(option, self.taken) for option in reading.options}
            dates = {option: self.walk.dates(own.panel.id, program) for option, program in programs.items()}
            terms = {option: program.terms for option, program in programs.items()}
            yield from open_question(reading, own, dates, terms, self.walk.calendar)

    def otherwise(
        self, reading: Reading, own: PanelDates, moving: Mapping[str, Program]
    ) -> Iterator[tuple[Choice, Finding]]:
        """What is found under each of the options that move a date."""
        for option, program in moving.items():
            dates = self.walk.dates(own.panel.id, program)
            yield from (((reading.id, option), finding) for finding in self._hard(dates, program))

    def _hard(self, dates: PanelDates, program: Program) -> Iterator[Finding]:
        every = tuple(series(dates))
        ordinary = self.ordinary.dates(dates.panel.id, program, names_a_weekday)
        yield from impossible(dates, every)
        yield from two_on_one_day(dates)
        yield from promises(dates, every, ordinary, self.walk.calendar, program.terms.counting)
