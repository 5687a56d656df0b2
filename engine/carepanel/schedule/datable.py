"""What the date of a duty rests on, by the words of the policy alone: a meeting, an open reading, or things of a case.

No day is asked about here, so that what a timetable has columns for never hangs on the days it is printed for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.moments import AllMoments, MeetingMoment
from carepanel.model.deadlines import External, NotStated, RelativeTo, Undecided, comes_true, moments, single

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.conditions.moments import Moment
    from carepanel.model.deadlines import Deadline
    from carepanel.model.terms import Panel
    from carepanel.schedule.assumed import Assumed


def is_dated(deadline: Deadline, panel: Panel, follows: Assumed, *, triggered: bool) -> bool:
    """Whether a deadline may have a date once a meeting of the panel has one. `follows` is what that meeting sets off;
    `triggered` says that this includes what the deadline counts from where it names no moment.
    """

    def dated(one: Deadline) -> bool:
        if isinstance(one, NotStated | External | Undecided):
            return False
        named = moments(one)
        return all(_comes(moment, panel, follows) for moment in named) if named else triggered

    return comes_true(dated, deadline)


def is_the_meeting(deadline: Deadline, panel: Panel, follows: Assumed) -> bool:
    """Whether the meeting itself is the time: before it, by it or at it, or at what it sets off."""
    match deadline:
        case RelativeTo(moment=MeetingMoment(part="start" | "day", which="this", weeks_earlier=0) as moment):
            return moment.meeting == panel.id
        case RelativeTo(moment=moment):
            return follows.covers(moment)
        case _:
            return False


def open_readings(deadline: Deadline, panel: Panel) -> Iterator[str]:
    """The readings not decided without which there is no date, those of the panel's cut-off where that is counted
    from.
    """
    for one in single(deadline):
        if isinstance(one, Undecided):
            yield one.reading
        elif panel.cut_off is not None and any(_is_cut_off(moment, panel) for moment in moments(one)):
            for own in panel.cut_off.deadlines:
                yield from open_readings(own, panel)


def _comes(moment: Moment, panel: Panel, follows: Assumed) -> bool:
    match moment:
        case MeetingMoment(meeting=meeting, which="this"):
            return meeting == panel.id and (not _is_cut_off(moment, panel) or _has_cut_off(panel, follows))
        case MeetingMoment():
            return True
        case AllMoments(parts=parts) if not follows.covers(moment):
            return bool(parts) and all(isinstance(p, MeetingMoment) and _comes(p, panel, follows) for p in parts)
        case _:
            return follows.covers(moment)


def _is_cut_off(moment: Moment, panel: Panel) -> bool:
    match moment:
        case MeetingMoment(meeting=panel.id, part="cut_off", which="this"):
            return True
        case _:
            return False


def _has_cut_off(panel: Panel, follows: Assumed) -> bool:
    deadlines = panel.cut_off.deadlines if panel.cut_off is not None else ()
    return any(is_dated(deadline, panel, follows, triggered=False) for deadline in deadlines)
