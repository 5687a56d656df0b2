"""The entrance to every command, the one place where failures become exit codes.

0 done, nothing to report · 1 something was found in what was given · 2 wrong usage · 3 it could not be finished.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from carepanel import __version__
from carepanel.cli.streams import flushed, give_up, take_any_letter
from carepanel.errors import (
    CannotRead,
    CannotReadCases,
    CannotWrite,
    CarepanelError,
    CaseInvalid,
    PolicyInvalid,
    UnknownOption,
    UnknownParty,
    UnknownReading,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carepanel.diagnostics import Diagnostic

FOUND, MISUSED, UNFINISHED, INTERRUPTED = 1, 2, 3, 130

COMMANDS = {
    "check": "Check policies: every problem, where it is and what to do.",
    "determine": "Determine what the terms require of a case.",
    "explain": "Explain a determination: why each answer is what it is.",
    "obligations": "List who must do what by when, over one or many cases.",
    "dates": "Print every meeting with the dates that rest on it.",
    "agenda": "Lay out which cases are heard at which meeting.",
    "clauses": "Account for every clause of a policy.",
    "diff": "Compare two policies, rule by rule.",
    "schema": "Print the schema of a policy, vocabulary, case or determination.",
}
"""Name to help, so that ``--help`` imports no command."""


class ReaderGone(Exception):
    """Whoever read our output has gone, e.g. `| head`: nothing is wrong, and nothing more is to be written."""


@contextmanager
def _reader_may_go() -> Iterator[None]:
    """A broken pipe told by a name of our own: click would take it for a failure and exit with 1."""
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None


class Commands(click.Group):
    """The commands, each imported when it is used; a mistyped one gets the nearest name."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """The context of a command line; `--help` already writes here."""
        with _reader_may_go():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _reader_may_go():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"carepanel.cli.{cmd_name}").command
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command the first argument names."""
        from carepanel.diagnostics import did_you_mean

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command `{args[0]}`: {did_you_mean(args[0], COMMANDS) or 'see `carepanel --help`'}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="carepanel")
@click.pass_context
def cli(context: click.Context) -> None:
    """What a care panel's terms of reference require of one case.

    POLICY is a shipped name (camden, wandsworth) or the path of a policy file; CASE is the path of a case file, or -
    for standard input. The encodings are unofficial: made from published terms, adopted by no authority.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; never with a traceback for anything that a user can cause."""
    take_any_letter()
    code = _run(arguments)
    # what is still in a buffer would fail once more, and be told by the interpreter in its own words
    for stream in (sys.stdout, sys.stderr):
        if not flushed(stream):
            give_up(stream)
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    """The exit code of a command, once it has written all that it has to say."""
    try:
        if sys.stdout is None:
            raise CannotWrite("standard output is closed")
        result: Any = cli.main(
            args=None if arguments is None else list(arguments), prog_name="carepanel", standalone_mode=False
        )
        sys.stdout.flush()
    except (ReaderGone, BrokenPipeError):
        return 0
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except (PolicyInvalid, CaseInvalid) as error:
        _say_problems(error.diagnostics)
        return FOUND
    except (UnknownReading, UnknownOption, UnknownParty) as error:
        _say(error)
        return MISUSED
    except CannotReadCases as error:
        if error.diagnostics:
            _say_problems(error.diagnostics)
        for name, reason in error.unread:
            _say(CannotRead(name, reason))
        return UNFINISHED
    except CarepanelError as error:
        _say(error)
        return UNFINISHED
    except OSError as error:
        # every file is read where it is asked for: what fails here is writing
        _say(CannotWrite((error.strerror or "it failed").lower()))
        return UNFINISHED
    return result if isinstance(result, int) else 0


def _say(error: CarepanelError) -> None:
    with suppress(OSError):
        click.echo(f"carepanel: {error}", err=True)


def _say_problems(diagnostics: Sequence[Diagnostic]) -> None:
    from carepanel.render.problems import problems

    with suppress(OSError):
        click.echo(problems(diagnostics), err=True)


if __name__ == "__main__":
    main()
