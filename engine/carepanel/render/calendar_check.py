"""What the calendar check found, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.anchors import Due
from carepanel.calendars.instants import iso, show_day
from carepanel.calendars.meetings import Meeting
from carepanel.render.layout import Page, cite, words
from carepanel.render.problems import number
from carepanel.render.timetable import moment
from carepanel.schedule.findings import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carepanel.calendars.anchors import NoDate
    from carepanel.schedule.findings import Finding, Instance, Kind, Walked

_HEADINGS: dict[Kind, str] = {
    "silent": "The terms are silent about a day off, and a reading decides",
    "ambiguous": "The terms can be read in more than one way",
    "day_off": "A date falls on a day off",
    "impossible": "A date cannot be met",
    "shorter": "Fewer working days are left than usual",
}
_FIRST = 3
"""How many meetings are shown of each finding; JSON has them all."""


def calendar_text(walked: Walked, *, width: int = 100, styled: bool = False) -> str:
    """The findings by kind, each with its count and its first meetings."""
    page, terms, found = Page(width, styled), walked.terms, walked.findings
    title = f"{terms.title} ({terms.authority}): the calendar from {show_day(walked.start)} to {show_day(walked.end)}"
    beyond = f"days off are published to {show_day(walked.horizon)}; what lies beyond is provisional"
    blocks = [[page.heading(page.paragraph(title)), *([page.paragraph(beyond)] if walked.end > walked.horizon else [])]]
    for kind in KINDS:
        listed = [finding for finding in found if finding.kind == kind]
        if listed:
            blocks.append([page.heading(_HEADINGS[kind]), *_kind(listed, page)])
    if not found:
        looked = f"Nothing was found at {number(walked.meetings, 'meeting')}."
        blocks.append([looked if walked.meetings else "No meeting of these years can be dated."])
    return "\n\n".join("\n".join(block) for block in blocks)


def _kind(found: list[Finding], page: Page) -> Iterator[str]:
    for finding in found:
        if not finding.always:
            yield page.paragraph(f"{finding.says} {_under(finding)}{cite(finding.clauses)}", 2, 2)
            yield page.paragraph(f"at {len(finding.instances)} of {number(finding.meetings, 'meeting')}:", 4)
            for instance in finding.instances[:_FIRST]:
                yield page.paragraph(_instance(instance), 6, 2)
            more = len(finding.instances) - _FIRST
            if more > 0:
                yield page.paragraph(f"and {more} more", 6)
    standing = [f"{finding.reading} {cite(finding.clauses)}" for finding in found if finding.always]
    if standing:
        yield page.paragraph(f"At every meeting, whatever the calendar: {', '.join(standing)}", 2, 2)


def _under(finding: Finding) -> str:
    if finding.option:
        return f"(were {finding.reading} read as {finding.option}) "
    return f"({finding.reading}) " if finding.reading else ""


def _instance(instance: Instance) -> str:
    usual_day = show_day(instance.usual_day)
    why = instance.says.removeprefix(f"{usual_day}, ")
    dates = [_under_option(words(option), _date(value)) for option, value in instance.dates.items()]
    return f"meeting of {usual_day}{f' ({why})' if why else ''}: {'; '.join(dates)}"


def _under_option(option: str, date: str) -> str:
    return f"{option}: {date}" if option not in ("", date) else date


def _date(value: Meeting | Due | NoDate) -> str:
    match value:
        case Meeting(day=None):
            return "not held"
        case Meeting(day=day, starts=starts):
            return f"{show_day(day)}{f' {starts:%H:%M}' if starts is not None else ''}" if day is not None else ""
        case Due():
            when = moment(value)
            return when if isinstance(when, str) else show_day(when)
        case _:
            return "no date"


def calendar_json(walked: Walked) -> dict[str, object]:
    """Every finding with every meeting, in plain values."""
    return {
        "policy": walked.terms.id,
        "from": walked.start.isoformat(),
        "to": walked.end.isoformat(),
        "horizon": walked.horizon.isoformat(),
        "meetings": walked.meetings,
        "findings": [_finding(finding) for finding in walked.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "panel": finding.panel,
        "clause": list(finding.clauses),
        "reading": finding.reading,
        "option": finding.option,
        "says": finding.says,
        "count": len(finding.instances),
        "meetings": finding.meetings,
        "always": finding.always,
        "instances": [
            {
                "usual_day": instance.usual_day.isoformat(),
                "about": instance.about,
                "says": instance.says,
                "dates": {option or "taken": _plain(value) for option, value in instance.dates.items()},
            }
            for instance in finding.instances
        ],
    }


def _plain(value: Meeting | Due | NoDate) -> dict[str, object]:
    match value:
        case Meeting(day=day, starts=starts):
            hour = f"{starts:%H:%M}" if starts is not None else None
            return {"day": day.isoformat() if day is not None else None, "starts": hour}
        case Due():
            return {"day": value.day.isoformat(), "due": iso(value.latest)}
        case _:
            return {"day": None, "due": None}
