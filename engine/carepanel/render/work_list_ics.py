"""A work list as calendar entries: what is still to be done and has a date.

A calendar is shared more widely than a case file, and what is to be done may tell something of the child: that there
were emergency proceedings, say. So an entry names the case by its reference and says when, and no more unless asked;
its UID too, so that an entry whose time moves is another entry.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING

from carepanel.render.ics import Entry, ics, when_due
from carepanel.render.layout import cite, modal, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from carepanel.determine.determination import Obligation
    from carepanel.determine.work_list import Task
    from carepanel.model.terms import Terms


def work_list_ics(tasks: Iterable[Task], terms: Terms, stamp: datetime, *, say_what: bool = False) -> str:
    """The calendar of the open tasks that have a date; with `say_what`, who must do what as well."""
    return ics(f"{terms.title}: work list", _entries(tasks, terms, say_what=say_what), stamp)


def _entries(tasks: Iterable[Task], terms: Terms, *, say_what: bool) -> Iterator[Entry]:
    at_once: Counter[str] = Counter()
    for task in tasks:
        o = task.obligation
        when = _when(o)
        if not task.is_open or when is None or o.due is None:
            continue
        if say_what:
            duty = f"{o.actor_says} {modal(o.modality)} {o.action}, {o.due_says} {cite(o.clause)}. {words(o.status)}."
            yield Entry(f"{terms.id}/{task.id}", when, f"{task.case}: {o.action}", duty, o.provisional)
        else:
            # the name of a duty tells what it is about, and so would a digest of it, as there are few of them
            due = f"{task.case}/{o.due.astimezone(UTC):%Y%m%dT%H%MZ}"
            at_once[due] += 1
            says = f"Due {o.due_says}, {words(o.status)}. What and why is in the work list."
            uid = f"{terms.id}/{due}/{at_once[due]}"
            yield Entry(uid, when, f"{task.case}: due, {terms.title}", says, o.provisional)


def _when(o: Obligation) -> date | datetime | None:
    """Its instant or, where that is not known, the last day on which it is in time whatever turns out."""
    if o.due is None:
        return None
    return when_due(o.due) if o.due == o.due_earliest else o.due_day
