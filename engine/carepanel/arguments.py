"""What a caller gives a policy from Python: days, instants and cases, each checked before anything is worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from carepanel.calendars.instants import FIRST_YEAR, LAST_YEAR, LONDON, UnreadableTime, parse_date, parse_instant
from carepanel.determine.case import Case
from carepanel.errors import CannotDetermine
from carepanel.loading import Source, file

Time = TypeVar("Time", date, datetime)

CaseLike = Mapping[str, object] | str | Path | bytes | Source
"""A case: its plain values as in a case file, the path of one, or what stands in one."""
Cases = Iterable[Case | CaseLike] | Case | CaseLike
"""Any number of cases, or one."""


def days_of(start: date | str, end: date | str) -> tuple[date, date]:
    """The first and the last day. Raises `CannotDetermine` for what is no day, and for days the wrong way round."""
    first, last = _day(start, "start"), _day(end, "end")
    if first > last:
        raise CannotDetermine("the first day lies after the last")
    return first, last


def _day(written: date | str, name: str) -> date:
    if isinstance(written, datetime):
        raise CannotDetermine(f"`{name}` is an instant: give the day alone, as a date or as YYYY-MM-DD")
    if isinstance(written, date):
        return _in_our_years(written, name)
    if not isinstance(written, str):
        raise CannotDetermine(f"`{name}` is neither a date nor text")
    try:
        return parse_date(written)
    except UnreadableTime as error:
        raise CannotDetermine(f"`{name}`: {error}") from None


def instant_of(written: datetime | str, name: str) -> datetime:
    """An instant in UTC. Raises `CannotDetermine` for what is none, or has no time zone."""
    if isinstance(written, str):
        try:
            return parse_instant(written)
        except UnreadableTime as error:
            raise CannotDetermine(f"`{name}`: {error}") from None
    if not isinstance(written, datetime):
        raise CannotDetermine(f"`{name}` is neither an aware datetime nor text")
    if written.tzinfo is None:
        raise CannotDetermine(
            f"`{name}` has no time zone: give it one, or write it as text, which is {LONDON.key} time"
        )
    _in_our_years(written, name)
    return written.astimezone(UTC)


def _in_our_years(written: Time, name: str) -> Time:
    """The same day or instant. Raises `CannotDetermine` for one outside the years in which dates are worked out."""
    if not FIRST_YEAR <= written.year <= LAST_YEAR:
        raise CannotDetermine(f"`{name}`: expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return written


UNNAMED = "the case"
"""The source of a case that was never in a file."""


def case_source(case: str | Path | bytes | Source, name: str) -> Source:
    """What stands in a case's file. Raises `CannotRead`, and `CannotDetermine` for what is no case."""
    match case:
        case Source():
            return case
        case bytes():
            return Source(name, case)
        case str() | Path():
            return file(str(case))
        case _:
            raise _no_case(case)


def each_case(cases: Cases) -> Iterable[Case | CaseLike]:
    """The cases, also where one is given alone. Raises `CannotDetermine`."""
    if isinstance(cases, Case | Mapping | str | Path | bytes | Source):
        return (cases,)
    if not isinstance(cases, Iterable):
        raise _no_case(cases)
    return cases


def _no_case(found: object) -> CannotDetermine:
    kind = type(found).__name__
    return CannotDetermine(
        f"`{kind}` is no case: a case is its plain values, the path of its file, or what `read_case` gave"
    )


def check_told_apart(cases: Iterable[tuple[int, Case]]) -> None:
    """Raises `CannotDetermine` where two cases have the same reference, naming their files and never the reference;
    a case that was in no file is named by its number.
    """
    seen: dict[str, str] = {}
    for number, case in cases:
        name = f"case {number}" if case.source in (UNNAMED, f"case {number}") else f"`{case.source}`"
        if case.reference not in seen:
            seen[case.reference] = name
        elif seen[case.reference] == name:
            raise CannotDetermine(f"{name} is given twice")
        else:
            both = f"{seen[case.reference]} and {name}"
            raise CannotDetermine(f"{both} have the same reference, so that they could not be told apart")
