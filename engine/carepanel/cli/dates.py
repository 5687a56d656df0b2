"""``carepanel dates``: every meeting with the dates that rest on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from carepanel.cli.options import (
    cases_from,
    instants,
    policy_argument,
    print_exactly,
    reading_option,
    readings_of,
    styled,
    width,
)
from carepanel.cli.streams import standard_input

if TYPE_CHECKING:
    from datetime import date


@click.command(name="dates")
@policy_argument
@click.argument("cases", nargs=-1, metavar="[CASE…]")
@click.option("--from", "start", metavar="DATE", help="The first day, e.g. 2026-01-01. [default: today]")
@click.option("--to", "end", metavar="DATE", help="The last day. [default: three months after the first]")
@reading_option
@click.option(
    "--calendar-change",
    "change",
    metavar="FILE",
    help="List instead what this calendar (- for standard input), in the place of the policy's own, would change: also "
    "for each CASE.",
)
@click.option(
    "--at", metavar="INSTANT", help="With --calendar-change, the instant asked about for each CASE. [default: now]"
)
@click.option(
    "--known-by",
    metavar="INSTANT",
    help="With --calendar-change, what had been recorded by then. [default: the instant asked about]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ics", "md"]),
    default="text",
    show_default=True,
    help="How to print the dates.",
)
def command(  # noqa: PLR0913 - every option of the command is an argument
    policy: str,
    cases: tuple[str, ...],
    *,
    start: str | None,
    end: str | None,
    readings: tuple[str, ...],
    change: str | None,
    at: str | None,
    known_by: str | None,
    form: str,
) -> None:
    """Print the dates of POLICY: a row for each meeting with its cut-off and every other date that rests on it.

    A meeting is listed if it is held on one of the days asked for, or usually is: one moved by a day off is found by
    either day, one that is not held by its usual day.

    A date that counts from what the panel decides is worked out as if it decided at its meeting, and says so.

    With --calendar-change, list which days off a new list of bank holidays changes, what that moves, and for whom:
    meetings and other dates, also those of an earlier meeting that had not passed by the first day; and for each CASE
    its meeting, the answers about it, and its obligations: from when to when, which arise and which no longer do.
    """
    first, last = _range(start, end)
    choices = readings_of(readings)
    if change is not None:
        _print_change(policy, cases, (first, last), choices, change, instants(at, known_by), form)
        return
    for given, option in ((cases, "CASE"), (at, "--at"), (known_by, "--known-by")):
        if given:
            raise click.BadParameter(_ONLY_WITH[option], param_hint=option)
    _print_dates(policy, (first, last), choices, form)


_ONLY_WITH = {
    "CASE": "cases go with --calendar-change",
    "--at": "it goes with --calendar-change and is the instant asked about for each case",
    "--known-by": "it goes with --calendar-change and says by when what is known of each case had been recorded",
}


def _print_dates(policy: str, span: tuple[date, date], choices: dict[str, str], form: str) -> None:
    from carepanel.policy import load_policy

    found = load_policy(policy).dates(*span, readings=choices)
    match form:
        case "json":
            from carepanel.render.json_ import dumps

            click.echo(dumps(found))
        case "csv":
            from carepanel.render.csv_ import csv_text
            from carepanel.render.timetable_plain import flat

            print_exactly(csv_text(*flat(found)))
        case "ics":
            from carepanel.render.timetable_ics import timetable_ics

            print_exactly(timetable_ics(found, datetime.now(UTC)))
        case "md":
            from carepanel.render.timetable_text import timetable_markdown

            click.echo(timetable_markdown(found))
        case _:
            from carepanel.render.timetable_text import timetable_text

            click.echo(timetable_text(found, width=width(), styled=styled()))


def _print_change(
    policy: str,
    cases: tuple[str, ...],
    span: tuple[date, date],
    choices: dict[str, str],
    change: str,
    question: tuple[datetime, datetime],
    form: str,
) -> None:
    from carepanel.policy import load_policy
    from carepanel.render.calendar_change import change_csv, change_text, unraised
    from carepanel.render.json_ import dumps
    from carepanel.render.layout import Page
    from carepanel.render.work_list_text import Asked

    if form in ("ics", "md"):
        raise click.BadParameter("what moves is printed as text, json or csv", param_hint="--format")
    if [change, *cases].count("-") > 1:
        message = "standard input is read once: give a file for all but one of FILE and the cases"
        raise click.BadParameter(message, param_hint="--calendar-change")
    old = load_policy(policy)
    given = standard_input() if change == "-" else None
    new = old.with_calendar(change) if given is None else old.with_calendar(given.data, given.name)
    at, known_by = question
    found = old.calendar_change(new, *span, cases=cases_from(cases), at=at, known_by=known_by, readings=choices)
    for warning in unraised(found):
        click.echo(f"carepanel: {warning}", err=True)
    match form:
        case "json":
            click.echo(dumps(found))
        case "csv":
            print_exactly(change_csv(found))
        case _:
            click.echo(change_text(found, Asked(at, known_by, len(cases)), Page(width(), styled())))


def _range(start: str | None, end: str | None) -> tuple[date, date]:
    """The days that the options give."""
    from carepanel.calendars.instants import local_date

    first = local_date(datetime.now(UTC)) if start is None else _day(start, "--from")
    last = _three_months_after(first) if end is None else _day(end, "--to")
    if first > last:
        raise click.BadParameter("the last day lies before the first", param_hint="--to")
    return first, last


def _three_months_after(first: date) -> date:
    from carepanel.calendars.instants import LAST_YEAR, DeadlineOutOfRange, plus_months

    try:
        return plus_months(first, 3)
    except DeadlineOutOfRange:
        message = f"dates are worked out up to {LAST_YEAR}, and three months after the first day lie beyond: say `--to`"
        raise click.BadParameter(message, param_hint="--from") from None


def _day(written: str, option: str) -> date:
    from carepanel.calendars.instants import UnreadableTime, parse_date

    try:
        return parse_date(written)
    except UnreadableTime as error:
        raise click.BadParameter(str(error), param_hint=option) from None
