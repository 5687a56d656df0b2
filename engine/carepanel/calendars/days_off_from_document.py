"""The days off of one list, read from its document. Every problem is found, at its line."""

from __future__ import annotations

import json
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from carepanel.calendars.days_off import SATURDAY_AND_SUNDAY, DaysOff
from carepanel.calendars.instants import UnreadableTime, parse_date
from carepanel.calendars.regular_days import LAWS
from carepanel.model.deadlines import WEEKDAYS
from carepanel.text.document import Mapping, Scalar, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.diagnostics import Problems
    from carepanel.source import Position
    from carepanel.text.document import Node

__all__ = ["days_off"]

_SPAN = timedelta(days=366 * 5)
_DAY = timedelta(days=1)
_END_OF_A_YEAR = (12, 31)


def days_off(document: Mapping, problems: Problems) -> DaysOff | None:
    """The list that a document of the right shape describes; None where a problem was found and added."""
    reader = _Reader(problems)
    horizon, begins = reader.day(document.get("horizon")), reader.day(document.get("begins"))
    weekend = _weekend(document.get("weekend"))
    regular = next((law for law in LAWS if law == _text(document.get("regular"))), None)
    holidays = dict(reader.holidays(document.get("holidays"), weekend))
    closed = dict(reader.closed(document.get("closed")))
    terms = tuple(reader.spans(document.get("open")))
    if reader.found or horizon is None:
        return None
    listed = holidays | closed | dict(_outside(terms, begins, horizon))
    if holidays and (horizon.month, horizon.day) != _END_OF_A_YEAR:
        reader.problem(
            f"it ends with {horizon}, in the middle of a year",
            _place(document, "horizon"),
            "bank holidays are published by the year: write its last day",
        )
        return None
    years = set(range(min(holidays).year, horizon.year + 1)) - {day.year for day in holidays} if holidays else set()
    if not reader.is_whole(document, listed, (begins, horizon), years if regular is not None else set()):
        return None
    name, version = _text(document.get("calendar")), _text(document.get("version"))
    return DaysOff(
        name,
        version,
        _fingerprint(document),
        horizon,
        listed,
        regular,
        weekend,
        _source(document),
        begins,
        _source_sha256(document),
    )


class _Reader:
    """Reads days and spans; what is wrong becomes a problem at its place."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.found = False

    def problem(self, message: str, position: Position, help_: str) -> None:
        self.found = True
        self.problems.add("bad-calendar", message, position, help_)

    def day(self, node: Node | None) -> date | None:
        return self.day_of(_text(node), node.position) if node is not None else None

    def day_of(self, written: str, position: Position) -> date | None:
        try:
            return parse_date(written)
        except UnreadableTime as error:
            self.problem(f"`{written}`: {error}", position, 'write a day such as "2026-12-25"')
            return None

    def holidays(self, node: Node | None, weekend: frozenset[int]) -> Iterator[tuple[date, str]]:
        for entry in node.entries if isinstance(node, Mapping) else ():
            day = self.day_of(entry.key, entry.key_position)
            if day is not None and day.weekday() in weekend:
                weekday = WEEKDAYS[day.weekday()].title()
                self.problem(f"{day} is a {weekday}", entry.key_position, "list the substitute day")
            elif day is not None:
                yield day, _text(entry.value)

    def closed(self, node: Node | None) -> Iterator[tuple[date, str]]:
        for span, title in self.spans(node):
            for day in _days(*span):
                yield day, title

    def spans(self, node: Node | None) -> Iterator[tuple[tuple[date, date], str]]:
        for item in node.items if isinstance(node, Sequence) else ():
            if isinstance(item, Mapping):
                first = self.day(item.get("from"))
                last = first if item.get("to") is None else self.day(item.get("to"))
                if first is not None and last is not None:
                    yield from self._span(first, last, item)

    def _span(self, first: date, last: date, item: Mapping) -> Iterator[tuple[tuple[date, date], str]]:
        if last < first:
            self.problem(
                f"it ends on {last}, before it begins on {first}", item.position, "write the earlier day first"
            )
        elif last - first > _SPAN:
            self.problem(f"it lasts from {first} to {last}", item.position, "write at most five years in one")
        else:
            yield (first, last), _text(item.get("title"))

    def is_whole(
        self, document: Mapping, listed: dict[date, str], known: tuple[date | None, date], empty: set[int]
    ) -> bool:
        """Whether nothing is wrong that would move deadlines silently, the list being known from one day to another;
        `empty` are years without a bank holiday.
        """
        begins, horizon = known
        before = min(listed, default=horizon)
        if begins is not None and before < begins:
            message = f"{before} lies before the day on which it begins, {begins}"
            self.problem(message, _place(document, "begins"), "move that to the first day that is known")
        if not listed:
            self.problem("it lists no day", document.position, "give `holidays`, `closed` or `open`")
        beyond = max(listed, default=horizon)
        if beyond > horizon:
            message = f"{beyond} lies after the horizon, {horizon}"
            self.problem(message, _place(document, "horizon"), "move the horizon to the end of its year")
        if empty:
            message = f"no bank holiday is listed in {min(empty)}"
            self.problem(message, _place(document, "holidays"), "list every year, or move the horizon")
        return not self.found


def _place(document: Mapping, key: str) -> Position:
    node = document.get(key)
    return node.position if node is not None else document.position


def _outside(
    terms: tuple[tuple[tuple[date, date], str], ...], begins: date | None, horizon: date
) -> Iterator[tuple[date, str]]:
    """The days that lie in no term, from the first day known to the last."""
    if not terms:
        return
    within = {day for span, _ in terms for day in _days(*span)}
    for day in _days(begins or date(min(within).year, 1, 1), horizon):
        if day not in within:
            yield day, "outside term time"


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _weekend(node: Node | None) -> frozenset[int]:
    if not isinstance(node, Sequence):
        return SATURDAY_AND_SUNDAY
    return frozenset(WEEKDAYS.index(_text(item)) for item in node.items if _text(item) in WEEKDAYS)


def _source(document: Mapping) -> str:
    source = document.get("source")
    if not isinstance(source, Mapping):
        return ""
    address = _text(source.get("address"))
    return (
        f"{_text(source.get('title'))}{f', {address}' if address else ''}, retrieved {_text(source.get('retrieved'))}"
    )


def _source_sha256(document: Mapping) -> str:
    source = document.get("source")
    return _text(source.get("sha256")) if isinstance(source, Mapping) else ""


def _fingerprint(document: Mapping) -> str:
    """Over what decides which days are off, and not over titles and sources."""
    written = plain(document)
    content = {key: written.get(key) for key in sorted(written) if key not in ("title", "source")}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + sha256(canonical.encode()).hexdigest()


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""
