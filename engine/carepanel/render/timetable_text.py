"""A timetable for people: a table for each panel with what its columns mean, in plain text or Markdown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from carepanel.calendars.instants import show_day
from carepanel.model.meetings import DaysNotStated
from carepanel.render.layout import UNOFFICIAL, Page, cite
from carepanel.render.timetable import legend, moment, remark, undated
from carepanel.schedule.merged import columns_before, merged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable

_GAP = "  "


def timetable_text(found: Timetable, *, width: int = 100, styled: bool = False) -> str:
    """The tables in plain text; a block for each meeting where a table does not fit the width."""
    page = Page(width, styled)
    blocks = [[page.heading(page.paragraph(_title(found)))]]
    for panel in map(merged, found.panels):
        blocks.append([page.heading(panel.panel.title), *_table(panel, page)])
        if panel.rows:
            explained = [*legend(panel, found.terms), *undated(panel)]
            blocks.append(page.rows((title, "quiet", says) for title, says in explained))
    blocks += [list(_years(found, page)), [page.paragraph(f"{_calendar(found)} {UNOFFICIAL}")]]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def timetable_markdown(found: Timetable) -> str:
    """The tables in Markdown."""
    blocks = [f"# {_title(found)}"]
    for panel in map(merged, found.panels):
        before = columns_before(panel)
        titles = [*_titles(panel, before), "Remarks"]
        rows = [[*_cells(row, before), remark(row, panel.columns)] for row in panel.rows]
        blocks.append(f"## {panel.panel.title}")
        if rows:
            blocks.append("\n".join([_md_row(titles), _md_row(["---"] * len(titles)), *map(_md_row, rows)]))
            explained = [*legend(panel, found.terms), *undated(panel)]
            blocks.append("\n".join(f"- **{title}**: {says}" for title, says in explained))
        else:
            blocks.append(f"{_no_rows(panel)}.")
    plain = Page(width=10_000)
    years = list(_years(found, plain))
    if years:
        blocks += [f"## {years[0]}", "\n".join(f"- {line.strip()}" for line in years[1:])]
    return "\n\n".join([*filter(None, blocks), f"{_calendar(found)} {UNOFFICIAL}"])


def _titles(panel: PanelTimetable, before: int) -> list[str]:
    """The heads of the columns, with the meeting's own after those that lie `before` it."""
    titles = [column.duty.title for column in panel.columns]
    return [*titles[:before], "Meeting", *titles[before:]]


def _title(found: Timetable) -> str:
    of = f"{found.terms.title} ({found.terms.authority})"
    return f"{of}: dates from {show_day(found.start)} to {show_day(found.end)}"


def _table(panel: PanelTimetable, page: Page) -> Iterator[str]:
    if not panel.rows:
        yield page.paragraph(f"{_no_rows(panel)}.", 2)
        return
    before = columns_before(panel)
    titles, cells = _titles(panel, before), [_cells(row, before) for row in panel.rows]
    widths = [max(map(len, column)) for column in zip(titles, *cells, strict=True)]
    fits = 2 + sum(widths) + len(_GAP) * (len(widths) - 1) <= page.width
    if fits:
        yield f"  {_GAP.join(t.ljust(w) for t, w in zip(titles, widths, strict=True))}".rstrip()
    for row, listed in zip(panel.rows, cells, strict=True):
        if fits:
            yield f"  {_GAP.join(c.ljust(w) for c, w in zip(listed, widths, strict=True))}".rstrip()
        else:
            yield ""
            yield from page.rows((t, "quiet", c) for t, c in zip(titles, listed, strict=True) if c)
        says = remark(row, panel.columns)
        if says:
            yield page.paragraph(says, 6)


def _cells(row: Row, before: int) -> list[str]:
    cells = [_short(moment(due)) for due in row.dues]
    day = row.meeting.day or row.meeting.usual_day
    return [*cells[:before], show_day(day), *cells[before:]]


def _short(when: date | str) -> str:
    return show_day(when) if isinstance(when, date) else when


def _no_rows(panel: PanelTimetable) -> str:
    stated = not isinstance(panel.panel.days.meets, DaysNotStated)
    why = "No meeting falls in these days" if stated else "The source does not state the days on which it meets"
    return f"{why} {cite(panel.panel.clauses)}"


def _years(found: Timetable, page: Page) -> Iterator[str]:
    if found.each_year:
        yield page.heading("Each year")
    for duty in found.each_year:
        on = ", ".join(map(show_day, duty.days)) or duty.says or "not in these days"
        yield page.paragraph(f"{duty.requirement.title}: {on} {cite(duty.requirement.clauses)}", 2, 2)


def _calendar(found: Timetable) -> str:
    lists = (
        f"list {days.name}, version {days.version}, published to {show_day(days.horizon)}"
        for days in found.calendar.lists
    )
    return f"Days off: {'; '.join(lists)}."


def _md_row(cells: list[str]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
