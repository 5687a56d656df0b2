"""A work list as text for people: what is to be done, soonest first; what has not begun; what is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carepanel.calendars.instants import show
from carepanel.render.json_ import to_json
from carepanel.render.layout import UNOFFICIAL, Page, cite, modal
from carepanel.render.problems import number
from carepanel.render.standing import done, remarks, status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from carepanel.determine.work_list import Task
    from carepanel.model.terms import Terms

_TONE = {"missed": "bad", "not_known": "open", "pending": "open", "fulfilled_late": "bad"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for: the instant, as known by another, over how many cases, and whose part of it."""

    at: datetime
    known_by: datetime
    cases: int
    actor: str = ""


def work_list_text(
    tasks: tuple[Task, ...], terms: Terms, asked: Asked, *, width: int = 100, styled: bool = False
) -> str:
    """The list in words, wrapped to a width."""
    page, several = Page(width, styled), asked.cases > 1
    parts = (
        [page.heading(page.paragraph(_title(terms, asked.actor))), page.paragraph(question(asked, _only(tasks)))],
        _section("To do, soonest first", [t for t in tasks if t.is_open], page, several=several),
        _waiting([t for t in tasks if t.is_waiting], page, several=several),
        _section("Done, over, let off or cancelled", [t for t in tasks if t.is_settled], page, several=several),
        [] if tasks else [_nothing(asked)],
        [page.paragraph(_foot(terms))],
    )
    return "\n\n".join("\n".join(block) for block in map(list, parts) if block)


_UNDATED = {
    "not_stated": "no time stated",
    "external": "time set elsewhere",
    "waiting": "no date yet",
    "undecided": "time undecided",
    "not_known": "date not known",
}
"""Why a task has no date, at its shortest."""


def _nothing(asked: Asked) -> str:
    return "Nothing here is theirs to do." if asked.actor else "Nothing is to be done."


def _foot(terms: Terms) -> str:
    apart = any(r.per != "case" for r in terms.requirements)
    of_no_case = " Duties of each meeting or year, and of no case, stand in `carepanel dates`." if apart else ""
    return f"`carepanel explain` has why.{of_no_case} {UNOFFICIAL}"


def _title(terms: Terms, whose: str) -> str:
    of = f" for {terms.party(whose)}" if whose else ""
    return f"{terms.title} ({terms.authority}): work list{of}"


def question(asked: Asked, case: str = "") -> str:
    """How many cases are asked about, or which one; which instant, and as known when."""
    known = "as known then" if asked.known_by == asked.at else f"as known by {show(asked.known_by)}"
    about = f"case {case}" if case and asked.cases == 1 else number(asked.cases, "case")
    return f"{about}, asked about {show(asked.at)}, {known}"


def _only(tasks: tuple[Task, ...]) -> str:
    """The case that all the tasks are of, if it is one."""
    cases = {task.case for task in tasks}
    return cases.pop() if len(cases) == 1 else ""


def _section(heading: str, tasks: list[Task], page: Page, *, several: bool) -> Iterator[str]:
    if tasks:
        yield page.heading(heading)
        yield from page.rows(_row(task, several=several) for task in tasks)


def _row(task: Task, *, several: bool) -> tuple[str, str, str]:
    o = task.obligation
    since = f"since {show(o.since)}" if o.trigger and o.since is not None and task.is_open else ""
    provisional = "provisional" if o.provisional else ""
    said = status(o) if o.status != "pending" or o.strength == "may" else ""
    parts = "; ".join(filter(None, (said, done(o), since, *remarks(o), provisional)))
    sentence = f"{_case(task, several=several)}{_first_large(_duty(task))} {cite(o.clause)}"
    return _label(task), _TONE.get(o.status, "good"), f"{sentence}; {parts}" if parts else sentence


def _waiting(tasks: list[Task], page: Page, *, several: bool) -> Iterator[str]:
    if tasks:
        yield page.heading("Not yet due to arise")
        rows = (
            (f"{_case(t, several=several)}once {t.obligation.trigger}: {_duty(t)}", t.obligation.clause) for t in tasks
        )
        yield from page.rows(("", "quiet", f"{says} {cite(clause)}") for says, clause in rows)


def _duty(task: Task) -> str:
    o = task.obligation
    return f"{o.actor_says} {modal(o.modality)} {o.action}"


def _case(task: Task, *, several: bool) -> str:
    return f"{task.case}: " if several else ""


def _label(task: Task) -> str:
    o = task.obligation
    if o.due is None:
        return _UNDATED[o.no_date]
    return o.due_says.removeprefix("by the ").removeprefix("by ")


def _first_large(says: str) -> str:
    return f"{says[:1].upper()}{says[1:]}"


def plain_task(task: Task) -> dict[str, object]:
    """A task as a flat row for programs: the fields of its obligation, with `id` the task's and `duty` its own."""
    fields = to_json(task.obligation)
    plain = fields if isinstance(fields, dict) else {}
    return {"id": task.id, "case": task.case, "duty": plain.pop("id"), **plain}
