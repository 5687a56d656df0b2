"""Measure and print: ``python -m benchmarks``, or ``--quick`` for a rough idea in half a minute."""

from __future__ import annotations

import os
import platform
from argparse import ArgumentParser
from datetime import UTC, datetime
from itertools import starmap
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import determinations, processes, schedules
from benchmarks.asked import ASKED
from benchmarks.one_deadline import COUNTS, PLAIN, one_deadline
from benchmarks.timing import take_turns
from carepanel import __version__
from carepanel.backends import durable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.processes import Command
    from benchmarks.timing import Contender

ROUNDS, PROCESS_ROUNDS = 400, 9
QUICK_ROUNDS, QUICK_PROCESS_ROUNDS = 20, 2
DATE_ROUNDS, QUICK_DATE_ROUNDS = 20, 2

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))
_WHOLE = 100


def main() -> None:
    """Measure whole processes, then determinations, and print a table of each."""
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: numbers to be taken with care")
    quick: bool = parser.parse_args().quick
    print(f"carepanel {__version__}, {datetime.now(UTC):%Y-%m-%d}, {_machine()}")
    print(f"second opinion: {'durable-rules' if durable.available() else 'none, it cannot be imported here'}")
    _print_processes(QUICK_PROCESS_ROUNDS if quick else PROCESS_ROUNDS)
    for authority in ASKED:
        _print_determinations(authority, QUICK_ROUNDS if quick else ROUNDS)
    for count in COUNTS:
        measured = one_deadline(count)
        take_turns(measured, QUICK_ROUNDS if quick else ROUNDS)
        _print_ratios(f"{count} working days after a day", measured, PLAIN)
    for authority in ASKED:
        measured = schedules.ten_years(authority)
        take_turns(measured, QUICK_DATE_ROUNDS if quick else DATE_ROUNDS)
        _print_ratios(f"{authority}, ten years of meetings", measured, schedules.BY_HAND)
    for authority in ASKED:
        measured = schedules.work_list(authority, schedules.FEWER if quick else schedules.MANY)
        take_turns(measured, 1)
        _print_ratios(f"{authority}, a work list", measured, schedules.ONE_BY_ONE)


def _machine() -> str:
    cores = os.cpu_count()
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {cores} cores"


def _print_processes(rounds: int) -> None:
    measured = processes.commands()
    processes.take_turns(measured, rounds)
    bare = measured[0].work
    _print_table(
        ("a whole process", "median", "slowest", "processor", "over bare", "memory"),
        [_process_row(command, bare) for command in measured],
    )


def _process_row(command: Command, bare: float) -> tuple[str, ...]:
    return (
        command.name,
        _time(median(command.seconds)),
        _time(max(command.seconds)),
        _time(command.work),
        _time(command.work - bare) if command.work > bare else "",
        f"{max(command.mebibytes):.0f} MiB",
    )


def _print_determinations(authority: str, rounds: int) -> None:
    measured = determinations.determinations(authority, rounds)
    by_hand = next(contender.work for contender in measured if contender.name == determinations.BY_HAND)
    _print_table(
        (f"{authority}, in one process", "median", "p99", "processor", "x by hand", "runs"),
        [_row(contender, by_hand) for contender in measured],
    )


def _print_ratios(title: str, measured: list[Contender], base: str) -> None:
    work = next(contender.work for contender in measured if contender.name == base)
    _print_table((title, "median", "p99", "processor", "ratio", "runs"), [_row(one, work) for one in measured])


def _row(contender: Contender, by_hand: float) -> tuple[str, ...]:
    return (
        contender.name,
        _time(median(contender.seconds)),
        "" if contender.p99 is None else _time(contender.p99),
        _time(contender.work),
        _figures(contender.work / by_hand),
        str(len(contender.seconds)),
    )


def _time(seconds: float) -> str:
    size, unit = next((pair for pair in _UNITS if abs(seconds) >= pair[0]), _UNITS[-1])
    return f"{_figures(seconds / size)} {unit}"


def _figures(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= _WHOLE else f"{number:.3g}"


def _print_table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]

    def line(first: str, *others: str) -> str:
        rest = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        return "  ".join((first.ljust(widths[0]), *rest)).rstrip()

    print()
    print("\n".join(starmap(line, (heads, *rows))))


if __name__ == "__main__":
    main()
