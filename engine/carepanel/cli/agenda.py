"""``carepanel agenda``: which cases are heard at which meeting."""

from __future__ import annotations

import click

from carepanel.cli.options import (
    cases_argument,
    cases_from,
    format_option,
    instants,
    policy_argument,
    question_options,
    readings_of,
    styled,
    width,
)


@click.command(name="agenda")
@policy_argument
@cases_argument
@question_options
@format_option
def command(
    policy: str, cases: tuple[str, ...], at: str | None, known_by: str | None, readings: tuple[str, ...], form: str
) -> None:
    """Lay out which CASE is heard at which meeting of POLICY: each at the first that it can make and that has room.

    Every case given asks for a place: leave out those that have been heard.
    """
    choices = readings_of(readings)
    asked, known = instants(at, known_by)

    from carepanel.policy import load_policy

    loaded = load_policy(policy)
    agenda = loaded.agenda(cases_from(cases), asked, known, readings=choices)
    if form == "json":
        from carepanel.render.json_ import dumps

        click.echo(dumps(agenda))
    else:
        from carepanel.render.agenda_text import agenda_text

        click.echo(agenda_text(agenda, loaded.terms, width=width(), styled=styled()))
