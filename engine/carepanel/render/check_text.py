"""The result of checking policies, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.render.layout import Page
from carepanel.render.problems import counted, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carepanel.diagnostics import Diagnostic
    from carepanel.model.terms import Terms


def check_text(
    found: Sequence[Diagnostic],
    unread: Sequence[str],
    policies: int,
    sound: Sequence[tuple[str, Terms]],
    width: int = 100,
) -> str:
    """Every problem, on a line of its own however long; what the sound policies leave to be confirmed; and a last line
    that counts.
    """
    page = Page(width)
    checked = number(policies, "policy").replace("policys", "policies")
    leave = (page.paragraph(_sound(name, terms), hang=2) for name, terms in sound)
    lines = [*(str(problem) for problem in found), *unread, *leave]
    last = f"{checked} checked: {counted(found)}{f', {len(unread)} not read' if unread else ''}"
    return "\n".join([*lines, page.paragraph(last, hang=2)])


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
