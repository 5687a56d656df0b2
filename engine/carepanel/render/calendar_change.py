"""What another list of bank holidays changes, for people, for programs and for a spreadsheet."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from carepanel.calendars.instants import show_day
from carepanel.model.deadlines import WEEKDAYS
from carepanel.render.csv_ import csv_text
from carepanel.render.json_ import to_json
from carepanel.render.layout import cite
from carepanel.render.problems import number
from carepanel.render.work_list_text import question
from carepanel.schedule.concerned import concerned, members_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carepanel.calendars.changed_days import ChangedDay, ChangedList
    from carepanel.calendars.days_off import DaysOff
    from carepanel.model.terms import Panel, Terms
    from carepanel.render.layout import Page
    from carepanel.render.work_list_text import Asked
    from carepanel.schedule.calendar_change import CalendarChange
    from carepanel.schedule.moved import Moved

_HEADINGS = {
    ("meeting", "moves"): "Meetings that move",
    ("date", "moves"): "Dates that move",
    ("case", "moves"): "Cases whose meeting moves",
    ("case", "differs"): "Cases that are answered otherwise",
    ("obligation", "moves"): "Obligations that move",
    ("obligation", "differs"): "Obligations that stand otherwise",
    ("obligation", "ends"): "Obligations that no longer arise",
    ("obligation", "arises"): "Obligations that arise",
}
_COLUMNS = (
    *("kind", "id", "case", "title", "actor", "clause", "from", "from_says", "to", "to_says"),
    *("change", "panel", "meeting"),
)


def change_text(change: CalendarChange, asked: Asked, page: Page) -> str:
    """Which days off change; then what that changes, by what it is: from when to when, and for whom; whom a meeting
    concerns stands once, at the end.
    """
    terms, moved = change.terms, change.moved
    title = f"{terms.title} ({terms.authority}): {_versions(change.lists)}"
    blocks = [
        [
            page.heading(page.paragraph(title)),
            page.paragraph(f"meetings from {show_day(change.start)} to {show_day(change.end)}"),
            *([page.paragraph(question(asked))] if asked.cases else []),
        ]
    ]
    for each in change.lists:
        named = f" by {each.now.name}" if len(change.lists) > 1 else ""
        days = [*_bounds(each), *_days(each)] or ["none"]
        blocks.append([page.heading(f"Days off{named} that change"), *page.rows(("", "quiet", says) for says in days)])
    for sort, heading in _HEADINGS.items():
        listed = [one for one in moved if (one.kind, one.change) == sort]
        if listed:
            blocks.append([page.heading(heading), *page.rows(_row(each, terms) for each in _together(listed))])
    whom = [*_panels(moved, terms), *_cases(moved, terms)]
    if whom:
        blocks.append([page.heading("Whom the meetings and cases concern"), *page.rows(whom)])
    blocks.append([page.paragraph(_counted(moved, (change.settled, change.unsettled)))])
    return "\n\n".join("\n".join(block) for block in blocks)


def unraised(change: CalendarChange) -> list[str]:
    """A warning for each list that differs from one of the same version."""
    return [
        f"the two lists `{each.now.name}` differ and have the same version {each.now.version}: raise the version of "
        "the new one"
        for each in change.lists
        if each.was.version == each.now.version
    ]


def _versions(lists: Sequence[ChangedList]) -> str:
    named = (f"{each.was.name} {each.was.version} to {each.now.name} {each.now.version}" for each in lists)
    return f"from the calendar {', '.join(named)}" if lists else "no list of days off differs"


def _bounds(changed: ChangedList) -> Iterator[str]:
    """What differs between two lists besides their days."""
    was, now = changed.was, changed.now
    if was.first != now.first:
        yield f"the first day known: {show_day(was.first)} -> {show_day(now.first)}"
    if was.horizon != now.horizon:
        yield f"the last day known: {show_day(was.horizon)} -> {show_day(now.horizon)}"
    if was.weekend != now.weekend:
        yield f"the weekend: {_weekend(was)} -> {_weekend(now)}"
    if was.regular != now.regular:
        yield f"the law for later years: {was.regular or 'none'} -> {now.regular or 'none'}"


def _weekend(days: DaysOff) -> str:
    return " and ".join(WEEKDAYS[day].title() for day in sorted(days.weekend)) or "none"


def _days(changed: ChangedList) -> Iterator[str]:
    """The days off that differ; days on end of one name, such as a term moved by a week, in one line."""
    weekend = changed.was.weekend & changed.now.weekend
    spans: list[tuple[ChangedDay, ChangedDay]] = []
    for one in changed.days:
        if spans and _goes_on(spans[-1][1], one, weekend):
            spans[-1] = spans[-1][0], one
        else:
            spans.append((one, one))
    for first, last in spans:
        until = f" to {show_day(last.day)}" if last is not first else ""
        yield f"{show_day(first.day)}{until}: {_became(first)}"


def _goes_on(before: ChangedDay, one: ChangedDay, weekend: frozenset[int]) -> bool:
    """Whether nothing but a weekend lies between two days that change alike."""
    day = before.day + timedelta(days=1)
    while day.weekday() in weekend:
        day += timedelta(days=1)
    return (one.day, one.was, one.now) == (day, before.was, before.now)


def _became(one: ChangedDay) -> str:
    match one.change:
        case "new":
            return f"{one.now}, new"
        case "removed":
            return f"{one.was}, no longer"
        case "renamed":
            return f"{one.now}, until now {one.was}"


def _together(listed: Sequence[Moved]) -> Iterator[list[Moved]]:
    """What moves, the duties of one meeting that move from and to the same dates as one."""
    found: dict[object, list[Moved]] = {}
    for one in listed:
        alike = (one.panel, one.meeting, one.was, one.now) if one.kind == "date" else one.id
        found.setdefault(alike, []).append(one)
    yield from found.values()


def _row(alike: Sequence[Moved], terms: Terms) -> tuple[str, str, str]:
    first = alike[0]
    whose = f"{first.case}: " if first.case else ""
    what = ", ".join(_named(one, terms) for one in alike)
    of = f", meeting of {show_day(first.meeting)}" if first.kind == "date" and first.meeting is not None else ""
    return "", "quiet", f"{whose}{what}{of}: {_from_says(first)} -> {first.now.says}"


def _named(one: Moved, terms: Terms) -> str:
    who = ", ".join(map(terms.party, one.actor)) if one.kind in ("date", "obligation") else ""
    return " ".join(filter(None, (one.title, f"({who})" if who else "", cite(one.clause))))


def _from_says(moved: Moved) -> str:
    """The words for the old side; why something is not known is said once, where it is the same on both."""
    says, because, why = moved.was.says.partition(", not known: ")
    return f"{says}, not known" if because and moved.now.says.endswith(because + why) else moved.was.says


def _panels(moved: Sequence[Moved], terms: Terms) -> Iterator[tuple[str, str, str]]:
    """Whom the meetings of each panel concern."""
    for name in dict.fromkeys(one.panel for one in moved if one.kind in ("meeting", "case") and one.panel):
        panel = terms.panels[name]
        yield panel.title, "quiet", _of_panel(panel, terms)


def _of_panel(panel: Panel, terms: Terms) -> str:
    members = "; ".join(map(terms.party, members_of(panel, terms)))
    run_by = f"run by {terms.party(panel.run_by)}" if panel.run_by else ""
    return "; ".join(filter(None, (run_by, f"members: {members}" if members else ""))) or "the source names nobody"


def _cases(moved: Sequence[Moved], terms: Terms) -> Iterator[tuple[str, str, str]]:
    """Whom each case concerns: the panel that hears it, and whoever attends for the case."""
    for case, one in {one.case: one for one in moved if one.kind == "case"}.items():
        panel = terms.panels.get(one.panel)
        everyone = concerned(panel, terms) if panel is not None else ()
        whole = panel is not None and set(everyone) <= set(one.actor)
        others = [terms.party(party) for party in one.actor if not whole or party not in everyone]
        named = [f"the {panel.title}"] if panel is not None and whole else []
        yield case, "quiet", "; ".join([*named, *others]) or "the source names nobody"


_COUNTED = {
    "moves": ("date", "moves", "move"),
    "case differs": ("answer", "changes", "change"),
    "obligation differs": ("obligation", "stands otherwise", "stand otherwise"),
    "ends": ("obligation", "no longer arises", "no longer arise"),
    "arises": ("obligation", "arises", "arise"),
}


def _counted(moved: Sequence[Moved], provisional: tuple[int, int]) -> str:
    """How much of each there is, and how many meetings rest on published days that did not, or the other way round."""
    found = Counter(f"{one.kind} {one.change}" if one.change == "differs" else one.change for one in moved)
    counts = [_said(found[change], *words) for change, words in _COUNTED.items() if found[change] or change == "moves"]
    stays = "stays as it is and is", "stay as they are and are"
    ends = zip(provisional, ("no longer provisional", "provisional now"), strict=True)
    notes = [f"{_said(meetings, 'meeting', *stays)} {how}" for meetings, how in ends if meetings]
    return ". ".join(["; ".join(counts), *notes]) + "."


def _said(count: int, thing: str, one: str, many: str) -> str:
    return f"{number(count, thing)} {one if count == 1 else many}"


def plain(change: CalendarChange) -> dict[str, object]:
    """The change as JSON values: the lists that differ, their days, and what moves as flat rows, times in local time
    with their offset.
    """
    return {
        "calendars": [
            {"name": each.now.name, "from": _plain_list(each.was), "to": _plain_list(each.now)} for each in change.lists
        ],
        "days": [_plain_day(day, each.now.name) for each in change.lists for day in each.days],
        "moved": list(map(plain_move, change.moved)),
    }


def _plain_list(days: DaysOff) -> dict[str, object]:
    return {
        "version": days.version,
        "fingerprint": days.fingerprint,
        "begins": to_json(days.first),
        "horizon": to_json(days.horizon),
    }


def _plain_day(one: ChangedDay, calendar: str) -> dict[str, object]:
    return {
        "calendar": calendar,
        "day": to_json(one.day),
        "change": one.change,
        "from": one.was or None,
        "to": one.now or None,
    }


def plain_move(moved: Moved) -> dict[str, object]:
    """One thing that moves, as a flat row."""
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
        "change": moved.change,
        "panel": moved.panel,
        "meeting": to_json(moved.meeting),
    }


def change_csv(change: CalendarChange) -> str:
    """What moves, as CSV."""
    return csv_text(_COLUMNS, map(plain_move, change.moved))
