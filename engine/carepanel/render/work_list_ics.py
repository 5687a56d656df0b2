"""A work list as calendar entries: what is still to be done and has a date.

Only the case's reference and the policy's own words are in them, never a fact of the case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carepanel.render.ics import Entry, ics, when_due
from carepanel.render.layout import cite, modal, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from carepanel.determine.work_list import Task
    from carepanel.model.terms import Terms


def work_list_ics(tasks: Iterable[Task], terms: Terms, stamp: datetime) -> str:
    """The calendar of the open tasks that have a date."""
    return ics(f"{terms.title}: work list", _entries(tasks, terms), stamp)


def _entries(tasks: Iterable[Task], terms: Terms) -> Iterator[Entry]:
    for task in tasks:
        o = task.obligation
        if task.is_open and o.due is not None:
            says = f"{o.actor_says} {modal(o.modality)} {o.action}, {o.due_says} {cite(o.clause)}. {words(o.status)}."
            summary = f"{task.case}: {o.action}"
            yield Entry(f"{terms.id}/{task.id}", when_due(o.due), summary, says, o.provisional)
