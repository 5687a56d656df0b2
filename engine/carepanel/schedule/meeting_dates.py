"""The dates that rest on a meeting alone: its cut-off, and the deadline of every duty that needs no case."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import NoDate, on_day
from carepanel.calendars.due import resolve
from carepanel.calendars.instants import FIRST_YEAR, DeadlineOutOfRange, start_of_day
from carepanel.calendars.meetings import furthest_move, meeting_anchor, occurrences
from carepanel.conditions.ast import NEVER
from carepanel.determine.case import Case
from carepanel.determine.evaluation import Evaluation
from carepanel.determine.evidence import Evidence
from carepanel.model.deadlines import moments
from carepanel.schedule.assumed import assumed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from carepanel.calendars.anchors import Anchor, Due
    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.conditions.moments import Moment
    from carepanel.model.deadlines import Deadline, Weekday
    from carepanel.model.meetings import MeetingDays
    from carepanel.model.terms import Panel, Terms
    from carepanel.program.program import Program
    from carepanel.schedule.assumed import Assumed

CUT_OFF = "cut_off"
_BEFORE_EVERYTHING = start_of_day(date(FIRST_YEAR, 1, 1))


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
        return self.by_day.get(meeting.weekday, self.deadline)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Every deadline there is."""
        return (*self.by_day.values(), self.deadline)


@dataclass(frozen=True, slots=True)
class MeetingDates:
    """One meeting with its dates, in the order of the duties they belong to."""

    meeting: Meeting
    dues: tuple[Due | NoDate, ...]


@dataclass(frozen=True, slots=True)
class PanelDates:
    """The meetings of a panel in a range, and the duties that their dates belong to. `follows` is what each sets off,
    `calendar` that by which they are worked out.
    """

    panel: Panel
    duties: tuple[DatedDuty, ...]
    meetings: tuple[MeetingDates, ...]
    follows: Assumed
    calendar: Calendar


def panel_dates(
    panel: Panel,
    program: Program,
    calendar: Calendar,
    start: date,
    end: date,
    *,
    or_held: bool = False,
    only: Collection[str] | None = None,
) -> PanelDates:
    """The meetings of a panel whose usual day lies from `start` to `end`, each with its dates; with `or_held` those
    that are held on one of these days as well, in the order in which they are held. `only` names the duties wanted,
    where that is not every one.

    Raises `DeadlineOutOfRange` where the calendar does not know on which day a meeting is held. A date beyond the
    calendar is not known, and the reason says so.
    """
    follows = assumed(panel, program.terms)
    duties = tuple(d for d in dated_duties(panel, program.terms, follows) if only is None or d.id in only)
    # nothing has come to be by then, whichever days are asked for
    asked = Evidence(Case("", {}), program, _BEFORE_EVERYTHING, _BEFORE_EVERYTHING)
    nobody = Evaluation(asked, calendar, {})
    meetings = (_usual_or_held if or_held else occurrences)(panel.days, calendar, start, end)
    found = (MeetingDates(meeting, _dates(meeting, panel, duties, follows, nobody)) for meeting in meetings)
    return PanelDates(panel, duties, tuple(found), follows, calendar)


def _usual_or_held(days: MeetingDays, calendar: Calendar, start: date, end: date) -> Iterator[Meeting]:
    """The meetings whose usual day, or the day on which they are held, lies in the range."""
    rule, reach = days.dated_by.if_not_working_day, furthest_move(calendar)
    # looked for on the side from which a meeting can be moved into the range, and on no other
    first = max(start - reach, min(start, calendar.first)) if rule == "next_working_day" else start
    last = end + reach if rule == "previous_working_day" else end
    around = sorted(occurrences(days, calendar, first, last), key=lambda m: (m.day or m.usual_day, m.usual_day))
    return (m for m in around if any(start <= day <= end for day in (m.usual_day, m.day or m.usual_day)))


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
    if start is None or meeting.day is None:
        return tuple(_NOT_HELD for _ in duties)
    # at which hour of the meeting the panel decides, and at which its steps are done, nobody knows
    set_off = replace(on_day(meeting.day, f"the day of the {panel.title}"), steps=start.steps)
    evaluation = nobody.at_meeting(panel.id, meeting)

    def anchor(moment: Moment) -> Anchor | NoDate | None:
        return set_off if follows.covers(moment) else evaluation.when(moment, start).for_deadline()

    # many duties share one deadline, such as the cut-off: it is worked out once
    @cache
    def due(deadline: Deadline, trigger: Anchor | None) -> Due | NoDate:
        try:
            return resolve(deadline, anchor, trigger, evaluation.calendar, evaluation.terms.counting)
        except DeadlineOutOfRange as error:
            return NoDate("not_known", str(error))

    return tuple(due(duty.at(meeting), set_off if duty.trigger else None) for duty in duties)
