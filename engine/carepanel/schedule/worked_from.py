"""What the dates of a panel's meetings are worked out from: where that is the same, so are they."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carepanel.conditions.moments import MeetingMoment
from carepanel.model.deadlines import moments, unrolled
from carepanel.model.meetings import ImmediatelyAfter
from carepanel.schedule.assumed import assumed
from carepanel.schedule.meeting_dates import CUT_OFF, dated_duties

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from carepanel.conditions.moments import Moment
    from carepanel.model.deadlines import Counting
    from carepanel.model.meetings import MeetingDays
    from carepanel.model.terms import Terms
    from carepanel.schedule.assumed import Assumed
    from carepanel.schedule.meeting_dates import DatedDuty


@dataclass(frozen=True, slots=True)
class WorkedFrom:
    """The days of a panel, with those of the panels that it follows; and what each of its duties has besides, by id."""

    days: tuple[MeetingDays, ...]
    counting: Counting
    duties: tuple[tuple[str, Hashable], ...]


def worked_from(panel: str, terms: Terms, *, moving: bool = True) -> WorkedFrom:
    """What the dates of a panel rest on under one choice of readings; without `moving`, whatever becomes of a day
    off.
    """
    found = terms.panels[panel]
    follows = assumed(found, terms)
    listed = [duty if moving else _unmoved(duty) for duty in dated_duties(found, terms, follows)]
    days = (each if moving else replace(each, if_not_working_day="keep") for each in _days(found.days))
    cut_off = next((_own(duty, follows) for duty in listed if duty.id == CUT_OFF), None)
    duties = (
        (duty.id, (_own(duty, follows), None if all(_is_apart(m, follows) for m in _named(duty)) else cut_off))
        for duty in listed
    )
    return WorkedFrom(tuple(days), terms.counting, tuple(duties))


def _unmoved(duty: DatedDuty) -> DatedDuty:
    by_day = {day: unrolled(own) for day, own in duty.by_day.items()}
    return replace(duty, deadline=unrolled(duty.deadline), by_day=by_day)


def _days(days: MeetingDays) -> Iterator[MeetingDays]:
    yield days
    if isinstance(days.meets, ImmediatelyAfter):
        yield from _days(days.meets.days)


def _own(duty: DatedDuty, follows: Assumed) -> Hashable:
    """What a duty's dates rest on but for its panel. Of what the meeting sets off it does not matter which it is."""
    covered = tuple(map(follows.covers, _named(duty)))
    return duty.deadline, tuple(duty.by_day.items()), duty.trigger is None, covered


def _named(duty: DatedDuty) -> tuple[Moment, ...]:
    return tuple(moment for each in (duty.deadline, *duty.by_day.values()) for moment in moments(each))


def _is_apart(moment: Moment, follows: Assumed) -> bool:
    """Whether a moment surely does not hang on the cut-off."""
    of_meeting = isinstance(moment, MeetingMoment) and moment.which == "this" and moment.part != "cut_off"
    return of_meeting or follows.covers(moment)
