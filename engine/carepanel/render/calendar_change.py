"""What another list of bank holidays moves, for people, for programs and for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.instants import show_day
from carepanel.render.csv_ import csv_text
from carepanel.render.json_ import to_json
from carepanel.render.layout import cite
from carepanel.render.problems import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from carepanel.calendars.calendar import Calendar
    from carepanel.model.terms import Terms
    from carepanel.render.layout import Page
    from carepanel.schedule.calendar_change import Moved

_HEADINGS = {
    "meeting": "Meetings that move",
    "date": "Dates that move",
    "case": "Cases whose meeting moves",
    "obligation": "Obligations that move",
}
_COLUMNS = ("kind", "id", "case", "title", "actor", "clause", "from", "from_says", "to", "to_says")


def change_text(
    moved: Sequence[Moved], terms: Terms, calendars: tuple[Calendar, Calendar], span: tuple[date, date], page: Page
) -> str:
    """What moves, by what it is: from when to when, and for whom."""
    old, new = (f"{calendar.name} {calendar.version}" for calendar in calendars)
    head = [
        page.heading(page.paragraph(f"{terms.title} ({terms.authority}): from the calendar {old} to {new}")),
        page.paragraph(f"meetings from {show_day(span[0])} to {show_day(span[1])}"),
    ]
    blocks = [head]
    for kind, heading in _HEADINGS.items():
        listed = [one for one in moved if one.kind == kind]
        if listed:
            blocks.append([page.heading(heading), *page.rows(_row(one, terms) for one in listed)])
    blocks.append([page.paragraph(f"{number(len(moved), 'date')} {'moves' if len(moved) == 1 else 'move'}.")])
    return "\n\n".join("\n".join(block) for block in blocks)


def _row(moved: Moved, terms: Terms) -> tuple[str, str, str]:
    who = ", ".join(map(terms.party, moved.actor))
    whom = f"{moved.case}: " if moved.case else ""
    of = f" ({who})" if who else ""
    return "", "quiet", f"{whom}{moved.title}{of} {cite(moved.clause)}: {moved.was.says} -> {moved.now.says}"


def rows(moved: Sequence[Moved]) -> list[dict[str, object]]:
    """What moves as flat rows, times in local time with their offset."""
    return list(map(_plain, moved))


def _plain(moved: Moved) -> dict[str, object]:
    return {
        "kind": moved.kind,
        "id": moved.id,
        "case": moved.case,
        "title": moved.title,
        "actor": list(moved.actor),
        "clause": list(moved.clause),
        "from": to_json(moved.was.when),
        "from_says": moved.was.says,
        "to": to_json(moved.now.when),
        "to_says": moved.now.says,
    }


def change_csv(moved: Sequence[Moved]) -> str:
    """The same as CSV."""
    return csv_text(_COLUMNS, rows(moved))
