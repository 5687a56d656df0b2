"""The bank holidays that the law fixes for every year, for the years of which no list has been published yet.

Good Friday and Christmas Day are holidays at common law. Banking and Financial Dealings Act 1971, Schedule 1,
paragraph 1 names Easter Monday, the last Monday in May, the last Monday in August, 26 December if it is not a Sunday,
and 27 December in a year in which 25 or 26 December is a Sunday. New Year's Day, the first Monday in May and the
remaining substitute days are appointed each year by proclamation under section 1(3) of the Act, on the same pattern
since 1978. A day that is moved or added once cannot be known from here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["easter_sunday", "regular_days"]

_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6
_SUBSTITUTE = " (substitute day)"


@lru_cache(maxsize=256)
def regular_days(year: int) -> Mapping[date, str]:
    """The regular bank holidays of England and Wales in a year, by day, named as the published list names them."""
    easter = easter_sunday(year)
    days = {
        easter - timedelta(days=2): "Good Friday",
        easter + timedelta(days=1): "Easter Monday",
        _monday_from(date(year, 5, 1)): "Early May bank holiday",
        _monday_from(date(year, 5, 25)): "Spring bank holiday",
        _monday_from(date(year, 8, 25)): "Summer bank holiday",
    }
    return MappingProxyType(dict(sorted((days | _new_year(year) | _christmas(year)).items())))


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


def _new_year(year: int) -> dict[date, str]:
    day = date(year, 1, 1)
    if day.weekday() in (_SATURDAY, _SUNDAY):
        return {_monday_from(day): "New Year\u2019s Day" + _SUBSTITUTE}
    return {day: "New Year\u2019s Day"}


def _christmas(year: int) -> dict[date, str]:
    """Christmas Day and Boxing Day; the substitute of a Christmas Day on a Sunday follows Boxing Day, on the 27th."""
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    match christmas.weekday():
        case 4:
            return {christmas: "Christmas Day", date(year, 12, 28): "Boxing Day" + _SUBSTITUTE}
        case 5:
            return {date(year, 12, 27): "Christmas Day" + _SUBSTITUTE, date(year, 12, 28): "Boxing Day" + _SUBSTITUTE}
        case 6:
            return {boxing: "Boxing Day", date(year, 12, 27): "Christmas Day" + _SUBSTITUTE}
        case _:
            return {christmas: "Christmas Day", boxing: "Boxing Day"}
