"""``carepanel diff``: what changed between two policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from carepanel.cli.options import check_one_input, format_option, styled, width
from carepanel.cli.streams import standard_input

if TYPE_CHECKING:
    from carepanel.model.terms import Terms


@click.command(name="diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@format_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are changes.")
def command(old: str, new: str, form: str, exit_code: bool) -> int:
    """Compare two policies rule by rule: what was added, removed and changed, from what to what.

    OLD and NEW are shipped names or paths; - is standard input. Layout, comments and the order of maps are no changes.
    """
    check_one_input((old, new), "NEW")

    from carepanel.compare.structural import compare

    comparison = compare(_terms(old), _terms(new))
    if form == "json":
        from carepanel.render.json_ import dumps

        click.echo(dumps(comparison))
    else:
        from carepanel.render.diff_text import diff_text

        click.echo(diff_text(comparison, width=width(), styled=styled()))
    return 1 if exit_code and comparison.changes else 0


def _terms(name: str) -> Terms:
    """The terms of a policy under its own readings. Raises `PolicyInvalid`, `CannotRead` and `UnknownPolicy`."""
    from carepanel.diagnostics import Problems
    from carepanel.errors import PolicyInvalid
    from carepanel.loading import load, source_of

    source = standard_input() if name == "-" else source_of(name)
    loaded, problems = load(source)
    if loaded is None:
        raise PolicyInvalid(problems)
    return loaded.terms({}, Problems())
