"""The entrance to every command, the one place where failures become exit codes.

0 done, nothing to report · 1 something was found in what was given · 2 wrong usage · 3 it could not be finished.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from carepanel import __version__
from carepanel.errors import CarepanelError, CaseInvalid, PolicyInvalid, UnknownOption, UnknownParty, UnknownReading

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUND, MISUSED, UNFINISHED = 1, 2, 3

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


class Commands(click.Group):
    """The commands, each imported when it is used; a mistyped one gets the nearest name."""

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
    for
    standard input. The encodings are unofficial: made from published terms, adopted by no authority.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; never with a traceback for anything that a user can cause."""
    try:
        result: Any = cli.main(
            args=None if arguments is None else list(arguments), prog_name="carepanel", standalone_mode=False
        )
        sys.stdout.flush()
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (PolicyInvalid, CaseInvalid) as error:
        _say_problems(error)
        sys.exit(FOUND)
    except (UnknownReading, UnknownOption, UnknownParty) as error:
        click.echo(f"carepanel: {error}", err=True)
        sys.exit(MISUSED)
    except CarepanelError as error:
        click.echo(f"carepanel: {error}", err=True)
        sys.exit(UNFINISHED)
    except BrokenPipeError:
        # the reader of our output has gone, e.g. `| head`: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(result if isinstance(result, int) else 0)


def _say_problems(error: PolicyInvalid | CaseInvalid) -> None:
    from carepanel.render.problems import problems

    click.echo(problems(error.diagnostics), err=True)


if __name__ == "__main__":
    main()
