"""What a broken file is expected to say: the file beside it, one line for each problem.

With ``CAREPANEL_REGENERATE=1`` the files are written anew instead of being compared; each is then to be read as the
author of the broken file would read it, before it is committed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from carepanel.diagnostics import Diagnostic

REGENERATE = os.environ.get("CAREPANEL_REGENERATE") == "1"


def expectation(broken: Path) -> Path:
    """The file with the problems expected of a broken file."""
    return broken.with_suffix(".expected.txt")


def expected(broken: Path) -> list[str]:
    """The problems expected of a broken file, a line each."""
    return expectation(broken).read_text(encoding="utf-8").splitlines()


def told(broken: Path, problems: Iterable[Diagnostic]) -> list[str]:
    """The problems a line each: its place in this file, or in the file of this folder that it names."""
    return [_line(str(problem), broken) for problem in problems]


def compare(broken: Path, problems: Iterable[Diagnostic]) -> None:
    """Fail where the problems are not those expected, to the letter."""
    lines = told(broken, problems)
    if REGENERATE:
        expectation(broken).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert lines == expected(broken)


def code_of(line: str) -> str:
    """The code at the end of a line."""
    return line.rpartition("(")[2].removesuffix(")")


def said_in(line: str) -> str:
    """What a line says, without where: the same in two files means the same cause."""
    return line.partition(": ")[2]


def _line(problem: str, broken: Path) -> str:
    return problem.removeprefix(f"{broken}:").removeprefix(f"{broken.name}:").replace(f"{broken.parent}/", "")
