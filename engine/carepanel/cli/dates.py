"""``carepanel dates``: every meeting with the dates that rest on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from carepanel.cli.options import cases_from, policy_argument, readings_of, styled, width

if TYPE_CHECKING:
    from datetime import date


@click.command(name="dates")
@policy_argument
@click.argument("cases", nargs=-1, metavar="[CASE…]")
@click.option("--from", "start", metavar="DATE", help="The first day, e.g. 2026-01-01. [default: today]")
@click.option("--to", "end", metavar="DATE", help="The last day. [default: three months after the first]")
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="ID=OPTION",
    help="Take another option of a reading. May be repeated.",
)
@click.option(
    "--calendar-change",
    "change",
    metavar="FILE",
    help="List instead what this calendar, in the place of the policy's own, would move: also for each CASE.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ics", "md"]),
    default="text",
    show_default=True,
    help="How to print the dates.",
)
def command(
    policy: str,
    cases: tuple[str, ...],
    start: str | None,
    end: str | None,
    readings: tuple[str, ...],
    change: str | None,
    form: str,
) -> None:
    """Print the dates of POLICY: a row for each meeting with its cut-off and every other date that rests on it.

    A date that counts from what the panel decides is worked out as if it decided at its meeting, and says so.

    With --calendar-change, list the meetings and other dates that a new list of bank holidays moves, and the
    obligations of each CASE that are open at the beginning of the first day: from when, to when, and for whom.
    """
    first, last = _range(start, end)
    choices = readings_of(readings)
    if change is not None:
        _print_change(policy, cases, (first, last), choices, change, form)
        return
    if cases:
        raise click.BadParameter("cases go with --calendar-change", param_hint="CASE")
    _print_dates(policy, (first, last), choices, form)


def _print_dates(policy: str, span: tuple[date, date], choices: dict[str, str], form: str) -> None:
    from carepanel.policy import load_policy

    found = load_policy(policy).dates(*span, readings=choices)
    match form:
        case "json":
            from carepanel.render.json_ import dumps

            click.echo(dumps(found))
        case "csv":
            from carepanel.render.csv_ import csv_text
            from carepanel.render.timetable import flat

            click.echo(csv_text(*flat(found)))
        case "ics":
            from carepanel.render.timetable_ics import timetable_ics

            click.echo(timetable_ics(found, datetime.now(UTC)))
        case "md":
            from carepanel.render.timetable_text import timetable_markdown

            click.echo(timetable_markdown(found))
        case _:
            from carepanel.render.timetable_text import timetable_text

            click.echo(timetable_text(found, width=width(), styled=styled()))


def _print_change(
    policy: str, cases: tuple[str, ...], span: tuple[date, date], choices: dict[str, str], change: str, form: str
) -> None:
    from carepanel.calendars.instants import start_of_day
    from carepanel.policy import load_policy
    from carepanel.render.calendar_change import change_csv, change_text
    from carepanel.render.json_ import dumps
    from carepanel.render.layout import Page

    if form in ("ics", "md"):
        raise click.BadParameter("what moves is printed as text, json or csv", param_hint="--format")
    old = load_policy(policy)
    new = old.with_calendar(change)
    moved = old.calendar_change(new, *span, cases=cases_from(cases), at=start_of_day(span[0]), readings=choices)
    match form:
        case "json":
            click.echo(dumps(moved))
        case "csv":
            click.echo(change_csv(moved))
        case _:
            calendars = (old.calendar, new.calendar)
            click.echo(change_text(moved, old.terms, calendars, span, Page(width(), styled())))


def _range(start: str | None, end: str | None) -> tuple[date, date]:
    """The days that the options give."""
    from carepanel.calendars.instants import local_date, plus_months

    first = local_date(datetime.now(UTC)) if start is None else _day(start, "--from")
    last = plus_months(first, 3) if end is None else _day(end, "--to")
    if first > last:
        raise click.BadParameter("the last day lies before the first", param_hint="--to")
    return first, last


def _day(written: str, option: str) -> date:
    from carepanel.calendars.instants import UnreadableTime, parse_date

    try:
        return parse_date(written)
    except UnreadableTime as error:
        raise click.BadParameter(str(error), param_hint=option) from None
