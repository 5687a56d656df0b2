"""``carepanel check``: every problem of a policy, and of its dates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from carepanel.cli.options import check_one_input, format_option, styled, width
from carepanel.cli.streams import standard_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carepanel.diagnostics import Diagnostic
    from carepanel.loading import Loaded
    from carepanel.schedule.findings import Walked

_YEARS = re.compile(r"([0-9]{4})(?::([0-9]{4}))?")


@click.command(name="check")
@click.argument("policies", nargs=-1, metavar="[PATH or NAME…]")
@click.option(
    "--calendar", "years", metavar="YEARS", help="Walk every meeting of these years as well, e.g. 2026 or 2024:2035."
)
@format_option
def command(policies: tuple[str, ...], years: str | None, form: str) -> int:
    """Check policies: shipped names, paths, or - for standard input; the shipped ones when none is named.

    Every rule is read under every option of every reading. With --calendar, sound policies are also walked meeting by
    meeting for dates on which the terms are silent, can be read in more than one way, cannot be met, or leave less time
    than usual; that is for people to know and never an error. Exits with 1 if there is an error.
    """
    span = None if years is None else _span(years)
    check_one_input(policies, "PATH")

    from carepanel import resources

    names = policies or resources.policy_names()
    sound, found, unread = _read(names)
    broken = any(problem.severity == "error" for problem in found)
    walks = [] if span is None or broken else [_walked(loaded, *span) for _, loaded in sound]
    if form == "json":
        from carepanel.render.calendar_check import calendar_json
        from carepanel.render.check_text import check_json
        from carepanel.render.json_ import dumps

        calendar = {} if span is None else {"calendar": [calendar_json(walk) for walk in walks]}
        click.echo(dumps({**check_json(found, unread), **calendar}))
    else:
        from carepanel.diagnostics import Problems
        from carepanel.render.calendar_check import calendar_text
        from carepanel.render.check_text import check_text

        terms = [(name, loaded.terms({}, Problems())) for name, loaded in sound]
        pages = [calendar_text(walk, width=width(), styled=styled()) for walk in walks]
        skipped = ["The calendar was not walked: mend the errors first."] if span is not None and broken else []
        click.echo("\n\n".join([*pages, *skipped, check_text(found, unread, len(names), terms, width())]))
    return 3 if unread else 1 if broken else 0


def _read(names: Sequence[str]) -> tuple[list[tuple[str, Loaded]], list[Diagnostic], list[str]]:
    """The policies that are sound, by name; every problem found; and what could not be read."""
    from carepanel.errors import CannotRead, UnknownPolicy
    from carepanel.loading import check_every_option, load, source_of

    sound: list[tuple[str, Loaded]] = []
    found: list[Diagnostic] = []
    unread: list[str] = []
    for name in names:
        try:
            source = standard_input() if name == "-" else source_of(name)
        except (CannotRead, UnknownPolicy) as error:
            unread.append(str(error))
            continue
        loaded, problems = load(source)
        found += problems
        if loaded is not None:
            found += check_every_option(loaded)
            sound.append((source.name, loaded))
    return sound, found, unread


def _span(years: str) -> tuple[date, date]:
    """The first day of the first year and the last of the last."""
    from carepanel.calendars.instants import LAST_YEAR

    written = _YEARS.fullmatch(years)
    first, last = (int(written[1]), int(written[2] or written[1])) if written else (0, 0)
    if not 1 <= first <= last:
        raise click.BadParameter(f"`{years}` is not FIRST:LAST, e.g. 2024:2035", param_hint="--calendar")
    if last >= LAST_YEAR:
        raise click.BadParameter(
            f"dates are worked out up to {LAST_YEAR}, and a little beyond the last of these years",
            param_hint="--calendar",
        )
    return date(first, 1, 1), date(last, 12, 31)


def _walked(loaded: Loaded, start: date, end: date) -> Walked:
    from carepanel.calendars.instants import DeadlineOutOfRange
    from carepanel.schedule.calendar_check import calendar_check

    try:
        return calendar_check(loaded.program, loaded.calendar, start, end)
    except DeadlineOutOfRange as error:
        raise click.BadParameter(str(error), param_hint="--calendar") from None
