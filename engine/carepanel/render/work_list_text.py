"""A work list as text for people: what is to be done, soonest first; what has not begun; what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.calendars.instants import show
from carepanel.render.layout import Page, cite, modal, words
from carepanel.render.problems import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from carepanel.determine.work_list import Task
    from carepanel.model.terms import Terms

_TONE = {"missed": "bad", "not_known": "open", "pending": "open", "fulfilled_late": "bad"}


def work_list_text(
    tasks: tuple[Task, ...],
    terms: Terms,
    at: datetime,
    known_by: datetime,
    *,
    cases: int,
    whose: str = "",
    width: int = 100,
    styled: bool = False,
) -> str:
    """The list in words. `cases` is how many were asked about, `whose` the party it was narrowed to."""
    page = Page(width, styled)
    parts = (
        [page.heading(page.paragraph(_title(terms, whose))), page.paragraph(_asked(at, known_by, cases))],
        _section("To do, soonest first", [t for t in tasks if t.is_open], page, cases),
        _waiting([t for t in tasks if t.is_waiting], page, cases),
        _section("Done, or let off", [t for t in tasks if not t.is_open and not t.is_waiting], page, cases),
        [] if tasks else ["Nothing is to be done."],
        [page.paragraph(_FOOT)],
    )
    return "\n\n".join("\n".join(block) for block in map(list, parts) if block)


_FOOT = "An unofficial encoding of published terms of reference, adopted by no authority. `carepanel explain` has why."


def _title(terms: Terms, whose: str) -> str:
    of = f" for {terms.party(whose)}" if whose else ""
    return f"{terms.title} ({terms.authority}): work list{of}"


def _asked(at: datetime, known_by: datetime, cases: int) -> str:
    known = "as known then" if known_by == at else f"as known by {show(known_by)}"
    return f"{number(cases, 'case')}, asked about {show(at)}, {known}"


def _section(heading: str, tasks: list[Task], page: Page, cases: int) -> Iterator[str]:
    if tasks:
        yield page.heading(heading)
        yield from page.rows(_row(task, cases) for task in tasks)


def _row(task: Task, cases: int) -> tuple[str, str, str]:
    o = task.obligation
    optional = o.status == "pending" and o.strength == "may"
    status = "" if o.status == "pending" and not optional else f"; {'open' if optional else words(o.status)}"
    done = f", done {show(o.done_at)}" if o.done_at is not None else ""
    provisional = ", provisional" if o.provisional else ""
    sentence = f"{_case(task, cases)}{_first_large(_duty(task))} {cite(o.clause)}{status}{done}{provisional}"
    return _label(task), _TONE.get(o.status, "good"), sentence


def _waiting(tasks: list[Task], page: Page, cases: int) -> Iterator[str]:
    if tasks:
        yield page.heading("Not yet due to arise")
        rows = ((f"{_case(t, cases)}once {t.obligation.trigger}: {_duty(t)}", t.obligation.clause) for t in tasks)
        yield from page.rows(("", "quiet", f"{says} {cite(clause)}") for says, clause in rows)


def _duty(task: Task) -> str:
    o = task.obligation
    return f"{o.actor_says} {modal(o.modality)} {o.action}"


def _case(task: Task, cases: int) -> str:
    return f"{task.case}: " if cases > 1 else ""


def _label(task: Task) -> str:
    o = task.obligation
    return "no time" if o.due is None else o.due_says.removeprefix("by the ").removeprefix("by ")


def _first_large(says: str) -> str:
    return f"{says[:1].upper()}{says[1:]}"


def rows(tasks: Iterable[Task]) -> list[dict[str, object]]:
    """The list as flat rows for programs: the fields of an obligation, with `id` the task's and `duty` its own."""
    return [
        {"id": task.id, "case": task.case, "duty": fields.pop("id"), **fields}
        for task in tasks
        for fields in [_fields(task)]
    ]


def _fields(task: Task) -> dict[str, object]:
    from carepanel.render.json_ import to_json

    plain = to_json(task.obligation)
    return plain if isinstance(plain, dict) else {}
