"""The dates that rest on a meeting alone: its cut-off, and the deadline of every duty that needs no case."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import NoDate
from carepanel.calendars.due import resolve
from carepanel.calendars.instants import start_of_day
from carepanel.calendars.meetings import WEEKDAYS, meeting_anchor, occurrences
from carepanel.conditions.ast import NEVER
from carepanel.determine.case import Case
from carepanel.determine.evaluation import Evaluation
from carepanel.determine.evidence import Evidence
from carepanel.model.deadlines import moments
from carepanel.schedule.assumed import assumed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from carepanel.calendars.anchors import Anchor, Due
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.conditions.moments import Moment
    from carepanel.model.deadlines import Deadline, Weekday
    from carepanel.model.terms import Panel, Terms
    from carepanel.program.program import Program
    from carepanel.schedule.assumed import Assumed

CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class DatedDuty:
    """A deadline that may be dated from a meeting. `id` is the duty's, or ``cut_off``; `assumes` says that it counts
    from what the panel's decision sets off (see `assumed`). `by_day` has the deadlines of a cut-off by weekday.
    """

    id: str
    title: str
    actor: tuple[str, ...]
    clauses: tuple[str, ...]
    deadline: Deadline
    trigger: Moment | None = None
    assumes: bool = False
    by_day: Mapping[Weekday, Deadline] = field(default_factory=dict, hash=False)

    def at(self, meeting: Meeting) -> Deadline:
        """The deadline for a meeting: that of its usual day of the week, where there is one."""
        return self.by_day.get(WEEKDAYS[meeting.usual_day.weekday()], self.deadline)


@dataclass(frozen=True, slots=True)
class MeetingDates:
    """One meeting with its dates, in the order of the duties they belong to."""

    meeting: Meeting
    dues: tuple[Due | NoDate, ...]


@dataclass(frozen=True, slots=True)
class PanelDates:
    """The meetings of a panel in a range, and the duties that their dates belong to."""

    panel: Panel
    duties: tuple[DatedDuty, ...]
    meetings: tuple[MeetingDates, ...]


def panel_dates(
    panel: Panel, program: Program, calendar: Calendar, start: date, end: date, only: Collection[str] | None = None
) -> PanelDates:
    """The meetings of a panel whose usual day lies from `start` to `end`, each with its dates: those of every duty, or
    of the duties whose ids are in `only`.

    Raises `DeadlineOutOfRange` for days that the calendar does not know.
    """
    follows = assumed(panel, program.terms)
    duties = tuple(d for d in dated_duties(panel, program.terms, follows) if only is None or d.id in only)
    asked = Evidence(Case("", {}), program.terms.vocabulary, start_of_day(start), start_of_day(start))
    nobody = Evaluation(program, asked, calendar, {})
    held = (
        MeetingDates(meeting, _dates(meeting, panel, duties, follows, nobody))
        for meeting in occurrences(panel.days, calendar, start, end)
    )
    return PanelDates(panel, duties, tuple(held))


def dated_duties(panel: Panel, terms: Terms, follows: Assumed) -> Iterator[DatedDuty]:
    """The cut-off of a panel, and every duty that waits for nothing but what its meeting sets off."""
    if panel.cut_off is not None:
        actor = next((r.actor for r in terms.of("obligations") if r.name == panel.cut_off.duty), ())
        cut_off = panel.cut_off
        yield DatedDuty(CUT_OFF, "Cut-off", actor, cut_off.clauses, cut_off.deadline, by_day=cut_off.by_day)
    for r in terms.requirements:
        known = r.trigger is None or follows.covers(r.trigger)
        if r.deadline is not None and known and r.per != "year" and r.when != NEVER:
            assumes = any(follows.covers(moment) for moment in (r.trigger, *moments(r.deadline)))
            yield DatedDuty(r.name, r.title, r.actor, r.clauses, r.deadline, r.trigger, assumes)


_NOT_HELD = NoDate("waiting", "the meeting is not held")


def _dates(
    meeting: Meeting, panel: Panel, duties: tuple[DatedDuty, ...], follows: Assumed, nobody: Evaluation
) -> tuple[Due | NoDate, ...]:
    start = meeting_anchor(meeting, panel.title)
    if start is None:
        return tuple(_NOT_HELD for _ in duties)
    evaluation = nobody.at_meeting(panel.id, meeting)

    def anchor(moment: Moment) -> Anchor | NoDate | None:
        return start if follows.covers(moment) else evaluation.when(moment, start).for_deadline()

    # many duties share one deadline, such as the cut-off: it is worked out once
    @cache
    def due(deadline: Deadline, trigger: Anchor | None) -> Due | NoDate:
        return resolve(deadline, anchor, trigger, evaluation.calendar, evaluation.terms.counting)

    return tuple(due(duty.at(meeting), start if duty.trigger else None) for duty in duties)
