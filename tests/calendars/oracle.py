"""An independent, slow answer to each deadline form: day stepping over two lists kept by others, and its own clock rule.

Nothing of the package is used. The clocks go forward on the last Sunday in March and back on the last in October, at
01:00 UTC (Summer Time Act 1972 as amended by SI 2002/262). Instants here are naive and in UTC; ends are (instant,
excluded).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PUBLISHED = {
    event["date"] for event in BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
}
LATER = holidays.country_holidays("GB", subdiv="ENG", years=range(2029, 2040))
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def works(day):
    return day.isoweekday() <= 5 and day not in (PUBLISHED if day.year <= 2028 else LATER)


def change(year, month):
    day = date(year, month, 31)
    while day.isoweekday() != 7:
        day -= DAY
    return datetime.combine(day, time(1))


def ahead(instant):
    return HOUR if change(instant.year, 3) <= instant < change(instant.year, 10) else 0 * HOUR


def local(instant):
    return instant + ahead(instant)


def instant_of(clock):
    fitting = [clock - offset for offset in (HOUR, 0 * HOUR) if ahead(clock - offset) == offset]
    return fitting[0] if fitting else clock


def midnight(day):
    return instant_of(datetime.combine(day, time(0)))


def end(day, by=None):
    return (midnight(day + DAY), True) if by is None else (instant_of(datetime.combine(day, by)), False)


def rolled(day, rule):
    while rule != "keep" and not works(day):
        day += DAY if rule == "next_working_day" else -DAY
    return day


def working_days_after(start, count, first_day):
    day = start if first_day == "same_day" else start + DAY
    while True:
        count -= works(day)
        if count == 0:
            return day
        day += DAY


def working_days_before(start, count):
    day = start
    while count:
        day -= DAY
        count -= works(day)
    return day


def months_after(start, months):
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, start.day)


def after(start, count, unit, first_day):
    if unit == "working_days":
        return working_days_after(start, count, first_day)
    whole = {"days": 1, "weeks": 7}
    day = (
        start + count * whole[unit] * DAY
        if unit in whole
        else months_after(start, count * (12 if unit == "years" else 1))
    )
    return day - DAY if first_day == "same_day" else day


def before(start, count, unit):
    if unit == "working_days":
        return working_days_before(start, count)
    whole = {"days": 1, "weeks": 7}
    return (
        start - count * whole[unit] * DAY
        if unit in whole
        else months_after(start, -count * (12 if unit == "years" else 1))
    )


def weekday_before(start, weekday):
    day = start - DAY
    while day.isoweekday() != WEEKDAYS.index(weekday) + 1:
        day -= DAY
    return day


def hours_after(instant, hours, rule):
    passed = instant
    for _ in range(abs(hours)):
        passed += HOUR if hours > 0 else -HOUR
    day = rolled(local(passed).date(), rule)
    return passed if day == local(passed).date() else instant_of(datetime.combine(day, local(passed).time()))
