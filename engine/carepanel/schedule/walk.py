"""The meetings of some years under many choices of readings: each date is worked out once, however many share it."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from carepanel.schedule.assumed import assumed
from carepanel.schedule.meeting_dates import MeetingDates, PanelDates, dated_duties, panel_dates
from carepanel.schedule.worked_from import worked_from

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date

    from carepanel.calendars.anchors import Due, NoDate
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.program.program import Program
    from carepanel.schedule.meeting_dates import DatedDuty


class Walk:
    """The meetings whose usual day lies from `start` to `end`, by one calendar."""

    def __init__(self, calendar: Calendar, start: date, end: date) -> None:
        self.calendar = calendar
        self._span = start, end
        self._meetings: dict[Hashable, tuple[Meeting, ...]] = {}
        self._dues: dict[Hashable, tuple[Due | NoDate, ...]] = {}

    def dates(
        self, panel: str, program: Program, wanted: Callable[[DatedDuty], bool] = lambda _duty: True
    ) -> PanelDates:
        """The meetings of a panel under one choice of readings, with the dates of the duties that are wanted.

        Raises `DeadlineOutOfRange`.
        """
        terms = program.terms
        of = terms.panels[panel]
        follows = assumed(of, terms)
        duties = tuple(filter(wanted, dated_duties(of, terms, follows)))
        rests = worked_from(panel, terms)
        held: Hashable = panel, rests.days
        own = dict(rests.duties)
        dated: dict[str, Hashable] = {duty.id: (held, rests.counting, own[duty.id]) for duty in duties}
        missing = {key: name for name, key in dated.items() if key not in self._dues}
        if missing or held not in self._meetings:
            found = panel_dates(of, program, self.calendar, *self._span, only=set(missing.values()))
            self._meetings[held] = tuple(each.meeting for each in found.meetings)
            for number, duty in enumerate(found.duties):
                self._dues[dated[duty.id]] = tuple(each.dues[number] for each in found.meetings)
        columns = [self._dues[key] for key in dated.values()]
        rows = zip(*columns, strict=True) if columns else repeat(())
        meetings = tuple(map(MeetingDates, self._meetings[held], rows))
        return PanelDates(of, duties, meetings, follows, self.calendar)
