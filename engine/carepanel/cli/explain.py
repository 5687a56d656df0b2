"""``carepanel explain``: why each answer is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from carepanel.model.terms import Terms


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

    WHAT narrows it to a rule (lodge_papers, eligibility.homeless_16_17), a section (documents), `meeting`, `cut_off`
    or `readings`.
    """
    choices = readings_of(readings)
    asked, known = instants(at, known_by)

    from carepanel.determine.explanation import explanation
    from carepanel.errors import UnknownSubject
    from carepanel.policy import load_policy

    loaded = load_policy(policy)
    wants_readings = what is None or what.startswith("readings")
    determination = loaded.determine(case_from(case), asked, known, readings=choices, try_readings=wants_readings)
    try:
        found = explanation(determination, what or "")
    except UnknownSubject as error:
        says = _of_no_case(error.name, loaded.terms) or str(error)
        raise click.BadParameter(says, param_hint="WHAT") from None
    if form == "json":
        from carepanel.render.json_ import dumps

        click.echo(dumps(found))
    else:
        from carepanel.render.explanation_text import explanation_text

        click.echo(explanation_text(found, width=width(), styled=styled()))


def _of_no_case(name: str, terms: Terms) -> str:
    """Where to find a duty that no case has; nothing for what is none."""
    per = next((r.per for r in terms.requirements if name in (r.id, r.name)), "case")
    bare = name.rpartition(".")[2]
    return f"`{bare}` is a duty of each {_EACH[per]} and of no case: see `carepanel dates`" if per in _EACH else ""


_EACH = {"panel": "meeting", "year": "year"}
