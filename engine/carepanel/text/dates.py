"""A day as it is written: one form, and the years in which we work dates out."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["FIRST_YEAR", "LAST_YEAR", "UnreadableTime", "parse_date"]

FIRST_YEAR = 1900
LAST_YEAR = 2100

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnreadableTime(ValueError):
    """A date or time was not written in the one form we read. The message never repeats what was written."""


def parse_date(text: str) -> date:
    """The local day written ``YYYY-MM-DD``, from 1900 to 2100. Raises `UnreadableTime`."""
    if _DATE.fullmatch(text) is None:
        raise UnreadableTime("expected a date written YYYY-MM-DD")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnreadableTime("there is no such day in the calendar") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadableTime(f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day
