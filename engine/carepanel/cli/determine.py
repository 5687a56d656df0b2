"""``carepanel determine``: what the terms require of a case."""

from __future__ import annotations

import click

from carepanel.cli.options import (
    case_argument,
    case_from,
    format_option,
    instants,
    policy_argument,
    question_options,
    readings_of,
    styled,
    width,
)


@click.command(name="determine")
@policy_argument
@case_argument
@question_options
@click.option("--try-readings", is_flag=True, help="Say what every other option of every reading would change.")
@format_option
def command(
    policy: str,
    case: str,
    at: str | None,
    known_by: str | None,
    readings: tuple[str, ...],
    try_readings: bool,
    form: str,
) -> None:
    """Determine what the terms of POLICY require of CASE: first what matters, then why."""
    choices = readings_of(readings)
    asked, known = instants(at, known_by)

    from carepanel.policy import load_policy

    loaded = load_policy(policy)
    determination = loaded.determine(case_from(case), asked, known, readings=choices, try_readings=try_readings)
    if form == "json":
        from carepanel.render.json_ import dumps

        click.echo(dumps(determination))
    else:
        from carepanel.render.determination_text import determination_text

        click.echo(determination_text(determination, width=width(), styled=styled()))
