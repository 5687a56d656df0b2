"""The work list: the obligations of any number of cases in one list, what is to be done first and soonest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carepanel.determine.determination import Obligation

OPEN = ("missed", "pending", "not_known")
"""The states in which something may still have to be done."""
WAITING = ("not_due",)
"""The state of what has not begun."""


@dataclass(frozen=True, slots=True)
class Task:
    """One occurrence of a duty, decision, authorisation or attendance of one case."""

    case: str
    obligation: Obligation

    @property
    def id(self) -> str:
        """The same for the same duty of the same case whenever it is asked, and whatever is put on record later:
        ``CAM-2026-0001/finalise_outcome/2026-03-09T16:30Z``, ``CAM-2026-0001/lodge_papers/1`` (the first presentation),
        ``CAM-2026-0001/authorisations.team_manager/1``. A duty moves with its case from one meeting to another.
        """
        o = self.obligation
        name = o.id if o.section in ("obligations", "decisions") else f"{o.section}.{o.id}"
        return f"{self.case}/{name}/{o.arose}"

    @property
    def is_open(self) -> bool:
        """Whether it may still have to be done."""
        return self.obligation.status in OPEN and not self.obligation.over

    @property
    def is_waiting(self) -> bool:
        """Whether it has not begun."""
        return self.obligation.status in WAITING

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it is left to do."""
        return not self.is_open and not self.is_waiting


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Tasks in the order in which they are to be done: open, waiting, done; in each what must or should be done before
    what may, and that soonest first, undated last.
    """
    return tuple(sorted(tasks, key=_urgency))


def of_actor(tasks: Iterable[Task], party: str) -> tuple[Task, ...]:
    """The tasks of one party, alone or with others."""
    return tuple(task for task in tasks if party in task.obligation.actor)


def _urgency(task: Task) -> tuple[int, bool, float, float, str]:
    stage = 0 if task.is_open else 1 if task.is_waiting else 2
    o = task.obligation
    # before a Monday comes sooner than by its end, though both may still be in time at the end of the Monday
    earliest, latest = (
        instant.timestamp() if instant is not None else float("inf") for instant in (o.due_earliest, o.due)
    )
    return stage, o.strength == "may", earliest, latest, task.id
