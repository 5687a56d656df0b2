"""What another list of bank holidays changes, for people, for programs and for a spreadsheet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carepanel.calendars.instants import show_day
from carepanel.render.csv_ import csv_text
from carepanel.render.json_ import to_json
from carepanel.render.layout import cite
from carepanel.render.problems import number
from carepanel.render.work_list_text import question
from carepanel.schedule.calendar_change import concerned, members_of, provisional_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carepanel.model.terms import Panel, Terms
    from carepanel.render.layout import Page
    from carepanel.render.work_list_text import Asked
    from carepanel.schedule.calendar_change import Moved
    from carepanel.schedule.timetable import Timetable

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
    *("change", "panel"),
)


def change_text(moved: Sequence[Moved], timetables: tuple[Timetable, Timetable], asked: Asked, page: Page) -> str:
    """What changes, by what it is: from when to when, and for whom; whom a meeting concerns stands once, at the end."""
    old, new = timetables
    terms = old.terms
    names = (f"{timetable.calendar.name} {timetable.calendar.version}" for timetable in timetables)
    blocks = [
        [
            page.heading(page.paragraph(f"{terms.title} ({terms.authority}): from the calendar {' to '.join(names)}")),
            page.paragraph(f"meetings from {show_day(old.start)} to {show_day(old.end)}"),
            *([page.paragraph(question(asked))] if asked.cases else []),
        ]
    ]
    for sort, heading in _HEADINGS.items():
        listed = [one for one in moved if (one.kind, one.change) == sort]
        if listed:
            blocks.append([page.heading(heading), *page.rows(_row(one, terms) for one in listed)])
    whom = [*_panels(moved, terms), *_cases(moved, terms)]
    if whom:
        blocks.append([page.heading("Whom the meetings and cases concern"), *page.rows(whom)])
    blocks.append([page.paragraph(_counted(moved, provisional_changes(old, new)))])
    return "\n\n".join("\n".join(block) for block in blocks)


def _row(moved: Moved, terms: Terms) -> tuple[str, str, str]:
    who = ", ".join(map(terms.party, moved.actor)) if moved.kind in ("date", "obligation") else ""
    whose = f"{moved.case}: " if moved.case else ""
    what = " ".join(filter(None, (moved.title, f"({who})" if who else "", cite(moved.clause))))
    return "", "quiet", f"{whose}{what}: {_from_says(moved)} -> {moved.now.says}"


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


def rows(moved: Sequence[Moved]) -> list[dict[str, object]]:
    """What changes as flat rows, times in local time with their offset."""
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
        "change": moved.change,
        "panel": moved.panel,
    }


def change_csv(moved: Sequence[Moved]) -> str:
    """The same as CSV."""
    return csv_text(_COLUMNS, rows(moved))
