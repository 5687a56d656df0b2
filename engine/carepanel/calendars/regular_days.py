"""The bank holidays that the law fixes for every year, for the years of which no list has been published yet.

Good Friday and Christmas Day are holidays at common law in England, Wales and Northern Ireland. The rest is Schedule 1
to the Banking and Financial Dealings Act 1971: paragraph 1 for England and Wales, 2 for Scotland, 3 for Northern
Ireland; St Andrew's Day is added by the St Andrew's Day Bank Holiday (Scotland) Act 2007. What the Schedule leaves out
is appointed each year by proclamation under section 1 of the Act, on the same pattern since 1978: New Year's Day and
the first Monday in May in England and Wales, the last Monday in May and Boxing Day in Scotland, 12 July in Northern
Ireland, and most of the substitute days. A day that is moved or added once cannot be known from here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LAWS", "Law", "easter_sunday", "regular_days"]

Law = Literal["england_and_wales", "scotland", "northern_ireland"]
LAWS: tuple[Law, ...] = ("england_and_wales", "scotland", "northern_ireland")

_SATURDAY = 5
_SUBSTITUTE = " (substitute day)"


@lru_cache(maxsize=512)
def regular_days(law: Law, year: int) -> Mapping[date, str]:
    """The regular bank holidays of a part of the country in a year, by day, named as the published lists name them."""
    movable = {
        easter_sunday(year) - timedelta(days=2): "Good Friday",
        _monday_from(date(year, 5, 1)): "Early May bank holiday",
        _monday_from(date(year, 5, 25)): "Spring bank holiday",
        **_movable(law, year),
    }
    fixed = {
        date(year, 1, 1): "New Year\u2019s Day",
        **_fixed(law, year),
        date(year, 12, 25): "Christmas Day",
        date(year, 12, 26): "Boxing Day",
    }
    return MappingProxyType(dict(sorted((movable | _observed(fixed)).items())))


def _movable(law: Law, year: int) -> dict[date, str]:
    if law == "scotland":
        return {_monday_from(date(year, 8, 1)): "Summer bank holiday"}
    easter_monday = easter_sunday(year) + timedelta(days=1)
    return {easter_monday: "Easter Monday", _monday_from(date(year, 8, 25)): "Summer bank holiday"}


def _fixed(law: Law, year: int) -> dict[date, str]:
    match law:
        case "england_and_wales":
            return {}
        case "scotland":
            return {date(year, 1, 2): "2nd January", date(year, 11, 30): "St Andrew\u2019s Day"}
        case "northern_ireland":
            orange = "Battle of the Boyne (Orangemen\u2019s Day)"
            return {date(year, 3, 17): "St Patrick\u2019s Day", date(year, 7, 12): orange}


def _observed(fixed: dict[date, str]) -> dict[date, str]:
    """The days on which fixed holidays are kept: one at a weekend on the next weekday that is not one of the others, so
    that a Christmas Day on a Sunday follows Boxing Day.
    """
    kept = {day: name for day, name in fixed.items() if day.weekday() < _SATURDAY}
    for day, name in fixed.items():
        if day not in kept:
            substitute = day
            while substitute.weekday() >= _SATURDAY or substitute in kept:
                substitute += timedelta(days=1)
            kept[substitute] = name + _SUBSTITUTE
    return kept


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar.

    The anonymous algorithm printed in Nature, 20 April 1876; J. Meeus, Astronomical Algorithms (1991), chapter 8.
    """
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    """The first Monday on or after the day."""
    return day + timedelta(days=-day.weekday() % 7)
