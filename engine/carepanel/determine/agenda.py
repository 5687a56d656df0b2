"""Which cases are heard at which meeting: each takes a place at the first it can make, and goes on where that is full.

A meeting takes so many cases as the terms say, in the order of the moment they name, the earliest first; a case whose
moment has not come stands behind all whose moment has. Where it is not known which of two comes first, both are looked
at either way: a case is said to be heard, or to go on, only where that holds whichever way it is. What is left open
stays open, and how many of the open ones go on to the next meeting is known all the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from carepanel.backends import prose
from carepanel.calendars.instants import show_day
from carepanel.calendars.meetings import first_on_or_after
from carepanel.conditions.truth import Truth
from carepanel.determine.meeting import days_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime, time

    from carepanel.calendars.calendar import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.determine.meeting import Choice
    from carepanel.determine.moments import When
    from carepanel.model.terms import Panel, Terms


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One case and the meeting that hears it. `day` is None where that is not known, and `why` says why.

    `first_day` is the first meeting it can make. `place` is its place on the list, and `starts` the hour of its slot,
    where they are known; `why_no_place` is why a case that is heard has none.
    """

    case: str
    panel: str
    title: str
    clause: tuple[str, ...]
    first_day: date | None
    day: date | None
    place: int | None
    starts: time | None
    why: str
    why_no_place: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Which of some cases are heard at which meetings, asked about `at`, as known by `known_by`."""

    policy: str
    version: str
    at: datetime
    known_by: datetime
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that asks for a place: the first meeting it can make, why that, and when the moment came that orders it.

    `came` is None where the terms state no order.
    """

    case: str
    panel: Panel | None
    meeting: Meeting | None
    why: str
    came: When | None = None

    @property
    def day(self) -> date | None:
        """The day of the first meeting it can make."""
        return None if self.meeting is None else self.meeting.day


def candidate(case: str, weighed: Choice) -> Candidate:
    """A case as it asks for a place, once its meeting has been chosen."""
    order = weighed.panel.order if weighed.panel is not None else None
    came = weighed.evaluation.when(order) if order is not None else None
    return Candidate(case, weighed.panel, weighed.meeting, weighed.why, came)


def agenda_items(candidates: Iterable[Candidate], terms: Terms, calendar: Calendar) -> tuple[AgendaItem, ...]:
    """Every case with its meeting: by panel, by day, by place; last those of which no meeting is known."""
    asked = sorted(candidates, key=lambda each: (_panel_id(each), each.case))
    found: list[AgendaItem] = []
    for _, group in groupby(asked, key=_panel_id):
        cases = list(group)
        found += [_item(each, None, each.why) for each in cases if each.panel is None or each.day is None]
        placed = [each for each in cases if each.panel is not None and each.day is not None]
        if placed and placed[0].panel is not None:
            found += _of_panel(placed[0].panel, placed, terms, calendar)
    return tuple(sorted(found, key=_sort_key))


def _panel_id(each: Candidate) -> str:
    return "" if each.panel is None else each.panel.id


def _sort_key(item: AgendaItem) -> tuple[bool, str, str, int, str]:
    return item.day is None, item.panel, str(item.day or item.first_day or ""), item.place or 0, item.case


def _of_panel(panel: Panel, cases: Sequence[Candidate], terms: Terms, calendar: Calendar) -> Iterator[AgendaItem]:
    """The meetings of one panel, one after the other, until every case has a place or no later meeting is known."""
    coming = sorted(cases, key=lambda each: (str(each.day), each.case))
    waiting, unsettled, going_on = _Line(()), _Line(()), 0
    held: list[date] = []
    day: date | None = coming[0].day
    while day is not None:
        asking = _Line((*waiting.cases, *(each for each in coming if each.day == day)))
        coming = [each for each in coming if each.day != day]
        sitting = _sitting(panel.capacity, asking, unsettled, going_on)
        yield from (_heard(each, place, day, held, terms) for each, place in sitting.heard)
        yield from (_item(each, None, _why_open(each, day, terms)) for each in sitting.newly_open)
        waiting, unsettled, going_on = _Line(sitting.full_for), _Line(sitting.still_open), sitting.going_on
        held.append(day)
        later = _next_day(panel, day, calendar) if waiting.cases or going_on else None
        day = min((each for each in (later, *(c.day for c in coming[:1])) if each is not None), default=None)
    no_more = f"every meeting that is known is full, and {days_unknown(panel)}"
    yield from (_item(each, None, no_more) for each in waiting.cases)


def _next_day(panel: Panel, day: date, calendar: Calendar) -> date | None:
    found = first_on_or_after(panel.days, calendar, day + timedelta(days=1))
    return None if found is None else found.day


