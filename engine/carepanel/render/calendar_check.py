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
    from carepanel.model.terms import Terms
    from carepanel.schedule.findings import Finding, Instance, Kind, Walked

_HEADINGS: dict[Kind, str] = {
    "silent": "The terms are silent about a day off, and a reading decides",
    "ambiguous": "The terms can be read in more than one way",
    "day_off": "A date falls on a day off",
    "impossible": "A date cannot be met",
    "same_day": "Two meetings are held on one day",
    "promise": "Less time is left than the terms promise",
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
            blocks.append([page.heading(page.paragraph(_HEADINGS[kind])), *_kind(listed, terms, page)])
    if not found:
        looked = f"Nothing was found at {number(walked.meetings, 'meeting')}."
        blocks.append([looked if walked.meetings else "No meeting of these years can be dated."])
    return "\n\n".join("\n".join(block) for block in blocks)


def _kind(found: list[Finding], terms: Terms, page: Page) -> Iterator[str]:
    for finding in found:
        if not finding.always:
            yield page.paragraph(_says(finding), 2, 2)
            yield page.paragraph(f"at {len(finding.instances)} of {number(finding.meetings, 'meeting')}:", 4)
            for instance in finding.instances[:_FIRST]:
                yield page.paragraph(_instance(instance, _taken(finding, terms)), 6, 2)
            more = len(finding.instances) - _FIRST
            if more > 0:
                yield page.paragraph(f"and {more} more", 6)
    standing = [finding for finding in found if finding.always]
    if standing:
        yield page.paragraph("At every meeting, whatever the calendar:", 2, 2)
        for finding in standing:
            reasons = dict.fromkeys(instance.says for instance in finding.instances)
            why = f": {next(iter(reasons))}" if not finding.reading and len(reasons) == 1 else ""
            yield page.paragraph(f"{_says(finding)}{why}", 4, 2)


def _says(finding: Finding) -> str:
    return f"{finding.says} {_under(finding)}{cite(finding.clauses)}"


def _under(finding: Finding) -> str:
    if finding.under:
        choices = (f"{reading} read as {option}" for reading, option in finding.under)
        return f"(were {' or '.join(choices)}) "
    return f"({finding.reading}) " if finding.reading else ""


def _taken(finding: Finding, terms: Terms) -> str:
    """The option that the policy takes of the question that is open."""
    return terms.readings[finding.reading].chosen if finding.reading else ""


def _instance(instance: Instance, taken: str) -> str:
    usual_day = show_day(instance.usual_day)
    why = instance.says.removeprefix(f"{usual_day}, ")
    listed = sorted(instance.dates.items(), key=lambda of: of[0] != taken)
    dates = (_under_option(option, _date(value), taken) for option, value in listed)
    return f"meeting of {usual_day}{f' ({why})' if why else ''}: {'; '.join(dates)}"


def _under_option(option: str, date: str, taken: str) -> str:
    mark = "(taken) " if option and option == taken else ""
    return f"{mark}{words(option)}: {date}" if words(option) not in ("", date) else f"{mark}{date}"


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
        "findings": [_finding(finding, _taken(finding, walked.terms)) for finding in walked.findings],
    }


def _finding(finding: Finding, taken: str) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "panel": finding.panel,
        "clause": list(finding.clauses),
        "reading": finding.reading,
        "taken": taken,
        "under": [{"reading": reading, "option": option} for reading, option in finding.under],
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
