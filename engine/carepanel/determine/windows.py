"""Windows: the days of a length of time before or after a moment.

A window before a moment ends with the moment's day and is as long as it says: 12 months before 10 March 2026 begin on
11 March 2025. A window after a moment begins with its day and ends as a deadline would: 8 weeks after 10 March 2026 end
with 5 May. Where the moment's day is not known for sure, a day is surely inside when it is whichever day it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.endings import shifted
from carepanel.calendars.instants import DeadlineOutOfRange
from carepanel.conditions.truth import Truth
from carepanel.model.deadlines import Period

if TYPE_CHECKING:
    from carepanel.calendars.anchors import Anchor
    from carepanel.conditions.ast import Window

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included, that are surely in a window; `may_first` to `may_last` may be."""

    first: date
    last: date
    may_first: date
    may_last: date

    def holds(self, day: date) -> Truth:
        """Whether a day lies in the window."""
        if self.first <= day <= self.last:
            return Truth.YES
        return Truth.NOT_KNOWN if self.may_first <= day <= self.may_last else Truth.NO


def span(window: Window, anchor: Anchor) -> Span:
    """The days of a window, the moment being on one of the anchor's days."""
    one, other = (_days(window, day) for day in (anchor.first_day, anchor.day))
    return Span(max(one[0], other[0]), min(one[1], other[1]), min(one[0], other[0]), max(one[1], other[1]))


def _days(window: Window, day: date) -> tuple[date, date]:
    if window.side == "before":
        return _shifted(day, window, -1) + _DAY, day
    return day, _shifted(day, window, 1)


def _shifted(day: date, window: Window, direction: int) -> date:
    """The corresponding day so long before or after; the first or the last day there is, beyond the years we know."""
    try:
        return shifted(day, Period(window.count, window.unit), direction)
    except DeadlineOutOfRange:
        return date.min if direction < 0 else date.max
