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
    from carepanel.arguments import CaseLike, Cases
    from carepanel.calendars.anchors import Due, NoDate
    from carepanel.determine.agenda import Agenda, AgendaItem
    from carepanel.determine.case import Case, Event
    from carepanel.determine.determination import Determination, Obligation, ProofStep
    from carepanel.determine.work_list import Task
    from carepanel.diagnostics import Diagnostic
    from carepanel.errors import (
        CannotDetermine,
        CannotRead,
        CannotReadCases,
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
    from carepanel.schedule.findings import Finding, Instance, Walked
    from carepanel.schedule.moved import Moved, Side
    from carepanel.schedule.timetable import PanelTimetable, Row, Timetable

_HOME = {
    "Agenda": "carepanel.determine.agenda",
    "AgendaItem": "carepanel.determine.agenda",
    "CalendarChange": "carepanel.schedule.calendar_change",
    "CannotDetermine": "carepanel.errors",
    "CannotRead": "carepanel.errors",
    "CannotReadCases": "carepanel.errors",
    "CarepanelError": "carepanel.errors",
    "Case": "carepanel.determine.case",
    "CaseInvalid": "carepanel.errors",
    "CaseLike": "carepanel.arguments",
    "Cases": "carepanel.arguments",
    "Determination": "carepanel.determine.determination",
    "Diagnostic": "carepanel.diagnostics",
    "Due": "carepanel.calendars.anchors",
    "EnginesDisagree": "carepanel.errors",
    "Event": "carepanel.determine.case",
    "Finding": "carepanel.schedule.findings",
    "Instance": "carepanel.schedule.findings",
    "Moved": "carepanel.schedule.moved",
    "NoDate": "carepanel.calendars.anchors",
    "Obligation": "carepanel.determine.determination",
    "PanelTimetable": "carepanel.schedule.timetable",
    "Policy": "carepanel.policy",
    "PolicyInvalid": "carepanel.errors",
    "ProofStep": "carepanel.determine.determination",
    "Row": "carepanel.schedule.timetable",
    "Side": "carepanel.schedule.moved",
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
    "AgendaItem",
    "CalendarChange",
    "CannotDetermine",
    "CannotRead",
    "CannotReadCases",
    "CarepanelError",
    "Case",
    "CaseInvalid",
    "CaseLike",
    "Cases",
    "Determination",
    "Diagnostic",
    "Due",
    "EnginesDisagree",
    "Event",
    "Finding",
    "Instance",
    "Moved",
    "NoDate",
    "Obligation",
    "PanelTimetable",
    "Policy",
    "PolicyInvalid",
    "ProofStep",
    "Row",
    "Side",
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
