"""The times that a case comes before its panel, and which of its events count for which of them.

Put forward again before it was heard, a case is only moved, and what was done for it stands. Put forward again after it
was heard, for a later day, it is presented anew: what was prepared for the first hearing has served its turn, and what
followed that hearing says nothing of the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from carepanel.calendars.instants import local_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from carepanel.conditions.vocabulary import BelongsTo
    from carepanel.determine.case import Event


@dataclass(frozen=True, slots=True)
class Presentation:
    """One of them; `number` counts from 1. Where there is one before, `after` is its last hearing and `from_day` the
    day of the first meeting that this one was put forward for; where there is one to follow, `until` and `to_day` say
    when and for which day that was put forward. None where there is no such bound.
    """

    number: int = 1
    after: datetime | None = None
    from_day: date | None = None
    until: datetime | None = None
    to_day: date | None = None

    def counts(self, event: Event, belongs_to: BelongsTo) -> bool:
        """Whether an event counts for it: what is of the child always does; what is of a hearing, or follows one, from
        the day of the meeting on; all else once the hearing before is over.

        What was done between a hearing and putting the case forward again counts for both, late or early.
        """
        if belongs_to == "child":
            return True
        if belongs_to in ("hearing", "outcome"):
            day = local_date(event.at)
            return (self.from_day is None or day >= self.from_day) and (self.to_day is None or day < self.to_day)
        return (self.after is None or event.at > self.after) and (self.until is None or event.at < self.until)


ONLY = Presentation()


def presentations(
    events: Sequence[Event], belongs: Mapping[str, BelongsTo], panels: frozenset[str], main: str
) -> tuple[Presentation, ...]:
    """The presentations of a case, in order; at least one.

    `events` are in the order of their time. One that names no panel is for the `main` one. That a case which was heard
    goes to another panel is no new presentation.
    """
    found = [ONLY]
    forward: dict[str, Event] = {}
    for event in events:
        day, named = event.attributes.get("day"), event.attributes.get("meeting", main)
        if event.kind != "put_forward" or not isinstance(day, date) or named not in panels:
            continue
        panel = str(named)
        heard = _last_hearing(events, forward.get(panel), event, belongs)
        if heard is not None and local_date(heard.at) < day and (panel in forward or (not forward and panel == main)):
            before = found[-1]
            found[-1] = replace(before, until=event.at, to_day=day)
            found.append(Presentation(before.number + 1, heard.at, day))
        forward[panel] = event
    return tuple(found)


def _last_hearing(
    events: Sequence[Event], since: Event | None, until: Event, belongs: Mapping[str, BelongsTo]
) -> Event | None:
    """The last event of a hearing between two times that a case was put forward; without `since`, from the start."""
    heard = [e for e in events if belongs.get(e.kind) == "hearing" and e.at <= until.at]
    return next((e for e in reversed(heard) if since is None or e.at >= since.at), None)
