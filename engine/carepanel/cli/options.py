"""The options and arguments that several commands share."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from carepanel.cli.streams import standard_input

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from carepanel.loading import Source

Command = Any

FORMAT = click.Choice(["text", "json"])


def policy_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """The policy: a shipped name or a path."""
    return click.argument("policy", metavar="POLICY")(function)


def cases_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """One or many cases: paths, and - for standard input."""
    return click.argument("cases", nargs=-1, required=True, metavar="CASE…")(function)


def case_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """The case: a path, or - for standard input."""
    return click.argument("case", metavar="CASE")(function)


def format_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Text for people or JSON for programs."""
    return click.option(
        "--format", "form", type=FORMAT, default="text", show_default=True, help="How to print the result."
    )(function)


def reading_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Another option of a reading, or of several."""
    return click.option(
        "--reading",
        "readings",
        multiple=True,
        metavar="ID=OPTION",
        help="Take another option of a reading. May be repeated.",
    )(function)


def question_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What is asked about a case: when, as known when, under which readings."""
    function = click.option(
        "--known-by", metavar="INSTANT", help="What had been recorded by then. [default: the instant asked about]"
    )(reading_option(function))
    return click.option(
        "--at", metavar="INSTANT", help="The instant asked about, e.g. 2026-03-06T09:00 (London time). [default: now]"
    )(function)


def readings_of(written: tuple[str, ...]) -> dict[str, str]:
    """``ID=OPTION`` pairs as a map."""
    found: dict[str, str] = {}
    for pair in written:
        name, equals, option = pair.partition("=")
        if not equals or not name or not option:
            raise click.BadParameter(f"`{pair}` is not ID=OPTION, e.g. noon_sharp=excluded", param_hint="--reading")
        name = name.strip()
        if name in found:
            raise click.BadParameter(f"`{name}` is given more than once: give it one option", param_hint="--reading")
        found[name] = option.strip()
    return found


def instants(at: str | None, known_by: str | None) -> tuple[datetime, datetime]:
    """The instant asked about, and the one as known by which: the same, where that is left out."""
    asked = instant(at, "--at")
    return asked, asked if known_by is None else instant(known_by, "--known-by")


def instant(written: str | None, option: str) -> datetime:
    """The instant an option gives; now, where it is left out. This is the only clock there is."""
    from carepanel.calendars.instants import UnreadableTime, parse_instant

    if written is None:
        return datetime.now(UTC)
    try:
        return parse_instant(written)
    except UnreadableTime as error:
        says = f"a day has many hours: give one, e.g. {written}T09:00" if _is_day(written) else str(error)
        raise click.BadParameter(says, param_hint=option) from None


def _is_day(written: str) -> bool:
    from carepanel.calendars.instants import UnreadableTime, parse_date

    try:
        parse_date(written)
    except UnreadableTime:
        return False
    return True


def case_from(written: str) -> str | Source:
    """The case argument: a path, or what comes by standard input. Raises `CannotRead`."""
    return standard_input() if written == "-" else written


def cases_from(written: tuple[str, ...]) -> list[str | Source]:
    """Each case argument, as `case_from`."""
    check_one_input(written, "CASE")
    return [case_from(one) for one in written]


def check_one_input(written: Sequence[str], name: str) -> None:
    """Refuse standard input where it is given more than once: it can be read once."""
    if written.count("-") > 1:
        raise click.BadParameter("standard input can be given once", param_hint=name)


def print_exactly(written: str) -> None:
    """Print a file of some format as it stands: its own line ends, in UTF-8, and none added."""
    click.echo(written.encode(), nl=False)


def width() -> int:
    """How wide the text may be: the terminal's width, within what reads well; the same everywhere when piped."""
    from shutil import get_terminal_size

    return max(40, min(100, get_terminal_size((100, 24)).columns)) if sys.stdout.isatty() else 100


def styled() -> bool:
    """Whether to colour the text: only on a terminal, and not where NO_COLOR or a dumb terminal asks for none."""
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
