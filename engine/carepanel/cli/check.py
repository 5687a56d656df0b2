"""``carepanel check``: every problem of a policy, and of its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    than they promise or than usual; that is for people to know and never an error. Exits with 1 if there is an error.
    """
    span = None if years is None else _span(years)
    check_one_input(policies, "PATH")

    from carepanel import resources

    read, unread = _read(policies or resources.policy_names())
    found = [problem for each in read for problem in each.problems]
    walks = [] if span is None else [_walked(each.loaded, *span) for each in read if each.loaded and not each.broken]
    not_walked = [] if span is None else [each.name for each in read if each.broken]
    if form == "json":
        from carepanel.render.calendar_check import calendar_json
        from carepanel.render.check_text import check_json
        from carepanel.render.json_ import dumps

        calendar = {"calendar": [calendar_json(walk) for walk in walks], "calendar_not_walked": not_walked}
        click.echo(dumps({**check_json(found, unread), **(calendar if span is not None else {})}))
    else:
        from carepanel.diagnostics import Problems
        from carepanel.render.calendar_check import calendar_text
        from carepanel.render.check_text import check_text
        from carepanel.render.layout import Page

        page = Page(width(), styled())
        terms = [(each.name, each.loaded.terms({}, Problems())) for each in read if each.loaded]
        pages = [calendar_text(walk, width=page.width, styled=page.styled) for walk in walks]
        skipped = [page.paragraph(f"{name}: the calendar was not walked; mend the errors first") for name in not_walked]
        click.echo("\n\n".join([*pages, *skipped, check_text(found, unread, terms, len(read), page)]))
    return 3 if unread else 1 if any(each.broken for each in read) else 0


@dataclass(frozen=True, slots=True)
class _Checked:
    """A policy that was read: what it is, if it can be used, and every problem, also those under other options."""

    name: str
    loaded: Loaded | None
    problems: tuple[Diagnostic, ...]

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def _read(names: Sequence[str]) -> tuple[list[_Checked], list[str]]:
    """Each policy that could be read, and why the others could not."""
    from carepanel.errors import CannotRead, UnknownPolicy
    from carepanel.loading import check_every_option, load, source_of

    read: list[_Checked] = []
    unread: list[str] = []
    for name in names:
        try:
            source = standard_input() if name == "-" else source_of(name)
        except (CannotRead, UnknownPolicy) as error:
            unread.append(str(error))
            continue
        loaded, problems = load(source)
        others = check_every_option(loaded) if loaded is not None else ()
        read.append(_Checked(source.name, loaded, (*problems, *others)))
    return read, unread


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
