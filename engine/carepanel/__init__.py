"""carepanel: what a care panel's terms of reference require of one case.

>>> policy = carepanel.load_policy("camden")
>>> determination = policy.determine("case.yaml", at="2026-03-06T09:00")
>>> determination.eligibility.answer
'yes'

A policy is one authority's terms of reference in one YAML file. A determination says, with the clause behind each
answer, whether the case is eligible and on which grounds, which meeting hears it, what is needed, what is missing or
late, and who must do what by when. It never takes the panel's decision about a child. Loading is lazy: importing this
package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carepanel.determine.agenda import Agenda
    from carepanel.determine.case import Case, Event
    from carepanel.determine.determination import Determination
    from carepanel.determine.work_list import Task
    from carepanel.diagnostics import Diagnostic
    from carepanel.errors import (
        CannotDetermine,
        CannotRead,
        CarepanelError,
        CaseInvalid,
        EnginesDisagree,
        PolicyInvalid,
        UnknownOption,
        UnknownParty,
        UnknownPolicy,
        UnknownReading,
    )
    from carepanel.policy import Policy, load_policy
    from carepanel.render.json_ import to_json
    from carepanel.schedule.calendar_change import CalendarChange
    from carepanel.schedule.findings import Walked
    from carepanel.schedule.moved import Moved
    from carepanel.schedule.timetable import Timetable

_HOME = {
    "Agenda": "carepanel.determine.agenda",
    "CalendarChange": "carepanel.schedule.calendar_change",
    "CannotDetermine": "carepanel.errors",
    "CannotRead": "carepanel.errors",
    "CarepanelError": "carepanel.errors",
    "Case": "carepanel.determine.case",
    "CaseInvalid": "carepanel.errors",
    "Determination": "carepanel.determine.determination",
    "Diagnostic": "carepanel.diagnostics",
    "EnginesDisagree": "carepanel.errors",
    "Event": "carepanel.determine.case",
    "Moved": "carepanel.schedule.moved",
    "Policy": "carepanel.policy",
    "PolicyInvalid": "carepanel.errors",
    "Task": "carepanel.determine.work_list",
    "Timetable": "carepanel.schedule.timetable",
    "UnknownOption": "carepanel.errors",
    "UnknownParty": "carepanel.errors",
    "UnknownPolicy": "carepanel.errors",
    "UnknownReading": "carepanel.errors",
    "Walked": "carepanel.schedule.findings",
    "load_policy": "carepanel.policy",
    "to_json": "carepanel.render.json_",
}

__all__ = [
    "Agenda",
    "CalendarChange",
    "CannotDetermine",
    "CannotRead",
    "CarepanelError",
    "Case",
    "CaseInvalid",
    "Determination",
    "Diagnostic",
    "EnginesDisagree",
    "Event",
    "Moved",
    "Policy",
    "PolicyInvalid",
    "Task",
    "Timetable",
    "UnknownOption",
    "UnknownParty",
    "UnknownPolicy",
    "UnknownReading",
    "Walked",
    "load_policy",
    "to_json",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """The public names, each imported when it is first used."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module `carepanel` has no attribute `{name}`")
