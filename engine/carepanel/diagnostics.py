"""A problem in a file, as a value: what is wrong, where, under which clause, and what to do about it.

Problems in what somebody wrote are collected and returned, all of them; they are never raised one at a time.
A message about a case names the field and the rule, never the value that was found there.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.source import Position

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `code` is a word of `docs/diagnostics/`; `message` says what was found and what was expected.

    `help` says what to do and may be empty; `clause` is the clause of the rule that holds the problem, if it has one.
    """

    code: str
    message: str
    position: Position
    help: str = ""
    clause: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        clause = f" [clause {self.clause}]" if self.clause else ""
        help_ = f"; {self.help}" if self.help else ""
        return f"{self.position}: {self.severity}: {self.message}{help_}{clause} ({self.code})"


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same problems, each once, in the order in which a reader meets them in the file."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.position, d.code, d.message)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean `x`?`` where a known word is close to `word`, otherwise nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""


class Problems:
    """A growing list of diagnostics: what a builder writes down while it goes on reading."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def add(self, code: str, message: str, position: Position, help: str = "", clause: str = "") -> None:
        """Write down an error."""
        self._found.append(Diagnostic(code, message, position, help, clause))

    def warn(self, code: str, message: str, position: Position, help: str = "", clause: str = "") -> None:
        """Write down something to look at that does not stop the policy being used."""
        self._found.append(Diagnostic(code, message, position, help, clause, "warning"))

    def extend(self, found: Iterable[Diagnostic]) -> None:
        """Write down problems that another reader found."""
        self._found.extend(found)

    def found(self) -> tuple[Diagnostic, ...]:
        """All of them so far, in reading order."""
        return in_order(self._found)
