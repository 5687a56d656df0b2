"""``carepanel explain``: why each answer is what it is."""

from __future__ import annotations

import click

from carepanel.cli.options import (
    case_argument,
    case_from,
    format_option,
    instant,
    policy_argument,
    question_options,
    readings_of,
    styled,
    width,
)


@click.command(name="explain")
@policy_argument
@case_argument
@click.argument("what", required=False)
@question_options
@format_option
def command(
    policy: str, case: str, what: str | None, at: str | None, known_by: str | None, readings: tuple[str, ...], form: str
) -> None:
    """Explain the determination of CASE under POLICY: each rule with its words, its clause, its answer and its dates.

    WHAT narrows it to a rule (lodge_papers, eligibility.homeless_16_17), a section (documents), `meeting` or
    `readings`.
    """
    choices = readings_of(readings)
    asked = instant(at, "--at")
    known = asked if known_by is None else instant(known_by, "--known-by")

    from carepanel.determine.explanation import explanation
    from carepanel.errors import UnknownSubject
    from carepanel.policy import load_policy

    loaded = load_policy(policy)
    read = loaded.read_case(case_from(case), "standard input") if case == "-" else loaded.read_case(case)
    wants_readings = what is None or what.startswith("readings")
    determination = loaded.determine(read, asked, known, readings=choices, try_readings=wants_readings)
    try:
        found = explanation(determination, what or "")
    except UnknownSubject as error:
        raise click.BadParameter(str(error), param_hint="WHAT") from None
    if form == "json":
        from carepanel.render.json_ import dumps

        click.echo(dumps(found))
    else:
        from carepanel.render.explanation_text import explanation_text

        click.echo(explanation_text(found, width=width(), styled=styled()))
