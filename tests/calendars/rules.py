"""Whether a day follows a recurrence rule, asked of one day at a time.

It reads RFC 5545, section 3.3.10, once more, with the standard library alone: the frequency and its interval, the months,
the days of the month, the weekdays, numbered or not, and the places within a month. A rule with any other part fails.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

KNOWN = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}


def follows(rule: str, start: date, day: date) -> bool:
    """Whether a rule that counts from `start` falls on the day."""
    parts = dict(part.split("=") for part in rule.upper().split(";"))
    assert set(parts) <= KNOWN, rule
    assert "BYSETPOS" not in parts or parts["FREQ"] == "MONTHLY", rule
    if day < start or not fits(parts, start, day):
        return False
    return "BYSETPOS" not in parts or is_at(parts["BYSETPOS"], [d for d in month_of(day) if fits(parts, start, d)], day)


def fits(parts: dict[str, str], start: date, day: date) -> bool:
    """Whether a day is one of those that the rule chooses from, before and after the start."""
    in_year = parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts
    return (
        periods_since(parts["FREQ"], start, day) % int(parts.get("INTERVAL", "1")) == 0
        and ("BYMONTH" not in parts or str(day.month) in parts["BYMONTH"].split(","))
        and ("BYMONTHDAY" not in parts or is_at(parts["BYMONTHDAY"], month_of(day), day))
        and ("BYDAY" not in parts or is_weekday(parts["BYDAY"], day, in_year=in_year))
        and ("BYMONTHDAY" in parts or "BYDAY" in parts or like_the_start(parts, start, day))
    )


def month_of(day: date) -> list[date]:
    """The days of its month."""
    return [day.replace(day=number + 1) for number in range(monthrange(day.year, day.month)[1])]


def is_at(numbers: str, days: list[date], day: date) -> bool:
    """Whether it has one of these places among the days, counted from the end where they are negative."""
    place = days.index(day)
    return not {str(place + 1), str(place - len(days))}.isdisjoint(numbers.split(","))


def periods_since(frequency: str, start: date, day: date) -> int:
    """How many days, weeks from Monday, months or years the day lies after the start."""
    match frequency:
        case "DAILY":
            return (day - start).days
        case "WEEKLY":
            return (day - timedelta(day.weekday()) - (start - timedelta(start.weekday()))).days // 7
        case "MONTHLY":
            return (day.year - start.year) * 12 + day.month - start.month
        case "YEARLY":
            return day.year - start.year
    raise AssertionError(frequency)


def is_weekday(names: str, day: date, *, in_year: bool) -> bool:
    """Whether it is one of these weekdays, the number of each being counted in the month, or in the year."""
    name = day.strftime("%a")[:2].upper()
    first, last = (date(day.year, 1, 1), date(day.year, 12, 31)) if in_year else (month_of(day)[0], month_of(day)[-1])
    number, from_the_end = (day - first).days // 7 + 1, -((last - day).days // 7) - 1
    return not {name, f"{number}{name}", f"{from_the_end}{name}"}.isdisjoint(names.split(","))


def like_the_start(parts: dict[str, str], start: date, day: date) -> bool:
    """Whether a day agrees with the start where the rule leaves the day open."""
    match parts["FREQ"]:
        case "WEEKLY":
            return day.weekday() == start.weekday()
        case "MONTHLY":
            return day.day == start.day
        case "YEARLY":
            return day.day == start.day and ("BYMONTH" in parts or day.month == start.month)
    return True
