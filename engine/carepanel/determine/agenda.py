"""Which cases are heard at which meeting: each takes a place at the first it can make, and goes on where that is full.

A meeting takes so many cases as the terms say, in the order of the moment they name, the earliest first; a case whose
moment has not come stands behind all whose moment has. Where it is not known which of two comes first, both are looked
at either way: a case is said to be heard, or to go on, only where that holds whichever way it is. What is left open
stays open, and how many of the open ones go on to the next meeting is known all the same.
"""

from __future__ import annotations

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

    from carepanel.calendars.bank_holidays import Calendar
    from carepanel.calendars.meetings import Meeting
    from carepanel.determine.meeting import Choice
    from carepanel.determine.moments import When
    from carepanel.model.terms import Panel, Terms


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One case and the meeting that hears it. `day` is None where that is not known, and `why` says why.

    `first_day` is the first meeting it can make. `place` is its place on the list, and `starts` the hour of its slot,
    where they are known.
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


@dataclass(frozen=True, slots=True)
class _Open:
    """Cases of which so many go on, and it is not known which."""

    cases: tuple[Candidate, ...] = ()
    going_on: int = 0


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
    waiting: list[Candidate] = []
    unsettled = _Open()
    day: date | None = coming[0].day
    while day is not None:
        here = [each for each in coming if each.day == day]
        coming = [each for each in coming if each.day != day]
        sitting = _Sitting(panel, day, tuple(waiting + here), unsettled)
        yield from sitting.heard()
        yield from (_item(each, None, sitting.why_open(each, terms)) for each in sitting.newly_open)
        waiting, unsettled = list(sitting.full_for), sitting.still_open
        later = _next_day(panel, day, calendar) if waiting or unsettled.going_on else None
        day = min((each for each in (later, *(c.day for c in coming[:1])) if each is not None), default=None)
    no_more = f"every meeting that is known is full, and {days_unknown(panel)}"
    yield from (_item(each, None, no_more) for each in waiting)


def _next_day(panel: Panel, day: date, calendar: Calendar) -> date | None:
    found = first_on_or_after(panel.days, calendar, day + timedelta(days=1))
    return None if found is None else found.day


@dataclass(frozen=True, slots=True)
class _Sitting:
    """One meeting: the cases that ask for a place, and those of which some may."""

    panel: Panel
    day: date
    asking: tuple[Candidate, ...]
    unsettled: _Open

    @property
    def _has_room(self) -> bool:
        capacity = self.panel.capacity
        return capacity is None or len(self.asking) + self.unsettled.going_on <= capacity

    def _ahead(self, case: Candidate) -> tuple[int, int]:
        """How many cases are before this one, at least and at most."""
        others = [each for each in self.asking if each is not case]
        unsettled, going_on = self.unsettled.cases, self.unsettled.going_on
        behind = sum(not _surely_before(each, case) for each in unsettled)
        least = sum(_surely_before(each, case) for each in others) + max(0, going_on - behind)
        perhaps = sum(not _surely_before(case, each) for each in unsettled)
        most = sum(not _surely_before(case, each) for each in others) + min(going_on, perhaps)
        return least, most

    def _fits(self, case: Candidate) -> Truth:
        if self._has_room or self.panel.capacity is None:
            return Truth.YES
        least, most = self._ahead(case)
        if most < self.panel.capacity:
            return Truth.YES
        return Truth.NO if least >= self.panel.capacity else Truth.NOT_KNOWN

    def heard(self) -> Iterator[AgendaItem]:
        """The cases that surely have a place here."""
        for case in self.asking:
            if self._fits(case) is Truth.YES:
                least, most = self._ahead(case)
                place = least + 1 if least == most else None
                item = _item(case, self.day, self._why(case))
                yield replace(item, place=place, starts=_slot(self.panel, place))

    @property
    def full_for(self) -> tuple[Candidate, ...]:
        """The cases that surely go on to the next meeting."""
        return tuple(case for case in self.asking if self._fits(case) is Truth.NO)

    @property
    def newly_open(self) -> tuple[Candidate, ...]:
        """The cases of which it is not known whether they have a place here."""
        return tuple(case for case in self.asking if self._fits(case) is Truth.NOT_KNOWN)

    @property
    def still_open(self) -> _Open:
        """The cases of which some go on, and how many."""
        if self._has_room or self.panel.capacity is None:
            return _Open()
        going_on = len(self.asking) + self.unsettled.going_on - self.panel.capacity - len(self.full_for)
        return _Open((*self.unsettled.cases, *self.newly_open), going_on) if going_on else _Open()

    def _why(self, case: Candidate) -> str:
        if case.day == self.day or case.day is None:
            return case.why
        return f"{show_day(case.day)} was full ({case.why})"

    def why_open(self, case: Candidate, terms: Terms) -> str:
        """Why it is not known whether a case has a place here."""
        head = (
            f"whether it has a place on {show_day(self.day)} or goes on is not known: there are more cases than places"
        )
        if self.panel.order is None or case.came is None:
            return f"{head}, and the terms state no order"
        order = prose.moment(self.panel.order, terms)
        if case.came.happened is Truth.NO:
            return f"{head}, and what orders them has not come for this one ({order})"
        if _instants(case) is None:
            return f"{head}, and when that came which orders them is not known for this one ({order})"
        return f"{head}, and another may come before it, or came at the same instant ({order})"


def _instants(case: Candidate) -> tuple[datetime, datetime] | None:
    """The earliest and the latest that the moment came which orders a case; None where that is not known."""
    came = case.came
    if came is None or came.happened is not Truth.YES or came.anchor is None or not came.first_known:
        return None
    return came.anchor.earliest, came.anchor.latest


def _surely_before(one: Candidate, other: Candidate) -> bool:
    first, second = _instants(one), _instants(other)
    if first is None:
        return False
    if second is None:
        return other.came is not None and other.came.happened is Truth.NO
    return first[1] < second[0]


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
