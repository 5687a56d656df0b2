"""Problems as lines of text, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carepanel.diagnostics import Diagnostic


def problems(diagnostics: Sequence[Diagnostic]) -> str:
    """One line a problem, then how many."""
    return "\n".join([*(str(found) for found in diagnostics), counted(diagnostics)])


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """``2 errors, 1 warning``."""
    errors = sum(found.severity == "error" for found in diagnostics)
    return f"{number(errors, 'error')}, {number(len(diagnostics) - errors, 'warning')}"


def number(count: int, thing: str) -> str:
    """``1 error`` or ``2 errors``."""
    return f"{count} {thing}{'' if count == 1 else 's'}"
