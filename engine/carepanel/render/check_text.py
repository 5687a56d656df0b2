"""The result of checking policies, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.render.layout import Page
from carepanel.render.problems import counted, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carepanel.diagnostics import Diagnostic
    from carepanel.model.terms import Terms
    from carepanel.render.layout import Page


def check_text(
    found: Sequence[Diagnostic], unread: Sequence[str], sound: Sequence[tuple[str, Terms]], checked: int, page: Page
) -> str:
    """Every problem, what the sound policies leave to be confirmed, and a last line that counts: those `checked`, and
    those that could not be read.
    """
    policies = number(checked, "policy").replace("policys", "policies")
    without = f"{len(unread)} could not be read"
    last = f"{policies} checked: {counted(found)}{f'; {without}' if unread else ''}"
    nothing = f"nothing was checked: {without}"
    counts = page.paragraph(last if checked or not unread else nothing, 0, 2)
    return "\n".join([*map(str, found), *unread, *(page.paragraph(_sound(*each), 0, 2) for each in sound), counts])


def _sound(name: str, terms: Terms) -> str:
    proposed = sum(reading.status == "proposed" for reading in terms.readings.values())
    rules = len(terms.criteria) + len(terms.requirements) + sum(len(rows) for rows in terms.tables.values())
    return (
        f"{name}: {number(len(terms.clauses), 'clause')}, {number(rules, 'rule')}, "
        f"{number(len(terms.readings), 'reading')} ({proposed} proposed, none of the authority's own)"
    )


def check_json(found: Sequence[Diagnostic], unread: Sequence[str]) -> dict[str, object]:
    """The same for programs."""
    return {
        "problems": [
            {
                "file": problem.position.file,
                "line": problem.position.line,
                "column": problem.position.column,
                "severity": problem.severity,
                "code": problem.code,
                "message": problem.message,
                "help": problem.help,
                "clause": problem.clause,
            }
            for problem in found
        ],
        "not_read": list(unread),
    }