class _Line:
    """Cases that ask for a place, ready to be counted."""

    def __init__(self, cases: tuple[Candidate, ...]) -> None:
        self.cases = cases
        known = [came for each in cases if (came := _instants(each)) is not None]
        self._earliest = sorted(earliest for earliest, _ in known)
        self._latest = sorted(latest for _, latest in known)
        self._not_come = sum(_has_not_come(each) for each in cases)

    def surely_before(self, case: Candidate) -> int:
        """How many of the cases surely come before this one."""
        came = _instants(case)
        if came is not None:
            return bisect_left(self._latest, came[0])
        return len(self._latest) if _has_not_come(case) else 0

    def surely_behind(self, case: Candidate) -> int:
        """How many of the cases surely come after this one."""
        came = _instants(case)
        return 0 if came is None else len(self._earliest) - bisect_right(self._earliest, came[1]) + self._not_come


@dataclass(frozen=True, slots=True)
class _Sitting:
    """What becomes of the cases of one meeting: those surely heard, with their places where these are known; those that
    surely go on; and those of which it is not known, with how many of these and of earlier ones go on.
    """

    heard: tuple[tuple[Candidate, int | None], ...]
    full_for: tuple[Candidate, ...] = ()
    newly_open: tuple[Candidate, ...] = ()
    still_open: tuple[Candidate, ...] = ()
    going_on: int = 0


def _sitting(capacity: int | None, asking: _Line, unsettled: _Line, going_on: int) -> _Sitting:
    """One meeting. Of the `unsettled` cases so many as `going_on` ask for a place too, and it is not known which."""
    present = len(asking.cases) + going_on
    room = present if capacity is None else capacity
    heard: list[tuple[Candidate, int | None]] = []
    full_for: list[Candidate] = []
    newly_open: list[Candidate] = []
    for case in asking.cases:
        not_before = len(unsettled.cases) - unsettled.surely_before(case)
        not_behind = len(unsettled.cases) - unsettled.surely_behind(case)
        least = asking.surely_before(case) + max(0, going_on - not_before)
        most = len(asking.cases) - 1 - asking.surely_behind(case) + min(going_on, not_behind)
        if most < room:
            heard.append((case, least + 1 if least == most else None))
        elif least >= room:
            full_for.append(case)
        else:
            newly_open.append(case)
    still_going_on = max(0, present - room) - len(full_for)
    still_open = (*unsettled.cases, *newly_open) if still_going_on else ()
    return _Sitting(tuple(heard), tuple(full_for), tuple(newly_open), still_open, still_going_on)


def _heard(case: Candidate, place: int | None, day: date, before: Iterable[date], terms: Terms) -> AgendaItem:
    """A case with its meeting; `before` are the earlier ones, of which those that it could make were full."""
    full = [show_day(other) for other in before if case.day is not None and case.day <= other]
    were = f"{' and '.join(full)} {'was' if len(full) == 1 else 'were'} full"
    item = _item(case, day, f"{were} ({case.why})" if full else case.why)
    if case.panel is None:
        return item
    why = _why_no_place(case.panel, terms) if place is None else ""
    return replace(item, place=place, starts=_slot(case.panel, place), why_no_place=why)


def _why_no_place(panel: Panel, terms: Terms) -> str:
    if panel.order is None:
        return "the terms state no order in which cases are heard"
    return f"which others come before it is not known ({prose.moment(panel.order, terms)})"


def _why_open(case: Candidate, day: date, terms: Terms) -> str:
    """Why it is not known whether a case has a place at a meeting."""
    head = f"whether it has a place on {show_day(day)} or goes on is not known: there are more cases than places"
    if case.panel is None or case.panel.order is None or case.came is None:
        return f"{head}, and the terms state no order"
    order = prose.moment(case.panel.order, terms)
    if _has_not_come(case):
        return f"{head}, and what orders them has not come for this one ({order})"
    if _instants(case) is None:
        return f"{head}, and when that came which orders them is not known for this one ({order})"
    return f"{head}, and another may come before it, or came at the same instant ({order})"


def _has_not_come(case: Candidate) -> bool:
    return case.came is not None and case.came.happened is Truth.NO


def _instants(case: Candidate) -> tuple[datetime, datetime] | None:
    """The earliest and the latest that the moment came which orders a case; None where that is not known."""
    came = case.came
    if came is None or came.happened is not Truth.YES or came.anchor is None or not came.first_known:
        return None
    return came.anchor.earliest, came.anchor.latest


def _item(case: Candidate, day: date | None, why: str) -> AgendaItem:
    panel = case.panel
    known = ("", "", ()) if panel is None else (panel.id, panel.title, panel.clauses)
    return AgendaItem(case.case, *known, first_day=case.day, day=day, place=None, starts=None, why=why)


def _slot(panel: Panel, place: int | None) -> time | None:
    """The hour at which a place on the list begins."""
    if place is None or panel.length is None or panel.days.begins is None:
        return None
    minutes = panel.days.begins.hour * 60 + panel.days.begins.minute + panel.length * (place - 1)
    return panel.days.begins.replace(hour=minutes // 60, minute=minutes % 60) if minutes < _DAY else None


_DAY = 24 * 60
