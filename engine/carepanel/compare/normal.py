"""The normal form: values of the model that mean the same become equal, however they were ordered or named.

Every list is unordered except the rows of a first-match table, which are not compared here. Names that were changed
throughout a file are read as the newer names, so that a new name is one change and not one for each mention.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from carepanel.conditions.ast import Age, All, Answer, AtLeast, Count, Days, Fact, Outcome, Size, Status, Unsettled
from carepanel.conditions.ast import Any as AnyOf
from carepanel.conditions.moments import (
    AllMoments,
    AnyMoment,
    DecisionMoment,
    EventMoment,
    FactMoment,
    MeetingMoment,
    StatusMoment,
)
from carepanel.conditions.vocabulary import SUBJECT_OF
from carepanel.model.deadlines import EarliestOf, LatestOf, Undecided
from carepanel.model.meetings import ImmediatelyAfter

Names = Mapping[tuple[str, str], str]
"""What is called otherwise in the newer file: section and older name to newer name."""

Normal = Any
"""Nested tuples of names and values: made to be compared and for nothing else."""

NAMED: Mapping[tuple[type, str], str] = {
    (Fact, "name"): "facts",
    (Age, "born"): "facts",
    (Count, "event"): "events",
    (Count, "since"): "facts",
    (Days, "event"): "events",
    (Size, "fact"): "facts",
    (Outcome, "decision"): "decisions",
    (Status, "duty"): "obligations",
    (Unsettled, "reading"): "readings",
    (EventMoment, "event"): "events",
    (DecisionMoment, "decision"): "decisions",
    (StatusMoment, "duty"): "obligations",
    (MeetingMoment, "meeting"): "meetings",
    (ImmediatelyAfter, "meeting"): "meetings",
    (Undecided, "reading"): "readings",
    (FactMoment, "fact"): "facts",
}
"""The fields that hold a name, and the section that declares it."""

_SUBJECTS = {"document": "documents", "by": "parties", "who": "parties"}


def called(names: Names, section: str, name: str) -> str:
    """A name as the newer file has it."""
    return names.get((section, name), name)


def party(names: Names, name: str) -> str:
    """A party or panel as the newer file has it."""
    return called(names, "meetings", called(names, "parties", name))


def rule(names: Names, written: str) -> str:
    """The id of a rule, e.g. ``eligibility.homeless_16_17``, as the newer file has it."""
    section, dot, name = written.partition(".")
    return f"{section}{dot}{called(names, section, name)}"


def normal(value: object, names: Names) -> Normal:
    """The normal form of a condition, moment, deadline or rule of days, or of plain values and maps of them."""
    match value:
        case All(parts=parts) | AnyOf(parts=parts) | AllMoments(parts=parts) | AnyMoment(parts=parts):
            return _together(type(value), parts, names)
        case AtLeast(count=count, parts=parts):
            return ("AtLeast", count, unordered(parts, names))
        case EarliestOf(deadlines=parts) | LatestOf(deadlines=parts):
            return (type(value).__name__, unordered(parts, names))
        case Answer(rule=written):
            return ("Answer", rule(names, written))
        case Age() if value.leap_birthday != "1 march":
            # one answer for the whole file, which is compared where the file gives it: under `counting`
            return normal(replace(value, leap_birthday="1 march"), names)
        case Mapping():
            return ("map", tuple(sorted((str(key), normal(item, names)) for key, item in value.items())))
        case (int(), int()):
            return ("day of the year", *value)
        case tuple() | list() | frozenset():
            return unordered(tuple(value), names)
        case _ if is_dataclass(value):
            return (
                type(value).__name__,
                *(_field(value, field.name, names) for field in fields(value) if field.compare),
            )
        case _:
            return (type(value).__name__, value)


def unordered(parts: tuple[object, ...], names: Names) -> Normal:
    """Several values whose order says nothing."""
    return tuple(sorted((normal(part, names) for part in parts), key=repr))


def _together(kind: type, parts: tuple[object, ...], names: Names) -> Normal:
    """Parts joined by *and* or by *or*: brackets within brackets of the same kind, and repeats, say nothing."""
    flat: set[Normal] = set()
    for part in parts:
        found = normal(part, names)
        flat |= set(found[1]) if found[0] == kind.__name__ and len(found) > 1 else {found}
    return next(iter(flat)) if len(flat) == 1 else (kind.__name__, tuple(sorted(flat, key=repr)))


def _field(value: object, field: str, names: Names) -> Normal:
    held = getattr(value, field)
    section = NAMED.get((type(value), field))
    if section is not None:
        return called(names, section, held)
    if isinstance(value, EventMoment) and field == "having":
        return tuple((name, _attribute(value.event, name, item, names)) for name, item in value.having)
    return normal(held, names)


def _attribute(event: str, name: str, value: str | bool, names: Names) -> Normal:
    if SUBJECT_OF.get(event) == name:
        return called(names, _SUBJECTS[name], str(value))
    return normal(value, names)
