"""Whom a meeting concerns: those who run it and sit on its panel, and for a case whoever attends for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.conditions.ast import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.determine.determination import Determination
    from carepanel.model.terms import Panel, Requirement, Terms


def members_of(panel: Panel, terms: Terms) -> tuple[str, ...]:
    """The parties that sit on a panel."""
    seats = (r for r in terms.of("membership") if _sits_on(r, panel.id) and r.when != NEVER)
    return tuple(dict.fromkeys(party for seat in seats for party in seat.actor))


def concerned(panel: Panel, terms: Terms) -> tuple[str, ...]:
    """Whom a meeting of a panel concerns: the party that runs it, then its members."""
    return tuple(dict.fromkeys(filter(None, (panel.run_by, *members_of(panel, terms)))))


def attending(d: Determination, terms: Terms) -> Iterator[str]:
    """Whoever runs the meeting of a case, and must or should be there for it: the members of its panel, not of every
    one.
    """
    panel = d.meeting.panel
    if panel and terms.panels[panel].run_by:
        yield terms.panels[panel].run_by
    seats = (r for r in terms.of("membership", "attendance") if r.section != "membership" or _sits_on(r, panel))
    here = {party for seat in seats for party in seat.actor}
    yield from (party for party in (*d.attendance.must, *d.attendance.should) if party in here or not panel)


def _sits_on(seat: Requirement, panel: str) -> bool:
    return seat.name.startswith(f"{panel}.")
