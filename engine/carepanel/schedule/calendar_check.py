"""The calendar check: every meeting of some years walked, and each date on which the terms fail their readers.

Open questions are found by trying every option of every reading that a date rests on; dates that cannot be met under
each of those options as well, and the rest under the options taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carepanel.schedule.findings import KINDS, Walked
from carepanel.schedule.meeting_dates import panel_dates
from carepanel.schedule.merged import merged
from carepanel.schedule.open_questions import moves, open_question
from carepanel.schedule.strained import impossible, strained, unsaid
from carepanel.schedule.timetable import panel_timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.model.terms import Reading
    from carepanel.program.program import Program
    from carepanel.schedule.findings import Finding
    from carepanel.schedule.meeting_dates import PanelDates


def calendar_check(
    program_of: Callable[[dict[str, str]], Program], calendar: Calendar, start: date, end: date
) -> Walked:
    """What is found at the meetings whose usual day lies from `start` to `end`, in the order of the kinds.

    `program_of` gives the policy's program under a choice of readings. Raises `DeadlineOutOfRange`.
    """
    walk = _Walk(program_of, calendar, start, end)
    taken = program_of({})
    found: list[Finding] = []
    meetings = 0
    for panel in taken.terms.panels:
        own = walk.dates(panel, taken)
        meetings += len(own.meetings)
        if own.meetings:
            table = merged(panel_timetable(own))
            found += (*unsaid(table), *strained(table, calendar))
            for reading in taken.terms.readings.values():
                found += _under_each_option(reading, own, taken, walk)
    in_order = sorted(found, key=lambda finding: KINDS.index(finding.kind))
    return Walked(taken.terms, start, end, calendar.horizon, meetings, tuple(in_order))


@dataclass(frozen=True, slots=True)
class _Walk:
    program_of: Callable[[dict[str, str]], Program]
    calendar: Calendar
    start: date
    end: date

    def dates(self, panel: str, program: Program) -> PanelDates:
        """The dates of a panel under one choice of readings."""
        return panel_dates(program.terms.panels[panel], program, self.calendar, self.start, self.end)


def _under_each_option(reading: Reading, own: PanelDates, taken: Program, walk: _Walk) -> Iterator[Finding]:
    if not reading.stands_in:
        return
    panel = own.panel.id
    programs = {o: taken if o == reading.chosen else walk.program_of({reading.id: o}) for o in reading.options}
    moving = {option for option, program in programs.items() if moves(panel, taken.terms, program.terms)}
    if not moving:
        return
    dates = {option: walk.dates(panel, p) if option in moving else own for option, p in programs.items()}
    terms = {option: program.terms for option, program in programs.items()}
    yield from open_question(reading, own, dates, terms, walk.calendar)
    for option in sorted(moving):
        for finding in impossible(merged(panel_timetable(dates[option]))):
            yield replace(finding, reading=reading.id, option=option)
