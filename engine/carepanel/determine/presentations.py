"""The times that a case comes before its panel, and which of its events count for which of them.

Put forward again before it was heard, a case is only moved, and what was done for it stands. Put forward for a later
day than it was heard on, it is presented anew: what was prepared for the first hearing has served its turn, and what
followed that hearing says nothing of the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from carepanel.calendars.instants import local_date, start_of_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from carepanel.conditions.vocabulary import BelongsTo
    from carepanel.determine.case import Event
    from carepanel.determine.listings import Listing


@dataclass(frozen=True, slots=True)
class Presentation:
    """One of them; `number` counts from 1, and `listings` are the meetings that the case was put forward for in it.

    `after` and `from_day` are set where there is one before: the instant at which that was heard, and the day of this
    one's meeting. `before`, `until` and `to_day` are set where there is one to follow: the instant at which this one
    was heard, the one at which the next was put forward, and the day of that meeting.
    """

    number: int = 1
    listings: tuple[Listing, ...] = ()
    after: datetime | None = None
    from_day: date | None = None
    before: datetime | None = None
    until: datetime | None = None
    to_day: date | None = None

    def counts(self, event: Event, belongs_to: BelongsTo) -> bool:
        """Whether an event counts for it: what is of the child always does; what is of a hearing, or follows one, from
        the day of its meeting to that of the next; all else after the hearing before, up to its own.
        """
        if belongs_to == "child":
            return True
        if belongs_to in ("hearing", "outcome"):
            day = local_date(event.at)
            return (self.from_day is None or day >= self.from_day) and (self.to_day is None or day < self.to_day)
        return (self.after is None or event.at > self.after) and (self.before is None or event.at <= self.before)

    def with_what_came_late(self) -> Presentation:
        """The same, with what was done after its hearing and before the case was put forward again, late for it."""
        return self if self.until is None else replace(self, before=self.until)


ONLY = Presentation()


def presentations(
    listings: Sequence[Listing], hearings: Iterable[Event], meets_on: Callable[[date], bool]
) -> tuple[Presentation, ...]:
    """The presentations of a case to one panel, in order; at least one.

    `listings` are those for the panel, and `hearings` what shows that it heard the case, each in the order of time.
    `meets_on` says whether the panel meets on a day.
    """
    heard = _heard(listings, hearings, meets_on)
    days = sorted(heard)
    last = listings[-1].day if listings else None
    if last is not None and (not days or last > days[-1]):
        days.append(last)
    if len(days) < 2:  # noqa: PLR2004 - a case that is presented once, or not yet
        return (Presentation(listings=tuple(listings)),)
    found = [_presentation(number, days, heard, listings) for number in range(1, len(days) + 1)]
    return (*(_followed(one, other, heard, days) for one, other in pairwise(found)), found[-1])


def _heard(
    listings: Sequence[Listing], hearings: Iterable[Event], meets_on: Callable[[date], bool]
) -> dict[date, datetime]:
    """The days of the meetings at which a case was heard, each with the instant at which it was: that of the meeting
    itself, where something is on file of its very day.

    What came after a meeting is of the last one that the case was listed for by then and had not left before its day;
    where there is none, of the meeting of its own day.
    """
    found: dict[date, datetime] = {}
    for event in hearings:
        on = local_date(event.at)
        standing = [
            one.day
            for one, left in _with_when_left(listings)
            if one.meeting.day is not None
            and one.day <= on
            and (one.day == on or left is None or left >= start_of_day(one.day))
        ]
        day = max(standing) if standing else on if meets_on(on) else None
        if day is not None and (day == on or day not in found):
            found[day] = event.at
    return found


def _with_when_left(listings: Sequence[Listing]) -> Iterator[tuple[Listing, datetime | None]]:
    """Each listing with the instant at which the case was put forward again; None for the last."""
    following = (*(each.at for each in listings[1:]), None)[: len(listings)]
    return zip(listings, following, strict=True)


def _presentation(
    number: int, days: Sequence[date], heard: Mapping[date, datetime], listings: Sequence[Listing]
) -> Presentation:
    """The one whose meeting is on the `number`-th of the days, as long as none follows."""
    is_last = number == len(days)
    before = days[number - 2] if number > 1 else None
    after = heard[before] if before is not None else None
    own = (
        each
        for each, left in _with_when_left(listings)
        if (before is None or each.day > before)
        and (is_last or each.day <= days[number - 1])
        and (after is None or left is None or left > after)
    )
    return Presentation(number, tuple(own), after, days[number - 1] if before is not None else None)


def _followed(
    one: Presentation, other: Presentation, heard: Mapping[date, datetime], days: Sequence[date]
) -> Presentation:
    """The same, followed by another."""
    before, to_day = heard[days[one.number - 1]], days[other.number - 1]
    put_forward = other.listings[0].at if other.listings else heard[to_day]
    return replace(one, before=before, until=max(before, put_forward), to_day=to_day)
