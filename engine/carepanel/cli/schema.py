"""``carepanel schema``: the published contracts."""

from __future__ import annotations

import click


@click.command(name="schema")
@click.argument("name", type=click.Choice(["policy", "vocabulary", "case", "determination", "calendar"]))
def command(name: str) -> None:
    """Print a JSON Schema (draft 2020-12)."""
    import json

    from carepanel import resources

    click.echo(json.dumps(dict(resources.schema(name)), ensure_ascii=False, indent=2))
