"""``carepanel obligations``: the work list of one or many cases."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from carepanel.cli.options import (
    cases_argument,
    cases_from,
    instants,
    policy_argument,
    print_exactly,
    question_options,
    readings_of,
    styled,
    width,
)

COLUMNS = (
    "id",
    "case",
    "actor",
    "action",
    "status",
    "due",
    "due_says",
    "due_day",
    "provisional",
    "since",
    "done_at",
    "recorded_at",
    "awaits",
    "not_known_because",
    "cancelled_because",
    "clause",
    "why",
)


@click.command(name="obligations")
@policy_argument
@cases_argument
@question_options
@click.option("--actor", default="", metavar="ROLE", help="Only what this party or panel does, e.g. social_worker.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ics"]),
    default="text",
    show_default=True,
    help="How to print the list.",
)
@click.option(
    "--say-what",
    is_flag=True,
    help="In an iCalendar file, say who must do what as well; that may tell something of the child.",
)
def command(  # noqa: PLR0913 - every option of a command is an argument
    policy: str,
    cases: tuple[str, ...],
    at: str | None,
    known_by: str | None,
    readings: tuple[str, ...],
    actor: str,
    form: str,
    *,
    say_what: bool,
) -> None:
    """List who must do what by when under POLICY, over one or many cases: what is to be done first, soonest first.

    What must or should be done stands before what may. An iCalendar file holds what is open and has a date; it names a
    case by its reference and says no more of it, unless asked by --say-what.
    """
    if say_what and form != "ics":
        raise click.UsageError("--say-what goes with --format ics; every other format says what is to be done")
    choices = readings_of(readings)
    asked, known = instants(at, known_by)

    from carepanel.policy import load_policy
    from carepanel.render.work_list_text import Asked, plain_task, work_list_text

    loaded = load_policy(policy)
    tasks = loaded.obligations(cases_from(cases), asked, known, actor=actor, readings=choices)
    match form:
        case "json":
            from carepanel.render.json_ import dumps

            click.echo(dumps(tasks))
        case "csv":
            from carepanel.render.csv_ import csv_text

            print_exactly(csv_text(COLUMNS, map(plain_task, tasks)))
        case "ics":
            from carepanel.render.work_list_ics import work_list_ics

            print_exactly(work_list_ics(tasks, loaded.terms, datetime.now(UTC), say_what=say_what))
        case _:
            question = Asked(asked, known, len(cases), actor)
            click.echo(work_list_text(tasks, loaded.terms, question, width=width(), styled=styled()))
