"""The dates of one duty, meeting by meeting, and what each of them runs from or to.

That is read off the proof of the date, but for the meeting itself: a date counted from its usual day is one of the day
to which it was moved, for that is when people meet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due, on_day
from carepanel.calendars.meetings import meeting_anchor
from carepanel.conditions.moments import MeetingMoment
from carepanel.model.deadlines import RelativeTo, Under, moments
from carepanel.schedule.meeting_dates import CUT_OFF

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import date

    from carepanel.calendars.anchors import Anchor
    from carepanel.calendars.meetings import Meeting
    from carepanel.model.deadlines import Deadline
    from carepanel.schedule.meeting_dates import DatedDuty, MeetingDates, PanelDates


@dataclass(frozen=True, slots=True)
class Dated:
    """The date that a deadline has at one meeting, beside the meeting's cut-off, where it has one."""

    deadline: Deadline
    meeting: Meeting
    due: Due
    cut_off: Due | None

    @property
    def of(self) -> MeetingMoment | None:
        """The part of this meeting that it runs from or to; None for anything else, and for several."""
        match moments(self.deadline):
            case (MeetingMoment(which="this") as moment,):
                return moment
            case _:
                return None

    @property
    def start(self) -> date:
        """The day that it was counted from."""
        steps = self.due.proof.steps
        return next(step.day for step in reversed(steps) if step.effect == "start" and step.day is not None)

    @property
    def counted(self) -> date:
        """The day on which its count ended, before that was moved off a day off."""
        own = takewhile(lambda step: step.effect != "start", reversed(self.due.proof.steps))
        return next((step.day for step in own if step.effect == "counted" and step.day is not None), self.due.day)

    @property
    def other_end(self) -> date:
        """The day that it runs from or to."""
        of = self.of
        if self.meeting.day is None or of is None or of.part == "cut_off":
            return self.start
        return self.meeting.day - timedelta(weeks=of.weeks_earlier)

    @property
    def anchor(self) -> Anchor | None:
        """What it runs from or to, as far as its hour is known; None where that is neither the meeting, nor what the
        meeting sets off, nor its cut-off.
        """
        of = self.of
        if of is None:
            begins = meeting_anchor(self.meeting, "")
            if begins is None or self.start != self.meeting.day:
                return None
            # what a meeting sets off comes at some hour of its day, and not before it begins
            return replace(on_day(self.start, ""), earliest=begins.earliest)
        if of.weeks_earlier:
            return None
        match of.part:
            case "start":
                return meeting_anchor(self.meeting, "")
            case "cut_off":
                return self.cut_off.as_anchor("") if self.cut_off is not None else None
            case _:
                return on_day(self.other_end, "")


@dataclass(frozen=True, slots=True)
class Series:
    """A duty with its dates at the meetings that give it one, and the duties that are `also` due on the same."""

    duty: DatedDuty
    dated: tuple[Dated, ...]
    also: tuple[DatedDuty, ...] = ()

    @property
    def title(self) -> str:
        """The titles of all these duties."""
        return ", ".join([self.duty.title, *(f"{other.title[:1].lower()}{other.title[1:]}" for other in self.also)])

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses of all these duties, each once."""
        return tuple(dict.fromkeys(clause for duty in (self.duty, *self.also) for clause in duty.clauses))


def series(dates: PanelDates) -> Iterator[Series]:
    """The dates of a panel by duty, those with the same dates throughout together."""
    groups: dict[Hashable, list[Series]] = {}
    for each in by_duty(dates):
        same = tuple((d.meeting, d.due.ends) for d in each.dated)
        groups.setdefault(same, []).append(each)
    for first, *others in groups.values():
        yield Series(first.duty, first.dated, tuple(other.duty for other in others))


def by_duty(dates: PanelDates) -> Iterator[Series]:
    """The dates of a panel by duty. What only has to be done by the meeting or its cut-off has no date of its own."""
    cut_off = next((number for number, duty in enumerate(dates.duties) if duty.id == CUT_OFF), None)
    for number, duty in enumerate(dates.duties):
        found = ((each, each.dues[number]) for each in dates.meetings)
        dated = tuple(
            Dated(plain(duty.at(each.meeting)), each.meeting, due, _cut_off(each, cut_off))
            for each, due in found
            if isinstance(due, Due)
        )
        if not all(map(_is_another_one, dated)):
            yield Series(duty, dated)


def _cut_off(each: MeetingDates, number: int | None) -> Due | None:
    due = None if number is None else each.dues[number]
    return due if isinstance(due, Due) else None


def _is_another_one(dated: Dated) -> bool:
    """Whether a date is only that of the meeting or its cut-off, which are looked at for themselves."""
    days = (dated.meeting.day, dated.cut_off.day if dated.cut_off is not None else None)
    return isinstance(dated.deadline, RelativeTo) and dated.due.day in days


def plain(deadline: Deadline) -> Deadline:
    """The deadline itself, whatever law or clause sets it."""
    return plain(deadline.deadline) if isinstance(deadline, Under) else deadline
