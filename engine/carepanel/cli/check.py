"""``carepanel check``: every problem of a policy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from carepanel.cli.options import format_option

if TYPE_CHECKING:
    from carepanel.diagnostics import Diagnostic


@click.command(name="check")
@click.argument("policies", nargs=-1, metavar="[PATH or NAME…]")
@format_option
def command(policies: tuple[str, ...], form: str) -> int:
    """Check policies: shipped names, paths, or - for standard input; the shipped ones when none is named.

    Every rule is read under every option of every reading. Exits with 1 if there is an error.
    """
    from carepanel import resources
    from carepanel.diagnostics import Problems
    from carepanel.errors import CannotRead, UnknownPolicy
    from carepanel.loading import Source, check_every_option, load, source_of
    from carepanel.render.check_text import check_json, check_text
    from carepanel.text.raw import MAX_BYTES

    found: list[Diagnostic] = []
    unread: list[str] = []
    names = policies or resources.policy_names()
    sound = []
    for name in names:
        try:
            source = Source("standard input", sys.stdin.buffer.read(MAX_BYTES + 1)) if name == "-" else source_of(name)
        except (CannotRead, UnknownPolicy) as error:
            unread.append(str(error))
            continue
        loaded, problems = load(source)
        found += problems
        if loaded is not None:
            found += check_every_option(loaded)
            sound.append((source.name, loaded.terms({}, Problems())))
    if form == "json":
        from carepanel.render.json_ import dumps

        click.echo(dumps(check_json(found, unread)))
    else:
        click.echo(check_text(found, unread, len(names), sound))
    if unread:
        return 3
    return 1 if any(problem.severity == "error" for problem in found) else 0
