"""An agenda as text: each meeting with its cases in their order, then those of which no meeting is known."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from carepanel.calendars.instants import show, show_day
from carepanel.render.layout import UNOFFICIAL, Page, cite
from carepanel.render.problems import number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carepanel.determine.agenda import Agenda, AgendaItem
    from carepanel.model.terms import Terms


def agenda_text(agenda: Agenda, terms: Terms, *, width: int = 100, styled: bool = False) -> str:
    """The agenda in words, wrapped to a width."""
    page = Page(width, styled)
    known = "as known then" if agenda.known_by == agenda.at else f"as known by {show(agenda.known_by)}"
    question = f"{number(len(agenda.items), 'case')}, asked about {show(agenda.at)}, {known}"
    head = "\n".join([page.heading(f"{terms.title} ({terms.authority}): agenda"), page.paragraph(question)])
    blocks = ("\n".join(_block(day, title, list(items), page)) for (day, title), items in groupby(agenda.items, _where))
    unknown = sum(item.day is None for item in agenda.items)
    policy = f"policy {agenda.policy} version {agenda.version}"
    foot = page.paragraph(f"{unknown} without a known meeting; {policy}. {UNOFFICIAL}")
    return "\n\n".join([head, *blocks, foot])


def _where(item: AgendaItem) -> tuple[date | None, str]:
    return item.day, item.title if item.day is not None else ""


def _block(day: date | None, title: str, items: list[AgendaItem], page: Page) -> Iterator[str]:
    if day is None:
        yield page.heading("Meeting not known")
    else:
        yield page.heading(f"{title}, {show_day(day)} {cite(items[0].clause)}".rstrip())
    yield from page.rows((_label(item), "open" if day is None else "quiet", item.why) for item in items)
    for why in dict.fromkeys(item.why_no_place for item in items if item.why_no_place):
        yield page.paragraph(f"without a place: {why}", 2)


def _label(item: AgendaItem) -> str:
    place = f"{item.place}. " if item.place is not None else ""
    hour = f"{item.starts:%H:%M} " if item.starts is not None else ""
    return f"{place}{hour}{item.case}"
