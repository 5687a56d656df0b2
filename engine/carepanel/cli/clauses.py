"""``carepanel clauses``: how every clause of the source is accounted for."""

from __future__ import annotations

import click

from carepanel.cli.options import format_option, policy_argument, styled, width


@click.command(name="clauses")
@policy_argument
@format_option
def command(policy: str, form: str) -> int:
    """Account for every clause of POLICY: its kind, and what cites it. Exits with 1 if a duty is left unaccounted
    for.
    """
    from carepanel.loading import read_document, source_of
    from carepanel.model.accounting import account

    entries = account(read_document(source_of(policy)))
    if form == "json":
        from carepanel.render.json_ import dumps

        click.echo(dumps(entries))
    else:
        from carepanel.render.clauses_text import clauses_text

        click.echo(clauses_text(entries, width=width(), styled=styled()))
    return 0 if all(entry.accounted_for for entry in entries) else 1
